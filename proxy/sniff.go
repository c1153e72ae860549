package proxy

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"strings"
)

// Limits of what is read before a flow is given up as unrecognised, in bytes.
// The platform's own sidecar reads request heads of up to 128 KiB.
const (
	maxHead  = 128 << 10
	maxHello = 64 << 10
	maxVerb  = 32 // longest method that still looks like one
)

const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// sniff tells what the first bytes of a flow speak, and the host they name (SNI
// or Host header: lower case, without port). more means that the bytes are a
// possible beginning and that the answer may change with further ones.
func sniff(peeked []byte) (proto Proto, host string, more bool) {
	if len(peeked) == 0 {
		return Raw, "", true
	}
	if peeked[0] == 0x16 {
		return sniffTLS(peeked)
	}
	return sniffHTTP(peeked)
}

// sniffHTTP recognises the clear-text preface of HTTP/2 and HTTP/1.x request heads.
func sniffHTTP(b []byte) (Proto, string, bool) {
	if n := min(len(b), len(preface)); string(b[:n]) == preface[:n] && n > 3 {
		return HTTP, "", n < len(preface)
	}
	verb := 0
	for verb < len(b) && isVerb(b[verb]) {
		verb++
	}
	switch {
	case verb > maxVerb:
		return Raw, "", false
	case verb == len(b):
		return Raw, "", true
	case verb == 0 || b[verb] != ' ':
		return Raw, "", false
	}
	end := bytes.IndexByte(b, '\n')
	if end < 0 {
		return Raw, "", len(b) < maxHead
	}
	line := strings.TrimSuffix(string(b[:end]), "\r")
	target, version, ok := cutLast(line[verb+1:], ' ')
	if !ok || !strings.HasPrefix(version, "HTTP/1.") {
		return Raw, "", false
	}
	if host, ok := authorityOf(target); ok {
		return HTTP, hostname(host), false
	}
	host, found, whole := hostHeader(b[end+1:])
	return HTTP, hostname(host), !found && !whole && len(b) < maxHead
}

// hostHeader looks for the Host field; whole tells that the head ends in b.
func hostHeader(b []byte) (host string, found, whole bool) {
	for {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return "", false, false
		}
		line := bytes.TrimSuffix(b[:end], []byte("\r"))
		if len(line) == 0 {
			return "", false, true
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("Host")) {
			return string(bytes.TrimSpace(value)), true, false
		}
		b = b[end+1:]
	}
}

// authorityOf returns the host of an absolute-form request target.
func authorityOf(target string) (string, bool) {
	scheme, rest, ok := strings.Cut(target, "://")
	if !ok || scheme == "" || strings.ContainsAny(scheme, "/?#") {
		return "", false
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	return rest, rest != ""
}

// sniffTLS looks for the server name in a ClientHello, which may be spread over several records.
func sniffTLS(b []byte) (Proto, string, bool) {
	if len(b) >= 2 && b[1] != 3 {
		return Raw, "", false
	}
	more := len(b) < maxHello
	var hello []byte
	for rest := b; ; {
		if len(rest) < 5 {
			return TLS, "", more
		}
		size := int(binary.BigEndian.Uint16(rest[3:]))
		if rest[0] != 0x16 || size == 0 {
			return TLS, "", false
		}
		body := rest[5:]
		hello = append(hello, body[:min(size, len(body))]...)
		if len(hello) >= 4 {
			if hello[0] != 1 {
				return TLS, "", false
			}
			want := 4 + (int(hello[1])<<16 | int(hello[2])<<8 | int(hello[3]))
			if want > maxHello {
				return TLS, "", false
			}
			if len(hello) >= want {
				return TLS, serverName(hello[4:want]), false
			}
		}
		if len(body) < size {
			return TLS, "", more
		}
		rest = body[size:]
	}
}

// serverName reads server_name (RFC 6066 §3) from the body of a ClientHello (RFC 8446 §4.1.2).
func serverName(b []byte) string {
	r := reader(b)
	r.skip(2 + 32)      // version, random
	r.skip(r.uint(1))   // session id
	r.skip(r.uint(2))   // cipher suites
	r.skip(r.uint(1))   // compression methods
	exts := r.sub(2)    // extensions
	for len(exts) > 0 { // each: type, length, data
		kind, data := exts.uint(2), exts.sub(2)
		if kind != 0 {
			continue
		}
		for names := data.sub(2); len(names) > 0; {
			sort, name := names.uint(1), names.sub(2)
			if sort == 0 {
				return hostname(string(name))
			}
		}
		return ""
	}
	return ""
}

// reader takes big-endian fields off its front. What is missing reads as zero and empties it.
type reader []byte

func (r *reader) uint(size int) int {
	if len(*r) < size {
		*r = nil
		return 0
	}
	v := 0
	for _, c := range (*r)[:size] {
		v = v<<8 | int(c)
	}
	*r = (*r)[size:]
	return v
}

func (r *reader) skip(n int) {
	if len(*r) < n {
		n = len(*r)
	}
	*r = (*r)[n:]
}

func (r *reader) sub(size int) reader {
	n := min(r.uint(size), len(*r))
	v := (*r)[:n]
	*r = (*r)[n:]
	return v
}

// hostname strips the port of a Host value and brings what is left to lower
// case; IPv6 literals lose their brackets. What cannot be a host becomes "".
func hostname(hostport string) string {
	h := hostport
	if strings.HasPrefix(h, "[") {
		end := strings.IndexByte(h, ']')
		if end < 0 {
			return ""
		}
		a, err := netip.ParseAddr(h[1:end])
		if err != nil {
			return ""
		}
		return a.Unmap().WithZone("").String()
	}
	if i := strings.IndexByte(h, ':'); i >= 0 {
		h = h[:i]
	}
	for i := 0; i < len(h); i++ {
		if c := h[i]; c <= ' ' || c == '/' || c == '\\' || c == '@' || c >= 0x7f {
			return ""
		}
	}
	return strings.ToLower(h)
}

func isVerb(c byte) bool { return 'A' <= c && c <= 'Z' || c == '-' || c == '_' }

func cutLast(s string, sep byte) (before, after string, found bool) {
	if i := strings.LastIndexByte(s, sep); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}
