package dev

import (
	"bytes"
	"net"
	"net/http"
	"strings"
)

// target is one that net/http would refuse, as "/100%", or read in a way of its own, as a URL: the platform takes it. Scripts
// see the path as it was sent.
type target struct {
	sent, mended string
	length       int // of what is mended, as it was sent
}

// connState is the server's ConnState: what an idle connection reads next begins a request.
func connState(c net.Conn, state http.ConnState) {
	n, ok := c.(*named)
	if !ok {
		return
	}
	n.client.State(state)
	n.heading.Store(false)
	if state == http.StateIdle {
		n.begins.Store(true)
	}
}

// Read implements net.Conn. The head of a request is examined, and blank lines before it are left out.
func (c *named) Read(b []byte) (int, error) {
	if len(c.rest) > 0 {
		n := copy(b, c.rest)
		c.rest = c.rest[n:]
		return n, nil
	}
	n, err := c.client.Read(c.Conn, b)
	for err == nil && c.begins.Load() {
		if n = copy(b, bytes.TrimLeft(b[:n], "\r\n")); n > 0 {
			c.begins.Store(false)
			c.heading.Store(true)
			return c.readHead(b, n), nil
		}
		n, err = c.client.Read(c.Conn, b)
	}
	if err != nil && n == 0 && c.heading.Load() {
		c.mute.Store(true) // net/http takes what there is for a request, and answers
	}
	return n, err
}

// readHead gives net/http what it is to read of a request whose first n bytes are in b.
func (c *named) readHead(b []byte, n int) int {
	t, at, refused := examine(b[:n])
	if refused != nil {
		c.refused.Store(refused)
		c.rest = []byte(refusedHead)
		at = 0
	} else if t != nil {
		if t.sent != "" {
			c.target.Store(t)
		}
		c.rest = append([]byte(t.mended), b[at+t.length:n]...)
	} else {
		return n
	}
	more := copy(b[at:], c.rest)
	c.rest = c.rest[more:]
	return at + more
}

// escapeLone escapes each "%" that two hexadecimal digits do not follow.
func escapeLone(path string) string {
	var b strings.Builder
	for i := range len(path) {
		b.WriteByte(path[i])
		if path[i] == '%' && (i+2 >= len(path) || !isHex(path[i+1]) || !isHex(path[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// restoreTarget gives a request the path that was sent.
func restoreTarget(r *http.Request) {
	c := connOf(r)
	if c == nil || c.target.Load() == nil {
		return
	}
	if t := c.target.Swap(nil); t != nil && strings.HasPrefix(r.RequestURI, t.mended) {
		r.RequestURI = t.sent + r.RequestURI[len(t.mended):]
		r.URL.RawPath = t.sent
	}
}
