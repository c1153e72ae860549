package url

import (
	"slices"
	"strings"
)

// original is an address as the platform kept it before 2022-10-31 (url_original): in parts that
// are decoded, and encoded again where it is written. Nothing but addresses with a host has a place.
type original struct {
	scheme   string
	user     *originalUser
	host     string // with the port
	path     []string
	slash    bool // the path ends with one
	query    []originalPair
	fragment *string
}

type originalUser struct {
	name     string
	password *string
}

// originalPair is a part of a query; a bare one has no equals sign.
type originalPair struct {
	name, value string
	bare        bool
}

// parseOriginal reads an address; ok is false for what is none.
func parseOriginal(text string) (u *original, ok bool) {
	scheme, rest, found := strings.Cut(text, ":")
	scheme = lowerASCII(scheme)
	if !found || !originalScheme(scheme) || !strings.HasPrefix(rest, "//") {
		return nil, false
	}
	r := originalReader{rest: rest[2:]}
	r.url.scheme = scheme
	r.authority()
	for strings.HasPrefix(r.rest, "/") {
		r.rest = r.rest[1:]
		r.segment("/?#")
	}
	r.queryAndFragment()
	return &r.url, !r.bad
}

// resolve reads an address that is relative to u.
func (u *original) resolve(text string) (to *original, ok bool) {
	if text == "" {
		return u.clone(), true
	}
	r := originalReader{rest: text}
	r.url.scheme = u.scheme
	if i := strings.IndexFunc(text, func(c rune) bool { return !schemeRune(c) }); i >= 0 && text[i] == ':' {
		r.url.scheme, r.rest = text[:i], text[i+1:]
	}
	elsewhere := strings.HasPrefix(r.rest, "//")
	if elsewhere {
		r.rest = r.rest[2:]
		r.authority()
	} else {
		r.url.host, r.url.user = u.host, u.user
	}
	moved := r.rest != "" && r.rest[0] != '?' && r.rest[0] != '#'
	switch {
	case moved:
		r.relativePath(u)
	case !elsewhere:
		r.url.path, r.url.slash = slices.Clone(u.path), u.slash
	}
	if !strings.HasPrefix(r.rest, "?") && !elsewhere && !moved {
		r.url.query = slices.Clone(u.query)
	}
	r.queryAndFragment()
	return &r.url, !r.bad
}

func (u *original) clone() *original {
	c := *u
	c.path, c.query = slices.Clone(u.path), slices.Clone(u.query)
	return &c
}

// originalReader reads an address from the left; bad tells that something is none of an address.
type originalReader struct {
	url  original
	rest string
	bad  bool
}

// take gives what is before the first of some bytes, or all.
func (r *originalReader) take(until string) string {
	i := strings.IndexAny(r.rest, until)
	if i < 0 {
		i = len(r.rest)
	}
	part := r.rest[:i]
	r.rest = r.rest[i:]
	return part
}

func (r *originalReader) decode(s string, plus bool) string {
	text, ok := decodeOriginal(s, plus)
	r.bad = r.bad || !ok
	return text
}

func (r *originalReader) authority() {
	host := r.take("/?#")
	if user, rest, found := strings.Cut(host, "@"); found {
		name, password, has := strings.Cut(user, ":")
		r.url.user = &originalUser{name: r.decode(name, false)}
		if has {
			password = r.decode(password, false)
			r.url.user.password = &password
		}
		host = rest
	}
	r.url.host = r.decode(host, false)
	r.bad = r.bad || !originalHost(r.url.host)
	r.url.host = lowerASCII(r.url.host)
}

// segment reads a part of the path, up to one of some bytes.
func (r *originalReader) segment(until string) {
	switch part := r.take(until); part {
	case "..":
		r.url.path = r.url.path[:max(0, len(r.url.path)-1)]
		r.url.slash = true
	case "", ".":
		r.url.slash = true
	default:
		r.url.path = append(r.url.path, r.decode(part, false))
		r.url.slash = false
	}
}

// relativePath reads a path, which begins where that of base ends unless it has a slash in front.
func (r *originalReader) relativePath(base *original) {
	if r.rest[0] == '/' {
		r.rest = r.rest[1:]
	} else if n := len(base.path); n > 0 {
		if !base.slash {
			n--
		}
		r.url.path = slices.Clone(base.path[:n])
	}
	for {
		r.segment("/?#")
		if !strings.HasPrefix(r.rest, "/") {
			return
		}
		r.rest = r.rest[1:]
	}
}

func (r *originalReader) queryAndFragment() {
	if strings.HasPrefix(r.rest, "?") {
		r.rest = r.rest[1:]
		r.query(r.take("#"))
	}
	if strings.HasPrefix(r.rest, "#") {
		fragment := r.decode(r.rest[1:], false)
		r.url.fragment = &fragment
	}
}

// query reads the parts of a query; empty ones are none.
func (r *originalReader) query(text string) {
	for part := range strings.SplitSeq(text, "&") {
		if part == "" {
			continue
		}
		name, value, found := strings.Cut(part, "=")
		r.url.query = append(r.url.query, originalPair{r.decode(name, true), r.decode(value, true), !found})
	}
}

// decodeOriginal decodes percent signs, and plus signs to spaces; ok is false where digits are missing.
func decodeOriginal(s string, plus bool) (text string, ok bool) {
	ok = true
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+' && plus:
			b = append(b, ' ')
		case s[i] != '%':
			b = append(b, s[i])
		case i+2 < len(s) && hex(s[i+1]) >= 0 && hex(s[i+2]) >= 0:
			b = append(b, byte(hex(s[i+1])<<4|hex(s[i+2])))
			i += 2
		default:
			ok = false
			if i+1 < len(s) && hex(s[i+1]) >= 0 {
				b = append(b, byte(hex(s[i+1])))
				i++
			}
		}
	}
	return string(b), ok
}

func lowerASCII(s string) string {
	return strings.Map(func(c rune) rune {
		if 'A' <= c && c <= 'Z' {
			return c + 'a' - 'A'
		}
		return c
	}, s)
}

func alphanumeric(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

func schemeRune(c rune) bool { return alphanumeric(c) || strings.ContainsRune("+-.", c) }

// originalScheme reports whether a text in small letters is a scheme.
func originalScheme(s string) bool {
	return s != "" && 'a' <= s[0] && s[0] <= 'z' && !strings.ContainsFunc(s, func(c rune) bool { return !schemeRune(c) })
}

// originalHost reports whether a host can be written.
func originalHost(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return !alphanumeric(c) && !strings.ContainsRune(".-:[]_", c) })
}
