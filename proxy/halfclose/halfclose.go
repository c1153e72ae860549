// Package halfclose lets an http.Server answer clients that have sent their request and closed their
// sending half, as `nc -q` and old tools do.
//
// The one idea: while a handler runs, net/http reads one byte of the connection, and takes the end of
// its input for a client that has gone: it cancels the request. A Watch keeps that read from ending
// where the client may still read. It ends when the connection is reset, or the client's socket turns
// out to be nobody's any more, which tells a program that has ended, or has cancelled its request,
// from one that waits for its answer.
//
// That does for requests without bodies. Where reading fails in a body, or the input that ends is that of TLS, net/http
// cancels the request whatever a Watch does: Context gives it one of its own.
//
// Over a connection of which that cannot be found out, as one that a container's sidecar carries, and
// in HTTP/2, the end of the input ends the request, as ever.
package halfclose

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Watch is what a server's connection knows of its client. The zero value is ready.
type Watch struct{ answering atomic.Bool }

// State is to be told of each state of the connection (http.Server.ConnState).
func (w *Watch) State(state http.ConnState) { w.answering.Store(state == http.StateActive) }

// Read reads from c for the server.
func (w *Watch) Read(c net.Conn, p []byte) (int, error) {
	n, err := c.Read(p)
	if n > 0 || err == nil || len(p) != 1 || !w.answering.Load() {
		return n, err
	}
	return 0, gone(c, err)
}

// Context gives a context that ends when the client of c is gone, and not before: net/http ends a request's, which ctx is,
// also when reading from c fails, as where a body ends before its time, or the client's half of TLS. done is to be called
// when the request has been answered.
func Context(ctx context.Context, c net.Conn) (_ context.Context, done func()) {
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		_ = gone(c, io.EOF)
		cancel()
	})
	return own, func() {
		if !stop() {
			_ = c.SetReadDeadline(time.Unix(1, 0)) // ends the wait, if it goes on; there is nothing more to be read
			<-ended
		}
		cancel()
	}
}

// Listener accepts connections with a Watch of their own, for a server that has State as its ConnState.
type Listener struct{ net.Listener }

// Accept implements net.Listener.
func (l Listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if t, ok := c.(*net.TCPConn); ok {
		return &watched{TCPConn: t}, err
	}
	return c, err
}

// State is the ConnState of a server of a Listener.
func State(c net.Conn, state http.ConnState) {
	if w, ok := c.(*watched); ok {
		w.watch.State(state)
	}
}

type watched struct {
	*net.TCPConn
	watch Watch
}

// Read implements net.Conn.
func (c *watched) Read(p []byte) (int, error) { return c.watch.Read(c.TCPConn, p) }
