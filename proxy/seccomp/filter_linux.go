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
	offNumber  = 0
	offArch    = 4
	offDest    = 16 + 8*4 // fifth argument of sendto, low half
	offDestTop = offDest + 4
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
		return install()
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

// filter is the program, written with jumps by label distance. System calls of
// a foreign architecture are refused, because their numbers mean other things;
// io_uring is hidden, because it connects without a system call.
func filter() []unix.SockFilter {
	const (
		load   = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		atLast = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
		ret    = unix.BPF_RET | unix.BPF_K
	)
	return []unix.SockFilter{
		/* 0*/ {Code: load, K: offArch},
		/* 1*/ {Code: equal, K: auditArch, Jf: 12}, // → 14
		/* 2*/ {Code: load, K: offNumber},
		/* 3*/ {Code: atLast, K: x32Bit, Jt: 10}, // → 14
		/* 4*/ {Code: equal, K: unix.SYS_IO_URING_SETUP, Jt: 10}, // → 15
		/* 5*/ {Code: equal, K: unix.SYS_CONNECT, Jt: 10}, // → 16
		/* 6*/ {Code: equal, K: unix.SYS_SENDMSG, Jt: 9}, // → 16
		/* 7*/ {Code: equal, K: unix.SYS_SENDMMSG, Jt: 8}, // → 16
		/* 8*/ {Code: equal, K: unix.SYS_SENDTO, Jf: 4}, // else → 13
		/* 9*/ {Code: load, K: offDest},
		/*10*/ {Code: equal, K: 0, Jf: 5}, // else → 16
		/*11*/ {Code: load, K: offDestTop},
		/*12*/ {Code: equal, K: 0, Jf: 3}, // else → 16
		/*13*/ {Code: ret, K: unix.SECCOMP_RET_ALLOW},
		/*14*/ {Code: ret, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
		/*15*/ {Code: ret, K: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)},
		/*16*/ {Code: ret, K: unix.SECCOMP_RET_USER_NOTIF},
	}
}
