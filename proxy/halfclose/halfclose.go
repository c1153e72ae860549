// Package halfclose lets an http.Server answer clients that have sent their request and closed their
// sending half, as `nc -q` and old tools do.
//
// The one idea: while a handler runs, net/http reads one byte of the connection, and takes the end of
// its input for a client that has gone: it cancels the request. A Watch keeps that read from ending
// where the client may still read. It ends when the connection is reset, or the client's socket turns
// out to be nobody's any more, which tells a program that has ended, or has cancelled its request,
// from one that waits for its answer.
//
// Over a connection of which that cannot be found out, as one that a container's sidecar carries, and
// in HTTP/2, the end of the input ends the request, as ever.
package halfclose

import (
	"net"
	"net/http"
	"sync/atomic"
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
