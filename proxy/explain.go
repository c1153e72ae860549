package proxy

import (
	"fmt"
	"net/netip"
	"strings"
)

// Passed is a rule that did not decide about a flow.
type Passed struct {
	Rule string
	Why  string
}

// Explainer is a [Policy] that can say why rules did not match. It is asked for records only.
type Explainer interface {
	// Explain gives the rules that a flow was compared with and that do not match it, in their
	// order; those after the one that does match are left out.
	Explain(f Flow) []Passed
}

var _ Explainer = (*Rules)(nil)

// Explain implements [Explainer].
func (r *Rules) Explain(f Flow) []Passed {
	if f.Dst.Port() == smtp {
		return nil
	}
	t := r.table.Load()
	var all []Passed
	decides := t.rule(f)
	for i := range t.rules {
		rule := &t.rules[i]
		if rule == decides {
			break
		}
		why := rule.unfit(f)
		if why == "" {
			why = "rules for HTTP are asked before those for TCP"
		}
		all = append(all, Passed{rule.text, why})
	}
	return all
}

// ExplainName tells why no rule makes a name resolvable.
func (r *Rules) ExplainName(host string) []Passed {
	var all []Passed
	for _, rule := range r.table.Load().rules {
		if why := rule.dest.excludes(netip.Addr{}, strings.ToLower(strings.TrimRight(host, "."))); why != "" {
			all = append(all, Passed{rule.text, why})
		}
	}
	return all
}

// unfit tells why a rule does not match a flow; "" if it does.
func (r *rule) unfit(f Flow) string {
	named := f.Proto == TLS && f.Host != ""
	switch {
	case r.proto == TLS && f.Proto == TLS && !named:
		return "the client names no server"
	case r.proto == TLS && !named:
		return "it is for HTTPS only"
	case r.proto == HTTP && named:
		return "it is for HTTP only, and this is HTTPS"
	case r.proto == Raw && named:
		return "HTTPS that names its server is decided by rules for HTTPS"
	case r.proto == Raw && namesHost(f):
		return "HTTP that names its host is decided by rules for HTTP"
	case r.dest.port != 0 && r.dest.port != f.Dst.Port():
		return fmt.Sprintf("it is for port %d", r.dest.port)
	}
	host := ""
	if r.proto != HTTP || namesHost(f) {
		host = strings.TrimRight(f.Host, ".")
	}
	return r.dest.excludes(f.Dst.Addr().Unmap(), host)
}

// excludes tells why a destination does not cover an address and a name; "" if it does.
func (d *destination) excludes(addr netip.Addr, host string) string {
	switch {
	case d.covers(addr, host):
		return ""
	case d.prefix.IsValid() && !addr.IsValid():
		return "it is for addresses"
	case d.prefix.IsValid() && d.prefix.IsSingleIP():
		return "the address is " + addr.String()
	case d.prefix.IsValid():
		return addr.String() + " is not in the range"
	case host == "":
		return "no host name is known on this port"
	}
	return fmt.Sprintf("%q does not match", host)
}
