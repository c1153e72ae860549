//go:build amd64 || arm64

package launch

import (
	"encoding/binary"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

func TestFamilyFilter(t *testing.T) {
	t.Parallel()
	if len(abis) == 0 {
		t.Skip("the processor's system call numbers are not known")
	}
	const refuse = unix.SECCOMP_RET_ERRNO | uint32(unix.EAFNOSUPPORT)
	own, small := abis[0], abis[1]
	for _, c := range []struct {
		name         string
		virtual      bool
		arch, number uint32
		family       uint32
		want         uint32
	}{
		{"sockets of the internet are made", true, own.arch, own.socket, unix.AF_INET6, unix.SECCOMP_RET_ALLOW},
		{"unix sockets are made", true, own.arch, own.socket, unix.AF_UNIX, unix.SECCOMP_RET_ALLOW},
		{"sockets between virtual machines are not", false, own.arch, own.socket, unix.AF_VSOCK, refuse},
		{"families that nobody knows are not", false, own.arch, own.socket, 99, refuse},
		{"a program of 32 bits makes none of them either", false, small.arch, small.socket, unix.AF_VSOCK, refuse},
		{"a program of 32 bits makes others", false, small.arch, small.socket, unix.AF_INET, unix.SECCOMP_RET_ALLOW},
		{"other system calls pass", true, own.arch, unix.SYS_WRITE, 0, unix.SECCOMP_RET_ALLOW},
		{"an architecture that cannot be is refused", true, 1, own.socket, unix.AF_INET, unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := runFilter(t, familyFilter(c.virtual), c.arch, c.number, c.family); got != c.want {
				t.Errorf("got %#x, want %#x", got, c.want)
			}
		})
	}
	if small.many == 0 {
		return
	}
	t.Run("a call that hides what it makes passes where there is nothing to hide", func(t *testing.T) {
		if got := runFilter(t, familyFilter(false), small.arch, small.many, 1); got != unix.SECCOMP_RET_ALLOW {
			t.Errorf("got %#x", got)
		}
	})
	t.Run("a call that hides what it makes is refused elsewhere", func(t *testing.T) {
		if got := runFilter(t, familyFilter(true), small.arch, small.many, 1); got != refuse {
			t.Errorf("got %#x", got)
		}
	})
}

// runFilter runs a filter for one call in an interpreter, which reads packets: they are big-endian.
func runFilter(t *testing.T, filter []unix.SockFilter, arch, number uint32, args ...uint32) uint32 {
	t.Helper()
	var raw []bpf.RawInstruction
	for _, i := range filter {
		raw = append(raw, bpf.RawInstruction{Op: i.Code, Jt: i.Jt, Jf: i.Jf, K: i.K})
	}
	program, ok := bpf.Disassemble(raw)
	if !ok {
		t.Fatal("the program has an unknown instruction")
	}
	vm, err := bpf.NewVM(program)
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 64)
	binary.BigEndian.PutUint32(data[offNumber:], number)
	binary.BigEndian.PutUint32(data[offArch:], arch)
	for n, a := range args {
		binary.BigEndian.PutUint32(data[offArgs+8*n:], a)
	}
	got, err := vm.Run(data)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(got)
}
