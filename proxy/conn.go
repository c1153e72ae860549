package proxy

import (
	"bytes"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"paddock/proxy/halfclose"
)

// heldConn is a flow's connection on its way through the HTTP server: it
// repeats the bytes that were peeked, and tells when the server is done with it.
type heldConn struct {
	net.Conn
	flow   Flow
	peeked []byte
	asked  atomic.Bool // a request came
	once   sync.Once
	done   chan struct{}
	client halfclose.Watch
}

// connState is the server's ConnState.
func connState(c net.Conn, state http.ConnState) {
	if h, ok := c.(*heldConn); ok {
		h.client.State(state)
	}
}

// Read returns the peeked bytes first.
func (c *heldConn) Read(p []byte) (int, error) {
	if len(c.peeked) > 0 {
		n := copy(p, c.peeked)
		if c.peeked = c.peeked[n:]; len(c.peeked) == 0 {
			c.peeked = nil
		}
		return n, nil
	}
	n, err := c.client.Read(c.Conn, p)
	if c.flow.Proto != TLS {
		emptyExpect(p[:n])
	}
	return n, err
}

// emptyExpect mends what s3fs 1.90 sends with each upload, meaning to send no such header: Expect with a
// colon as its value, which net/http answers with 417 before a handler may see it. Only the head of a
// request is changed that b begins with.
func emptyExpect(b []byte) {
	line, headers, ok := bytes.Cut(b, crlf)
	if !ok || !bytes.HasSuffix(line, []byte(" HTTP/1.1")) {
		return
	}
	const name, wrong = "Expect:", ": \r\n"
	for ok && !bytes.HasPrefix(headers, crlf) {
		if bytes.HasPrefix(headers, []byte(name+wrong)) {
			headers[len(name)] = ' '
		}
		_, headers, ok = bytes.Cut(headers, crlf)
	}
}

var crlf = []byte("\r\n")

// CloseWrite ends the sending half, as net/http does before it closes a connection with unread input.
func (c *heldConn) CloseWrite() error { return closeWrite(c.Conn) }

// SetLinger lets a reset through.
func (c *heldConn) SetLinger(seconds int) error {
	if l, ok := c.Conn.(interface{ SetLinger(int) error }); ok {
		return l.SetLinger(seconds)
	}
	return nil
}

// Close closes the connection and lets the flow end.
func (c *heldConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { close(c.done) })
	return err
}

// handoff is the listener through which connections reach the HTTP server.
type handoff struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func newHandoff() *handoff {
	return &handoff{conns: make(chan net.Conn), done: make(chan struct{})}
}

// Accept implements net.Listener.
func (h *handoff) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.done:
		return nil, http.ErrServerClosed
	}
}

// give hands a connection over; it reports false when nobody takes any more.
func (h *handoff) give(c net.Conn) bool {
	select {
	case h.conns <- c:
		return true
	case <-h.done:
		return false
	}
}

// Close implements net.Listener.
func (h *handoff) Close() error {
	h.once.Do(func() { close(h.done) })
	return nil
}

// Addr implements net.Listener.
func (h *handoff) Addr() net.Addr { return &net.TCPAddr{} }

// closeWrite ends the sending half of c, or all of it where there are no halves.
func closeWrite(c any) error {
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	if whole, ok := c.(interface{ Close() error }); ok {
		return whole.Close()
	}
	return nil
}

// reset closes c so that its peer sees a connection reset, where there is such a thing.
func reset(c net.Conn) {
	if l, ok := c.(interface{ SetLinger(int) error }); ok {
		l.SetLinger(0)
	}
	c.Close()
}

// past is a deadline that makes blocked calls return at once.
func past() time.Time { return time.Unix(1, 0) }
