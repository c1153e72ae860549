package launch

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// abi is one way in which programs call a kernel: x86-64's own, and the one of 32 bits.
type abi struct {
	arch   uint32 // AUDIT_ARCH_…
	socket uint32 // the number of socket(2)
	// many is the number of socketcall(2), 0: there is none. It makes sockets of every kind, by numbers
	// that lie in memory.
	many uint32
}

// families are those that a network namespace holds, or that lead nowhere.
var families = [...]uint32{unix.AF_UNIX, unix.AF_INET, unix.AF_INET6, unix.AF_NETLINK, unix.AF_PACKET, unix.AF_ALG}

// limitFamilies has no other families of sockets be there, on this thread and in what it forks: a network
// namespace does not hold them all. AF_VSOCK leads out of a virtual machine, and into those on this one.
func limitFamilies() error {
	if len(abis) == 0 {
		return nil // there no numbers are known
	}
	return installFilter(familyFilter(hasVirtualSockets()))
}

// hasVirtualSockets tells whether there are sockets between virtual machines. It does not try: that would
// have the kernel load them.
func hasVirtualSockets() bool {
	devices, err := os.ReadFile("/proc/misc")
	return err != nil || strings.Contains(string(devices), "vsock") // vhost-vsock, too
}

func installFilter(program []unix.SockFilter) error {
	prog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&prog)))
	runtime.KeepAlive(program)
	if errno != 0 {
		return fmt.Errorf("install a filter of system calls: %w", errno)
	}
	return nil
}

// familyFilter is the program. Where it matters, programs of 32 bits lose the call that hides its
// arguments.
func familyFilter(virtual bool) []unix.SockFilter {
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		ret   = unix.BPF_RET | unix.BPF_K

		allow  = unix.SECCOMP_RET_ALLOW
		refuse = unix.SECCOMP_RET_ERRNO | uint32(unix.EAFNOSUPPORT)
	)
	var p []unix.SockFilter
	for _, a := range abis {
		var body []unix.SockFilter
		if virtual && a.many != 0 {
			body = append(body, unix.SockFilter{Code: load, K: offNumber},
				unix.SockFilter{Code: equal, K: a.many, Jf: 1}, unix.SockFilter{Code: ret, K: refuse})
		}
		body = append(body, unix.SockFilter{Code: load, K: offNumber},
			unix.SockFilter{Code: equal, K: a.socket, Jt: 1}, unix.SockFilter{Code: ret, K: allow},
			unix.SockFilter{Code: load, K: offArgs})
		for _, f := range families {
			body = append(body, unix.SockFilter{Code: equal, K: f, Jf: 1}, unix.SockFilter{Code: ret, K: allow})
		}
		body = append(body, unix.SockFilter{Code: ret, K: refuse})
		p = append(p, unix.SockFilter{Code: load, K: offArch}, unix.SockFilter{Code: equal, K: a.arch, Jf: uint8(len(body))})
		p = append(p, body...)
	}
	return append(p, unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)})
}
