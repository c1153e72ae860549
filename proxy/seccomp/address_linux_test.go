package seccomp

import (
	"bytes"
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
	type arguments = map[uint32]uint64
	for _, c := range []struct {
		name   string
		arch   uint32
		number uint32
		args   arguments
		want   uint32
	}{
		{"connect is asked about", auditArch, unix.SYS_CONNECT, nil, notify},
		{"sendmsg is asked about", auditArch, unix.SYS_SENDMSG, nil, notify},
		{"sendmmsg is asked about", auditArch, unix.SYS_SENDMMSG, nil, notify},
		{"sendto without an address passes", auditArch, unix.SYS_SENDTO, nil, allow},
		{"sendto with a low address is asked about", auditArch, unix.SYS_SENDTO, arguments{4: 1}, notify},
		{"sendto with a high address is asked about", auditArch, unix.SYS_SENDTO, arguments{4: 1 << 32}, notify},
		{"sendto does not connect", auditArch, unix.SYS_SENDTO, arguments{3: unix.MSG_FASTOPEN | unix.MSG_NOSIGNAL}, errno(unix.EOPNOTSUPP)},
		{"sendmsg does not connect", auditArch, unix.SYS_SENDMSG, arguments{2: unix.MSG_FASTOPEN}, errno(unix.EOPNOTSUPP)},
		{"sendmmsg does not connect", auditArch, unix.SYS_SENDMMSG, arguments{3: unix.MSG_FASTOPEN}, errno(unix.EOPNOTSUPP)},
		{"IPv4 sockets are asked about", auditArch, unix.SYS_SOCKET, arguments{0: unix.AF_INET}, notify},
		{"IPv6 sockets are asked about", auditArch, unix.SYS_SOCKET, arguments{0: unix.AF_INET6}, notify},
		{"unix sockets pass", auditArch, unix.SYS_SOCKET, arguments{0: unix.AF_UNIX}, allow},
		{"netlink sockets pass", auditArch, unix.SYS_SOCKET, arguments{0: unix.AF_NETLINK}, allow},
		{"packet sockets do not exist", auditArch, unix.SYS_SOCKET, arguments{0: unix.AF_PACKET}, errno(unix.EAFNOSUPPORT)},
		{"VM sockets do not exist", auditArch, unix.SYS_SOCKET, arguments{0: unix.AF_VSOCK}, errno(unix.EAFNOSUPPORT)},
		{"a socket's device is not changed", auditArch, unix.SYS_SETSOCKOPT, arguments{1: unix.SOL_SOCKET, 2: unix.SO_BINDTODEVICE}, errno(unix.EPERM)},
		{"a socket's device is not changed by its number", auditArch, unix.SYS_SETSOCKOPT, arguments{1: unix.SOL_SOCKET, 2: unix.SO_BINDTOIFINDEX}, errno(unix.EPERM)},
		{"other options of sockets pass", auditArch, unix.SYS_SETSOCKOPT, arguments{1: unix.SOL_SOCKET, 2: unix.SO_REUSEADDR}, allow},
		{"options of protocols pass", auditArch, unix.SYS_SETSOCKOPT, arguments{1: unix.IPPROTO_TCP, 2: unix.SO_BINDTODEVICE}, allow},
		{"io_uring does not exist", auditArch, unix.SYS_IO_URING_SETUP, nil, errno(unix.ENOSYS)},
		{"rings of others are of no use", auditArch, unix.SYS_IO_URING_ENTER, nil, errno(unix.ENOSYS)},
		{"a foreign architecture is refused", 0x40000003, unix.SYS_WRITE, nil, errno(unix.EPERM)},
		{"x32 is refused", auditArch, x32Bit | unix.SYS_CONNECT, nil, errno(unix.EPERM)},
		{"everything else passes", auditArch, unix.SYS_WRITE, nil, allow},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := make([]byte, 64)
			binary.BigEndian.PutUint32(data[offNumber:], c.number)
			binary.BigEndian.PutUint32(data[offArch:], c.arch)
			for n, value := range c.args {
				binary.BigEndian.PutUint32(data[argument(n):], uint32(value))
				binary.BigEndian.PutUint32(data[argument(n)+4:], uint32(value>>32))
			}
			got, err := vm.Run(data)
			if err != nil || uint32(got) != c.want {
				t.Errorf("got %#x, %v, want %#x", got, err, c.want)
			}
		})
	}
}

func TestHarmless(t *testing.T) {
	t.Parallel()
	wanted := append(unix.PktInfo4(&unix.Inet4Pktinfo{Addr: [4]byte{127}}), unix.PktInfo6(&unix.Inet6Pktinfo{Addr: [16]byte{15: 1}})...)
	for _, c := range []struct {
		name      string
		raw, want []byte
		fails     bool
	}{
		{"devices are taken out", append(unix.PktInfo4(&unix.Inet4Pktinfo{Addr: [4]byte{127}, Ifindex: 7}), unix.PktInfo6(&unix.Inet6Pktinfo{Addr: [16]byte{15: 1}, Ifindex: 7})...), wanted, false},
		{"descriptors do not go with datagrams", unix.UnixRights(1), nil, false},
		{"half a message is refused", wanted[:20], nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := harmless(c.raw)
			if !bytes.Equal(got, c.want) || (err != nil) != c.fails {
				t.Errorf("got %v, %v, want %v", got, err, c.want)
			}
		})
	}
}
