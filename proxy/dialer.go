package proxy

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// NewDialer returns a dialer for flows that are let out. Unless allowLocal is
// set it refuses every address that is not on the public internet, after names
// were resolved: a container must not reach the host's own services, its
// network or a cloud's metadata by a name that points there.
func NewDialer(allowLocal bool) *net.Dialer {
	d := &net.Dialer{Timeout: 30 * time.Second}
	if allowLocal {
		return d
	}
	d.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("check address %q: %w", address, err)
		}
		if !isPublic(ap.Addr()) {
			return &LocalError{Addr: ap}
		}
		return nil
	}
	return d
}

// LocalError says that a dialer of [NewDialer] refused an address that is not public.
type LocalError struct{ Addr netip.AddrPort }

// Error implements error.
func (e *LocalError) Error() string {
	return fmt.Sprintf("refuse %s: not a public address", e.Addr)
}

// isPublic follows the IANA special-purpose registries, as far as their entries can be routed to something.
func isPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false // loopback, link-local, multicast, unspecified, RFC 1918, ULA
	}
	b := a.As16()
	if a.Is4() {
		b4 := a.As4()
		switch {
		case b4[0] == 0, b4[0] >= 240, // this network, reserved
			b4[0] == 100 && b4[1]&0xc0 == 64,                           // 100.64.0.0/10, CGNAT
			b4[0] == 192 && b4[1] == 0 && b4[2] == 0,                   // 192.0.0.0/24
			b4[0] == 198 && b4[1]&0xfe == 18,                           // 198.18.0.0/15: our own synthetic addresses
			b4[0] == 168 && b4[1] == 63 && b4[2] == 129 && b4[3] == 16: // Azure's metadata
			return false
		}
		return true
	}
	switch {
	case hasPrefix(b[:], 0, 0x64, 0xff, 0x9b), hasPrefix(b[:], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0):
		return isPublic(netip.AddrFrom4([4]byte(b[12:]))) // NAT64, IPv4-compatible
	case hasPrefix(b[:], 0x20, 0x02):
		return isPublic(netip.AddrFrom4([4]byte(b[2:]))) // 6to4
	case b[0] == 0xfe && b[1]&0xc0 == 0xc0, hasPrefix(b[:], 0x20, 0x01, 0, 0): // site-local, Teredo
		return false
	}
	return true
}

func hasPrefix(b []byte, prefix ...byte) bool { return string(b[:len(prefix)]) == string(prefix) }
