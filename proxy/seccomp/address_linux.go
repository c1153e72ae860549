package seccomp

import (
	"encoding/binary"
	"net/netip"
	"strings"

	"golang.org/x/sys/unix"
)

// nameServices are path sockets over which libc resolves names past our DNS.
// A program finds them missing and asks the nameserver instead.
var nameServices = []string{"systemd/resolve", "nscd/socket"}

// address is a socket address as the child wrote it.
type address struct {
	family   uint16
	inet     netip.AddrPort // AF_INET, AF_INET6; v4-mapped unmapped
	sockaddr unix.Sockaddr  // the same as it was written
	path     string         // AF_UNIX with a path
}

// parseAddress reads a struct sockaddr. ok is false when it is too short.
func parseAddress(b []byte) (a address, ok bool) {
	if len(b) < 2 {
		return a, false
	}
	a.family = binary.NativeEndian.Uint16(b)
	switch a.family {
	case unix.AF_INET:
		if len(b) < 8 {
			return a, false
		}
		sa := &unix.SockaddrInet4{Port: int(binary.BigEndian.Uint16(b[2:])), Addr: [4]byte(b[4:8])}
		a.inet, a.sockaddr = netip.AddrPortFrom(netip.AddrFrom4(sa.Addr), uint16(sa.Port)), sa
	case unix.AF_INET6:
		if len(b) < 24 {
			return a, false
		}
		sa := &unix.SockaddrInet6{Port: int(binary.BigEndian.Uint16(b[2:])), Addr: [16]byte(b[8:24])}
		if len(b) >= unix.SizeofSockaddrInet6 {
			sa.ZoneId = binary.NativeEndian.Uint32(b[24:])
		}
		a.inet, a.sockaddr = netip.AddrPortFrom(netip.AddrFrom16(sa.Addr).Unmap(), uint16(sa.Port)), sa
	case unix.AF_UNIX:
		a.path, _, _ = strings.Cut(string(b[2:]), "\x00")
	}
	return a, true
}

// stays tells that an internet address is on this machine's own loopback. The
// unspecified address means the loopback, too.
func (a address) stays() bool {
	ip := a.inet.Addr()
	return ip.IsLoopback() || ip.IsUnspecified()
}

// isNameService tells the sockets that must look missing.
func (a address) isNameService() bool {
	for _, s := range nameServices {
		if strings.Contains(a.path, s) {
			return true
		}
	}
	return false
}
