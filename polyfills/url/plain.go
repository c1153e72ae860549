package url

import (
	"net/netip"
	"strconv"
	"strings"
)

// Most URLs that a Worker sees are in their normal form already. plain recognizes those whose
// serialization is the input itself, at a tenth of the parser's price.

// byteSet says of each byte what it may be part of.
type byteSet uint8

const (
	hostByte byteSet = 1 << iota
	pathByte
	queryByte
	fragmentByte
)

// bytesOf has what the parser leaves as it is in special URLs. A percent sign stays, whatever
// follows; dots and percent signs of paths are looked at by [plainPath].
var bytesOf = func() (set [256]byteSet) {
	for c := byte(0x21); c < 0x7f; c++ {
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' {
			set[c] |= hostByte
		}
		if !strings.ContainsRune("\"#<>?`{}^\\", rune(c)) {
			set[c] |= pathByte
		}
		if !strings.ContainsRune("\"#<>'", rune(c)) {
			set[c] |= queryByte
		}
		if !strings.ContainsRune("\"<>`", rune(c)) {
			set[c] |= fragmentByte
		}
	}
	return set
}()

// only tells whether all bytes of s are in a set.
func only(s string, set byteSet) bool {
	for i := 0; i < len(s); i++ {
		if bytesOf[s[i]]&set == 0 {
			return false
		}
	}
	return true
}

// plain tells whether s is an http or https URL whose serialization is s. False tells nothing.
func plain(s string) bool {
	rest, secure := strings.CutPrefix(s, "https://")
	if !secure {
		var ok bool
		if rest, ok = strings.CutPrefix(s, "http://"); !ok {
			return false
		}
	}
	slash := strings.IndexByte(rest, '/')
	if slash < 0 {
		return false
	}
	host, port, hasPort := strings.Cut(rest[:slash], ":")
	if !plainHost(host) || hasPort && !plainPort(port, secure) {
		return false
	}
	path := rest[slash:]
	if i := strings.IndexByte(path, '#'); i >= 0 {
		if !only(path[i+1:], fragmentByte) {
			return false
		}
		path = path[:i]
	}
	if i := strings.IndexByte(path, '?'); i >= 0 {
		if !only(path[i+1:], queryByte) {
			return false
		}
		path = path[:i]
	}
	return PlainPath(path)
}

// origin gives the part of a plain URL before its path.
func origin(plain string) string {
	const scheme = len("https://") // or one more than that of http, a byte of the host
	return plain[:scheme+strings.IndexByte(plain[scheme:], '/')]
}

// plainHost tells whether the parser leaves a host as it is: an IPv4 address in its normal form, or a
// name with nothing of IDNA.
func plainHost(host string) bool {
	if host == "" || len(host) > 253 || !only(host, hostByte) || strings.Contains(host, "xn--") {
		return false
	}
	if '0' <= host[0] && host[0] <= '9' {
		if _, err := netip.ParseAddr(host); err == nil {
			return true // it takes no other form of an IPv4 address, and one of IPv6 has colons
		}
	}
	last := host[strings.LastIndexByte(strings.TrimSuffix(host, "."), '.')+1:]
	return last != "" && last[0] != '.' && (last[0] < '0' || last[0] > '9')
}

// plainPort tells whether a port is written as the serializer does, and not the default.
func plainPort(port string, secure bool) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && strconv.FormatUint(n, 10) == port && n != 0 && !(secure && n == 443) && !(!secure && n == 80)
}

// PlainPath tells whether the parser leaves the path of a special URL as it is: it begins
// with a slash, has nothing to encode and no segment that is or may be a dot.
func PlainPath(path string) bool {
	if path == "" || path[0] != '/' || !only(path, pathByte) {
		return false
	}
	return !strings.Contains(path, "/.") && !strings.Contains(path, "%2e") && !strings.Contains(path, "%2E")
}
