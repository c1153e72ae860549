package netns

import (
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// Address is the IPv4 address of every container, on its own loopback device.
const Address = "10.0.2.100"

const address6 = "fd00:2::100"

const backlog = 4096

// Sockets are the sockets made inside the namespace, in the order in which
// [Sockets.Files] hands them over and [New] takes them.
type Sockets struct {
	tcp, dnsTCP, dnsUDP int
	dnsTCP6, dnsUDP6    int // -1 without IPv6
}

// Setup makes the network of the namespace that the calling thread is in: lo
// with addresses and default routes, the sockets, and the rules that redirect
// everything to them. It must run on a locked thread. IPv6 is left out
// silently where the kernel has none.
func Setup() (*Sockets, error) {
	v6, err := configureLoopback()
	if err != nil {
		return nil, err
	}
	reusePorts()
	s := &Sockets{tcp: -1, dnsTCP: -1, dnsUDP: -1, dnsTCP6: -1, dnsUDP6: -1}
	if err := s.open(v6); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// reusePorts lets a program have the port of a connection that it has ended again after a second and not a
// minute: one that makes short connections in quick succession would soon have none left. A sidecar, which
// must not write there, has had it set by its daemon.
func reusePorts() { _ = os.WriteFile("/proc/sys/net/ipv4/tcp_tw_reuse", []byte("1"), 0) }

func (s *Sockets) open(v6 bool) (err error) {
	// The DNS sockets are bound to the loopback address: a redirected query
	// arrives there, and an answer from any other source is dropped by conntrack.
	if s.dnsUDP, err = bindSocket(unix.SOCK_DGRAM, loopback4(0)); err != nil {
		return fmt.Errorf("open dns socket: %w", err)
	}
	dnsPort, err := portOf(s.dnsUDP)
	if err != nil {
		return err
	}
	if s.dnsTCP, err = bindSocket(unix.SOCK_STREAM, loopback4(dnsPort)); err != nil {
		return fmt.Errorf("open dns listener: %w", err)
	}
	if v6 {
		if s.dnsUDP6, err = bindSocket(unix.SOCK_DGRAM, loopback6(dnsPort)); err != nil {
			return fmt.Errorf("open IPv6 dns socket: %w", err)
		}
		if s.dnsTCP6, err = bindSocket(unix.SOCK_STREAM, loopback6(dnsPort)); err != nil {
			return fmt.Errorf("open IPv6 dns listener: %w", err)
		}
	}
	var any unix.Sockaddr = &unix.SockaddrInet4{}
	if v6 {
		any = &unix.SockaddrInet6{}
	}
	if s.tcp, err = bindSocket(unix.SOCK_STREAM, any); err != nil {
		return fmt.Errorf("open egress listener: %w", err)
	}
	tcpPort, err := portOf(s.tcp)
	if err != nil {
		return err
	}
	return redirect(uint16(tcpPort), uint16(dnsPort))
}

// Descriptors returns the sockets' numbers, to be sent with SCM_RIGHTS.
func (s *Sockets) Descriptors() []int {
	fds := []int{s.tcp, s.dnsTCP, s.dnsUDP}
	if s.dnsUDP6 >= 0 {
		fds = append(fds, s.dnsTCP6, s.dnsUDP6)
	}
	return fds
}

// Close closes the sockets here; what was sent lives on at the receiver. The
// namespace's init must call it, or a dead Paddock's listener would go on
// accepting connections that nobody serves.
func (s *Sockets) Close() {
	for _, fd := range []int{s.tcp, s.dnsTCP, s.dnsUDP, s.dnsTCP6, s.dnsUDP6} {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
}

// DialLocal connects to a port on the loopback of the namespace that the
// calling thread is in, IPv4 first, and returns the connected socket.
func DialLocal(port uint16) (int, error) {
	var first error
	for _, to := range []unix.Sockaddr{loopback4(int(port)), loopback6(int(port))} {
		fd, err := connectSocket(to)
		if err == nil {
			return fd, nil
		}
		if first == nil {
			first = err
		}
	}
	return -1, first
}

func connectSocket(to unix.Sockaddr) (int, error) {
	fd, err := unix.Socket(family(to), unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	for {
		err = unix.Connect(fd, to)
		if err != unix.EINTR {
			break
		}
	}
	if err != nil && err != unix.EISCONN {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

// SetupLoopback brings up the loopback device of the calling thread's network namespace, and nothing
// else: there is no way out.
func SetupLoopback() error {
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("find the loopback device: %w", err)
	}
	if err := netlink.LinkSetUp(lo); err != nil {
		return fmt.Errorf("bring up the loopback device: %w", err)
	}
	return nil
}

// configureLoopback reports whether IPv6 works.
func configureLoopback() (v6 bool, err error) {
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return false, fmt.Errorf("find the loopback device: %w", err)
	}
	if err := netlink.LinkSetUp(lo); err != nil {
		return false, fmt.Errorf("bring up the loopback device: %w", err)
	}
	if err := addDefault(lo, Address, 32, "0.0.0.0/0"); err != nil {
		return false, fmt.Errorf("give the loopback device an address: %w", err)
	}
	return addDefault(lo, address6, 128, "::/0") == nil, nil
}

// addDefault gives lo an address and a default route through itself, so that
// connect finds a route and a source before the redirect takes over.
func addDefault(lo netlink.Link, address string, bits int, everything string) error {
	ip := net.ParseIP(address)
	size := 128
	if v4 := ip.To4(); v4 != nil {
		ip, size = v4, 32
	}
	addr := &netlink.Addr{IPNet: &net.IPNet{IP: ip, Mask: net.CIDRMask(bits, size)}}
	scope := netlink.SCOPE_LINK
	if size == 128 {
		addr.Flags = unix.IFA_F_NODAD
		scope = netlink.SCOPE_UNIVERSE
	}
	if err := netlink.AddrAdd(lo, addr); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	_, all, err := net.ParseCIDR(everything)
	if err != nil {
		return err
	}
	return netlink.RouteAdd(&netlink.Route{LinkIndex: lo.Attrs().Index, Dst: all, Src: ip, Scope: scope})
}

// bindSocket uses plain system calls: net.Listen may run on another thread, in another namespace.
func bindSocket(kind int, at unix.Sockaddr) (int, error) {
	fd, err := unix.Socket(family(at), kind|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return -1, err
	}
	if family(at) == unix.AF_INET6 {
		only := 1
		if at.(*unix.SockaddrInet6).Addr == [16]byte{} {
			only = 0
		}
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, only); err != nil {
			unix.Close(fd)
			return -1, err
		}
	}
	if err := unix.Bind(fd, at); err != nil {
		unix.Close(fd)
		return -1, err
	}
	if kind == unix.SOCK_STREAM {
		if err := unix.Listen(fd, backlog); err != nil {
			unix.Close(fd)
			return -1, err
		}
	}
	return fd, nil
}

func portOf(fd int) (int, error) {
	sa, err := unix.Getsockname(fd)
	if err != nil {
		return 0, fmt.Errorf("read socket address: %w", err)
	}
	switch sa := sa.(type) {
	case *unix.SockaddrInet4:
		return sa.Port, nil
	case *unix.SockaddrInet6:
		return sa.Port, nil
	}
	return 0, fmt.Errorf("read socket address: unexpected kind %T", sa)
}

func family(sa unix.Sockaddr) int {
	if _, ok := sa.(*unix.SockaddrInet6); ok {
		return unix.AF_INET6
	}
	return unix.AF_INET
}

func loopback4(port int) unix.Sockaddr {
	return &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}
}

func loopback6(port int) unix.Sockaddr {
	return &unix.SockaddrInet6{Port: port, Addr: [16]byte{15: 1}}
}
