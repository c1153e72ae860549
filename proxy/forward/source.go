package forward

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"paddock/proxy"
	"paddock/proxy/halfclose"
)

const (
	user        = "paddock"
	headTimeout = 60 * time.Second
)

// named is the address of flows that are known by name only; the platform's own
// local DNS answers with it.
var named = netip.AddrFrom4([4]byte{11, 0, 0, 1})

// Source is the proxy of one container.
type Source struct {
	container string
	url       string
	secret    string // the value of Proxy-Authorization
	server    *http.Server
	transport *http.Transport
	flows     chan proxy.Flow
	done      chan struct{}
	once      sync.Once
	serving   sync.WaitGroup
}

var _ proxy.Source = (*Source)(nil)

// Listen starts a proxy on a free loopback port.
func Listen(container string) (*Source, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for proxy requests: %w", err)
	}
	password := rand.Text()
	s := &Source{
		container: container,
		url:       "http://" + user + ":" + password + "@" + l.Addr().String(),
		secret:    "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password)),
		flows:     make(chan proxy.Flow),
		done:      make(chan struct{}),
	}
	s.transport = &http.Transport{DialContext: s.open, DisableCompression: true, MaxIdleConnsPerHost: 16, IdleConnTimeout: headTimeout}
	through := &httputil.ReverseProxy{
		Transport:     s.transport,
		FlushInterval: -1,
		Rewrite:       func(r *httputil.ProxyRequest) { r.Out.Host = r.In.Host },
		ErrorHandler:  func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	s.server = &http.Server{
		ReadHeaderTimeout: headTimeout,
		ConnState:         halfclose.State,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case subtle.ConstantTimeCompare([]byte(r.Header.Get("Proxy-Authorization")), []byte(s.secret)) != 1:
				w.Header().Set("Proxy-Authenticate", `Basic realm="paddock"`)
				http.Error(w, "this proxy belongs to a container", http.StatusProxyAuthRequired)
			case r.Method == http.MethodConnect:
				s.connect(w, r)
			case r.URL.Scheme != "http" || r.URL.Host == "":
				http.Error(w, "request is not in absolute form", http.StatusBadRequest)
			default:
				through.ServeHTTP(w, r)
			}
		}),
	}
	s.serving.Go(func() { s.server.Serve(halfclose.Listener{Listener: l}) })
	return s, nil
}

// URL is the proxy's address with its password.
func (s *Source) URL() string { return s.url }

// Env is what the child's environment needs, as "NAME=value".
func (s *Source) Env() []string {
	const direct = "localhost,127.0.0.1,::1"
	return []string{
		"HTTP_PROXY=" + s.url, "http_proxy=" + s.url,
		"HTTPS_PROXY=" + s.url, "https_proxy=" + s.url,
		"NO_PROXY=" + direct, "no_proxy=" + direct,
		"NODE_USE_ENV_PROXY=1",
	}
}

// Accept implements [proxy.Source].
func (s *Source) Accept(ctx context.Context) (proxy.Flow, error) {
	select {
	case <-s.done:
		return proxy.Flow{}, net.ErrClosed
	default:
	}
	select {
	case f := <-s.flows:
		return f, nil
	case <-s.done:
		return proxy.Flow{}, net.ErrClosed
	case <-ctx.Done():
		return proxy.Flow{}, ctx.Err()
	}
}

// Close implements [proxy.Source] and waits for the listener to end.
func (s *Source) Close() error {
	s.once.Do(func() { close(s.done) })
	err := s.server.Close()
	s.transport.CloseIdleConnections()
	s.serving.Wait()
	if err != nil {
		return fmt.Errorf("close proxy: %w", err)
	}
	return nil
}

// connect turns a CONNECT request into a flow.
func (s *Source) connect(w http.ResponseWriter, r *http.Request) {
	f, err := s.flow(r.Host)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	conn.SetDeadline(time.Time{})
	if _, err := io.WriteString(conn, "HTTP/1.1 200 Connection Established\r\n\r\n"); err != nil {
		conn.Close()
		return
	}
	if f.Conn = conn; rw.Reader.Buffered() > 0 {
		tcp, _ := conn.(*net.TCPConn)
		f.Conn = &earlyConn{TCPConn: tcp, early: rw.Reader}
	}
	if !s.deliver(r.Context(), f) {
		conn.Close()
	}
}

// open gives the transport a connection whose other end is a flow.
func (s *Source) open(ctx context.Context, _, addr string) (net.Conn, error) {
	f, err := s.flow(addr)
	if err != nil {
		return nil, err
	}
	near, far := net.Pipe()
	f.Conn = far
	if !s.deliver(ctx, f) {
		near.Close()
		far.Close()
		return nil, net.ErrClosed
	}
	return near, nil
}

func (s *Source) deliver(ctx context.Context, f proxy.Flow) bool {
	select {
	case s.flows <- f:
		return true
	case <-s.done:
	case <-ctx.Done():
	}
	return false
}

// flow describes a connection to host:port.
func (s *Source) flow(hostport string) (proxy.Flow, error) {
	host, portText, err := net.SplitHostPort(hostport)
	if err != nil {
		return proxy.Flow{}, fmt.Errorf("parse proxy target %q: %w", hostport, err)
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || port == 0 || host == "" {
		return proxy.Flow{}, fmt.Errorf("parse proxy target %q: no host and port", hostport)
	}
	f := proxy.Flow{Container: s.container}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		addr, f.Host = named, strings.ToLower(host)
	}
	f.Dst = netip.AddrPortFrom(addr.Unmap().WithZone(""), uint16(port))
	return f, nil
}

// earlyConn repeats bytes that came together with a CONNECT request.
type earlyConn struct {
	*net.TCPConn
	early *bufio.Reader
}

// Read returns the early bytes first.
func (c *earlyConn) Read(p []byte) (int, error) {
	if c.early.Buffered() > 0 {
		return c.early.Read(p[:min(len(p), c.early.Buffered())])
	}
	return c.TCPConn.Read(p)
}

// WriteTo keeps io.Copy from reaching around Read.
func (c *earlyConn) WriteTo(w io.Writer) (int64, error) {
	if n := c.early.Buffered(); n > 0 {
		b, _ := c.early.Peek(n)
		written, err := w.Write(b)
		c.early.Discard(written)
		if err != nil {
			return int64(written), err
		}
		m, err := io.Copy(w, c.TCPConn)
		return int64(written) + m, err
	}
	return io.Copy(w, c.TCPConn)
}
