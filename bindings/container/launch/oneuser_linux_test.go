package launch

import (
	"encoding/binary"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

func TestOneUserFilter(t *testing.T) {
	t.Parallel()
	if oneUserArch == 0 {
		t.Skip("the processor's system call numbers are not known")
	}
	var raw []bpf.RawInstruction
	for _, i := range oneUserFilter() {
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
			// The interpreter reads packets, which are big-endian.
			data := make([]byte, 64)
			binary.BigEndian.PutUint32(data[offNumber:], c.number)
			binary.BigEndian.PutUint32(data[offArch:], c.arch)
			binary.BigEndian.PutUint32(data[offArgs+2*8:], c.mode)
			if got, err := vm.Run(data); err != nil || uint32(got) != c.want {
				t.Errorf("got %#x, %v, want %#x", got, err, c.want)
			}
		})
	}
}
