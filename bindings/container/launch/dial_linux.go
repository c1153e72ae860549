package launch

import (
	"context"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

type dialled struct {
	conn net.Conn
	err  error
}

// dial has the init stage connect to a port of its network namespace.
func (s *stage) dial(ctx context.Context, port uint16) (net.Conn, error) {
	answer := make(chan dialled, 1)
	s.mu.Lock()
	if s.dials == nil {
		s.mu.Unlock()
		return nil, errRefused(port)
	}
	s.next++
	id := s.next
	s.dials[id] = answer
	s.mu.Unlock()
	if err := s.wire.send(message{ID: id, Port: port}); err != nil {
		s.forget(id, answer)
		return nil, errRefused(port)
	}
	select {
	case d := <-answer:
		return d.conn, d.err
	case <-ctx.Done():
		s.forget(id, answer)
		return nil, ctx.Err()
	}
}

// forget drops a dial that nobody waits for any more, and its connection.
func (s *stage) forget(id uint64, answer chan dialled) {
	s.mu.Lock()
	delete(s.dials, id)
	s.mu.Unlock()
	select {
	case d := <-answer:
		if d.conn != nil {
			d.conn.Close()
		}
	default:
	}
}

func (s *stage) finishDial(m message, files []*os.File) {
	var d dialled
	switch {
	case m.Refused != 0 || len(files) != 1:
		d.err = &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", unix.Errno(m.Refused))}
	default:
		d.conn, d.err = net.FileConn(files[0])
	}
	closeAll(files)
	// Handed over under the lock, so that forget finds either the entry or the answer.
	s.mu.Lock()
	defer s.mu.Unlock()
	answer, ok := s.dials[m.ID]
	if !ok {
		if d.conn != nil {
			d.conn.Close()
		}
		return
	}
	delete(s.dials, m.ID)
	answer <- d
}

func (s *stage) failDials() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, answer := range s.dials {
		answer <- dialled{err: errRefused(0)}
	}
	s.dials = nil
}

// errRefused is what a dial to an ended container says: nobody listens.
func errRefused(port uint16) error {
	return &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(port)},
		Err: os.NewSyscallError("connect", unix.ECONNREFUSED)}
}
