package proxy

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

var errNoAuthority = errors.New("intercept tls: no certificate authority is set up")

type connKey struct{}

// withConn lets requests find the flow that they came on.
func withConn(ctx context.Context, c net.Conn) context.Context {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	return context.WithValue(ctx, connKey{}, c)
}

// intercept serves HTTP on a flow and returns when it has ended.
func (s *session) intercept(ctx context.Context, f Flow, o opening) error {
	held := &heldConn{Conn: f.Conn, flow: f, peeked: o.client, done: make(chan struct{})}
	if f.Proto != TLS {
		emptyExpect(held.peeked)
		if s.handoff.give(held) {
			<-held.done
		}
		return nil
	}
	conn, err := s.terminate(ctx, held)
	if err != nil {
		if refusesCertificate(err) {
			s.distrust(f)
		}
		return err
	}
	if s.handoff.give(conn) {
		<-held.done
		if !held.asked.Load() && ctx.Err() == nil {
			s.distrust(f)
		}
	}
	return nil
}

// terminate ends a flow's TLS under a certificate of our own.
func (s *session) terminate(ctx context.Context, held *heldConn) (*tls.Conn, error) {
	if s.authority == nil {
		return nil, errNoAuthority
	}
	host := held.flow.Host
	if host == "" {
		host = held.flow.Dst.Addr().String()
	}
	conn := tls.Server(held, &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return s.authority.Leaf(host)
		},
	})
	ctx, cancel := context.WithTimeout(ctx, helloTimeout)
	defer cancel()
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, fmt.Errorf("terminate tls of %s: %w", host, err)
	}
	return conn, nil
}

// refusesCertificate tells whether a handshake failed because the client said so (RFC 8446 §6.2):
// an alert about a certificate can only be about ours. OpenSSL sends it in the clear when the keys
// have changed already, which reads as a record that is broken; others just hang up.
func refusesCertificate(err error) bool {
	var op *net.OpError
	switch {
	case errors.Is(err, io.EOF):
		return true
	case !errors.As(err, &op):
		return false
	case op.Op == "remote error":
		return strings.Contains(op.Err.Error(), "certificate")
	}
	return op.Op == "local error" && strings.Contains(op.Err.Error(), "bad record MAC")
}

// serveHTTP asks the policy about one request and carries out what it says.
func (s *session) serveHTTP(w http.ResponseWriter, r *http.Request) {
	held, ok := r.Context().Value(connKey{}).(*heldConn)
	if !ok || !s.requests.TryRLock() {
		panic(http.ErrAbortHandler)
	}
	defer s.requests.RUnlock()
	held.asked.Store(true)
	x := &exchange{session: s, held: held, w: w, r: r}
	x.run()
}

// exchange is one request on an intercepted flow.
type exchange struct {
	*session
	held *heldConn
	w    http.ResponseWriter
	r    *http.Request

	status int
	in     *countingBody
	out    int64
	err    error
}

func (x *exchange) run() {
	f := x.held.flow
	x.fillURL(f)
	if f.Proto != TLS {
		f.Proto = HTTP
		if host := hostname(x.r.URL.Host); host != "" {
			f.Host = host
		}
	}
	v := x.policy.Decide(f)
	asks := x.r.ProtoMajor == 1 && x.r.Header.Get("Expect") != ""
	if x.r.Body != http.NoBody && (x.record != nil || asks) {
		x.r, x.in = countBody(x.r)
	}
	if asks && x.in != nil {
		defer x.endUnsent()
	}
	if x.record != nil {
		defer x.tell(f, v, Record{
			Method: x.r.Method, URL: x.r.URL.String(), Version: x.r.Proto, Sent: x.r.Header.Clone(), Start: time.Now(),
		})
	}
	switch {
	case v.Action == Intercept && v.Handler != nil:
		x.forward(v.Handler, x.r)
	case v.Action == Direct:
		x.forward(x.outward, x.upstreamRequest())
	default:
		x.refuse()
	}
}

// endUnsent keeps the server from waiting for a body that the client was never told to send.
func (x *exchange) endUnsent() {
	if x.in.n.Load() == 0 {
		_ = http.NewResponseController(x.w).SetReadDeadline(past()) // a hijacked connection has none
	}
}

// tell records the request, of which rec tells how it came.
func (x *exchange) tell(f Flow, v Verdict, rec Record) {
	rec.Duration = time.Since(rec.Start)
	rec.Container, rec.Program, rec.Dst, rec.Host, rec.Proto = f.Container, f.Program(), f.Dst, f.Host, f.Proto
	rec.Rule, rec.Passed, rec.Action, rec.Handler = v.Rule, x.explain(f), v.Action, handlerName(v)
	rec.Status, rec.Out, rec.Err = x.status, x.out, x.err
	if x.status != 0 {
		rec.Received = x.w.Header().Clone()
	}
	if x.in != nil {
		rec.In = x.in.n.Load()
	}
	x.record(rec)
}

// fillURL makes the request's URL absolute. The authority of the target has
// already won over the Host header; a request without either is named by its flow.
func (x *exchange) fillURL(f Flow) {
	u, port := x.r.URL, ":80"
	u.Scheme = "http"
	if f.Proto == TLS {
		u.Scheme, port = "https", ":443"
	}
	if hostname(x.r.Host) != "" {
		u.Host = x.r.Host
	} else if u.Host = f.Dst.String(); f.Host != "" {
		u.Host = net.JoinHostPort(f.Host, strconv.Itoa(int(f.Dst.Port())))
	}
	u.Host = strings.TrimSuffix(strings.TrimSuffix(u.Host, port), ":")
	if u.Path == "*" {
		u.Path = ""
	}
	x.r.RequestURI = ""
}

// upstreamRequest is the request as it goes out to its own host.
func (x *exchange) upstreamRequest() *http.Request {
	trailer := x.r.Trailer
	r := x.r.WithContext(x.r.Context())
	r.Trailer = trailer // filled in by the server when the body has ended
	r.Header = x.r.Header.Clone()
	upgrade, trailers := r.Header.Get("Upgrade"), r.Header.Get("Te") == "trailers"
	dropHopHeaders(r.Header)
	if trailers {
		r.Header.Set("Te", "trailers") // gRPC insists on it
	}
	if upgrade != "" {
		r.Header.Set("Connection", "Upgrade")
		r.Header.Set("Upgrade", upgrade)
	}
	if _, ok := r.Header["User-Agent"]; !ok {
		r.Header["User-Agent"] = nil // the client's own silence, not Go's name
	}
	return r
}

// forward sends the request to h and its answer back.
func (x *exchange) forward(h http.RoundTripper, r *http.Request) {
	resp, err := roundTrip(h, r)
	if err != nil {
		if x.r.Context().Err() != nil {
			x.abort(err)
		}
		x.fail(err)
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		x.upgrade(resp)
		return
	}
	x.respond(resp)
}

// roundTrip turns the panics of a handler, and answers that are none, into errors.
func roundTrip(h http.RoundTripper, r *http.Request) (resp *http.Response, err error) {
	defer func() {
		if p := recover(); p != nil {
			resp, err = nil, fmt.Errorf("internal error: %v", p)
		}
	}()
	resp, err = h.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp == nil {
		return nil, errors.New("handler gave no response")
	}
	if resp.Body == nil {
		resp.Body = http.NoBody
	}
	if resp.StatusCode < 200 && resp.StatusCode != http.StatusSwitchingProtocols || resp.StatusCode > 999 {
		resp.Body.Close()
		return nil, fmt.Errorf("handler gave status %d", resp.StatusCode)
	}
	return resp, nil
}

// fail answers in the platform's words when a handler throws.
func (x *exchange) fail(err error) {
	x.err, x.status = err, http.StatusInternalServerError
	text := "ERROR: The server threw an exception. Details: " + err.Error()
	h := x.w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(text)))
	x.w.WriteHeader(x.status)
	n, _ := io.WriteString(x.w, text)
	x.out = int64(n)
}

// refuse ends the connection (or the HTTP/2 stream) with a reset.
func (x *exchange) refuse() {
	x.held.flow.Program() // while its socket is there
	if x.r.ProtoMajor == 1 {
		reset(x.held.Conn)
	}
	panic(http.ErrAbortHandler)
}

// abort ends the connection (or the HTTP/2 stream) in the middle of an answer;
// what was sent may still be read.
func (x *exchange) abort(err error) {
	x.err = err
	panic(http.ErrAbortHandler)
}

// respond streams an answer, each piece as soon as it is there.
func (x *exchange) respond(resp *http.Response) {
	x.status = resp.StatusCode
	h := x.w.Header()
	for k, v := range resp.Header {
		h[k] = v
	}
	dropHopHeaders(h)
	if x.held.flow.Proto == TLS {
		h.Del("Alt-Svc") // leads to QUIC, which would pass us by
	}
	if _, ok := h["Content-Type"]; !ok {
		h["Content-Type"] = nil // none, rather than a guess
	}
	size := x.bodySize(resp, h)
	for k := range resp.Trailer {
		h.Add("Trailer", k)
	}
	x.w.WriteHeader(resp.StatusCode)
	if resp.Body != http.NoBody && x.r.Method != http.MethodHead {
		if err := x.copyBody(resp.Body, size); err != nil {
			x.abort(err)
		}
	}
	for k, v := range resp.Trailer {
		h[k] = v
	}
}

// bodySize settles the Content-Length and returns it, -1 when it is not known.
func (x *exchange) bodySize(resp *http.Response, h http.Header) int64 {
	size := resp.ContentLength
	if size == 0 && resp.Body != http.NoBody {
		size = -1 // left out by the handler
	}
	given := h.Get("Content-Length")
	if size < 0 && given != "" {
		if n, err := strconv.ParseInt(given, 10, 64); err == nil && n >= 0 {
			return n
		}
	}
	switch {
	case x.r.Method == http.MethodHead && given != "":
	case size < 0 || resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusNotModified:
		h.Del("Content-Length")
	default:
		h["Content-Length"] = []string{strconv.FormatInt(size, 10)}
	}
	return size
}

func (x *exchange) copyBody(body io.Reader, size int64) error {
	flusher, _ := x.w.(http.Flusher)
	if size < 0 && flusher != nil {
		flusher.Flush() // the head must not wait for a first piece
	}
	buf := x.buffers.Get().(*[]byte)
	defer x.buffers.Put(buf)
	for {
		n, err := body.Read(*buf)
		if n > 0 {
			w, werr := x.w.Write((*buf)[:n])
			x.out += int64(w)
			if werr != nil {
				return werr
			}
		}
		if err == io.EOF {
			if size >= 0 && x.out < size {
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if err != nil {
			return err
		}
		if flusher != nil && n > 0 && x.out != size {
			flusher.Flush()
		}
	}
}

// upgrade switches protocols: from here on it is bytes both ways.
func (x *exchange) upgrade(resp *http.Response) {
	tunnel, ok := resp.Body.(io.ReadWriteCloser)
	if !ok || x.r.ProtoMajor != 1 {
		x.fail(errors.New("handler switched protocols without a connection"))
		return
	}
	conn, rw, err := http.NewResponseController(x.w).Hijack()
	if err != nil {
		x.fail(err)
		return
	}
	x.status = resp.StatusCode
	defer conn.Close()
	conn.SetDeadline(time.Time{})
	h := resp.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	h.Set("Connection", "Upgrade")
	if h.Get("Upgrade") == "" {
		h.Set("Upgrade", x.r.Header.Get("Upgrade"))
	}
	h.Del("Content-Length")
	rw.WriteString("HTTP/1.1 101 Switching Protocols\r\n")
	h.Write(rw)
	rw.WriteString("\r\n")
	if x.err = rw.Flush(); x.err != nil {
		return
	}
	early, _ := rw.Reader.Peek(rw.Reader.Buffered())
	stop := context.AfterFunc(x.r.Context(), func() { tunnel.Close() })
	defer stop()
	_, x.out, x.err = splice(x.r.Context(), conn, early, &tunnelConn{ReadWriteCloser: tunnel}, nil)
}

// tunnelConn makes the body of a 101 answer look like a connection, as far as splicing needs one.
type tunnelConn struct {
	io.ReadWriteCloser
	net.Conn
}

func (t *tunnelConn) Read(p []byte) (int, error)  { return t.ReadWriteCloser.Read(p) }
func (t *tunnelConn) Write(p []byte) (int, error) { return t.ReadWriteCloser.Write(p) }
func (t *tunnelConn) Close() error                { return t.ReadWriteCloser.Close() }
func (t *tunnelConn) CloseWrite() error           { return closeWrite(t.ReadWriteCloser) }

// dropHopHeaders removes what concerns one connection only (RFC 9110 §7.6.1).
func dropHopHeaders(h http.Header) {
	for _, list := range h["Connection"] {
		for name := range strings.SplitSeq(list, ",") {
			delete(h, textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)))
		}
	}
	for _, name := range [...]string{"Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "Te", "Trailer", "Transfer-Encoding", "Upgrade"} {
		delete(h, name)
	}
}
