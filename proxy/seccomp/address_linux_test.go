package seccomp

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

func TestParseAddress(t *testing.T) {
	t.Parallel()
	family := func(f uint16, rest ...byte) []byte { return append(binary.NativeEndian.AppendUint16(nil, f), rest...) }
	for _, c := range []struct {
		name  string
		raw   []byte
		ok    bool
		inet  string
		path  string
		stays bool
	}{
		{"IPv4 is read", family(unix.AF_INET, 0, 80, 203, 0, 113, 7), true, "203.0.113.7:80", "", false},
		{"IPv4 loopback stays", family(unix.AF_INET, 0, 80, 127, 1, 2, 3), true, "127.1.2.3:80", "", true},
		{"the unspecified address stays", family(unix.AF_INET, 0, 80, 0, 0, 0, 0), true, "0.0.0.0:80", "", true},
		{"a mapped address is unmapped", append(family(unix.AF_INET6, 1, 187, 0, 0, 0, 0), netip.MustParseAddr("::ffff:203.0.113.7").AsSlice()...), true, "203.0.113.7:443", "", false},
		{"IPv6 is read", append(family(unix.AF_INET6, 1, 187, 0, 0, 0, 0), netip.MustParseAddr("2001:db8::7").AsSlice()...), true, "[2001:db8::7]:443", "", false},
		{"a path ends at its zero", append(family(unix.AF_UNIX), "/run/nscd/socket\x00junk"...), true, "", "/run/nscd/socket", false},
		{"a short IPv4 address is refused", family(unix.AF_INET, 0, 80, 1), false, "", "", false},
		{"a short IPv6 address is refused", family(unix.AF_INET6, 0, 80, 1), false, "", "", false},
		{"an empty address is refused", nil, false, "", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ok := parseAddress(c.raw)
			if ok != c.ok || got.path != c.path || ok && c.inet != "" && (got.inet.String() != c.inet || got.stays() != c.stays) {
				t.Errorf("got %+v, %v", got, ok)
			}
		})
	}
}

// TestFilter runs the program in a virtual machine, whose loads are big-endian.
func TestFilter(t *testing.T) {
	t.Parallel()
	var raw []bpf.RawInstruction
	for _, i := range filter() {
		raw = append(raw, bpf.RawInstruction{Op: i.Code, Jt: i.Jt, Jf: i.Jf, K: i.K})
	}
	program, ok := bpf.Disassemble(raw)
	if !ok {
		t.Fatal("program cannot be read")
	}
	vm, err := bpf.NewVM(program)
	if err != nil {
		t.Fatal(err)
	}
	const errno = unix.SECCOMP_RET_ERRNO
	for _, c := range []struct {
		name    string
		arch    uint32
		number  uint32
		address uint64
		want    uint32
	}{
		{"connect is asked about", auditArch, unix.SYS_CONNECT, 0, unix.SECCOMP_RET_USER_NOTIF},
		{"sendmsg is asked about", auditArch, unix.SYS_SENDMSG, 0, unix.SECCOMP_RET_USER_NOTIF},
		{"sendmmsg is asked about", auditArch, unix.SYS_SENDMMSG, 0, unix.SECCOMP_RET_USER_NOTIF},
		{"sendto without an address passes", auditArch, unix.SYS_SENDTO, 0, unix.SECCOMP_RET_ALLOW},
		{"sendto with a low address is asked about", auditArch, unix.SYS_SENDTO, 1, unix.SECCOMP_RET_USER_NOTIF},
		{"sendto with a high address is asked about", auditArch, unix.SYS_SENDTO, 1 << 32, unix.SECCOMP_RET_USER_NOTIF},
		{"io_uring does not exist", auditArch, unix.SYS_IO_URING_SETUP, 0, errno | uint32(unix.ENOSYS)},
		{"a foreign architecture is refused", 0x40000003, unix.SYS_WRITE, 0, errno | uint32(unix.EPERM)},
		{"x32 is refused", auditArch, x32Bit | unix.SYS_CONNECT, 0, errno | uint32(unix.EPERM)},
		{"everything else passes", auditArch, unix.SYS_WRITE, 0, unix.SECCOMP_RET_ALLOW},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := make([]byte, 64)
			binary.BigEndian.PutUint32(data[offNumber:], c.number)
			binary.BigEndian.PutUint32(data[offArch:], c.arch)
			binary.BigEndian.PutUint32(data[offDest:], uint32(c.address))
			binary.BigEndian.PutUint32(data[offDestTop:], uint32(c.address>>32))
			got, err := vm.Run(data)
			if err != nil || uint32(got) != c.want {
				t.Errorf("got %#x, %v, want %#x", got, err, c.want)
			}
		})
	}
}
