package launch

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestOneUserFilter(t *testing.T) {
	t.Parallel()
	if oneUserArch == 0 {
		t.Skip("the processor's system call numbers are not known")
	}
	const foreign = 0x40000003 // AUDIT_ARCH_I386
	for _, c := range []struct {
		name         string
		arch, number uint32
		mode         uint32 // third argument
		want         uint32
	}{
		{"a change of owner is pretended", oneUserArch, unix.SYS_FCHOWNAT, 0, unix.SECCOMP_RET_ERRNO},
		{"a change of user is pretended", oneUserArch, unix.SYS_SETRESUID, 0, unix.SECCOMP_RET_ERRNO},
		{"the making of a device is pretended", oneUserArch, unix.SYS_MKNODAT, unix.S_IFBLK | 0o600, unix.SECCOMP_RET_ERRNO},
		{"a pipe is made", oneUserArch, unix.SYS_MKNODAT, unix.S_IFIFO | 0o600, unix.SECCOMP_RET_ALLOW},
		{"a file is opened", oneUserArch, unix.SYS_OPENAT, 0, unix.SECCOMP_RET_ALLOW},
		{"another architecture has other numbers", foreign, unix.SYS_FCHOWNAT, 0, unix.SECCOMP_RET_ALLOW},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := runFilter(t, oneUserFilter(), c.arch, c.number, 0, 0, c.mode); got != c.want {
				t.Errorf("got %#x, want %#x", got, c.want)
			}
		})
	}
}
