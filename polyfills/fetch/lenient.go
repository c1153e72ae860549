package fetch

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
)

// Lenient makes of a transport one that sends what the platform sends: header values may have any
// bytes but NUL, CR and LF, where net/http refuses control characters.
func Lenient(t *http.Transport) http.RoundTripper { return lenient{t} }

type lenient struct{ *http.Transport }

// RoundTrip implements http.RoundTripper.
func (l lenient) RoundTrip(req *http.Request) (*http.Response, error) {
	if !controls(req.Header) || l.proxied(req) {
		return l.Transport.RoundTrip(req)
	}
	return l.alone(req)
}

func (l lenient) proxied(req *http.Request) bool {
	if l.Proxy == nil {
		return false
	}
	proxy, err := l.Proxy(req)
	return proxy != nil || err != nil
}

// controls reports whether a value has a character that net/http does not send.
func controls(h http.Header) bool {
	for _, values := range h {
		for _, value := range values {
			for i := range len(value) {
				if c := value[i]; c < ' ' && c != '\t' || c == 0x7f {
					return true
				}
			}
		}
	}
	return false
}

// alone sends a request over a connection of its own, which ends with the answer's body.
func (l lenient) alone(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	conn, err := l.connect(ctx, req)
	if err != nil {
		if req.Body != nil {
			req.Body.Close()
		}
		return nil, err
	}
	forget := context.AfterFunc(ctx, func() { conn.Close() })
	end := func() { forget(); conn.Close() }
	sent := *req
	sent.Close = true // tells the server
	if err := sent.Write(conn); err != nil {
		end()
		return nil, err
	}
	resp, err := final(bufio.NewReader(conn), req)
	if err != nil {
		end()
		return nil, err
	}
	resp.Body = OnClose(resp.Body, end)
	return resp, nil
}

// final reads a response, past those that only announce it. Its header's values may have what those of
// the request may have.
func final(from *bufio.Reader, req *http.Request) (*http.Response, error) {
	for {
		head, err := readHead(from)
		if err != nil {
			return nil, err
		}
		resp, err := http.ReadResponse(bufio.NewReader(io.MultiReader(bytes.NewReader(printable(head)), from)), req)
		if err != nil {
			return nil, err
		}
		for name, values := range rawHeader(head) {
			if resp.Header[name] != nil {
				resp.Header[name] = values
			}
		}
		if resp.StatusCode >= http.StatusOK || resp.StatusCode == http.StatusSwitchingProtocols {
			return resp, nil
		}
	}
}

// maxHead is how long the head of a response may be, as with net/http.
const maxHead = 10 << 20

// readHead reads a response up to the empty line behind its header.
func readHead(from *bufio.Reader) ([]byte, error) {
	var head []byte
	begun := 0 // where the last line begins
	for len(head) < maxHead {
		part, err := from.ReadSlice('\n')
		head = append(head, part...)
		switch {
		case err == bufio.ErrBufferFull: // the line goes on
			continue
		case err != nil:
			return nil, err
		case len(bytes.TrimRight(head[begun:], "\r\n")) == 0:
			return head, nil
		}
		begun = len(head)
	}
	return nil, errors.New("the header of the response is too long")
}

// printable gives a head without what net/http does not take in values.
func printable(head []byte) []byte {
	out := bytes.Clone(head)
	for i, c := range out {
		if c < ' ' && c != '\t' && c != '\r' && c != '\n' || c == 0x7f {
			out[i] = '?'
		}
	}
	return out
}

// rawHeader reads the fields of a head as they are.
func rawHeader(head []byte) http.Header {
	h := http.Header{}
	for line := range bytes.Lines(head) {
		if name, value, ok := bytes.Cut(line, []byte{':'}); ok {
			key := http.CanonicalHeaderKey(string(name))
			h[key] = append(h[key], string(bytes.Trim(value, " \t\r\n")))
		}
	}
	return h
}

func (l lenient) connect(ctx context.Context, req *http.Request) (net.Conn, error) {
	secure, port := req.URL.Scheme == "https", req.URL.Port()
	switch {
	case port != "":
	case secure:
		port = "443"
	default:
		port = "80"
	}
	dial := l.DialContext
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	conn, err := dial(ctx, "tcp", net.JoinHostPort(req.URL.Hostname(), port))
	if err != nil || !secure {
		return conn, err
	}
	settings := &tls.Config{}
	if l.TLSClientConfig != nil {
		settings = l.TLSClientConfig.Clone()
	}
	settings.NextProtos = nil // HTTP/1.1 it is
	if settings.ServerName == "" {
		settings.ServerName = strings.TrimSuffix(req.URL.Hostname(), ".")
	}
	session := tls.Client(conn, settings)
	if err := session.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return session, nil
}
