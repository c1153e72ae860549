package seccomp

import (
	"errors"
	"net/netip"

	"golang.org/x/sys/unix"
)

const maxAddress = 128 // sizeof(struct sockaddr_storage)

// closedPort takes the datagrams that must not leave: nobody listens on it, so
// the sender gets ECONNREFUSED, as it does on the nft link.
const closedPort = 65535

var (
	proceed = outcome{proceed: true}
	// unreadable is the fail-closed answer to whatever we could not look into.
	unreadable = outcome{errno: unix.ENETUNREACH}
)

func fails(errno unix.Errno) outcome { return outcome{errno: errno} }

func failsWith(err error) outcome {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return fails(errno)
	}
	return unreadable
}

// decide finds the outcome of one stopped system call.
func (s *Source) decide(c *call) outcome {
	switch c.Number {
	case unix.SYS_CONNECT:
		return s.connect(c)
	case unix.SYS_SENDTO:
		return s.sendTo(c)
	case unix.SYS_SENDMSG:
		h, err := c.readHeader(c.Args[1])
		if err != nil {
			return unreadable
		}
		return s.sendMessage(c, h, c.Args[2], false)
	case unix.SYS_SENDMMSG:
		return s.sendMany(c)
	}
	return unreadable
}

func (s *Source) connect(c *call) outcome {
	to, o, ok := c.address(c.Args[1], c.Args[2])
	if !ok {
		return o
	}
	switch to.family {
	case unix.AF_UNIX:
		if to.isNameService() {
			return fails(unix.ENOENT)
		}
		return proceed
	case unix.AF_UNSPEC, unix.AF_NETLINK: // disconnects; talks to the kernel
		return proceed
	case unix.AF_INET, unix.AF_INET6:
	default:
		return fails(unix.EACCES)
	}
	if to.stays() && to.inet.Port() != 53 {
		return proceed
	}
	sock, kind, o := s.take(c)
	if sock < 0 {
		return o
	}
	defer unix.Close(sock)
	switch kind {
	case datagram:
		port := closedPort
		if to.inet.Port() == 53 {
			port = s.dnsPort
		}
		return s.connectSocket(sock, port)
	case stream:
		return s.redirect(c, sock, to.inet)
	}
	return unreadable // ICMP, raw, SCTP
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
	if err := unix.Bind(sock, loopback); err != nil && err != unix.EINVAL {
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
	if err := unix.Connect(sock, to); err != nil {
		return failsWith(err)
	}
	return outcome{}
}

func (s *Source) sendTo(c *call) outcome {
	to, o, ok := c.address(c.Args[4], c.Args[5])
	if !ok {
		return o
	}
	return s.send(c, to, c.Args[3], func() ([]byte, error) {
		if c.Args[2] > maxPacket {
			return nil, unix.EMSGSIZE
		}
		return c.read(c.Args[1], int(c.Args[2]))
	})
}

func (s *Source) sendMessage(c *call, h header, flags uint64, one bool) outcome {
	if h.name == 0 || h.nameLen == 0 {
		return proceed
	}
	to, o, ok := c.address(h.name, uint64(h.nameLen))
	if !ok {
		return o
	}
	return s.send(c, to, flags, func() ([]byte, error) {
		if one {
			// sendmmsg would have to report a length for each message;
			// resolvers that use it have connected their socket.
			return nil, unix.ECONNREFUSED
		}
		return c.readPayload(h)
	})
}

// sendMany lets a batch through only when every message may go as it is.
func (s *Source) sendMany(c *call) outcome {
	count := min(c.Args[2], maxVectors)
	for i := range count {
		h, err := c.readHeader(c.Args[1] + i*manyHeaderSize)
		if err != nil {
			return unreadable
		}
		if o := s.sendMessage(c, h, c.Args[3], true); !o.proceed {
			return o
		}
	}
	return proceed
}

// send decides about a datagram with an address of its own.
func (s *Source) send(c *call, to address, flags uint64, payload func() ([]byte, error)) outcome {
	switch to.family {
	case unix.AF_UNIX:
		if to.isNameService() {
			return fails(unix.ENOENT)
		}
		return proceed
	case unix.AF_NETLINK:
		return proceed
	case unix.AF_INET, unix.AF_INET6:
	default:
		// AF_UNSPEC too: UDP takes it for AF_INET.
		return fails(unix.EAFNOSUPPORT)
	}
	sock, kind, o := s.take(c)
	if sock < 0 {
		return o
	}
	defer unix.Close(sock)
	switch {
	case kind == stream && flags&unix.MSG_FASTOPEN != 0:
		return fails(unix.EOPNOTSUPP) // clients fall back to connect
	case kind == stream:
		return proceed // the kernel ignores the address
	case kind != datagram:
		return unreadable
	case to.inet.Port() == 53:
	case to.stays():
		return proceed
	default:
		return fails(unix.ECONNREFUSED)
	}
	data, err := payload()
	if err != nil {
		return failsWith(err)
	}
	dns, err := s.loopback(sock, s.dnsPort)
	if err != nil {
		return failsWith(err)
	}
	if err := unix.Sendto(sock, data, int(flags)&unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL, dns); err != nil {
		return failsWith(err)
	}
	return outcome{value: int64(len(data))}
}

// address reads the socket address that a call points to.
func (c *call) address(at, size uint64) (address, outcome, bool) {
	raw, err := c.read(at, int(min(size, maxAddress)))
	if err != nil {
		return address{}, unreadable, false
	}
	to, ok := parseAddress(raw)
	if !ok {
		return address{}, fails(unix.EINVAL), false
	}
	return to, outcome{}, true
}

type socketKind uint8

const (
	otherSocket socketKind = iota
	stream                 // TCP, MPTCP
	datagram               // UDP
)

// take gets the call's socket; the descriptor is -1 when that failed.
func (s *Source) take(c *call) (int, socketKind, outcome) {
	sock, err := c.socket()
	if err != nil {
		if errors.Is(err, unix.EBADF) {
			return -1, otherSocket, fails(unix.EBADF)
		}
		return -1, otherSocket, unreadable
	}
	if !c.valid(s.fd) {
		unix.Close(sock)
		return -1, otherSocket, unreadable
	}
	kind, err := unix.GetsockoptInt(sock, unix.SOL_SOCKET, unix.SO_TYPE)
	if err != nil {
		unix.Close(sock)
		return -1, otherSocket, failsWith(err)
	}
	proto, err := unix.GetsockoptInt(sock, unix.SOL_SOCKET, unix.SO_PROTOCOL)
	if err != nil {
		unix.Close(sock)
		return -1, otherSocket, failsWith(err)
	}
	switch {
	case kind == unix.SOCK_STREAM && (proto == unix.IPPROTO_TCP || proto == unix.IPPROTO_MPTCP):
		return sock, stream, outcome{}
	case kind == unix.SOCK_DGRAM && proto == unix.IPPROTO_UDP:
		return sock, datagram, outcome{}
	}
	return sock, otherSocket, outcome{}
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
