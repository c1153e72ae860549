package dev

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"

	"paddock/polyfills/fetch"
	"paddock/proxy/halfclose"
)

// naming is a listener whose connections can be given the reason of the next status line: net/http
// writes those that it knows, and Workers may name their own (statusText).
type naming struct{ net.Listener }

// Accept implements net.Listener.
func (n naming) Accept() (net.Conn, error) {
	c, err := n.Listener.Accept()
	if err != nil {
		return nil, err
	}
	own := &named{Conn: c}
	own.begins.Store(true)
	return own, nil
}

// named is a connection with the reason for the next status line, and whose heads are examined (see head.go).
type named struct {
	net.Conn
	next    atomic.Pointer[statusLine] // nil: as it is written
	begins  atomic.Bool                // the next read begins a request
	heading atomic.Bool                // of a request, the head is being read
	mute    atomic.Bool                // no answer is owed: the client has ended in the middle of a head
	target  atomic.Pointer[target]     // of the request that was read last; nil: as it was sent
	refused atomic.Pointer[refusal]    // why a request is not that which was sent
	rest    []byte                     // what was read and did not fit; for Read only
	client  halfclose.Watch
}

type statusLine struct{ head, reason string } // "HTTP/1.1 299 ", "Quite Fine"

type connKey struct{}

// withConn is the server's ConnContext.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// connOf is the connection that a request came by; nil over TLS.
func connOf(r *http.Request) *named {
	c, _ := r.Context().Value(connKey{}).(*named)
	return c
}

// listening gives a context that ends when a request's client has gone, and a function to be called when it has been
// answered. That of net/http ends when a body does before its time, and over TLS with the client's half: who sends no more
// may listen.
func listening(r *http.Request) (context.Context, func()) {
	c, ok := r.Context().Value(connKey{}).(net.Conn)
	if !ok || r.ProtoMajor != 1 || r.TLS == nil && !hasBody(r) {
		return r.Context(), func() {}
	}
	return halfclose.Context(r.Context(), c)
}

// NetConn is the connection beneath.
func (c *named) NetConn() net.Conn { return c.Conn }

// name gives the status line that is written next a reason of the Worker's. In HTTP/2 there is none, and
// over TLS the connection does not see it.
func name(r *http.Request, status int, reason string) {
	if c := connOf(r); c != nil {
		c.next.Store(&statusLine{r.Proto + " " + strconv.Itoa(status) + " ", reason})
	}
}

// Write implements net.Conn.
func (c *named) Write(b []byte) (int, error) {
	if c.mute.Load() {
		return len(b), nil
	}
	line := c.next.Load()
	if line == nil || !bytes.HasPrefix(b, []byte(line.head)) {
		return c.Conn.Write(b)
	}
	end := bytes.Index(b, []byte("\r\n"))
	if end < 0 {
		return c.Conn.Write(b)
	}
	c.next.Store(nil)
	if _, err := io.WriteString(c.Conn, line.head+line.reason+string(b[end:])); err != nil {
		return 0, err
	}
	return len(b), nil
}

// ReadFrom implements io.ReaderFrom: a file goes to the connection without a copy.
func (c *named) ReadFrom(r io.Reader) (int64, error) { return io.Copy(c.Conn, r) }

// CloseWrite lets the server end its half alone.
func (c *named) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// reasonOf is what the status line of a response says: its own words, else the usual ones.
func reasonOf(resp *http.Response) string {
	if _, own, ok := strings.Cut(resp.Status, " "); ok {
		return own
	}
	return fetch.Reason(resp.StatusCode)
}
