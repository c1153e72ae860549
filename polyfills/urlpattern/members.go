package urlpattern

import (
	"strings"

	"paddock/polyfills/url"
)

// The components of a URL, in the standard's order.
const (
	protocol = iota
	username
	password
	hostname
	port
	pathname
	search
	hash
	componentCount
)

// componentNames are the members of the dictionaries and the getters.
var componentNames = [componentCount]string{"protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"}

// members is the standard's URLPatternInit; what is absent is nil.
type members struct {
	parts    [componentCount]*string
	base     *string
	fromText bool // and not from a dictionary
}

func (m *members) has(components ...int) bool {
	for _, c := range components {
		if m.parts[c] != nil {
			return true
		}
	}
	return false
}

// process is "process a URLPatternInit". pattern tells that the members are patterns, which
// are normalized later; else they are the components of an input, from what is given.
func (m *members) process(pattern bool, from [componentCount]*string) (*members, error) {
	out := &members{parts: from}
	inherited := func(text string) *string {
		if pattern {
			text = escapePattern(text)
		}
		return &text
	}
	var base *url.Parsed
	if m.base != nil {
		var err error
		if base, err = url.Parse(*m.base, ""); err != nil {
			return nil, err
		}
		m.inherit(out, base, pattern, inherited)
	}
	for c, v := range m.parts {
		if v != nil {
			out.parts[c] = v
		}
	}
	if p := m.parts[pathname]; p != nil && base != nil && !base.OpaquePath() && !absolute(*p, pattern) {
		path := *inherited(base.Pathname())
		if slash := strings.LastIndexByte(path, '/'); slash >= 0 {
			joined := path[:slash+1] + *p
			out.parts[pathname] = &joined
		}
	}
	return out, out.normalize(m, pattern)
}

// inherit copies from the base what stands before the first component that m has.
func (m *members) inherit(out *members, base *url.Parsed, pattern bool, inherited func(string) *string) {
	if !m.has(protocol) {
		out.parts[protocol] = inherited(base.Scheme())
	}
	if !pattern && !m.has(protocol, hostname, port, username) {
		out.parts[username] = inherited(base.Username())
		if !m.has(password) {
			out.parts[password] = inherited(base.Password())
		}
	}
	order := []struct {
		component int
		text      func() string
	}{
		{hostname, base.Hostname}, {port, base.Port}, {pathname, base.Pathname}, {search, base.Query}, {hash, base.Fragment},
	}
	if m.has(protocol) {
		return
	}
	for _, o := range order {
		if m.has(o.component) {
			return
		}
		out.parts[o.component] = inherited(o.text())
	}
}

// close gives what m leaves open a value: that of the base where a dictionary has one, else none.
func (m *members) close(given *members) error {
	var of [componentCount]string
	if given.base != nil && !given.fromText {
		var ok bool
		if of, ok = inputsOf(*given.base, ""); !ok {
			return errInvalid
		}
	}
	for c := range m.parts {
		if m.parts[c] == nil {
			text := escapePattern(of[c])
			m.parts[c] = &text
		}
	}
	return nil
}

// absolute is "is an absolute pathname".
func absolute(path string, pattern bool) bool {
	return strings.HasPrefix(path, "/") || pattern && (strings.HasPrefix(path, `\/`) || strings.HasPrefix(path, "{/"))
}

// normalize treats the members that given has.
func (m *members) normalize(given *members, pattern bool) error {
	scheme := ""
	if p := m.parts[protocol]; p != nil {
		scheme = strings.TrimSuffix(*p, ":")
	}
	for c := range m.parts {
		if given.parts[c] == nil {
			continue
		}
		text := *m.parts[c]
		switch c {
		case protocol:
			text = strings.TrimSuffix(text, ":")
		case search:
			text = strings.TrimPrefix(text, "?")
		case hash:
			text = strings.TrimPrefix(text, "#")
		}
		if !pattern {
			var err error
			if text, err = canonicalOf(c, scheme)(text); err != nil {
				return err
			}
			if c == protocol {
				scheme = text
			}
		}
		m.parts[c] = &text
	}
	return nil
}

// canonicalOf gives what normalizes a component of an input.
func canonicalOf(component int, scheme string) func(string) (string, error) {
	switch component {
	case protocol:
		return canonicalProtocol
	case username:
		return canonicalUsername
	case password:
		return canonicalPassword
	case hostname:
		return canonicalHostname
	case port:
		return func(v string) (string, error) { return canonicalPort(v, scheme) }
	case pathname:
		if _, ok := special(scheme); !ok && scheme != "" {
			return canonicalOpaque
		}
		return canonicalPathname
	case search:
		return canonicalSearch
	}
	return canonicalHash
}
