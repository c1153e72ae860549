package proxy

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// How long a container may take, as documented for the platform's own proxy or customary.
const (
	headTimeout  = 60 * time.Second       // until a request head is whole
	helloTimeout = 10 * time.Second       // until a flow's protocol is known, and for TLS handshakes
	idleTimeout  = 120 * time.Second      // between two requests of a connection
	defaultQuiet = 500 * time.Millisecond // see Options.Quiet
)

// Names tells which name a synthetic address stands for. One that also has the
// method Pin(netip.Addr) (release func()) is told how long a flow needs the address.
type Names interface {
	Name(addr netip.Addr) (string, bool)
}

type pinner interface {
	Pin(addr netip.Addr) (release func())
}

// Outside is what flows and requests that are let out meet before the internet.
type Outside interface {
	// Take tells what becomes of a flow that is let out. If it is taken, it is served as HTTP, under a
	// certificate of our own if it is TLS, and Transport's result carries its requests out. If not it
	// goes out as it is. An error refuses it.
	Take(f Flow) (bool, error)
	// Transport wraps what carries out the requests that are let out.
	Transport(base http.RoundTripper) http.RoundTripper
}

// Options are what a [Gateway] needs from its surroundings. All may be left out.
type Options struct {
	// Dial connects flows that are let out; default is that of [NewDialer](false).
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// Outside stands between containers and the internet; nil: nothing does.
	Outside Outside
	// Names resolves the synthetic addresses of our own DNS.
	Names Names
	// Authority lets intercepted TLS be terminated; without it such flows are blocked.
	Authority Authority
	// Record is told of every request and flow when it has ended. It is called
	// on many goroutines and must not wait.
	Record func(Record)
	// Distrusted is told of a TLS client that refused our certificate, or left without a request
	// as clients do that check it late. It must not wait.
	Distrusted func(Flow)
	// Refused is told of each flow that the policy blocks; nil: nobody. It must not wait.
	Refused func(Flow)
	// Log gets what went wrong with single flows, at debug level mostly.
	Log *slog.Logger
	// Quiet is how long a client may be silent before its flow counts as one in
	// which the server speaks first; default 500 ms.
	Quiet time.Duration
}

// Gateway carries out a policy's verdicts on the flows of any number of sources.
type Gateway struct {
	dial      func(ctx context.Context, network, addr string) (net.Conn, error)
	outside   Outside
	names     Names
	authority Authority
	record    func(Record)
	distrust  func(Flow)
	refused   func(Flow)
	log       *slog.Logger
	quiet     time.Duration
	buffers   sync.Pool // *[]byte, for bodies
}

// NewGateway returns a gateway; it holds nothing that needs closing.
func NewGateway(o Options) *Gateway {
	g := &Gateway{dial: o.Dial, outside: o.Outside, names: o.Names, authority: o.Authority, record: o.Record, distrust: o.Distrusted, refused: o.Refused, log: o.Log, quiet: o.Quiet}
	if g.dial == nil {
		g.dial = NewDialer(false).DialContext
	}
	if g.refused == nil {
		g.refused = func(Flow) {}
	}
	if g.distrust == nil {
		g.distrust = func(Flow) {}
	}
	if g.log == nil {
		g.log = slog.New(slog.DiscardHandler)
	}
	if g.quiet <= 0 {
		g.quiet = defaultQuiet
	}
	g.buffers.New = func() any {
		b := make([]byte, 32<<10)
		return &b
	}
	return g
}

// Serve carries the flows of src until src is closed or ctx is done, then ends
// the open ones and waits for them. It does not close src. Both ends are good
// ones: an error is something else that Accept reported.
func (g *Gateway) Serve(ctx context.Context, src Source, policy Policy) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := newSession(ctx, g, policy)
	for {
		f, err := src.Accept(ctx)
		if err == nil {
			s.flows.Go(func() { s.handle(ctx, f) })
			continue
		}
		ended := ctx.Err() != nil || errors.Is(err, net.ErrClosed)
		cancel()
		s.close()
		if ended {
			return nil
		}
		return fmt.Errorf("accept egress flow: %w", err)
	}
}

// session is the work on one source.
type session struct {
	*Gateway
	policy    Policy
	handoff   *handoff
	server    *http.Server
	transport *http.Transport
	outward   http.RoundTripper // transport, or what stands in front of it
	flows     sync.WaitGroup
	serving   sync.WaitGroup
	// requests is read-locked by each running request, so that locking it waits
	// for them and lets no further one start. HTTP/2 requests outlive their connection.
	requests sync.RWMutex
}

func newSession(ctx context.Context, g *Gateway, policy Policy) *session {
	s := &session{Gateway: g, policy: policy, handoff: newHandoff()}
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	s.server = &http.Server{
		Handler:                      http.HandlerFunc(s.serveHTTP),
		Protocols:                    &protocols,
		ReadHeaderTimeout:            headTimeout,
		IdleTimeout:                  idleTimeout,
		MaxHeaderBytes:               maxHead,
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(g.log.Handler(), slog.LevelDebug),
		BaseContext:                  func(net.Listener) context.Context { return ctx },
		ConnContext:                  withConn,
		ConnState:                    connState,
	}
	s.transport = &http.Transport{
		DialContext:           g.dial,
		DisableCompression:    true,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       30 * time.Second,
		TLSHandshakeTimeout:   helloTimeout,
		ExpectContinueTimeout: time.Second,
	}
	s.outward = s.transport
	if g.outside != nil {
		s.outward = g.outside.Transport(s.transport)
	}
	s.serving.Go(func() { s.server.Serve(s.handoff) })
	return s
}

// close ends the server and waits for all that runs. The context is done before.
func (s *session) close() {
	s.handoff.Close()
	s.server.Close()
	s.serving.Wait()
	s.flows.Wait()
	s.requests.Lock()
	s.transport.CloseIdleConnections()
}

// handle carries one flow from its first byte to its end.
func (s *session) handle(ctx context.Context, f Flow) {
	defer f.Conn.Close()
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("egress flow panicked", "container", f.Container, "dst", f.Dst, "panic", p)
			reset(f.Conn)
		}
	}()
	conn := f.Conn // f changes below
	stop := context.AfterFunc(ctx, func() { reset(conn) })
	defer stop()
	start := s.now()
	s.identify(&f)

	f.Dst = netip.AddrPortFrom(f.Dst.Addr().Unmap(), f.Dst.Port())
	f.Proto = Raw
	defer s.name(&f)()

	o, serverFirst, err := s.await(ctx, f)
	if o.upstream != nil {
		defer o.upstream.drop()
	}
	if err != nil {
		reset(f.Conn)
		s.ended(f, s.policy.Decide(f), start, 0, 0, err)
		return
	}
	if !serverFirst {
		f, o.client = classify(f, o.client)
	}
	v := s.policy.Decide(f)
	taken, err := s.takes(f, v)
	switch {
	case err != nil:
		reset(f.Conn)
		s.ended(f, v, start, 0, 0, err)
	case v.Action == Direct && !taken:
		in, out, err := s.direct(ctx, f, o)
		s.ended(f, v, start, in, out, err)
	case v.Action == Intercept && v.Connect != nil:
		err := s.connect(ctx, f, o, v.Connect)
		s.ended(f, v, start, 0, 0, err)
	case (taken || v.Action == Intercept && v.Handler != nil) && len(o.client) > 0:
		if err := s.intercept(ctx, f, o); err != nil {
			reset(f.Conn)
			s.ended(f, v, start, 0, 0, err)
		}
	default:
		f.Program() // while its socket is there
		reset(f.Conn)
		s.refused(f)
		s.ended(f, v, start, 0, 0, nil)
	}
}

// takes asks what stands between containers and the internet about a flow that is let out.
func (s *session) takes(f Flow, v Verdict) (bool, error) {
	if v.Action != Direct || s.outside == nil {
		return false, nil
	}
	return s.outside.Take(f)
}

// connect hands a flow over whole.
func (s *session) connect(ctx context.Context, f Flow, o opening, to Connector) error {
	f.Program() // before it has its answer and ends
	f.Conn = &heldConn{Conn: f.Conn, flow: f, peeked: o.client, done: make(chan struct{})}
	err := to.Connect(ctx, f)
	if err != nil {
		reset(f.Conn)
	}
	return err
}

// name fills in the name of a synthetic address and keeps it from being given to another.
func (s *session) name(f *Flow) (release func()) {
	release = func() {}
	if s.names == nil {
		return release
	}
	if p, ok := s.names.(pinner); ok {
		release = p.Pin(f.Dst.Addr())
	}
	if f.Host == "" {
		if name, ok := s.names.Name(f.Dst.Addr()); ok {
			f.Host = name
		}
	}
	return release
}

// direct connects a flow with the outside.
func (s *session) direct(ctx context.Context, f Flow, o opening) (in, out int64, err error) {
	up := o.upstream
	if up == nil || up.target != target(f) {
		up, o.server = s.startDial(ctx, target(f)), nil
		defer up.drop()
	}
	<-up.done
	if up.err != nil {
		reset(f.Conn)
		return 0, 0, up.err
	}
	f.Program() // before it has its answer and ends
	return splice(ctx, f.Conn, o.client, up.conn, o.server)
}

// target is where a flow that is let out goes: to the name it names, so that
// naming one host and connecting to another gains nothing, else to the address.
func target(f Flow) string {
	if f.Host != "" {
		return net.JoinHostPort(f.Host, strconv.Itoa(int(f.Dst.Port())))
	}
	return f.Dst.String()
}

// identify begins to find out which program is behind a flow, while its socket is there, if that
// will be recorded.
func (s *session) identify(f *Flow) {
	find := f.Program
	if find == nil || s.record == nil {
		f.Program = func() string { return "" }
		return
	}
	found := make(chan string, 1)
	s.flows.Go(func() { found <- find() })
	f.Program = sync.OnceValue(func() string { return <-found })
}

// explain tells why the rules before the one that matched did not.
func (s *session) explain(f Flow) []Passed {
	if e, ok := s.policy.(Explainer); ok {
		return e.Explain(f)
	}
	return nil
}

// handlerName is what a handler calls itself.
func handlerName(v Verdict) string {
	for _, h := range []any{v.Handler, v.Connect} {
		if n, ok := h.(fmt.Stringer); ok && v.Action == Intercept {
			return n.String()
		}
	}
	return ""
}

func (s *session) now() time.Time {
	if s.record == nil {
		return time.Time{}
	}
	return time.Now()
}

// ended records a flow that was not served as HTTP.
func (s *session) ended(f Flow, v Verdict, start time.Time, in, out int64, err error) {
	if err != nil {
		s.log.Debug("egress flow ended early", "container", f.Container, "dst", f.Dst, "host", f.Host, "error", err)
	}
	if s.record == nil {
		return
	}
	s.record(Record{
		Container: f.Container, Program: f.Program(), Dst: f.Dst, Host: f.Host, Proto: f.Proto,
		Rule: v.Rule, Passed: s.explain(f), Action: v.Action, Handler: handlerName(v), In: in, Out: out,
		Start: start, Duration: time.Since(start), Err: err,
	})
}
