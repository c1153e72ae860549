package sockets

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"paddock/jsruntime"
)

// errLost is what scripts see of a connection that broke.
var errLost = jsruntime.ConnectionLost(nil)

// link is a connection that may not be there yet. Its methods are for any goroutine.
type link struct {
	ctx   context.Context // of the event that the connection belongs to
	ready chan struct{}   // closed when conn or err is there
	once  sync.Once
	conn  net.Conn
	err   error
	ended func() // told of the end of the other side
	lost  error  // what scripts see of a connection that broke

	reading sync.Mutex // held by a Read
	mu      sync.Mutex // guards given, shut, failure
	given   bool       // handed on to TLS
	shut    bool       // closed by the writer, as the connection has no half that could be
	failure error      // what the connection failed with first
}

func newLink(ctx context.Context, ended func()) *link {
	return &link{ctx: ctx, ready: make(chan struct{}), ended: ended, lost: errLost}
}

// connected gives the link its connection, or the reason why there is none.
func (l *link) connected(conn net.Conn, err error) {
	used := false
	l.once.Do(func() {
		l.conn, l.err, used = conn, err, true
		close(l.ready)
		if e, ok := conn.(*end); ok {
			e.whenGone(l.ended)
		}
	})
	if !used && conn != nil {
		_ = conn.Close()
	}
}

// failed keeps what the connection failed with.
func (l *link) failed(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failure == nil {
		l.failure = err
	}
}

// wait gives the connection when it is there.
func (l *link) wait() (net.Conn, error) {
	select {
	case <-l.ready:
		return l.conn, l.err
	case <-l.ctx.Done():
		return nil, context.Cause(l.ctx)
	}
}

// Close ends the connection, in both directions.
func (l *link) Close() error {
	l.connected(nil, net.ErrClosed)
	if l.conn == nil || l.isGiven() {
		return nil
	}
	return l.conn.Close()
}

func (l *link) isGiven() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.given
}

func (l *link) isShut() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.shut
}

// give takes the connection away from the link: a Read that waits ends.
func (l *link) give() (net.Conn, error) {
	conn, err := l.wait()
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	l.given = true
	l.mu.Unlock()
	if err := conn.SetReadDeadline(time.Unix(1, 0)); err != nil {
		return nil, err
	}
	l.reading.Lock()
	defer l.reading.Unlock()
	return conn, conn.SetReadDeadline(time.Time{})
}

// reader is the readable side of a link.
type reader struct{ *link }

// Read implements io.Reader.
func (r reader) Read(p []byte) (int, error) {
	conn, err := r.wait()
	if err != nil {
		return 0, err
	}
	r.reading.Lock()
	defer r.reading.Unlock()
	if r.isGiven() {
		return 0, io.EOF
	}
	n, err := conn.Read(p)
	switch {
	case err == nil:
	case r.isGiven():
		err = io.EOF
	case errors.Is(err, io.EOF), r.isShut():
		err = io.EOF
		r.ended()
	default:
		r.failed(err)
		err = r.lost
		r.ended()
	}
	return n, err
}

// Close implements io.Closer: nothing more is read, which the other side does not see.
func (r reader) Close() error { return nil }

// writer is the writable side of a link.
type writer struct{ *link }

// Write implements io.Writer.
func (w writer) Write(p []byte) (int, error) {
	conn, err := w.wait()
	if err != nil {
		return 0, jsruntime.Errorf(jsruntime.PlainError, "jsg.Error: %s", err)
	}
	n, err := conn.Write(p)
	if err != nil {
		w.failed(err)
		return n, w.lost
	}
	return n, nil
}

// Close tells the other side that nothing more will come.
func (w writer) Close() error {
	conn, err := w.wait()
	if err != nil || w.isGiven() {
		return nil
	}
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite() // an error means that the connection is gone already
		return nil
	}
	w.mu.Lock()
	w.shut = true
	w.mu.Unlock()
	return conn.Close()
}

// handshake makes a connection secure, as the client of host.
func handshake(ctx context.Context, conn net.Conn, trusted *tls.Config, host string) (net.Conn, error) {
	config := &tls.Config{}
	if trusted != nil {
		config = trusted.Clone()
	}
	config.ServerName = host
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secure, nil
}
