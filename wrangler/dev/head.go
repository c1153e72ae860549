package dev

import (
	"bytes"
	"net/http"
	"strings"
	"unicode/utf8"
)

// The heads of requests are looked at before net/http reads them, as it decides about many that no client sends but in tests
// as the platform's server does not, and tells nobody. What is looked at is what the first read brings, which is the whole but
// for the longest; the rest is net/http's.

// refusal is the answer to a request that no Worker is asked about. A status of 0 is no answer.
type refusal struct {
	status int
	words  string
}

func malformed(what string) *refusal { return &refusal{http.StatusBadRequest, what} }

// refusedHead is what net/http is given to read in the place of a head that is refused.
const refusedHead = "GET / HTTP/1.1\r\nHost: refused\r\nConnection: close\r\n\r\n"

// Names that stand for others in heads, which net/http would refuse: of an expectation that the platform tells the Worker, and
// of a coding of which the last header says nothing.
const (
	unexpected = "Ex*ect"
	coded      = "Transfer-*ncoding"
)

// restoreHeaders gives a request the headers that were sent.
func restoreHeaders(h http.Header) {
	if v := h[unexpected]; v != nil {
		h["Expect"] = v
		delete(h, unexpected)
	}
	delete(h, coded)
}

// head is the beginning of a request, of which lines may be missing.
type head struct {
	old      bool   // HTTP/1.0
	hosts    int    // headers that name one
	encoding []byte // the last name of a Transfer-Encoding
	final    []byte // its value
}

// examine looks at the head of a request. What is not refused it changes so that net/http takes it as the platform would:
// headers in their places, the target by t, if that is not nil, which stands at data[at:at+t.length].
func examine(data []byte) (t *target, at int, _ *refusal) {
	line, rest, whole := bytes.Cut(data, []byte("\n"))
	if !whole {
		if !isToken(data[:1]) { // as where TLS begins, which net/http would read on for a line
			return nil, 0, malformed("invalid HTTP method parsed")
		}
		return nil, 0, nil
	}
	var h head
	t, at, refused := h.requestLine(bytes.TrimSuffix(line, []byte("\r")))
	for refused == nil {
		if line, rest, whole = bytes.Cut(rest, []byte("\n")); !whole {
			return t, at, nil
		}
		if line = bytes.TrimSuffix(line, []byte("\r")); len(line) == 0 {
			return t, at, h.end()
		}
		refused = h.field(line)
	}
	return nil, 0, refused
}

// requestLine looks at the first line. Of the method the first letter may be missing, which net/http has read before.
func (h *head) requestLine(line []byte) (t *target, at int, _ *refusal) {
	method, after, _ := bytes.Cut(line, []byte(" "))
	sent, version, whole := bytes.Cut(after, []byte(" "))
	switch {
	case !isToken(method):
		return nil, 0, malformed("invalid HTTP method parsed")
	case !whole || len(sent) == 0:
		return nil, 0, malformed("invalid URI")
	case string(version) == "HTTP/1.0":
		h.old = true
	case string(version) == "HTTP/2.0" && string(sent) == "*" && bytes.HasSuffix(method, []byte("RI")):
		return nil, 0, &refusal{} // who begins so speaks HTTP/2, in which no answer would be understood
	case bytes.HasPrefix(version, []byte("HTTP/1.1 ")):
		return nil, 0, malformed("invalid HTTP header parsed")
	case string(version) != "HTTP/1.1":
		return nil, 0, malformed("invalid HTTP version parsed")
	}
	if bytes.HasSuffix(method, []byte("ONNECT")) || string(sent) == "*" {
		return nil, 0, nil
	}
	ok := false
	if sent[0] == '/' && bytes.IndexByte(sent, '%') < 0 { // as nearly all are
		ok = isPath(sent)
	} else {
		t, ok = readTarget(string(sent))
	}
	if !ok {
		return nil, 0, malformed("invalid URI")
	}
	return t, len(method) + 1, nil
}

// field looks at a header.
func (h *head) field(line []byte) *refusal {
	name, value, ok := bytes.Cut(line, []byte(":"))
	if !ok || len(name) == 0 || !isToken(name) || bytes.IndexByte(value, 0) >= 0 || bytes.IndexByte(value, '\r') >= 0 {
		return malformed("invalid HTTP header parsed")
	}
	switch value = bytes.Trim(value, " \t"); {
	case len(name) == len("Host") && is(name, "Host"):
		h.hosts++
	case len(name) == len("Expect") && is(name, "Expect"):
		if !is(value, "100-continue") {
			copy(name, unexpected)
		}
	case len(name) == len("Content-Length") && is(name, "Content-Length"):
		if len(value) == 0 || !every(value, isDigit) {
			return malformed("invalid content-length parsed")
		}
	case len(name) == len("Transfer-Encoding") && is(name, "Transfer-Encoding"):
		if h.encoding != nil {
			copy(h.encoding, coded) // net/http takes but one
		}
		h.encoding, h.final = name, value
	}
	return nil
}

// end looks at what the headers say together.
func (h *head) end() *refusal {
	switch {
	case h.hosts == 0:
		return malformed("Bad Request")
	case h.hosts > 1:
		return &refusal{http.StatusInternalServerError, "Internal Server Error"}
	case h.encoding == nil:
		return nil
	case h.old:
		return malformed("unexpected transfer-encoding parsed")
	}
	last := bytes.LastIndexByte(h.final, ',') + 1
	if !is(bytes.TrimLeft(h.final[last:], " \t"), "chunked") {
		return malformed("invalid transfer-encoding parsed")
	}
	for i := range last { // net/http knows no other, and the platform leaves others to the Worker
		h.final[i] = ' '
	}
	return nil
}

// readTarget gives what of a request's target stands for it, as the server of its own is no matter; nil: as it is. ok is false
// where that is no target.
func readTarget(sent string) (t *target, ok bool) {
	path := sent
	if sent[0] != '/' {
		_, after, absolute := strings.Cut(sent, "://")
		if path = "/"; absolute {
			end := strings.IndexAny(after, "/?")
			if after == "" || end == 0 {
				return nil, false
			}
			if end > 0 {
				path = after[end:]
			}
			if path[0] == '?' {
				path = "/" + path
			}
		} else if !every([]byte(sent), isAuthority) {
			return nil, false
		}
	}
	if !isPath([]byte(path)) {
		return nil, false
	}
	before, _, _ := strings.Cut(path, "?")
	mended := escapeLone(before)
	switch {
	case mended != before:
		return &target{before, mended, len(sent) - len(path) + len(before)}, true
	case path != sent:
		return &target{"", path, len(sent)}, true
	}
	return nil, true
}

// isPath tells whether s is a path, with a query and a fragment, of the letters that the platform's server takes there.
func isPath(s []byte) bool {
	query, fragment, high := false, false, false
	for _, c := range s {
		switch {
		case c >= utf8.RuneSelf:
			high = true
		case c <= ' ' || c == 0x7f:
			return false
		case fragment:
		case c == '#':
			fragment = true
		case c == '?':
			query = true
		case c == '<' || c == '>' || c == '`' && !query || c == '"' && query:
			return false
		}
	}
	return !high || utf8.Valid(s)
}

// isAuthority tells whether a letter may stand in a target that is no path and no URL.
func isAuthority(c byte) bool {
	return '!' <= c && c <= '~' && !strings.ContainsRune("\"#%/<>?[\\]^`{|}", rune(c))
}

// isToken tells whether all letters may stand in methods and names of headers (RFC 9110, section 5.6.2).
func isToken(b []byte) bool {
	const letters = 1<<26 - 1
	const low = 1<<'!' | 1<<'#' | 1<<'$' | 1<<'%' | 1<<'&' | 1<<'\'' | 1<<'*' | 1<<'+' | 1<<'-' | 1<<'.' | (1<<10-1)<<'0'
	const high = letters<<('A'-64) | letters<<('a'-64) | 1<<('^'-64) | 1<<('_'-64) | 1<<('`'-64) | 1<<('|'-64) | 1<<('~'-64)
	for _, c := range b {
		if c < 64 && uint64(low)>>c&1 == 0 || c >= 64 && uint64(high)>>(c-64)&1 == 0 {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func every(b []byte, is func(byte) bool) bool {
	for _, c := range b {
		if !is(c) {
			return false
		}
	}
	return true
}

func is(b []byte, name string) bool { return strings.EqualFold(string(b), name) }
