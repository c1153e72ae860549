package sockets

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// Pipe makes a connection within the process and gives both of its ends. A write ends when the
// other side has read it; either side can end its half alone.
func Pipe() (near, far net.Conn) {
	fromFar, toNear := io.Pipe()
	fromNear, toFar := io.Pipe()
	a, b := &end{in: fromFar, out: toFar}, &end{in: fromNear, out: toNear}
	a.peer, b.peer = b, a
	return a, b
}

// end is one side of a Pipe.
type end struct {
	in   *io.PipeReader
	out  *io.PipeWriter
	peer *end

	mu     sync.Mutex // guards gone, closed
	gone   func()     // called when the other side closes
	closed bool
}

// Read implements io.Reader. That the other side has gone counts for more than that this one has
// closed in answer.
func (e *end) Read(p []byte) (int, error) {
	n, err := e.in.Read(p)
	if err == io.ErrClosedPipe && e.peer.isClosed() {
		err = io.EOF
	}
	return n, err
}

func (e *end) Write(p []byte) (int, error) { return e.out.Write(p) }

func (e *end) isClosed() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.closed
}

// CloseWrite ends the half that this side writes.
func (e *end) CloseWrite() error { return e.out.Close() }

// Close ends both halves.
func (e *end) Close() error {
	e.mu.Lock()
	closed := e.closed
	e.closed = true
	e.mu.Unlock()
	if closed {
		return nil
	}
	_, _ = e.out.Close(), e.in.Close() // they never fail
	e.peer.mu.Lock()
	gone, closed := e.peer.gone, e.peer.closed
	e.peer.mu.Unlock()
	if gone != nil && !closed {
		gone()
	}
	return nil
}

// whenGone has f called when the other side closes.
func (e *end) whenGone(f func()) {
	e.mu.Lock()
	e.gone = f
	e.mu.Unlock()
	if e.peer.isClosed() {
		f()
	}
}

func (*end) LocalAddr() net.Addr              { return pipeAddress{} }
func (*end) RemoteAddr() net.Addr             { return pipeAddress{} }
func (*end) SetDeadline(time.Time) error      { return os.ErrNoDeadline }
func (*end) SetReadDeadline(time.Time) error  { return os.ErrNoDeadline }
func (*end) SetWriteDeadline(time.Time) error { return os.ErrNoDeadline }

type pipeAddress struct{}

func (pipeAddress) Network() string { return "pipe" }
func (pipeAddress) String() string  { return "pipe" }
