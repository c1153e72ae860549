package seccomp

import (
	"encoding/binary"
	"errors"
	"unsafe"

	"golang.org/x/sys/unix"
)

// device is the one that the container's sockets may use: whatever a program makes of them, nothing
// leaves this machine.
const device = "lo"

// socket makes an internet socket for the caller.
func (s *Source) socket(c *call) outcome {
	domain, kind, protocol := int(int32(c.Args[0])), int(int32(c.Args[1])), int(int32(c.Args[2]))
	if errno := refuses(kind, protocol); errno != 0 {
		return fails(errno)
	}
	fd, err := unix.Socket(domain, kind|unix.SOCK_CLOEXEC, protocol)
	if err != nil {
		return failsWith(err)
	}
	defer unix.Close(fd)
	// Any user may since Linux 5.7.
	if err := unix.SetsockoptString(fd, unix.SOL_SOCKET, unix.SO_BINDTODEVICE, device); err != nil && err != unix.EPERM {
		return failsWith(err)
	}
	return c.give(s.fd, fd, kind&unix.SOCK_CLOEXEC)
}

// refuses tells the error of a kind of socket that is not to be had, 0 for TCP and UDP and for what the
// kernel itself refuses.
func refuses(kind, protocol int) unix.Errno {
	const typeMask = 0xf // SOCK_TYPE_MASK
	switch kind & typeMask {
	case unix.SOCK_STREAM:
		if protocol != 0 && protocol != unix.IPPROTO_TCP {
			return unix.EPROTONOSUPPORT // of MPTCP programs fall back to TCP
		}
	case unix.SOCK_DGRAM:
		if protocol == unix.IPPROTO_ICMP || protocol == unix.IPPROTO_ICMPV6 {
			return unix.EACCES
		}
		if protocol != 0 && protocol != unix.IPPROTO_UDP {
			return unix.EPROTONOSUPPORT
		}
	case unix.SOCK_RAW:
		return unix.EPERM
	default:
		return unix.ESOCKTNOSUPPORT
	}
	return 0
}

const ioctlAdd = unix.SECCOMP_IOCTL_NOTIF_ADDFD

// addition is struct seccomp_notif_addfd.
type addition struct {
	ID            uint64
	Flags         uint32
	Source        uint32
	New, NewFlags uint32
}

// give has the call return a descriptor for a file of ours, in two steps. With the one that does both
// (SECCOMP_ADDFD_FLAG_SEND) the call returns 0 where a signal reaches us before its thread has woken up.
func (c *call) give(listener, fd, flags int) outcome {
	a := addition{ID: c.ID, Source: uint32(fd), NewFlags: uint32(flags)}
	n, err := ioctl(listener, ioctlAdd, unsafe.Pointer(&a))
	switch err {
	case nil:
		return outcome{value: int64(n)}
	case unix.EINVAL, unix.ENOTTY: // before Linux 5.9 there is no way
		return proceed
	}
	return failsWith(err)
}

type socketKind uint8

const (
	// otherSocket is of the internet, but neither TCP nor UDP.
	otherSocket socketKind = iota
	stream                 // TCP, MPTCP
	datagram               // UDP
	foreign                // not of the internet
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
	kind, err := kindOf(sock)
	if err == nil && !c.valid(s.fd) {
		err = unix.ENETUNREACH
	}
	if err != nil {
		unix.Close(sock)
		return -1, otherSocket, failsWith(err)
	}
	return sock, kind, outcome{}
}

func kindOf(sock int) (socketKind, error) {
	var values [3]int
	for i, option := range []int{unix.SO_DOMAIN, unix.SO_TYPE, unix.SO_PROTOCOL} {
		var err error
		if values[i], err = unix.GetsockoptInt(sock, unix.SOL_SOCKET, option); err != nil {
			return otherSocket, err
		}
	}
	domain, kind, protocol := values[0], values[1], values[2]
	switch {
	case domain != unix.AF_INET && domain != unix.AF_INET6:
		return foreign, nil
	case kind == unix.SOCK_STREAM && (protocol == unix.IPPROTO_TCP || protocol == unix.IPPROTO_MPTCP):
		return stream, nil
	case kind == unix.SOCK_DGRAM && protocol == unix.IPPROTO_UDP:
		return datagram, nil
	}
	return otherSocket, nil
}

// control gives the ancillary data of a message without what may lead it elsewhere: routes, and devices.
func (c *call) control(h header) ([]byte, error) {
	if h.control == 0 || h.controlLen == 0 {
		return nil, nil
	}
	if h.controlLen > maxControl {
		return nil, unix.ENOBUFS
	}
	raw, err := c.read(h.control, int(h.controlLen))
	if err != nil {
		return nil, err
	}
	return harmless(raw)
}

const maxControl = 4096

func harmless(raw []byte) (kept []byte, err error) {
	messages, err := unix.ParseSocketControlMessage(raw)
	if err != nil {
		return nil, unix.EINVAL
	}
	const udpSegment = 103 // UDP_SEGMENT
	for _, m := range messages {
		switch [2]int32{m.Header.Level, m.Header.Type} {
		case [2]int32{unix.IPPROTO_IP, unix.IP_PKTINFO}:
			if len(m.Data) >= unix.SizeofInet4Pktinfo {
				clear(m.Data[:4]) // the device comes first
			}
		case [2]int32{unix.IPPROTO_IPV6, unix.IPV6_PKTINFO}:
			if len(m.Data) >= unix.SizeofInet6Pktinfo {
				clear(m.Data[16:20]) // the device comes last
			}
		case [2]int32{unix.IPPROTO_UDP, udpSegment},
			[2]int32{unix.IPPROTO_IP, unix.IP_TOS}, [2]int32{unix.IPPROTO_IP, unix.IP_TTL},
			[2]int32{unix.IPPROTO_IPV6, unix.IPV6_TCLASS}, [2]int32{unix.IPPROTO_IPV6, unix.IPV6_HOPLIMIT}:
		default:
			continue
		}
		one := make([]byte, unix.CmsgSpace(len(m.Data)))
		binary.NativeEndian.PutUint64(one, uint64(unix.CmsgLen(len(m.Data))))
		binary.NativeEndian.PutUint32(one[8:], uint32(m.Header.Level))
		binary.NativeEndian.PutUint32(one[12:], uint32(m.Header.Type))
		copy(one[unix.CmsgLen(0):], m.Data)
		kept = append(kept, one...)
	}
	return kept, nil
}
