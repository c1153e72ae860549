package seccomp

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// sendTo is only asked about with an address.
func (s *Source) sendTo(c *call) outcome {
	to, o, ok := c.address(c.Args[4], c.Args[5])
	if !ok {
		return o
	}
	sock, kind, o := s.take(c)
	if sock < 0 {
		return o
	}
	defer unix.Close(sock)
	switch kind {
	case foreign:
		return s.elsewhere(to)
	case stream:
		return proceed // the kernel ignores the address
	case otherSocket:
		return unreadable
	}
	if c.Args[2] > maxPacket {
		return fails(unix.EMSGSIZE)
	}
	data, err := c.read(c.Args[1], int(c.Args[2]))
	if err != nil {
		return failsWith(err)
	}
	return s.send(sock, &to, data, nil, c.Args[3])
}

func (s *Source) sendMessage(c *call) outcome {
	sock, kind, o := s.take(c)
	if sock < 0 {
		return o
	}
	defer unix.Close(sock)
	h, err := c.readHeader(c.Args[1])
	if err != nil {
		return unreadable
	}
	return s.sendOne(c, sock, kind, h, c.Args[2])
}

// sendOne sends one message, or lets it go on.
func (s *Source) sendOne(c *call, sock int, kind socketKind, h header, flags uint64) outcome {
	var to *address
	if h.name != 0 && h.nameLen != 0 {
		a, o, ok := c.address(h.name, uint64(h.nameLen))
		if !ok {
			return o
		}
		to = &a
	}
	switch {
	case kind == foreign && to != nil:
		return s.elsewhere(*to)
	case kind == foreign, kind == stream:
		return proceed
	case kind == otherSocket:
		return unreadable
	}
	data, err := c.readPayload(h)
	if err != nil {
		return failsWith(err)
	}
	control, err := c.control(h)
	if err != nil {
		return failsWith(err)
	}
	return s.send(sock, to, data, control, flags)
}

// sendMany sends datagrams one by one; a batch on another socket goes on only when every message may.
func (s *Source) sendMany(c *call) outcome {
	sock, kind, o := s.take(c)
	if sock < 0 {
		return o
	}
	defer unix.Close(sock)
	count := min(c.Args[2], maxVectors)
	for i := range count {
		at := c.Args[1] + i*manyHeaderSize
		h, err := c.readHeader(at)
		if err != nil {
			return unreadable
		}
		o := s.sendOne(c, sock, kind, h, c.Args[3])
		switch {
		case o.proceed:
			continue
		case o.errno != 0 && i > 0 && kind == datagram:
			return outcome{value: int64(i)}
		case o.errno != 0:
			return o
		}
		if err := c.write(at+headerSize, binary.NativeEndian.AppendUint32(nil, uint32(o.value))); err != nil {
			return unreadable
		}
	}
	if kind == datagram {
		return outcome{value: int64(count)}
	}
	return proceed
}

// keptFlags are those of a datagram that mean something for ours.
const keptFlags = unix.MSG_DONTWAIT | unix.MSG_MORE | unix.MSG_CONFIRM

// send sends a datagram where the socket is connected to, when to is nil, or where it may go.
func (s *Source) send(sock int, to *address, data, control []byte, flags uint64) outcome {
	var at unix.Sockaddr
	if to != nil {
		switch {
		case to.family != unix.AF_INET && to.family != unix.AF_INET6:
			return fails(unix.EAFNOSUPPORT) // AF_UNSPEC too: UDP takes it for AF_INET
		case to.inet.Port() == 53:
			dns, err := s.loopback(sock, s.dnsPort)
			if err != nil {
				return failsWith(err)
			}
			at = dns
		case !to.stays():
			return fails(unix.ECONNREFUSED)
		default:
			at = to.sockaddr
		}
	}
	n, err := unix.SendmsgN(sock, data, control, at, int(flags)&keptFlags|unix.MSG_NOSIGNAL)
	if err != nil {
		return failsWith(err)
	}
	return outcome{value: int64(n)}
}
