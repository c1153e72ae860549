package fetch

import (
	"encoding/base64"
	"net/http"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/headers"
)

// dataURL answers a request for a data: URL. As on the platform, the response does not say its URL,
// its headers are open, and only GET gives a body.
func dataURL(vm *jsruntime.VM, q *Request) jsruntime.Value {
	mime, body, ok := parseData(q.url)
	if !ok {
		return vm.RejectedWith(jsruntime.Errorf(jsruntime.TypeError, "Fetch API cannot load: %s", q.url))
	}
	if q.method != http.MethodGet {
		body = nil
	}
	return vm.Resolved(responseClass.New(vm, &Response{
		status: http.StatusOK, statusText: "OK", named: true,
		message: message{
			body:    Body{present: true, kind: dataBody, data: body},
			headers: headers.Headers{Header: http.Header{"Content-Type": {mime}}},
		},
	}))
}

// parseData takes a data: URL apart (Fetch, "data: URL processor").
func parseData(raw string) (mime string, body []byte, ok bool) {
	raw, _, _ = strings.Cut(strings.TrimPrefix(raw, "data:"), "#")
	head, payload, ok := strings.Cut(raw, ",")
	if !ok {
		return "", nil, false
	}
	head, body = strings.Trim(head, asciiSpace), percentDecode(payload)
	if rest, isBase64 := cutBase64(head); isBase64 {
		head = rest
		if body, ok = forgivingBase64(body); !ok {
			return "", nil, false
		}
	}
	if strings.HasPrefix(head, ";") {
		head = "text/plain" + head
	}
	kind, ok := blob.ParseMIME(head)
	if !ok {
		return "text/plain;charset=US-ASCII", body, true
	}
	return kind.String(), body, true
}

// asciiSpace is "ASCII whitespace" of the Infra standard.
const asciiSpace = " \t\n\f\r"

// cutBase64 cuts the mark of base64 off the end.
func cutBase64(head string) (rest string, ok bool) {
	const mark = "base64"
	i := len(head) - len(mark)
	if i < 0 || !strings.EqualFold(head[i:], mark) {
		return head, false
	}
	rest = strings.TrimRight(head[:i], " ")
	if !strings.HasSuffix(rest, ";") {
		return head, false
	}
	return rest[:len(rest)-1], true
}

// percentDecode decodes what is well-formed and leaves the rest (URL, "percent-decode").
func percentDecode(s string) []byte {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			b = append(b, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
			continue
		}
		b = append(b, s[i])
	}
	return b
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// forgivingBase64 is the Infra standard's "forgiving-base64 decode".
func forgivingBase64(b []byte) ([]byte, bool) {
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(asciiSpace, r) {
			return -1
		}
		return r
	}, string(b))
	if len(s)%4 == 0 {
		s = strings.TrimSuffix(strings.TrimSuffix(s, "="), "=")
	}
	data, err := base64.RawStdEncoding.DecodeString(s)
	return data, err == nil
}
