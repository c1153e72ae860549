package launch

import "golang.org/x/sys/unix"

const oneUserArch = 0xc00000b7 // AUDIT_ARCH_AARCH64

var (
	ownerCalls = [...]uint32{
		unix.SYS_FCHOWN, unix.SYS_FCHOWNAT, unix.SYS_SETGROUPS,
		unix.SYS_SETUID, unix.SYS_SETREUID, unix.SYS_SETRESUID, unix.SYS_SETFSUID,
		unix.SYS_SETGID, unix.SYS_SETREGID, unix.SYS_SETRESGID, unix.SYS_SETFSGID,
	}
	deviceCalls = [...]deviceCall{{unix.SYS_MKNODAT, 2}}
)
