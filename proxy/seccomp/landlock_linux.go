package seccomp

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// confine has the kernel itself refuse what the filter cannot hold against a program that races it: TCP
// connections that are not made by the [Source], abstract unix sockets of others, and the tracing of
// processes that are not below the filter. It holds for the calling thread and what it forks, as far as
// the kernel knows Landlock (TCP since Linux 6.7, sockets since 6.12), and is no more than a second wall.
func confine() {
	for _, attr := range []unix.LandlockRulesetAttr{
		{Handled_access_net: unix.LANDLOCK_ACCESS_NET_CONNECT_TCP, Scoped: unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET},
		{Handled_access_net: unix.LANDLOCK_ACCESS_NET_CONNECT_TCP},
	} {
		fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0)
		if errno != 0 {
			continue
		}
		_, _, _ = unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, 0, 0)
		unix.Close(int(fd))
		return
	}
}
