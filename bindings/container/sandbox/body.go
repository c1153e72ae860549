package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"
)

// Body reads the request's JSON into v. What is no JSON is INTERNAL_ERROR, as the original has it;
// a member of another type VALIDATION_FAILED.
func (c *Call) Body(v any) error {
	b, err := readBody(c.Request)
	if err != nil {
		return err
	}
	return decode(b, v)
}

// BodyAndText is Body for requests with a text that may be very long: that member is not read into v
// but given as it is. "": v has it, if there is one.
func (c *Call) BodyAndText(member string, v any) (string, error) {
	b, err := readBody(c.Request)
	if err != nil {
		return "", err
	}
	text, rest, ok := lift(b, member)
	if !ok {
		return "", decode(b, v)
	}
	return text, decode(rest, v)
}

// readBody reads all at once where it knows how much.
func readBody(r *http.Request) ([]byte, error) {
	var b bytes.Buffer
	if r.ContentLength > 0 && r.ContentLength <= maxMessage {
		b.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	if _, err := b.ReadFrom(r.Body); err != nil && err != io.EOF {
		return nil, Errorf(Internal, "Failed to parse request body: %v", err)
	}
	return b.Bytes(), nil
}

// lift takes a member out of an object whose members before it are texts, too. Package json would
// look at each byte three times.
func lift(b []byte, member string) (text string, rest []byte, ok bool) {
	at := skip(b, 0)
	if at >= len(b) || b[at] != '{' {
		return "", nil, false
	}
	for at++; ; at++ {
		begin := skip(b, at)
		name, end, ok := quoted(b, begin)
		if !ok {
			return "", nil, false
		}
		if at = skip(b, end); at >= len(b) || b[at] != ':' {
			return "", nil, false
		}
		value := skip(b, at+1)
		content, end, ok := quoted(b, value)
		if !ok {
			return "", nil, false
		}
		if string(name) == member {
			text, ok := unescape(content)
			return text, append(append(bytes.Clone(b[:value]), `""`...), b[end:]...), ok
		}
		if at = skip(b, end); at >= len(b) || b[at] != ',' {
			return "", nil, false
		}
	}
}

// skip gives the place of what follows white space.
func skip(b []byte, at int) int {
	for at < len(b) && strings.IndexByte(" \t\r\n", b[at]) >= 0 {
		at++
	}
	return at
}

// quoted gives what a string literal holds, and where it ends.
func quoted(b []byte, at int) (content []byte, end int, ok bool) {
	if at >= len(b) || b[at] != '"' {
		return nil, 0, false
	}
	begin := at + 1
	for at = begin; ; {
		quote := bytes.IndexByte(b[at:], '"')
		if quote < 0 {
			return nil, 0, false
		}
		escape := bytes.IndexByte(b[at:at+quote], '\\')
		if escape < 0 {
			return b[begin : at+quote], at + quote + 1, true
		}
		if at += escape + 2; at > len(b) {
			return nil, 0, false
		}
	}
}

// unescape reads a string literal. false: it is none.
func unescape(content []byte) (string, bool) {
	if !utf8.Valid(content) || hasControl(content) {
		return "", false
	}
	var out strings.Builder
	out.Grow(len(content))
	for {
		escape := bytes.IndexByte(content, '\\')
		if escape < 0 {
			out.Write(content)
			return out.String(), true
		}
		out.Write(content[:escape])
		content = content[escape:]
		size := 2
		if len(content) > 1 && content[1] == 'u' {
			size = unicodeSize(content)
		}
		if size > len(content) {
			return "", false
		}
		if plain := plainEscape(content[1]); plain != 0 {
			out.WriteByte(plain)
		} else {
			var text string
			if json.Unmarshal([]byte(`"`+string(content[:size])+`"`), &text) != nil {
				return "", false
			}
			out.WriteString(text)
		}
		content = content[size:]
	}
}

// plainEscape gives what stands for itself, or for a usual character; 0: it does not.
func plainEscape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	case '"', '\\', '/':
		return c
	}
	return 0
}

// unicodeSize is the length of an escape of one character: two, where it is a pair of surrogates.
func unicodeSize(content []byte) int {
	const one = len(`\u0000`)
	if len(content) >= 2*one && content[one] == '\\' && content[one+1] == 'u' && content[2]|0x20 == 'd' {
		return 2 * one
	}
	return one
}

// hasControl finds characters that no string literal may have.
func hasControl(content []byte) bool {
	for _, c := range content {
		if c < ' ' {
			return true
		}
	}
	return false
}
