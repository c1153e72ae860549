package proxy

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
)

// Rules is the egress table of one container: what ctx.container.interceptOutboundHttp
// and its siblings fill. It follows the platform's order:
//
//   - the first registered rule that matches wins; registering the same
//     destination, port and protocol again replaces the handler in place;
//   - a TLS flow that names a server is decided by HTTPS rules alone, a flow that names an HTTP
//     host by HTTP rules alone, any other by HTTP rules, then TCP rules; nothing matches: internet
//     access decides;
//   - host name patterns of HTTP rules apply to port 80 only, because the
//     platform reads no Host header elsewhere; address rules apply to any port;
//   - port 25 is always blocked.
//
// Differences: names that came from our DNS have synthetic addresses, so that only ranges which
// hold those (0.0.0.0/0) match them by address; a TLS flow without SNI is known by the name that
// the container had resolved, and so are flows to TCP rules, which may therefore name hosts.
//
// The zero value is not usable, see [NewRules]. Reads take no lock.
type Rules struct {
	mu    sync.Mutex // serialises writers
	table atomic.Pointer[table]
}

type table struct {
	rules    []rule
	internet bool
	ranges   bool // some rule is about addresses
}

type rule struct {
	proto   Proto
	dest    destination
	handler http.RoundTripper
	connect Connector
	text    string
}

// smtp is the port that the platform never lets out.
const smtp = 25

var _ Policy = (*Rules)(nil)

// NewRules returns a table without rules and without internet access.
func NewRules() *Rules {
	r := &Rules{}
	r.table.Store(&table{})
	return r
}

// InterceptHTTP sends HTTP requests to addr, `<ip | cidr | host name glob>[:port]`
// with port 80 as the default, to h.
func (r *Rules) InterceptHTTP(addr string, h http.RoundTripper) error {
	return r.intercept(rule{proto: HTTP, handler: h}, addr, 80)
}

// InterceptHTTPS is InterceptHTTP for TLS, with port 443 as the default; a glob
// is matched against the server name that the client asks for.
func (r *Rules) InterceptHTTPS(addr string, h http.RoundTripper) error {
	return r.intercept(rule{proto: TLS, handler: h}, addr, 443)
}

// InterceptTCP hands connections to addr that no HTTP rule takes to c, with all ports as the default.
func (r *Rules) InterceptTCP(addr string, c Connector) error {
	return r.intercept(rule{proto: Raw, connect: c}, addr, 0)
}

// InterceptAllHTTP sends all HTTP requests to port 80 that no earlier rule takes to h.
func (r *Rules) InterceptAllHTTP(h http.RoundTripper) error {
	added := rule{proto: HTTP, handler: h}
	return errors.Join(r.intercept(added, "0.0.0.0/0", 80), r.intercept(added, "::/0", 80))
}

// SetInternet decides about flows that no rule matches.
func (r *Rules) SetInternet(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := *r.table.Load()
	t.internet = on
	r.table.Store(&t)
}

// Internet tells whether flows that no rule matches are let out.
func (r *Rules) Internet() bool { return r.table.Load().internet }

func (r *Rules) intercept(added rule, addr string, port uint16) error {
	if added.handler == nil && added.connect == nil {
		return errors.New("register egress rule: handler is nil")
	}
	d, err := parseDestination(addr, port)
	if err != nil {
		return err
	}
	scheme := map[Proto]string{HTTP: "http", TLS: "https", Raw: "tcp"}[added.proto]
	added.dest, added.text = d, scheme+" "+d.String()

	r.mu.Lock()
	defer r.mu.Unlock()
	t := *r.table.Load()
	rules := make([]rule, len(t.rules), len(t.rules)+1)
	copy(rules, t.rules)
	at := -1
	for i := range rules {
		if rules[i].proto == added.proto && rules[i].dest == d {
			at = i
		}
	}
	if at >= 0 {
		rules[at] = added
	} else {
		rules = append(rules, added)
	}
	t.rules = rules
	t.ranges = t.ranges || d.prefix.IsValid()
	r.table.Store(&t)
	return nil
}

// Decide implements [Policy].
//
// A flow that is not HTTP but goes where an HTTP address rule points is
// intercepted all the same, as on the platform: it gets a 400 and no way around
// the rule.
func (r *Rules) Decide(f Flow) Verdict {
	if f.Dst.Port() == smtp {
		return Verdict{Action: Block, Rule: "port 25"}
	}
	t := r.table.Load()
	if m := t.rule(f); m != nil {
		if f.Proto == TLS && m.proto == HTTP {
			return Verdict{Action: Block, Rule: m.text}
		}
		return Verdict{Action: Intercept, Handler: m.handler, Connect: m.connect, Rule: m.text}
	}
	if t.internet {
		return Verdict{Action: Direct, Rule: "internet"}
	}
	return Verdict{Action: Block, Rule: "no internet"}
}

// namesHost tells whether a flow names an HTTP host where the platform reads one.
func namesHost(f Flow) bool { return f.Proto == HTTP && f.Dst.Port() == 80 && f.Host != "" }

// rule gives the rule that decides about a flow, nil if there is none.
func (t *table) rule(f Flow) *rule {
	if f.Proto == TLS && f.Host != "" {
		return t.match(TLS, f)
	}
	m := t.match(HTTP, f)
	if m == nil && !namesHost(f) {
		m = t.match(Raw, f)
	}
	return m
}

func (t *table) match(kind Proto, f Flow) *rule {
	addr := f.Dst.Addr().Unmap()
	host := ""
	if kind != HTTP || namesHost(f) {
		host = strings.TrimRight(f.Host, ".")
	}
	for i := range t.rules {
		r := &t.rules[i]
		if r.proto == kind && (r.dest.port == 0 || r.dest.port == f.Dst.Port()) && r.dest.covers(addr, host) {
			return r
		}
	}
	return nil
}

func (d *destination) covers(addr netip.Addr, host string) bool {
	if d.prefix.IsValid() {
		return d.prefix.Contains(addr)
	}
	return host != "" && matchGlob(d.glob, host)
}

// Resolvable implements [Policy]: registered patterns, or every name as soon as
// there is a rule about addresses.
func (r *Rules) Resolvable(host string) bool {
	t := r.table.Load()
	if t.ranges {
		return true
	}
	host = strings.ToLower(strings.TrimRight(host, "."))
	for i := range t.rules {
		if matchGlob(t.rules[i].dest.glob, host) {
			return true
		}
	}
	return false
}
