package urlpattern

import (
	"strings"

	"paddock/polyfills/url"
)

// Pattern is the host side of a URLPattern.
type Pattern struct {
	components [componentCount]*component
}

// parse is "create" of the standard, for the members that a constructor string or a
// dictionary gave. closed tells that what they and their base leave open is not a wildcard but
// what the base has.
func (compile compiler) pattern(given *members, ignoreCase, closed bool) (*Pattern, error) {
	m, err := given.process(true, [componentCount]*string{})
	if err == nil && closed {
		err = m.close(given)
	}
	if err != nil {
		return nil, err
	}
	var texts [componentCount]string
	for c, v := range m.parts {
		if texts[c] = "*"; v != nil {
			texts[c] = *v
		}
	}
	if usual, ok := special(texts[protocol]); ok && usual != "" && texts[port] == usual {
		texts[port] = ""
	}
	p := &Pattern{}
	for c, text := range texts {
		s, canonical := plainSyntax, canonicalOf(c, "")
		fold := ignoreCase && c >= pathname
		switch c {
		case hostname:
			s = hostnameSyntax
			if len(text) > 1 && text[0] == '[' || strings.HasPrefix(text, "{[") || strings.HasPrefix(text, `\[`) {
				canonical = canonicalIPv6
			}
		case port:
			canonical = func(v string) (string, error) { return canonicalPort(v, "") }
		case pathname:
			if p.components[protocol].matchesSpecial() {
				s = pathnameSyntax
			} else {
				canonical = canonicalOpaque
			}
		}
		if p.components[c], err = compile.component(text, s, fold, canonical); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// matchesSpecial tells whether a protocol's pattern matches a special scheme.
func (c *component) matchesSpecial() bool {
	for _, scheme := range specialSchemes {
		if _, ok := c.match(scheme); ok {
			return true
		}
	}
	return false
}

// inputs gives the components of a URL to match; ok is false when it is none.
func inputsOf(text, base string) (in [componentCount]string, ok bool) {
	u, err := url.Parse(text, base)
	if err != nil {
		return in, false
	}
	return [componentCount]string{
		u.Scheme(), u.Username(), u.Password(), u.Hostname(), u.Port(), u.Pathname(), u.Query(), u.Fragment(),
	}, true
}

// inputs is inputsOf for members; what is absent is empty.
func (m *members) inputs() (in [componentCount]string, ok bool) {
	var empty [componentCount]*string
	for c := range empty {
		empty[c] = new(string)
	}
	out, err := m.process(false, empty)
	if err != nil {
		return in, false
	}
	for c, v := range out.parts {
		in[c] = *v
	}
	return in, true
}

// match matches all components; groups are by component.
func (p *Pattern) match(in [componentCount]string) (groups [componentCount][]*string, ok bool) {
	for c := range in {
		if groups[c], ok = p.components[c].match(in[c]); !ok {
			return groups, false
		}
	}
	return groups, true
}
