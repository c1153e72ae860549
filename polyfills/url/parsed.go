package url

import (
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// Parsed is a parsed URL: its serialization and where its components lie in it.
type Parsed struct {
	href                           string
	scheme, username, password     string
	hostname, port                 string
	pathname, query, fragment      string
	hasHost, hasQuery, hasFragment bool // an absent component is not an empty one
}

// Parse parses a URL, against base unless that is empty.
func Parse(input, base string) (*Parsed, error) {
	if len(input) > long && !plain(input) {
		if p, ok, err := parseLong(input, base); ok {
			return p, err
		}
	}
	if base == "" {
		if plain(input) {
			return split(input), nil
		}
		u, err := parser.Parse(input)
		if err != nil {
			return nil, err
		}
		return parsed(u), nil
	}
	if plain(base) {
		if plain(input) {
			return split(input), nil
		}
		if len(input) > 1 && input[0] == '/' && input[1] != '/' {
			if joined := origin(base) + input; plain(joined) {
				return split(joined), nil
			}
		}
	}
	u, err := parser.ParseRef(base, input)
	if err != nil {
		return nil, err
	}
	return parsed(u), nil
}

// Parser is the parser that [Parse] falls back to, for those who need one of its states.
func Parser() whatwg.Parser { return parser }

// pathSet is what a path percent-encodes, with the caret, a later addition of the standard's.
var pathSet = whatwg.PathPercentEncodeSet.Set('^')

// parser is the library's, with what it predates.
var parser = whatwg.NewParser(
	whatwg.WithPathPercentEncodeSet(pathSet),
	whatwg.WithPreParseHostFunc(hideDomain),
	whatwg.WithPostParseHostFunc(showDomain),
)

// parsed takes over what the library has parsed. A space at the end of an opaque path is
// percent-encoded where something follows; the library predates that.
func parsed(u *whatwg.Url) *Parsed {
	p := split(u.Href(false))
	if u.OpaquePath() && strings.HasSuffix(p.pathname, " ") && (p.hasQuery || p.hasFragment) {
		end := len(p.scheme) + 1 + len(p.pathname)
		return split(p.href[:end-1] + "%20" + p.href[end:])
	}
	return p
}

// split finds the components of a serialized URL; they share its memory.
func split(href string) *Parsed {
	p := &Parsed{href: href}
	p.scheme, href, _ = strings.Cut(href, ":")
	if i := strings.IndexByte(href, '#'); i >= 0 {
		p.fragment, p.hasFragment, href = href[i+1:], true, href[:i]
	}
	if i := strings.IndexByte(href, '?'); i >= 0 {
		p.query, p.hasQuery, href = href[i+1:], true, href[:i]
	}
	authority, ok := strings.CutPrefix(href, "//")
	if !ok {
		// A path that begins with two slashes is written with a dot, not to be read as a host.
		p.pathname = href
		if strings.HasPrefix(href, "/.//") {
			p.pathname = href[2:]
		}
		return p
	}
	p.hasHost = true
	if i := strings.IndexByte(authority, '/'); i >= 0 {
		authority, p.pathname = authority[:i], authority[i:]
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		p.username, p.password, _ = strings.Cut(authority[:i], ":")
		authority = authority[i+1:]
	}
	p.hostname = authority
	if i := strings.LastIndexByte(authority, ':'); i >= 0 && !strings.HasSuffix(authority, "]") {
		p.hostname, p.port = authority[:i], authority[i+1:]
	}
	return p
}

// Href gives the serialization, without the fragment if excludeFragment.
func (p *Parsed) Href(excludeFragment bool) string {
	if excludeFragment && p.hasFragment {
		return p.href[:len(p.href)-len(p.fragment)-1]
	}
	return p.href
}

// Scheme gives the scheme, without the colon.
func (p *Parsed) Scheme() string { return p.scheme }

// Protocol gives the scheme with its colon.
func (p *Parsed) Protocol() string { return p.href[:len(p.scheme)+1] }

// Username gives the username.
func (p *Parsed) Username() string { return p.username }

// Password gives the password.
func (p *Parsed) Password() string { return p.password }

// Hostname gives the host without the port.
func (p *Parsed) Hostname() string { return p.hostname }

// Port gives the port, empty for the default one.
func (p *Parsed) Port() string { return p.port }

// Host gives the host with the port.
func (p *Parsed) Host() string {
	if p.port == "" {
		return p.hostname
	}
	return p.hostname + ":" + p.port
}

// Pathname gives the path.
func (p *Parsed) Pathname() string { return p.pathname }

// OpaquePath tells whether the path has no segments, as that of data: URLs.
func (p *Parsed) OpaquePath() bool { return !p.hasHost && !strings.HasPrefix(p.pathname, "/") }

// Query gives the query without the question mark.
func (p *Parsed) Query() string { return p.query }

// Search gives the query with its question mark, or nothing.
func (p *Parsed) Search() string { return prefixed("?", p.query) }

// Fragment gives the fragment without the number sign.
func (p *Parsed) Fragment() string { return p.fragment }

// Hash gives the fragment with its number sign, or nothing.
func (p *Parsed) Hash() string { return prefixed("#", p.fragment) }

func prefixed(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + text
}

// set lets the library set a component.
func (p *Parsed) set(setter func(*whatwg.Url, string), v string) {
	u, err := parser.Parse(p.href)
	if err != nil {
		return // a serialization always parses
	}
	setter(u, v)
	*p = *parsed(u)
}

// setHost is set of what comes before the path.
func (p *Parsed) setHost(setter func(*whatwg.Url, string), v string) {
	if p.isLong(v) {
		p.setAuthority(setter, v)
		return
	}
	p.set(setter, v)
}

// SetProtocol does what assigning to URL.protocol does; so do the other setters.
func (p *Parsed) SetProtocol(v string) { p.setHost((*whatwg.Url).SetProtocol, v) }

// SetHost sets host and port.
func (p *Parsed) SetHost(v string) { p.setHost((*whatwg.Url).SetHost, v) }

// SetHostname sets the host.
func (p *Parsed) SetHostname(v string) { p.setHost((*whatwg.Url).SetHostname, v) }

// SetPort sets the port.
func (p *Parsed) SetPort(v string) { p.setHost((*whatwg.Url).SetPort, v) }

// setPart is set of what is encoded, and nothing more; encoded does that to the component of a long URL.
func (p *Parsed) setPart(setter func(*whatwg.Url, string), v string, encoded func()) {
	if p.isLong(v) {
		encoded()
		p.join()
		return
	}
	p.set(setter, v)
}

// setUser is setPart of what there is with a host only.
func (p *Parsed) setUser(setter func(*whatwg.Url, string), v string, component *string) {
	p.setPart(setter, v, func() {
		if p.hostname != "" {
			*component = encode(v, whatwg.UserInfoPercentEncodeSet)
		}
	})
}

// SetUsername sets the username.
func (p *Parsed) SetUsername(v string) {
	p.setUser((*whatwg.Url).SetUsername, v, &p.username)
}

// SetPassword sets the password.
func (p *Parsed) SetPassword(v string) {
	p.setUser((*whatwg.Url).SetPassword, v, &p.password)
}

// SetPathname sets the path, unless it is opaque.
func (p *Parsed) SetPathname(v string) {
	p.setPart((*whatwg.Url).SetPathname, v, func() {
		v = bare(v)
		if v != "" && strings.IndexByte(slashes(p.scheme), v[0]) < 0 {
			v = "/" + v
		}
		p.pathname = normalPath(p.scheme, v)
	})
}

// SetHash sets the fragment; the empty string removes it.
func (p *Parsed) SetHash(v string) {
	p.setPart((*whatwg.Url).SetHash, v, func() {
		p.hasFragment = v != ""
		p.fragment = encode(bare(strings.TrimPrefix(v, "#")), whatwg.FragmentPercentEncodeSet)
	})
}

// SetSearch sets the query; the empty string removes it.
func (p *Parsed) SetSearch(v string) {
	if v == "" || !only(v, queryByte) {
		p.setPart((*whatwg.Url).SetSearch, v, func() {
			p.hasQuery = v != ""
			p.query = encode(bare(strings.TrimPrefix(v, "?")), querySet(p.scheme))
		})
		return
	}
	before, after := p.Href(true), p.href[len(p.Href(true)):]
	if p.hasQuery {
		before = before[:len(before)-len(p.query)-1]
	}
	*p = *split(before + "?" + strings.TrimPrefix(v, "?") + after)
}
