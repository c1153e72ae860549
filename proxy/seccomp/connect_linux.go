package seccomp

import (
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

func (s *Source) connect(c *call) outcome {
	to, o, ok := c.address(c.Args[1], c.Args[2])
	if !ok {
		return o
	}
	sock, kind, o := s.take(c)
	if sock < 0 {
		return o
	}
	defer unix.Close(sock)
	if kind == foreign {
		return s.elsewhere(to)
	}
	switch to.family {
	case unix.AF_UNSPEC:
		return disconnect(sock)
	case unix.AF_INET, unix.AF_INET6:
	default:
		return fails(unix.EAFNOSUPPORT)
	}
	switch {
	case kind == otherSocket:
		return unreadable // ICMP, raw, SCTP
	case to.stays() && to.inet.Port() != 53:
		return s.connectTo(sock, to.sockaddr)
	case kind == stream:
		return s.redirect(c, sock, to.inet)
	}
	port := closedPort
	if to.inet.Port() == 53 {
		port = s.dnsPort
	}
	return s.connectSocket(sock, port)
}

func disconnect(sock int) outcome {
	var nowhere [unix.SizeofSockaddrInet4]byte // AF_UNSPEC is 0
	_, _, errno := unix.Syscall(unix.SYS_CONNECT, uintptr(sock), uintptr(unsafe.Pointer(&nowhere)), unsafe.Sizeof(nowhere))
	return fails(errno)
}

// redirect connects the child's stream socket to our listener.
func (s *Source) redirect(c *call, sock int, dst netip.AddrPort) outcome {
	inode := inodeOf(sock)
	if o, ok := s.interrupted.take(inode, dst); ok {
		return o
	}
	loopback, err := s.loopback(sock, 0)
	if err != nil {
		return failsWith(err)
	}
	// A socket that the child has bound itself keeps its address (EINVAL).
	switch err := unix.Bind(sock, loopback); err {
	case nil, unix.EINVAL:
	case unix.EADDRINUSE: // there is no free port, which connecting has another word for
		return fails(unix.EADDRNOTAVAIL)
	default:
		return failsWith(err)
	}
	from, err := localAddress(sock)
	if err != nil {
		return failsWith(err)
	}
	// An already connected socket must keep its record.
	_, err = unix.Getpeername(sock)
	fresh := err != nil
	if fresh {
		s.flows.Store(from, target{dst, int(c.Thread)})
	}
	o := s.connectSocket(sock, s.tcpPort)
	switch o.errno {
	case 0, unix.EINPROGRESS, unix.EALREADY, unix.EISCONN, unix.EINTR:
	default:
		if fresh {
			s.flows.Delete(from)
		}
	}
	return o
}

func (s *Source) connectSocket(sock, port int) outcome {
	to, err := s.loopback(sock, port)
	if err != nil {
		return failsWith(err)
	}
	return s.connectTo(sock, to)
}

// connectTo connects the child's socket, and waits as the child would. Close ends it.
func (s *Source) connectTo(sock int, to unix.Sockaddr) outcome {
	if !s.connecting.add(sock) {
		return unreadable
	}
	defer s.connecting.remove(sock)
	if err := unix.Connect(sock, to); err != nil {
		return failsWith(err)
	}
	return outcome{}
}

// loopback is the address of one of our ports in the family that the socket
// understands. An IPv6 socket of both kinds gets the IPv4 loopback, which
// exists on systems without IPv6 addresses, too.
func (s *Source) loopback(sock, port int) (unix.Sockaddr, error) {
	domain, err := unix.GetsockoptInt(sock, unix.SOL_SOCKET, unix.SO_DOMAIN)
	if err != nil {
		return nil, err
	}
	if domain == unix.AF_INET {
		return &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}, nil
	}
	only, err := unix.GetsockoptInt(sock, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY)
	if err != nil {
		return nil, err
	}
	if only != 0 {
		return &unix.SockaddrInet6{Port: port, Addr: [16]byte{15: 1}}, nil
	}
	return &unix.SockaddrInet6{Port: port, Addr: [16]byte{10: 0xff, 11: 0xff, 12: 127, 15: 1}}, nil
}

// localAddress is where a connection of the socket will come from.
func localAddress(sock int) (netip.AddrPort, error) {
	sa, err := unix.Getsockname(sock)
	if err != nil {
		return netip.AddrPort{}, err
	}
	switch sa := sa.(type) {
	case *unix.SockaddrInet4:
		ip := netip.AddrFrom4(sa.Addr)
		if ip.IsUnspecified() {
			ip = netip.AddrFrom4([4]byte{127, 0, 0, 1})
		}
		return netip.AddrPortFrom(ip, uint16(sa.Port)), nil
	case *unix.SockaddrInet6:
		ip := netip.AddrFrom16(sa.Addr).Unmap()
		if ip.IsUnspecified() {
			ip = netip.AddrFrom4([4]byte{127, 0, 0, 1})
			if only, err := unix.GetsockoptInt(sock, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY); err == nil && only != 0 {
				ip = netip.IPv6Loopback()
			}
		}
		return netip.AddrPortFrom(ip, uint16(sa.Port)), nil
	}
	return netip.AddrPort{}, unix.EAFNOSUPPORT
}

func inodeOf(fd int) uint64 {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return 0
	}
	return st.Ino
}
