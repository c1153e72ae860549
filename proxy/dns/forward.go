package dns

import (
	"context"
	"net"
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// forward asks the real network for what is not an address. Types that it
// cannot ask for have no data; so have HTTPS and SVCB (64, 65), which would lead
// clients to encrypted names and QUIC.
func (s *Server) forward(ctx context.Context, q dnsmessage.Question, name string) ([]dnsmessage.Resource, dnsmessage.RCode) {
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	name += "."
	var bodies []dnsmessage.ResourceBody
	var err error
	switch q.Type {
	case dnsmessage.TypeTXT:
		var texts []string
		texts, err = s.upstream.LookupTXT(ctx, name)
		for _, t := range texts {
			bodies = append(bodies, &dnsmessage.TXTResource{TXT: chunks(t)})
		}
	case dnsmessage.TypeMX:
		var list []*net.MX
		list, err = s.upstream.LookupMX(ctx, name)
		for _, m := range list {
			if n, nerr := dnsmessage.NewName(m.Host); nerr == nil {
				bodies = append(bodies, &dnsmessage.MXResource{Pref: m.Pref, MX: n})
			}
		}
	case dnsmessage.TypeNS:
		var list []*net.NS
		list, err = s.upstream.LookupNS(ctx, name)
		for _, h := range list {
			if n, nerr := dnsmessage.NewName(h.Host); nerr == nil {
				bodies = append(bodies, &dnsmessage.NSResource{NS: n})
			}
		}
	case dnsmessage.TypeSRV:
		var list []*net.SRV
		_, list, err = s.upstream.LookupSRV(ctx, "", "", name)
		for _, v := range list {
			if n, nerr := dnsmessage.NewName(v.Target); nerr == nil {
				bodies = append(bodies, &dnsmessage.SRVResource{Priority: v.Priority, Weight: v.Weight, Port: v.Port, Target: n})
			}
		}
	}
	code := rcode(err)
	if code == dnsmessage.RCodeNameError {
		code = dnsmessage.RCodeSuccess // the name may well exist with other types
	}
	var out []dnsmessage.Resource
	for _, b := range bodies {
		out = append(out, record(q, b))
	}
	return out, code
}

// pointer answers reverse lookups: of synthetic addresses with their names.
func (s *Server) pointer(ctx context.Context, q dnsmessage.Question, name string) ([]dnsmessage.Resource, dnsmessage.RCode) {
	addr, ok := reverse(name)
	if !ok {
		return nil, dnsmessage.RCodeNameError
	}
	var names []string
	if _, ours := indexOf(addr); ours {
		if n, ok := s.Name(addr); ok {
			names = append(names, n+".")
		}
	} else if s.internet() {
		ctx, cancel := context.WithTimeout(ctx, lookupTime)
		defer cancel()
		found, err := s.upstream.LookupAddr(ctx, addr.String())
		if err != nil {
			return nil, rcode(err)
		}
		names = found
	}
	var out []dnsmessage.Resource
	for _, n := range names {
		if target, err := dnsmessage.NewName(n); err == nil {
			out = append(out, record(q, &dnsmessage.PTRResource{PTR: target}))
		}
	}
	if len(out) == 0 {
		return nil, dnsmessage.RCodeNameError
	}
	return out, dnsmessage.RCodeSuccess
}

// reverse reads the address out of an in-addr.arpa or ip6.arpa name.
func reverse(name string) (netip.Addr, bool) {
	if s, ok := strings.CutSuffix(name, ".in-addr.arpa"); ok {
		l := strings.Split(s, ".")
		if len(l) != 4 {
			return netip.Addr{}, false
		}
		a, err := netip.ParseAddr(l[3] + "." + l[2] + "." + l[1] + "." + l[0])
		return a, err == nil
	}
	s, ok := strings.CutSuffix(name, ".ip6.arpa")
	if l := strings.Split(s, "."); ok && len(l) == 32 {
		var b strings.Builder
		for i := 31; i >= 0; i-- {
			b.WriteString(l[i])
			if i%4 == 0 && i > 0 {
				b.WriteByte(':')
			}
		}
		a, err := netip.ParseAddr(b.String())
		return a, err == nil
	}
	return netip.Addr{}, false
}

// chunks splits a text into strings of a length that a record can hold.
func chunks(t string) []string {
	out := []string{}
	for len(t) > 255 {
		out, t = append(out, t[:255]), t[255:]
	}
	return append(out, t)
}
