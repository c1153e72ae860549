package url

import (
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// long is how many bytes are given to the library as one text at most: it takes the square of the length of user
// information, and of the number of a path's segments, in time. What is longer and has a host is given to it in parts.
const long = 1 << 12

// special are the schemes that the standard calls so, but for file, whose paths have rules of their own.
var special = map[string]bool{"http": true, "https": true, "ws": true, "wss": true, "ftp": true}

// slashes are what separates the segments of paths of a scheme.
func slashes(scheme string) string {
	if special[scheme] {
		return `/\`
	}
	return "/"
}

// parseLong is [Parse] of a URL that has a host; ok is false for others.
func parseLong(input, base string) (p *Parsed, ok bool, err error) {
	input = bare(strings.TrimFunc(input, func(r rune) bool { return r <= ' ' }))
	scheme, rest, found := strings.Cut(input, ":")
	if found && isScheme(scheme) {
		return parseAbsolute(strings.ToLower(scheme), rest)
	}
	b, err := Parse(base, "")
	if err != nil || !b.hasHost || b.scheme == "file" || input == "" {
		return nil, false, nil
	}
	isSlash := func(i int) bool { return len(input) > i && strings.IndexByte(slashes(b.scheme), input[i]) >= 0 }
	before := "" // of the base, behind its scheme
	switch authority := len(b.Protocol()) + len("//") + len(b.credentials()) + len(b.Host()); {
	case isSlash(0) && isSlash(1):
	case isSlash(0):
		before = b.href[:authority]
	case input[0] == '#':
		before = b.Href(true)
	case input[0] == '?':
		before = b.href[:authority+len(b.pathname)]
	default:
		before = b.href[:authority] + "/" + strings.TrimPrefix(b.pathname[:strings.LastIndexByte(b.pathname, '/')+1], "/")
	}
	return parseAbsolute(b.scheme, strings.TrimPrefix(before, b.Protocol())+input)
}

// parseAbsolute parses what is behind the colon of a scheme.
func parseAbsolute(scheme, rest string) (p *Parsed, ok bool, err error) {
	begin := 0
	for begin < len(rest) && strings.IndexByte(slashes(scheme), rest[begin]) >= 0 && (begin < 2 || special[scheme]) {
		begin++
	}
	if begin < 2 || scheme == "file" {
		return nil, false, nil
	}
	authority := rest[begin:]
	p = &Parsed{}
	authority, p.fragment, p.hasFragment = strings.Cut(authority, "#")
	authority, p.query, p.hasQuery = strings.Cut(authority, "?")
	if i := strings.IndexAny(authority, slashes(scheme)); i >= 0 {
		authority, p.pathname = authority[:i], authority[i:]
	}
	host := authority
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		host = authority[i:] // which is refused if nothing follows
		p.username, p.password, _ = strings.Cut(authority[:i], ":")
	}
	u, err := parser.Parse(scheme + "://" + host + "/")
	if err != nil {
		return nil, true, err
	}
	p.takeAuthority(parsed(u))
	p.username, p.password = encode(p.username, whatwg.UserInfoPercentEncodeSet), encode(p.password, whatwg.UserInfoPercentEncodeSet)
	p.pathname = normalPath(scheme, p.pathname)
	p.query, p.fragment = encode(p.query, querySet(scheme)), encode(p.fragment, whatwg.FragmentPercentEncodeSet)
	p.join()
	return p, true, nil
}

// takeAuthority takes over what comes before the path, but for the user.
func (p *Parsed) takeAuthority(of *Parsed) {
	p.scheme, p.hostname, p.port, p.hasHost = of.scheme, of.hostname, of.port, of.hasHost
}

// join makes the serialization of the components.
func (p *Parsed) join() {
	href := p.scheme + "://" + p.credentials() + p.Host() + p.pathname
	if p.hasQuery {
		href += "?" + p.query
	}
	if p.hasFragment {
		href += "#" + p.fragment
	}
	*p = *split(href)
}

// credentials gives the user and the password as they are written before the host.
func (p *Parsed) credentials() string {
	switch {
	case p.password != "":
		return p.username + ":" + p.password + "@"
	case p.username != "":
		return p.username + "@"
	}
	return ""
}

// isLong reports whether a component is to be set without the library's seeing all others.
func (p *Parsed) isLong(v string) bool {
	return len(p.href)+len(v) > long && p.hasHost && p.scheme != "file"
}

// setAuthority lets the library set the scheme, or something of the host, of a long URL.
func (p *Parsed) setAuthority(setter func(*whatwg.Url, string), v string) {
	user := "" // as long as it matters whether there is one
	if p.credentials() != "" {
		user = "u@"
	}
	u, err := parser.Parse(p.scheme + "://" + user + p.Host() + "/")
	if err != nil {
		return // a serialization always parses
	}
	setter(u, v)
	p.takeAuthority(parsed(u))
	p.join()
}

// normalPath is a path, behind a host, as its serialization has it: empty, or with a slash at its beginning.
func normalPath(scheme, path string) string {
	if path == "" && !special[scheme] {
		return ""
	}
	var segments []string
	for more := true; more; {
		path = path[min(1, len(path)):]
		segment := path
		i := strings.IndexAny(path, slashes(scheme))
		if more = i >= 0; more {
			segment, path = path[:i], path[i:]
		}
		switch dots := strings.ReplaceAll(strings.ToLower(segment), "%2e", "."); dots {
		case ".", "..":
			if dots == ".." && len(segments) > 0 {
				segments = segments[:len(segments)-1]
			}
			if !more {
				segments = append(segments, "")
			}
		default:
			segments = append(segments, encode(segment, pathSet))
		}
	}
	return "/" + strings.Join(segments, "/")
}

func querySet(scheme string) *whatwg.PercentEncodeSet {
	if special[scheme] {
		return whatwg.SpecialQueryPercentEncodeSet
	}
	return whatwg.QueryPercentEncodeSet
}

// encode percent-encodes the bytes of a text that are in a set.
func encode(text string, set *whatwg.PercentEncodeSet) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	done := 0
	for i := range len(text) {
		if c := text[i]; set.ByteShouldBeEncoded(c) {
			b.WriteString(text[done:i])
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
			done = i + 1
		}
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	return b.String()
}

// bare is a text without what the parser passes over.
func bare(text string) string {
	if !strings.ContainsAny(text, "\t\n\r") {
		return text
	}
	return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(text)
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i]
		if letter := 'a' <= c|0x20 && c|0x20 <= 'z'; !letter && (i == 0 || !('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.')) {
			return false
		}
	}
	return s != ""
}
