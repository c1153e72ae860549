package dns

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"

	"paddock/proxy"
)

// ttl is short, because the meaning of an address may change, in seconds.
const ttl = 1

// Upstream looks names up on the real network; *net.Resolver is one.
type Upstream interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupNS(ctx context.Context, name string) ([]*net.NS, error)
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
	LookupAddr(ctx context.Context, addr string) ([]string, error)
}

// Options say what the resolver answers from.
type Options struct {
	// Resolvable tells whether a rule may answer for a name; nil: for none.
	Resolvable func(host string) bool
	// Internet tells whether the container may reach the internet; nil: it may not.
	Internet func() bool
	// Refused is told of each query for a name that neither a rule nor the internet may answer for;
	// nil: nobody. It must not wait.
	Refused func(host string)
	// Upstream is asked about names that no rule covers; default net.DefaultResolver.
	Upstream Upstream
	// AAAA makes IPv6 addresses be given out; set it when the link carries IPv6.
	AAAA bool
}

// Server answers the queries of one container.
type Server struct {
	resolvable func(string) bool
	internet   func() bool
	refused    func(string)
	upstream   Upstream
	aaaa       bool
	names      *pool
	known      *existence
}

var (
	_ proxy.Resolver = (*Server)(nil)
	_ proxy.Names    = (*Server)(nil)
)

// New returns a resolver; it holds nothing that needs closing.
func New(o Options) *Server {
	s := &Server{resolvable: o.Resolvable, internet: o.Internet, refused: o.Refused, upstream: o.Upstream, aaaa: o.AAAA, names: newPool(total)}
	if s.resolvable == nil {
		s.resolvable = func(string) bool { return false }
	}
	if s.internet == nil {
		s.internet = func() bool { return false }
	}
	if s.refused == nil {
		s.refused = func(string) {}
	}
	if s.upstream == nil {
		s.upstream = net.DefaultResolver
	}
	s.known = newExistence(s.upstream)
	return s
}

// Name returns the name that a synthetic address was given out for.
func (s *Server) Name(addr netip.Addr) (string, bool) {
	i, ok := indexOf(addr)
	if !ok {
		return "", false
	}
	return s.names.name(i)
}

// Pin keeps the name of a synthetic address until release is called.
func (s *Server) Pin(addr netip.Addr) (release func()) {
	i, ok := indexOf(addr)
	if !ok {
		return func() {}
	}
	return s.names.pin(i)
}

// Resolve implements [proxy.Resolver]. What is no query at all is an error.
func (s *Server) Resolve(ctx context.Context, query []byte) ([]byte, error) {
	var p dnsmessage.Parser
	h, err := p.Start(query)
	if err != nil {
		return nil, fmt.Errorf("parse dns query: %w", err)
	}
	if h.Response {
		return nil, errors.New("parse dns query: message is a response")
	}
	reply := dnsmessage.Message{Header: dnsmessage.Header{
		ID: h.ID, Response: true, OpCode: h.OpCode,
		RecursionDesired: h.RecursionDesired, RecursionAvailable: true,
	}}
	questions, err := p.AllQuestions()
	switch {
	case h.OpCode != 0:
		reply.RCode = dnsmessage.RCodeNotImplemented
	case err != nil || len(questions) != 1:
		reply.RCode = dnsmessage.RCodeFormatError
	case questions[0].Class != dnsmessage.ClassINET:
		reply.Questions = questions
		reply.RCode = dnsmessage.RCodeRefused
	default:
		reply.Questions = questions
		reply.Answers, reply.RCode = s.answer(ctx, questions[0])
	}
	out, err := reply.Pack()
	if err != nil {
		return nil, fmt.Errorf("pack dns answer: %w", err)
	}
	return out, nil
}

// answer decides whether the name exists, then what it has of the type.
func (s *Server) answer(ctx context.Context, q dnsmessage.Question) ([]dnsmessage.Resource, dnsmessage.RCode) {
	name := strings.ToLower(strings.TrimSuffix(q.Name.String(), "."))
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return loopback(q), dnsmessage.RCodeSuccess
	}
	if q.Type == dnsmessage.TypePTR {
		return s.pointer(ctx, q, name)
	}
	switch {
	case name == "":
		return nil, dnsmessage.RCodeSuccess
	case s.resolvable(name):
	case !s.internet():
		s.refused(name)
		return nil, dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeA, q.Type == dnsmessage.TypeAAAA:
		if code := s.known.check(ctx, name); code != dnsmessage.RCodeSuccess {
			return nil, code
		}
	}
	switch q.Type {
	case dnsmessage.TypeA, dnsmessage.TypeAAAA:
		return s.address(q, name)
	}
	if !s.internet() {
		return nil, dnsmessage.RCodeSuccess
	}
	return s.forward(ctx, q, name)
}

// address gives the name its synthetic address.
func (s *Server) address(q dnsmessage.Question, name string) ([]dnsmessage.Resource, dnsmessage.RCode) {
	if q.Type == dnsmessage.TypeAAAA && !s.aaaa {
		return nil, dnsmessage.RCodeSuccess
	}
	i, ok := s.names.index(name)
	if !ok {
		return nil, dnsmessage.RCodeServerFailure
	}
	if q.Type == dnsmessage.TypeA {
		return []dnsmessage.Resource{record(q, &dnsmessage.AResource{A: addr4(i)})}, dnsmessage.RCodeSuccess
	}
	return []dnsmessage.Resource{record(q, &dnsmessage.AAAAResource{AAAA: addr6(i)})}, dnsmessage.RCodeSuccess
}

// loopback answers for localhost without asking anyone (RFC 6761 §6.3).
func loopback(q dnsmessage.Question) []dnsmessage.Resource {
	switch q.Type {
	case dnsmessage.TypeA:
		return []dnsmessage.Resource{record(q, &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}})}
	case dnsmessage.TypeAAAA:
		return []dnsmessage.Resource{record(q, &dnsmessage.AAAAResource{AAAA: netip.IPv6Loopback().As16()})}
	}
	return nil
}

func record(q dnsmessage.Question, body dnsmessage.ResourceBody) dnsmessage.Resource {
	return dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: ttl}, Body: body}
}
