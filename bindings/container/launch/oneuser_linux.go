package launch

import "golang.org/x/sys/unix"

// Offsets in struct seccomp_data of linux/seccomp.h.
const (
	offNumber = 0
	offArch   = 4
	offArgs   = 16
)

// pretendOneUser has system calls that change owners or users say that they have done so, on this
// thread and in what it forks. In a user namespace with one user they would fail, and with them most
// programs that install something.
func pretendOneUser() error {
	if oneUserArch == 0 {
		return nil // there they fail
	}
	return installFilter(oneUserFilter())
}

// oneUserFilter is the program: calls of the list succeed without effect, and so does the making of
// devices; all others pass.
func oneUserFilter() []unix.SockFilter {
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		and   = unix.BPF_ALU | unix.BPF_AND | unix.BPF_K
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		ret   = unix.BPF_RET | unix.BPF_K

		allow, pretend = unix.SECCOMP_RET_ALLOW, unix.SECCOMP_RET_ERRNO
	)
	p := []unix.SockFilter{
		{Code: load, K: offArch},
		{Code: equal, K: oneUserArch, Jt: 1},
		{Code: ret, K: allow},
		{Code: load, K: offNumber},
	}
	for _, number := range ownerCalls {
		p = append(p, unix.SockFilter{Code: equal, K: number, Jf: 1}, unix.SockFilter{Code: ret, K: pretend})
	}
	for _, call := range deviceCalls {
		p = append(p, []unix.SockFilter{
			{Code: equal, K: call.number, Jf: 6},
			{Code: load, K: offArgs + 8*call.mode},
			{Code: and, K: unix.S_IFMT},
			{Code: equal, K: unix.S_IFCHR, Jt: 1},
			{Code: equal, K: unix.S_IFBLK, Jf: 1},
			{Code: ret, K: pretend},
			{Code: ret, K: allow},
		}...)
	}
	return append(p, unix.SockFilter{Code: ret, K: allow})
}

// deviceCall is a system call that makes devices, and which of its arguments is the mode.
type deviceCall struct{ number, mode uint32 }
