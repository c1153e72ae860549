// Package port53 answers the DNS traffic that a link has caught.
//
// It reads packets and length-prefixed TCP messages from sockets it is given,
// hands each to a [proxy.Resolver], and sends back what that answers. What the
// answers are is the business of package dns; how the traffic got to these
// sockets is the business of the links netns and seccomp.
package port53

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"time"

	"paddock/proxy"
)

const (
	maxPacket  = 65535            // of a DNS message over UDP with EDNS
	maxRunning = 256              // queries answered at once; more wait in the socket
	answerTime = 20 * time.Second // a resolver tries for about this long
	idleTime   = 30 * time.Second // of a TCP connection between two queries
)

// Server answers DNS on a set of sockets until it is closed.
type Server struct {
	resolver proxy.Resolver
	ctx      context.Context
	cancel   context.CancelFunc
	slots    chan struct{}
	wg       sync.WaitGroup

	mu     sync.Mutex // guards open, closed
	open   map[io.Closer]struct{}
	closed bool
}

// New returns a server that asks resolver. A nil resolver drops every query.
func New(resolver proxy.Resolver) *Server {
	ctx, cancel := context.WithCancel(context.Background())
	return &Server{
		resolver: resolver, ctx: ctx, cancel: cancel,
		slots: make(chan struct{}, maxRunning),
		open:  map[io.Closer]struct{}{},
	}
}

// ServePackets answers the packets of conn, which the server closes.
func (s *Server) ServePackets(conn net.PacketConn) {
	if !s.keep(conn) {
		return
	}
	s.wg.Go(func() {
		defer s.drop(conn)
		buf := make([]byte, maxPacket)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				if s.ctx.Err() != nil {
					return
				}
				if isTemporary(err) {
					continue
				}
				return
			}
			query := append([]byte(nil), buf[:n]...)
			select {
			case s.slots <- struct{}{}:
			case <-s.ctx.Done():
				return
			}
			s.wg.Go(func() {
				defer func() { <-s.slots }()
				if answer := s.ask(query); answer != nil {
					conn.WriteTo(answer, from) // a lost answer is the client's to repeat
				}
			})
		}
	})
}

// ServeStreams answers the messages of the connections of l, which the server closes.
func (s *Server) ServeStreams(l net.Listener) {
	if !s.keep(l) {
		return
	}
	s.wg.Go(func() {
		defer s.drop(l)
		for {
			conn, err := l.Accept()
			if err != nil {
				if s.ctx.Err() == nil && isTemporary(err) {
					continue
				}
				return
			}
			s.ServeStream(conn)
		}
	})
}

// ServeStream answers the messages of one TCP connection, which the server closes.
func (s *Server) ServeStream(conn net.Conn) {
	if !s.keep(conn) {
		return
	}
	s.wg.Go(func() {
		defer s.drop(conn)
		var size [2]byte
		for {
			conn.SetDeadline(time.Now().Add(idleTime))
			if _, err := io.ReadFull(conn, size[:]); err != nil {
				return
			}
			query := make([]byte, binary.BigEndian.Uint16(size[:]))
			if _, err := io.ReadFull(conn, query); err != nil {
				return
			}
			answer := s.ask(query)
			if answer == nil || len(answer) > maxPacket {
				return
			}
			out := binary.BigEndian.AppendUint16(make([]byte, 0, 2+len(answer)), uint16(len(answer)))
			conn.SetDeadline(time.Now().Add(idleTime))
			if _, err := conn.Write(append(out, answer...)); err != nil {
				return
			}
		}
	})
}

// Close stops answering, closes every socket and waits for the goroutines.
func (s *Server) Close() error {
	s.cancel()
	s.mu.Lock()
	s.closed = true
	for c := range s.open {
		c.Close()
	}
	s.mu.Unlock()
	s.wg.Wait()
	return nil
}

// ask returns nil when there is no answer to send. A resolver that panics loses its one query.
func (s *Server) ask(query []byte) (answer []byte) {
	if s.resolver == nil {
		return nil
	}
	defer func() {
		if recover() != nil {
			answer = nil
		}
	}()
	ctx, cancel := context.WithTimeout(s.ctx, answerTime)
	defer cancel()
	answer, err := s.resolver.Resolve(ctx, query)
	if err != nil {
		return nil
	}
	return answer
}

func (s *Server) keep(c io.Closer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		c.Close()
		return false
	}
	s.open[c] = struct{}{}
	return true
}

func (s *Server) drop(c io.Closer) {
	c.Close()
	s.mu.Lock()
	delete(s.open, c)
	s.mu.Unlock()
}

// isTemporary tells an error of one packet or connection (ICMP refusals, a
// connection aborted before it was accepted) from the end of the socket.
func isTemporary(err error) bool {
	t, ok := err.(interface{ Temporary() bool })
	return ok && t.Temporary()
}
