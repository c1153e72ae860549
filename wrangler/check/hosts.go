package check

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"paddock/jsruntime/dialect"
	"paddock/jsruntime/worker"
)

// lists looks at the hosts that a class allows and denies, and at those of its handlers.
func (f *findings) lists(e worker.Export, lineage []dialect.Class) {
	for _, list := range []string{"allowedHosts", "deniedHosts"} {
		if m := member(lineage, list, false); m != nil {
			f.hosts(list, m.Value.Strings)
		}
	}
	i := slices.IndexFunc(e.Statics, func(s worker.Static) bool { return s.Name == "outboundByHost" && s.Set })
	if i < 0 {
		return
	}
	at := siteOf(lineage)
	if m := member(lineage, "outboundByHost", true); m != nil {
		at = m.Site
	}
	for _, host := range e.Statics[i].Keys {
		if why, instead := unmatched(host); why != "" {
			f.warn(f.place(at), fmt.Sprintf("The handler for %q in outboundByHost of %s never runs: %s.", host, e.Class, why), comparison, instead)
			continue
		}
		f.gated(e, lineage, host)
	}
}

// comparison is how hosts are matched.
const comparison = "Hosts are compared with the host name of a request's URL: no port, lower case; * stands for any characters."

// gated finds handlers of hosts that a list keeps from running.
func (f *findings) gated(e worker.Export, lineage []dialect.Class, host string) {
	covers := func(t dialect.Text) bool { return t.Value == host || globCovers(t.Value, host) }
	if m := member(lineage, "allowedHosts", false); m != nil && m.Value.Known && !m.Value.True && !slices.ContainsFunc(m.Value.Strings, covers) {
		f.warn(f.place(m.Site), fmt.Sprintf("The handler for %q in outboundByHost of %s never runs: allowedHosts does not have the host.", host, e.Class),
			"Where there is a list of allowed hosts, all others are refused before handlers are asked.", fmt.Sprintf("add %q to allowedHosts", host))
	}
	if m := member(lineage, "deniedHosts", false); m != nil && slices.ContainsFunc(m.Value.Strings, covers) {
		f.warn(f.place(m.Site), fmt.Sprintf("The handler for %q in outboundByHost of %s never runs: deniedHosts has the host.", host, e.Class),
			"Denied hosts are refused before handlers are asked.", "take the host out of one of them")
	}
}

// globCovers tells whether a pattern matches a host; a host with a wildcard of its own is covered by
// the same pattern only.
func globCovers(pattern, host string) bool {
	if strings.Contains(host, "*") {
		return pattern == "*" || pattern == host
	}
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == host
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(host) < len(first)+len(last) || !strings.HasPrefix(host, first) || !strings.HasSuffix(host, last) {
		return false
	}
	rest := host[len(first) : len(host)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return true
}

// calls looks at the hosts that are given to methods while the Worker runs.
func (f *findings) calls() {
	for _, call := range f.Outline.Calls {
		if at, inPackage := f.Place(call.Arguments[0].Site); at == nil || inPackage {
			continue
		}
		f.hosts(call.Method+"()", call.Arguments)
	}
}

// hosts finds entries of a list that match nothing.
func (f *findings) hosts(list string, entries []dialect.Text) {
	for _, entry := range entries {
		why, instead := unmatched(entry.Value)
		if why == "" {
			continue
		}
		text := fmt.Sprintf("%q in %s matches nothing: %s.", entry.Value, list, why)
		note := comparison + " What is meant to be allowed is refused."
		if strings.Contains(strings.ToLower(list), "den") {
			note = comparison + " What is meant to be denied gets through."
		}
		f.warn(f.place(entry.Site), text, note, instead)
	}
}

// unmatched tells why no host name of a URL is ever matched by an entry, and what to write instead;
// "" if some is.
func unmatched(entry string) (why, instead string) {
	plain := strings.ToLower(strings.TrimSpace(entry))
	if _, rest, ok := strings.Cut(plain, "://"); ok {
		host, _, _ := strings.Cut(rest, "/")
		return "it is a URL", fmt.Sprintf("write the host name only: %q", host)
	}
	if _, err := netip.ParsePrefix(plain); err == nil {
		return "it is a range of addresses", "write host names or single addresses, or decide by address in a handler; ctx.container.interceptOutboundHttp takes ranges"
	}
	if host, _, ok := strings.Cut(plain, "/"); ok {
		return "it has a path", fmt.Sprintf("write the host name only: %q", host)
	}
	if a, err := netip.ParseAddr(plain); err == nil && a.Is6() {
		return "an IPv6 address stands in brackets in a URL", fmt.Sprintf("write %q", "["+plain+"]")
	}
	if i := strings.LastIndexByte(plain, ':'); i >= 0 && !strings.HasSuffix(plain, "]") {
		return "it has a port", fmt.Sprintf("write the host name only: %q", plain[:i])
	}
	switch {
	case plain == "":
		return "it is empty", "take it out"
	case plain != entry:
		return "host names of URLs are in lower case and have no spaces", fmt.Sprintf("write %q", plain)
	case strings.HasSuffix(plain, "."):
		return "dots at the end of a host name are taken away", fmt.Sprintf("write %q", strings.TrimRight(plain, "."))
	case strings.HasPrefix(plain, "."):
		return "no host name begins with a dot", fmt.Sprintf("write %q", "*"+plain)
	case strings.ContainsFunc(plain, func(c rune) bool { return c > 0x7f }):
		return "host names of URLs are in ASCII", "write the name in its form that begins with xn--"
	}
	return "", ""
}
