package enginetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"paddock/bindings/container"
	"paddock/proxy"
	"paddock/proxy/authority"
	"paddock/proxy/dns"
	"paddock/proxy/sourcetest"
)

// edge is one case of what programs do on the network, and what must come of it.
type edge struct {
	name     string
	internet bool
	mode     string   // of the client; "" is a script
	args     []string // of the client
	want     string   // part of what the client says
	dialled  string   // where the flow was let out to, "" nowhere
	unable   string   // part of what the client says where it may not try; "": it may
}

func script(to string, steps ...string) []string { return append([]string{to}, steps...) }

// edges follow the platform where it decides, and else do what keeps a program going that knows
// nothing of us.
var edges = []edge{
	{name: "HTTP/1.0 without a Host is known by the name that was resolved", args: script("one.test:80", `say:GET /x HTTP/1.0\r\n\r\n`, "hear"), want: "GET http://one.test/x"},
	{name: "HTTP/1.0 to an address has the address", args: script("203.0.113.7:8080", `say:GET /x HTTP/1.0\r\n\r\n`, "hear"), want: "GET http://203.0.113.7:8080/x"},
	{name: "IPv6 literals have brackets", args: script("[2001:db8::7]:80", `say:GET /x HTTP/1.0\r\n\r\n`, "hear"), want: "GET http://[2001:db8::7]/x"},
	{name: "absolute form wins over the Host", args: script("one.test:80", `say:GET http://two.test/x HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n`, "hear"), want: "GET http://two.test/x"},
	{name: "the Host wins over the address", args: script("198.51.100.1:80", `say:GET /x HTTP/1.1\r\nHost: Two.test:80\r\nConnection: close\r\n\r\n`, "hear"), want: "GET http://Two.test/x"},
	{name: "a port other than 80 stays in the URL", args: script("203.0.113.7:8080", `say:GET /x HTTP/1.1\r\nHost: one.test:8080\r\nConnection: close\r\n\r\n`, "hear"), want: "GET http://one.test:8080/x"},
	{name: "a name on another port than 80 is no host of a rule", args: script("198.51.100.1:8080", `say:GET /x HTTP/1.1\r\nHost: one.test\r\n\r\n`, "hear"), want: "ended"},
	{name: "pipelined requests are answered in order", args: script("one.test:80", `say:GET /1 HTTP/1.1\r\nHost: one.test\r\n\r\nGET /2 HTTP/1.1\r\nHost: two.test\r\nConnection: close\r\n\r\n`, "hear"), want: `GET http://two.test/2`},
	{name: "a handler that is replaced answers the next request of an open connection", args: script("one.test:80", `say:GET /swap HTTP/1.1\r\nHost: one.test\r\n\r\n`, "hear:17", `say:GET /x HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n`, "hear"), want: "swapped"},
	{name: "a host without a rule on an open connection is refused", args: script("one.test:80", `say:GET /x HTTP/1.1\r\nHost: one.test\r\n\r\n`, "hear:17", `say:GET /x HTTP/1.1\r\nHost: nobody.example\r\n\r\n`, "hear"), want: "ended"},
	{name: "chunks and trailers of a request arrive", args: script("one.test:80", `say:POST /x HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2\r\nhi\r\n0\r\nX-T: v\r\n\r\n`, "hear"), want: "POST http://one.test/x hi v"},
	{name: "trailers of an answer arrive", args: script("one.test:80", `say:GET /trailers HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n`, "hear"), want: `0\r\nX-End: yes\r\n\r\n`},
	{name: "100 Continue is said when the handler reads", args: script("one.test:80", `say:POST /x HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`, "hear:25", "say:hi", "hear"), want: `POST http://one.test/x hi`},
	{name: "100 Continue is not said when the handler does not read", args: script("one.test:80", `say:POST /ignore HTTP/1.1\r\nHost: one.test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`, "hear"), want: `heard "HTTP/1.1 200 OK`},
	{name: "the end of a half after the request leaves the answer", args: script("one.test:80", `say:GET /x HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n`, "end", "hear"), want: "GET http://one.test/x"},
	{name: "the end of a half within the body is told to the handler", args: script("one.test:80", `say:POST /short HTTP/1.1\r\nHost: one.test\r\nContent-Length: 9\r\n\r\nhi`, "end", "hear"), want: "unexpected EOF"},
	{name: "a head without an end is refused", args: script("one.test:80", `say:GET /`+strings.Repeat("x", 100)+` HTTP/1.1\r\nHost: one.test\r\nX: `+strings.Repeat("x", 80_000)+`\r\n`, `say:Y: `+strings.Repeat("y", 80_000), "hear"), want: "HTTP/1.1 431"},
	{name: "what is not HTTP gets no way around a rule about addresses", args: script("203.0.113.7:8080", `say:\x00\x01\x02nonsense\r\n\r\n`, "hear"), want: "400 Bad Request"},

	{name: "HTTPS is intercepted by the name that is asked for", args: script("one.test:443", "tls:one.test", `say:GET /x HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n`, "hear"), want: "GET https://one.test/x"},
	{name: "HTTPS to an address is intercepted by the name that is asked for", args: script("198.51.100.1:443", "tls:one.test", `say:GET /x HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n`, "hear"), want: "GET https://one.test/x"},
	{name: "HTTPS without a server name is known by the name that was resolved", args: script("one.test:443", "tls:-", `say:GET /x HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n`, "hear"), want: "GET https://one.test/x"},
	{name: "HTTPS that no rule takes is refused", args: script("198.51.100.1:443", "tls:nobody.example", `say:GET / HTTP/1.1\r\n\r\n`), want: "ended"},
	{name: "HTTPS on another port than the rule's is refused", args: script("one.test:8443", "tls:one.test", `say:GET / HTTP/1.1\r\n\r\n`), want: "ended"},
	{name: "HTTPS to an address that names no server is taken by no rule about names", args: script("198.51.100.1:443", "tls:-", `say:GET / HTTP/1.1\r\n\r\n`), want: "ended"},
	{name: "HTTPS that no rule takes is let out unopened", internet: true, args: script("198.51.100.1:443", `say:`+clientHello("nobody.example"), "hear:6"), want: `heard "upstre`, dialled: "nobody.example:443"},
	{name: "half a ClientHello ends the connection", args: script("one.test:443", `say:\x16\x03\x01\x02\x00\x01`, "end", "hear"), want: "hear"},
	{name: "HTTP/2 in the clear is served", mode: "h2", args: []string{"http://one.test/trailers"}, want: "HTTP/2.0 piece yes"},
	{name: "HTTP/2 with TLS is served, with trailers as gRPC needs them", mode: "h2", args: []string{"https://one.test/trailers"}, want: "HTTP/2.0 piece yes"},

	{name: "a server that speaks first is heard", internet: true, args: script("198.51.100.1:5432", "hear:8"), want: "upstream", dialled: "198.51.100.1:5432"},
	{name: "raw TCP goes to the name that was resolved", internet: true, args: script("db.known.test:5432", `say:\x00\x01`, "hear:8"), want: "upstream", dialled: "db.known.test:5432"},
	{name: "raw TCP that a rule takes is handed over, and may be greeted first", args: script("198.51.100.9:3306", "hear:9", `say:\x00\x01`, "end", "hear"), want: `heard "\x00\x01"`},
	{name: "raw TCP that a rule takes is handed over with what was said", args: script("198.51.100.9:3306", `say:\x00\x01`, "end", "hear"), want: `heard "from rule\x00\x01"`},
	{name: "raw TCP without internet access ends", args: script("198.51.100.1:5432", "hear"), want: "ended"},
	{name: "port 25 is refused, with internet access too", internet: true, args: script("198.51.100.1:25", "hear"), want: "ended"},
	{name: "the network's own addresses are refused, with internet access too", internet: true, args: script("192.168.7.7:5432", "hear"), want: "ended", dialled: "192.168.7.7:5432"},
	{name: "a cloud's metadata is refused, with internet access too", internet: true, args: script("169.254.169.254:8080", `say:GET / HTTP/1.0\r\n\r\n`, "hear"), want: "ended", dialled: "169.254.169.254:8080"},
	{name: "a cloud's metadata may have a rule", args: script("169.254.169.254:80", `say:GET /x HTTP/1.0\r\n\r\n`, "hear"), want: "GET http://169.254.169.254/x"},
	{name: "a handler that does not read holds its client back", mode: "flood", args: []string{"one.test:80"}, want: "held back"},
	{name: "a program that does not read holds its handler back", mode: "idle", args: []string{"one.test:80"}, want: "had enough"},
	{name: "100 MB of headers end early", mode: "headers", args: []string{"one.test:80"}, want: "ended early"},
	{name: "programs that stall leave the others their answers", mode: "stall", args: []string{"one.test:80", "one.test:443", "203.0.113.7:8080"}, want: "GET http://one.test/x"},
	{name: "QUIC is refused", mode: "udp", args: []string{"203.0.113.7:443"}, want: "refused"},
	{name: "other UDP is refused, with internet access too", internet: true, mode: "udp", args: []string{"203.0.113.7:5000"}, want: "refused"},

	{name: "a name that a rule may answer for resolves", mode: "look", args: []string{"one.test"}, want: "found"},
	{name: "a name has an IPv6 address too, which is known by the name", mode: "six", args: []string{"one.test:80", "GET /x HTTP/1.0\r\n\r\n"}, want: "GET http://one.test/x"},
	{name: "an IPv4 address in one of IPv6 is the IPv4 address", mode: "mapped", args: []string{"203.0.113.7:8080", "GET /x HTTP/1.0\r\n\r\n"}, want: "GET http://203.0.113.7:8080/x"},
	{name: "a name without a rule or the internet does not exist", mode: "look", args: []string{"www.known.example"}, want: "not found"},
	{name: "a name of the internet resolves", internet: true, mode: "look", args: []string{"www.known.example"}, want: "found"},
	{name: "a name that the internet lacks does not exist", internet: true, mode: "look", args: []string{"www.unknown.example"}, want: "not found"},
}

// isolatedEdges are those of links with a network of the container's own.
var isolatedEdges = []edge{
	{name: "an echo request that leaves the container is not answered", internet: true, mode: "ping", args: []string{"203.0.113.7"}, want: "silence", unable: noSocket},
	{name: "an echo request to the container itself is answered", mode: "ping", args: []string{"127.0.0.1"}, want: "answered", unable: noSocket},
	{name: "a program that has used its ports up is told so, and soon has them again", mode: "ports", args: []string{"one.test:80", "end"}, want: "none left\nGET http://one.test/x"},
}

// noSocket is said of echo requests by who is not root, or whose groups may not send them.
const noSocket = "no socket: operation not permitted"

// sharedEdges are those of links that leave the container in the network of this machine.
var sharedEdges = []edge{
	{name: "echo requests cannot be sent", internet: true, mode: "ping", args: []string{"203.0.113.7"}, want: noSocket},
	{name: "a program that has used its ports up is told so, and has those of connections that it resets", mode: "ports", args: []string{"one.test:80", "reset"}, want: "none left\nGET http://one.test/x"},
}

// edges gives the cases of a link.
func (t Traits) edges() []edge {
	if t.Isolated {
		return slices.Concat(edges, isolatedEdges)
	}
	return slices.Concat(edges, sharedEdges)
}

// clientHello is the first message of TLS that asks for a server, escaped for a step.
func clientHello(server string) string {
	name := string([]byte{0, 0, 0, byte(len(server) + 5), 0, byte(len(server) + 3), 0, 0, byte(len(server))}) + server
	body := "\x03\x03" + strings.Repeat("r", 32) + "\x00" + "\x00\x02\x13\x01" + "\x01\x00" + string([]byte{0, byte(len(name))}) + name
	hello := string([]byte{1, 0, 0, byte(len(body))}) + body
	quoted := fmt.Sprintf("%+q", "\x16\x03\x01"+string([]byte{0, byte(len(hello))})+hello)
	return quoted[1 : len(quoted)-1]
}

// Edges tries what programs do on the network over the gateway of a transparent link.
func Edges(t *testing.T, engine container.Engine, traits Traits) {
	tryAll(t, engine, traits, traits.edges())
	goesAway := func(mode string, args ...string) func(*testing.T) {
		return func(t *testing.T) {
			n := newNetwork(t, false)
			input, write := io.Pipe()
			n.start(t, engine, traits, mode, input, args...)
			<-n.begun
			write.Close()
			<-n.aborted
		}
	}
	t.Run("a program that goes away aborts its request", goesAway("abandon", "one.test:80", "GET /wait HTTP/1.1\r\nHost: one.test\r\n\r\n"))
	t.Run("a program that resets a stream of HTTP/2 aborts its request", goesAway("reset", "https://one.test/wait"))
}

// WithoutIPv6 tries what programs do where the container's network has no IPv6.
func WithoutIPv6(t *testing.T, engine container.Engine, traits Traits) {
	tryAll(t, engine, traits, []edge{
		{name: "a name has no IPv6 address", mode: "no six", args: []string{"one.test:80", "GET /x HTTP/1.0\r\n\r\n"}, want: "no address", unable: sixIsOn},
		{name: "a name resolves to its other address, and is answered", args: script("one.test:80", `say:GET /x HTTP/1.0\r\n\r\n`, "hear"), want: "GET http://one.test/x"},
	})
}

func tryAll(t *testing.T, engine container.Engine, traits Traits, all []edge) {
	place := &place{t: t, engine: engine, traits: traits}
	for _, e := range all {
		t.Run(e.name, func(t *testing.T) {
			n := newNetwork(t, e.internet)
			code, said := place.run(t, n, modeOf(e.mode), e.args)
			if e.unable != "" && strings.Contains(said, e.unable) {
				t.Skip(said)
			}
			if code != 0 || !strings.Contains(said, e.want) {
				t.Errorf("it ended with %d and said %q, want %q", code, said, e.want)
			}
			if got := n.target(); got != e.dialled {
				t.Errorf("it was let out to %q, want %q", got, e.dialled)
			}
			if got := n.given.Load(); got > mostGiven {
				t.Errorf("the handler was asked for %d bytes", got)
			}
		})
	}
}

// place is where the cases run: each in a container, or where those are of an image, and start more
// slowly, all in one as further commands.
type place struct {
	t      *testing.T // of all cases
	engine container.Engine
	traits Traits

	common   *run     // nil: not yet started
	resolver switched // of common
}

// switched is the resolver of a container whose network changes.
type switched struct{ now atomic.Pointer[dns.Server] }

// Resolve implements [proxy.Resolver].
func (s *switched) Resolve(ctx context.Context, query []byte) ([]byte, error) {
	return s.now.Load().Resolve(ctx, query)
}

// run runs a client behind a network to its end.
func (p *place) run(t *testing.T, n *network, mode string, args []string) (code int, said string) {
	t.Helper()
	if !p.traits.hasImage() {
		r := n.start(t, p.engine, p.traits, mode, nil, args...)
		exit := r.wait(t)
		return exit.Code, r.out.String() + r.err.String()
	}
	p.resolver.now.Store(n.resolver)
	if p.common == nil {
		p.common = start(p.t, p.engine, p.traits, &p.resolver, container.Spec{}, "sleep")
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- n.gateway.Serve(ctx, p.common.Egress(), n.rules) }()
	defer func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	}()
	c, err := p.common.Instance.(container.Execer).Exec(ctx, container.Command{
		Argv: append([]string{p.traits.program()}, args...), Env: map[string]string{clientMode: mode}, Stdout: true, Combined: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Stdout().Close()
	b, err := io.ReadAll(c.Stdout())
	if err != nil {
		t.Fatal(err)
	}
	exit, err := c.Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return exit.Code, string(b)
}

func modeOf(mode string) string {
	if mode == "" {
		return "script"
	}
	return mode
}

// network is what is behind a link: rules, names and an upstream, none of which leaves the machine.
type network struct {
	rules    *proxy.Rules
	resolver *dns.Server
	gateway  *proxy.Gateway
	given    atomic.Int64  // bytes of /endless
	begun    chan struct{} // closed when the handler of /wait has begun
	aborted  chan struct{} // closed when its request was aborted

	mu      sync.Mutex // guards dialled
	dialled string
}

func newNetwork(t *testing.T, internet bool) *network {
	t.Helper()
	n := &network{rules: proxy.NewRules(), begun: make(chan struct{}), aborted: make(chan struct{})}
	n.rules.SetInternet(internet)
	ca, err := authority.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, addr := range []string{"*.test", "203.0.113.7:8080", "169.254.169.254", "2001:db8::7"} {
		if err := n.rules.InterceptHTTP(addr, handler(n.answer)); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.rules.InterceptHTTPS("*.test", handler(n.answer)); err != nil {
		t.Fatal(err)
	}
	if err := n.rules.InterceptTCP("198.51.100.9", greeter{}); err != nil {
		t.Fatal(err)
	}
	n.resolver = dns.New(dns.Options{Resolvable: n.resolvable, Internet: n.rules.Internet, Upstream: known{}, AAAA: true})
	n.gateway = proxy.NewGateway(proxy.Options{Dial: n.dialer(t), Names: n.resolver, Authority: ca})
	return n
}

// resolvable is as if there were rules about names only: one about addresses makes every name resolve.
func (n *network) resolvable(host string) bool { return strings.HasSuffix(host, ".test") }

// greeter speaks first, and then repeats what it hears.
type greeter struct{}

// Connect implements [proxy.Connector].
func (greeter) Connect(_ context.Context, f proxy.Flow) error {
	if _, err := io.WriteString(f.Conn, "from rule"); err != nil {
		return err
	}
	_, err := io.Copy(f.Conn, f.Conn)
	return err
}

type handler func(*http.Request) (*http.Response, error)

func (h handler) RoundTrip(r *http.Request) (*http.Response, error) { return h(r) }

func (n *network) answer(r *http.Request) (*http.Response, error) {
	text := r.Method + " " + r.URL.String()
	resp := &http.Response{StatusCode: http.StatusOK, ContentLength: -1, Header: http.Header{}}
	switch r.URL.Path {
	case "/ignore":
	case "/short":
		_, err := io.ReadAll(r.Body)
		text = fmt.Sprint(err)
	case "/hold":
		<-r.Context().Done()
		return nil, r.Context().Err()
	case "/wait":
		close(n.begun)
		<-r.Context().Done()
		close(n.aborted)
		return nil, r.Context().Err()
	case "/trailers":
		text, resp.Trailer = "piece", http.Header{"X-End": {"yes"}}
	case "/swap":
		swapped := handler(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("swapped"))}, nil
		})
		if err := n.rules.InterceptHTTP("*.test", swapped); err != nil {
			return nil, err
		}
	default:
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		text += " " + string(body) + " " + r.Trailer.Get("X-T")
	}
	resp.Body = io.NopCloser(strings.NewReader(text))
	if r.URL.Path == "/endless" {
		resp.Body = io.NopCloser(endless{&n.given})
	}
	return resp, nil
}

// mostGiven is more than fits between a handler and a program that does not read.
const mostGiven = 64 << 20

// endless is a body without an end, and counts what was read of it.
type endless struct{ given *atomic.Int64 }

func (e endless) Read(p []byte) (int, error) {
	e.given.Add(int64(len(p)))
	return len(p), nil
}

// dialer lets flows out to a server of the test that greets; what is not public is refused as ever.
func (n *network) dialer(t *testing.T) func(context.Context, string, string) (net.Conn, error) {
	upstream := sourcetest.NewMemory()
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			f, err := upstream.Accept(ctx)
			if err != nil {
				return
			}
			serving.Go(func() {
				defer f.Conn.Close()
				stop := context.AfterFunc(ctx, func() { f.Conn.Close() })
				defer stop()
				io.WriteString(f.Conn, "upstream")
				io.Copy(io.Discard, f.Conn)
			})
		}
	})
	t.Cleanup(func() {
		cancel()
		serving.Wait()
	})
	guarded := proxy.NewDialer(false)
	return func(ctx context.Context, kind, addr string) (net.Conn, error) {
		n.mu.Lock()
		n.dialled = addr
		n.mu.Unlock()
		if to, err := netip.ParseAddrPort(addr); err == nil && (to.Addr().IsPrivate() || to.Addr().IsLinkLocalUnicast()) {
			return guarded.DialContext(ctx, kind, addr)
		}
		return upstream.Dial(ctx, kind, addr)
	}
}

func (n *network) target() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.dialled
}

// start runs a client behind the network.
func (n *network) start(t *testing.T, engine container.Engine, traits Traits, mode string, input io.Reader, args ...string) *run {
	t.Helper()
	r := start(t, engine, traits, n.resolver, container.Spec{Stdin: input}, mode, args...)
	served := make(chan error, 1)
	go func() { served <- n.gateway.Serve(context.Background(), r.Egress(), n.rules) }()
	t.Cleanup(func() {
		if err := r.Egress().Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return r
}

// start runs a client whose flows are for the caller to take.
func start(t *testing.T, engine container.Engine, traits Traits, resolver proxy.Resolver, spec container.Spec, mode string, args ...string) *run {
	t.Helper()
	ref, err := engine.Prepare(t.Context(), traits.image(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	r := &run{}
	spec.Name, spec.Entrypoint, spec.Env = "edge", append([]string{traits.program()}, args...), map[string]string{clientMode: mode}
	spec.Resolver, spec.Stdout, spec.Stderr = resolver, &r.out, &r.err
	if r.Instance, err = engine.Start(t.Context(), ref, spec); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Destroy(context.Background()); err != nil {
			t.Errorf("destroy: %v", err)
		}
	})
	return r
}

// known is an internet with one domain.
type known struct{ dns.Upstream }

func (known) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if strings.Contains(host, ".known.") || strings.Contains(host, "www.known") {
		return []netip.Addr{netip.MustParseAddr("198.51.100.1")}, nil
	}
	return nil, &net.DNSError{Err: errors.New("no such host").Error(), Name: host, IsNotFound: true}
}
