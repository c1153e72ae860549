package netns

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"paddock/proxy"
	"paddock/proxy/netns/port53"
	"paddock/proxy/program"
)

// acceptPause is how long Accept rests when the process has no descriptors left.
const acceptPause = 5 * time.Millisecond

// Source delivers the connections of one namespace.
type Source struct {
	container string
	listener  *net.TCPListener
	dns       *port53.Server
	accept    sync.Mutex // one Accept at a time sets the listener's deadline
}

// New serves the sockets that [Setup] made in the namespace of the named
// container; DNS queries go to resolver. It takes over files and closes them.
func New(container string, files []*os.File, resolver proxy.Resolver) (*Source, error) {
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	if len(files) < 3 || len(files)%2 == 0 {
		return nil, fmt.Errorf("take over egress sockets: %d were sent", len(files))
	}
	l, err := net.FileListener(files[0])
	if err != nil {
		return nil, fmt.Errorf("take over egress listener: %w", err)
	}
	tcp, ok := l.(*net.TCPListener)
	if !ok {
		l.Close()
		return nil, fmt.Errorf("take over egress listener: unexpected kind %T", l)
	}
	if len(files) == 3 && resolver != nil {
		resolver = onlyFour{resolver}
	}
	s := &Source{container: container, listener: tcp, dns: port53.New(resolver)}
	for i := 1; i < len(files); i += 2 {
		dnsTCP, err := net.FileListener(files[i])
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("take over dns listener: %w", err)
		}
		s.dns.ServeStreams(dnsTCP)
		dnsUDP, err := net.FilePacketConn(files[i+1])
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("take over dns socket: %w", err)
		}
		s.dns.ServePackets(dnsUDP)
	}
	return s, nil
}

// Accept waits for the next connection. It returns [net.ErrClosed] after Close.
func (s *Source) Accept(ctx context.Context) (proxy.Flow, error) {
	s.accept.Lock()
	defer s.accept.Unlock()
	stop := context.AfterFunc(ctx, func() { s.listener.SetDeadline(time.Unix(1, 0)) })
	defer func() {
		if !stop() {
			s.listener.SetDeadline(time.Time{})
		}
	}()
	for {
		if err := ctx.Err(); err != nil {
			return proxy.Flow{}, err
		}
		conn, err := s.listener.AcceptTCP()
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return proxy.Flow{}, ctx.Err()
		case errors.Is(err, unix.EMFILE), errors.Is(err, unix.ENFILE):
			select {
			case <-time.After(acceptPause):
			case <-ctx.Done():
			}
			continue
		case errors.Is(err, os.ErrDeadlineExceeded):
			s.listener.SetDeadline(time.Time{}) // left over from an earlier, cancelled Accept
			continue
		case errors.Is(err, unix.ECONNABORTED):
			continue
		case errors.Is(err, net.ErrClosed):
			return proxy.Flow{}, net.ErrClosed
		default:
			return proxy.Flow{}, fmt.Errorf("accept egress connection: %w", err)
		}
		dst, err := originalDst(conn)
		if err != nil || dst == localAddr(conn) {
			// Not redirected: the container connected to the listener itself.
			conn.SetLinger(0)
			conn.Close()
			continue
		}
		return proxy.Flow{Container: s.container, Dst: dst, Conn: conn, Program: func() string {
			return program.Behind(conn, remoteAddr(conn), dst)
		}}, nil
	}
}

// Close closes the listener and the DNS sockets; from then on every connect in the namespace is refused.
func (s *Source) Close() error {
	err := s.listener.Close()
	s.dns.Close()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("close egress listener: %w", err)
	}
	return nil
}

func localAddr(conn *net.TCPConn) netip.AddrPort {
	a, ok := conn.LocalAddr().(*net.TCPAddr)
	if !ok {
		return netip.AddrPort{}
	}
	ap := a.AddrPort()
	return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
}

func remoteAddr(conn *net.TCPConn) netip.AddrPort {
	a, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(a.AddrPort().Addr().Unmap(), a.AddrPort().Port())
}

// originalDst asks conntrack where the redirected connection was going.
func originalDst(conn *net.TCPConn) (netip.AddrPort, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return netip.AddrPort{}, err
	}
	is4 := localAddr(conn).Addr().Is4()
	var dst netip.AddrPort
	var failed error
	err = raw.Control(func(fd uintptr) {
		if is4 {
			var sa unix.RawSockaddrInet4
			if failed = sockopt(fd, unix.SOL_IP, unsafe.Pointer(&sa), unsafe.Sizeof(sa)); failed == nil {
				dst = netip.AddrPortFrom(netip.AddrFrom4(sa.Addr), hostOrder(sa.Port))
			}
			return
		}
		var sa unix.RawSockaddrInet6
		if failed = sockopt(fd, unix.SOL_IPV6, unsafe.Pointer(&sa), unsafe.Sizeof(sa)); failed == nil {
			dst = netip.AddrPortFrom(netip.AddrFrom16(sa.Addr).Unmap(), hostOrder(sa.Port))
		}
	})
	if err == nil {
		err = failed
	}
	return dst, err
}

// sockopt reads SO_ORIGINAL_DST, which has the same number (80) for IPv6.
func sockopt(fd uintptr, level uintptr, to unsafe.Pointer, size uintptr) error {
	n := uint32(size)
	_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, fd, level, unix.SO_ORIGINAL_DST,
		uintptr(to), uintptr(unsafe.Pointer(&n)), 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// hostOrder turns a port as the kernel wrote it (network order) into a number.
func hostOrder(port uint16) uint16 {
	b := (*[2]byte)(unsafe.Pointer(&port))
	return uint16(b[0])<<8 | uint16(b[1])
}
