package seccomp

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ErrUnsupported says that the processor's system call numbers are not known to this package.
var ErrUnsupported = errors.New("seccomp link supports amd64 and arm64 only")

// Offsets in struct seccomp_data of linux/seccomp.h.
const (
	offNumber = 0
	offArch   = 4
	offArgs   = 16
)

// x32Bit marks system calls of amd64's x32 interface, which have numbers of their own.
const x32Bit = 0x40000000

// Install sets the filter on the calling thread, which must be locked, and
// returns the descriptor to hand to [New]. Only this thread and what it forks
// are filtered. Without the capability to do without, it sets no_new_privs too.
func Install() (int, error) {
	if auditArch == 0 {
		return -1, fmt.Errorf("%w, not %s", ErrUnsupported, runtime.GOARCH)
	}
	fd, err := install()
	if errors.Is(err, unix.EACCES) {
		if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
			return -1, fmt.Errorf("set no_new_privs: %w", err)
		}
		fd, err = install()
	}
	if err == nil {
		confine()
	}
	return fd, err
}

func install() (int, error) {
	program := filter()
	prog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	// WAIT_KILLABLE_RECV (Linux 5.19) keeps a signal, such as the Go runtime's
	// SIGURG, from restarting a connect that we are already working on.
	for _, flags := range []uintptr{
		unix.SECCOMP_FILTER_FLAG_NEW_LISTENER | unix.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
		unix.SECCOMP_FILTER_FLAG_NEW_LISTENER,
	} {
		fd, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, flags, uintptr(unsafe.Pointer(&prog)))
		runtime.KeepAlive(program)
		if errno == 0 {
			unix.CloseOnExec(int(fd))
			return int(fd), nil
		}
		if errno != unix.EINVAL {
			return -1, fmt.Errorf("install seccomp filter: %w", errno)
		}
	}
	return -1, fmt.Errorf("install seccomp filter: %w", unix.EINVAL)
}

const (
	load   = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
	equal  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
	atLast = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
	anyBit = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
	ret    = unix.BPF_RET | unix.BPF_K

	allow  = unix.SECCOMP_RET_ALLOW
	notify = unix.SECCOMP_RET_USER_NOTIF
)

func errno(e unix.Errno) uint32 { return unix.SECCOMP_RET_ERRNO | uint32(e) }

// filter is the program. System calls of a foreign architecture are refused, because their numbers
// mean other things. What can be told by numbers alone is decided here, where nothing can be changed
// behind our back:
//
//   - io_uring is hidden, because it connects without a system call;
//   - of sockets there are none but unix, netlink and cryptographic ones, and those of the internet, which
//     the source makes (see [Source]): what is sent by others, as by packet and VM sockets, is not seen;
//   - such a socket stays on the device that it was bound to;
//   - TCP fast open, which connects by sending, falls back to connect.
func filter() []unix.SockFilter {
	p := []unix.SockFilter{
		{Code: load, K: offArch},
		{Code: equal, K: auditArch, Jt: 1},
		{Code: ret, K: errno(unix.EPERM)},
		{Code: load, K: offNumber},
		{Code: atLast, K: x32Bit, Jf: 1},
		{Code: ret, K: errno(unix.EPERM)},
	}
	for _, number := range []uint32{unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER} {
		p = append(p, on(number, unix.SockFilter{Code: ret, K: errno(unix.ENOSYS)})...)
	}
	p = append(p, on(unix.SYS_CONNECT, unix.SockFilter{Code: ret, K: notify})...)
	p = append(p, on(unix.SYS_SOCKET,
		unix.SockFilter{Code: load, K: argument(0)},
		unix.SockFilter{Code: equal, K: unix.AF_INET, Jt: 5},
		unix.SockFilter{Code: equal, K: unix.AF_INET6, Jt: 4},
		unix.SockFilter{Code: equal, K: unix.AF_UNIX, Jt: 4},
		unix.SockFilter{Code: equal, K: unix.AF_NETLINK, Jt: 3},
		unix.SockFilter{Code: equal, K: unix.AF_ALG, Jt: 2},
		unix.SockFilter{Code: ret, K: errno(unix.EAFNOSUPPORT)},
		unix.SockFilter{Code: ret, K: notify},
		unix.SockFilter{Code: ret, K: allow},
	)...)
	p = append(p, on(unix.SYS_SETSOCKOPT,
		unix.SockFilter{Code: load, K: argument(1)},
		unix.SockFilter{Code: equal, K: unix.SOL_SOCKET, Jf: 3},
		unix.SockFilter{Code: load, K: argument(2)},
		unix.SockFilter{Code: equal, K: unix.SO_BINDTODEVICE, Jt: 2},
		unix.SockFilter{Code: equal, K: unix.SO_BINDTOIFINDEX, Jt: 1},
		unix.SockFilter{Code: ret, K: allow},
		unix.SockFilter{Code: ret, K: errno(unix.EPERM)},
	)...)
	p = append(p, onSend(unix.SYS_SENDTO, 3,
		unix.SockFilter{Code: load, K: argument(4)},
		unix.SockFilter{Code: equal, K: 0, Jf: 3},
		unix.SockFilter{Code: load, K: argument(4) + 4}, // the upper half
		unix.SockFilter{Code: equal, K: 0, Jf: 1},
		unix.SockFilter{Code: ret, K: allow},
	)...)
	p = append(p, onSend(unix.SYS_SENDMSG, 2)...)
	p = append(p, onSend(unix.SYS_SENDMMSG, 3)...)
	return append(p, unix.SockFilter{Code: ret, K: allow})
}

// argument is where the lower half of a system call's argument lies.
func argument(n uint32) uint32 { return offArgs + 8*n }

// on does something at one system call; it must end in a return.
func on(number uint32, do ...unix.SockFilter) []unix.SockFilter {
	return append([]unix.SockFilter{{Code: equal, K: number, Jf: uint8(len(do))}}, do...)
}

// onSend refuses fast open in the flags and asks about what is left after do.
func onSend(number, flags uint32, do ...unix.SockFilter) []unix.SockFilter {
	all := append([]unix.SockFilter{
		{Code: load, K: argument(flags)},
		{Code: anyBit, K: unix.MSG_FASTOPEN, Jf: 1},
		{Code: ret, K: errno(unix.EOPNOTSUPP)},
	}, do...)
	return on(number, append(all, unix.SockFilter{Code: ret, K: notify})...)
}
