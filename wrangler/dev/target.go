package dev

import (
	"bytes"
	"net"
	"net/http"
	"strings"
)

// target is the path of a request that net/http would refuse, as "/100%": the platform takes it, and scripts see it
// as it was sent.
type target struct{ sent, mended string }

// connState is the server's ConnState: what an idle connection reads next begins a request.
func connState(c net.Conn, state http.ConnState) {
	n, ok := c.(*named)
	if !ok {
		return
	}
	n.client.State(state)
	if state == http.StateIdle {
		n.begins.Store(true)
	}
}

// Read implements net.Conn. In the first line of a request it escapes each "%" of the path that begins no escape.
func (c *named) Read(b []byte) (int, error) {
	if len(c.rest) > 0 {
		n := copy(b, c.rest)
		c.rest = c.rest[n:]
		return n, nil
	}
	n, err := c.client.Read(c.Conn, b)
	if n == 0 || !c.begins.CompareAndSwap(true, false) {
		return n, err
	}
	t, at := brokenTarget(b[:n])
	if t == nil {
		return n, err
	}
	c.target.Store(t)
	c.rest = append([]byte(t.mended), b[at+len(t.sent):n]...)
	more := copy(b[at:], c.rest)
	c.rest = c.rest[more:]
	return at + more, err
}

// brokenTarget looks at the first line of a request, and tells where in it a path stands that must be mended.
func brokenTarget(b []byte) (_ *target, at int) {
	line, _, whole := bytes.Cut(b, []byte("\n"))
	at = bytes.IndexByte(line, ' ') + 1
	end := bytes.LastIndexByte(line, ' ')
	if !whole || end < at || bytes.IndexByte(line, '%') < 0 {
		return nil, 0
	}
	path, _, _ := strings.Cut(string(line[at:end]), "?")
	if mended := escapeLone(path); mended != path {
		return &target{path, mended}, at
	}
	return nil, 0
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
