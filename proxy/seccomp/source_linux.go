package seccomp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"paddock/proxy"
	"paddock/proxy/netns/port53"
	"paddock/proxy/program"
)

// acceptPause is how long an accept loop rests when the process has no descriptors left.
const acceptPause = 5 * time.Millisecond

// portTries is how often a port that is free on IPv4 is looked for on IPv6.
const portTries = 16

// Source delivers the connections of the processes below one filter.
type Source struct {
	container        string
	doors            []string
	fd               int // seccomp's listener
	stop             int // eventfd that ends the notification loop
	tcpPort, dnsPort int
	listeners        []net.Listener
	dns              *port53.Server
	flows            sync.Map // source address of a connection → its target
	interrupted      interrupted
	connecting       connecting

	accepted chan proxy.Flow
	done     chan struct{}
	wg       sync.WaitGroup
	once     sync.Once
}

// Options are what a [Source] is told of its container.
type Options struct {
	Container string         // its name
	Resolver  proxy.Resolver // answers DNS queries
	Doors     []string       // paths of unix sockets, or of folders of them, at which nobody seems to listen
}

// New serves the notifications of listener, which [Install] returned in a container. It takes over
// listener.
func New(listener *os.File, o Options) (*Source, error) {
	fd, err := unix.FcntlInt(listener.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	listener.Close()
	if err != nil {
		return nil, fmt.Errorf("take over seccomp listener: %w", err)
	}
	stop, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("make eventfd: %w", err)
	}
	s := &Source{
		container: o.Container, doors: o.Doors, fd: fd, stop: stop,
		dns:      port53.New(o.Resolver),
		accepted: make(chan proxy.Flow),
		done:     make(chan struct{}),
	}
	if err := s.listen(); err != nil {
		s.Close()
		return nil, err
	}
	for _, l := range s.listeners {
		s.wg.Go(func() { s.acceptFrom(l) })
	}
	s.wg.Go(s.notifications)
	return s, nil
}

// listen opens the egress listeners and the DNS sockets, on both loopbacks
// under one port number. Without IPv6 there is only the first.
func (s *Source) listen() error {
	tcp4, tcp6, port, err := pairOfListeners()
	if err != nil {
		return fmt.Errorf("open egress listener: %w", err)
	}
	s.tcpPort = port
	s.listeners = append(s.listeners, tcp4)
	if tcp6 != nil {
		s.listeners = append(s.listeners, tcp6)
	}
	udp4, udp6, port, err := pairOfSockets()
	if err != nil {
		return fmt.Errorf("open dns socket: %w", err)
	}
	s.dnsPort = port
	s.dns.ServePackets(udp4)
	if udp6 != nil {
		s.dns.ServePackets(udp6)
	}
	return nil
}

func pairOfListeners() (v4, v6 net.Listener, port int, err error) {
	for range portTries {
		if v4, err = net.Listen("tcp4", "127.0.0.1:0"); err != nil {
			return nil, nil, 0, err
		}
		port = v4.Addr().(*net.TCPAddr).Port
		v6, err = net.Listen("tcp6", fmt.Sprintf("[::1]:%d", port))
		if err == nil {
			return v4, v6, port, nil
		}
		if !errors.Is(err, unix.EADDRINUSE) {
			return v4, nil, port, nil
		}
		v4.Close()
	}
	return nil, nil, 0, err
}

func pairOfSockets() (v4, v6 net.PacketConn, port int, err error) {
	for range portTries {
		if v4, err = net.ListenPacket("udp4", "127.0.0.1:0"); err != nil {
			return nil, nil, 0, err
		}
		port = v4.LocalAddr().(*net.UDPAddr).Port
		v6, err = net.ListenPacket("udp6", fmt.Sprintf("[::1]:%d", port))
		if err == nil {
			return v4, v6, port, nil
		}
		if !errors.Is(err, unix.EADDRINUSE) {
			return v4, nil, port, nil
		}
		v4.Close()
	}
	return nil, nil, 0, err
}

// notifications answers stopped system calls until the source is closed or the
// last process below the filter has ended.
func (s *Source) notifications() {
	fds := []unix.PollFd{{Fd: int32(s.fd), Events: unix.POLLIN}, {Fd: int32(s.stop), Events: unix.POLLIN}}
	for {
		if _, err := unix.Poll(fds, -1); err != nil {
			if err == unix.EINTR || err == unix.EAGAIN {
				continue
			}
			return
		}
		if fds[1].Revents != 0 {
			return
		}
		if fds[0].Revents&unix.POLLIN == 0 {
			if fds[0].Revents != 0 {
				return // POLLHUP: nobody is left
			}
			continue
		}
		c, err := receive(s.fd)
		if err != nil {
			if err == unix.ENOENT {
				continue // killed before we could look
			}
			return
		}
		s.wg.Go(func() { s.handle(&c) })
	}
}

func (s *Source) handle(c *call) {
	o := unreadable
	defer func() {
		if recover() != nil {
			o = unreadable
		}
		if err := c.answer(s.fd, o); err == unix.ENOENT && c.Number == unix.SYS_CONNECT && !o.proceed {
			s.remember(c, o)
		}
	}()
	o = s.decide(c)
}

// remember keeps the result of a connect whose caller was interrupted.
func (s *Source) remember(c *call, o outcome) {
	to, _, ok := c.address(c.Args[1], c.Args[2])
	if !ok {
		return
	}
	sock, err := c.socket()
	if err != nil {
		return
	}
	defer unix.Close(sock)
	s.interrupted.put(inodeOf(sock), to.inet, o)
}

func (s *Source) acceptFrom(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			if errors.Is(err, unix.EMFILE) || errors.Is(err, unix.ENFILE) {
				select {
				case <-time.After(acceptPause):
					continue
				case <-s.done:
					return
				}
			}
			if errors.Is(err, unix.ECONNABORTED) {
				continue
			}
			return
		}
		to, ok := s.destination(conn)
		if !ok {
			conn.Close() // some other program on this machine
			continue
		}
		if to.dst.Port() == 53 {
			s.dns.ServeStream(conn)
			continue
		}
		select {
		case s.accepted <- proxy.Flow{Container: s.container, Dst: to.dst, Conn: conn, Program: to.program}:
		case <-s.done:
			conn.Close()
			return
		}
	}
}

// destination tells where a connection was going, and who opened it.
func (s *Source) destination(conn net.Conn) (target, bool) {
	from, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return target{}, false
	}
	ap := from.AddrPort()
	v, ok := s.flows.LoadAndDelete(netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port()))
	if !ok {
		return target{}, false
	}
	return v.(target), true
}

// target is what a connect was for.
type target struct {
	dst    netip.AddrPort
	thread int // that called it
}

func (t target) program() string { return program.Name(processOf(t.thread)) }

// Accept waits for the next connection. It returns [net.ErrClosed] after Close.
func (s *Source) Accept(ctx context.Context) (proxy.Flow, error) {
	select {
	case <-s.done:
		return proxy.Flow{}, net.ErrClosed
	default:
	}
	select {
	case f := <-s.accepted:
		return f, nil
	case <-s.done:
		return proxy.Flow{}, net.ErrClosed
	case <-ctx.Done():
		return proxy.Flow{}, ctx.Err()
	}
}

// Close ends the link; from then on every connect below the filter fails.
func (s *Source) Close() error {
	s.once.Do(func() {
		close(s.done)
		unix.Write(s.stop, []byte{1, 0, 0, 0, 0, 0, 0, 0})
		for _, l := range s.listeners {
			l.Close()
		}
		s.connecting.end()
		s.dns.Close()
		s.wg.Wait()
		unix.Close(s.fd)
		unix.Close(s.stop)
	})
	return nil
}
