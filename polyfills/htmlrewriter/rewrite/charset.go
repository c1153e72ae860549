package rewrite

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"

	web "paddock/polyfills/encoding"
)

// Errors of [NewCharset], in the platform's words.
var (
	errUnknownCharset = errors.New("Unknown character encoding has been provided.")
	errNotASCII       = errors.New("Expected ASCII-compatible encoding.")
)

// Charset is the character encoding of a document. The zero value is UTF-8.
type Charset struct {
	name   string
	legacy encoding.Encoding // nil: UTF-8
}

// NewCharset gives the encoding of a label of the Encoding Standard. It must have ASCII in it.
func NewCharset(label string) (Charset, error) {
	d, ok := web.NewDecoder(label)
	if !ok {
		return Charset{}, errUnknownCharset
	}
	switch d.Name() {
	case "utf-8":
		return Charset{}, nil
	case "utf-16le", "utf-16be", "iso-2022-jp":
		return Charset{}, errNotASCII
	}
	e, err := htmlindex.Get(d.Name())
	if err != nil {
		return Charset{}, errUnknownCharset
	}
	return Charset{d.Name(), e}, nil
}

// decode gives the text of bytes that are whole.
func (c Charset) decode(b []byte) string {
	if c.legacy == nil {
		return web.UTF8(b)
	}
	d, _ := web.NewDecoder(c.name)
	return d.Decode(b, true)
}

// encode gives the bytes of text; a character that the encoding lacks becomes a reference to it.
func (c Charset) encode(text string) []byte {
	if c.legacy == nil {
		return []byte(text)
	}
	var out []byte
	encoder := c.legacy.NewEncoder()
	for _, r := range text {
		b, ok := c.encodeRune(encoder, r)
		if !ok {
			b = fmt.Appendf(nil, "&#%d;", r)
		}
		out = append(out, b...)
	}
	return out
}

// exactly is encode where references have no meaning; false: a character is lacking.
func (c Charset) exactly(text string) ([]byte, bool) {
	if c.legacy == nil {
		return []byte(text), true
	}
	var out []byte
	encoder := c.legacy.NewEncoder()
	for _, r := range text {
		b, ok := c.encodeRune(encoder, r)
		if !ok {
			return nil, false
		}
		out = append(out, b...)
	}
	return out, true
}

func (c Charset) encodeRune(encoder *encoding.Encoder, r rune) ([]byte, bool) {
	if r < utf8.RuneSelf {
		return []byte{byte(r)}, true
	}
	if b, err := encoder.Bytes([]byte(string(r))); err == nil {
		return b, true
	}
	// The standard gives bytes that a table leaves open to control characters.
	if b := []byte{byte(r)}; r < 0xA0 && c.decode(b) == string(r) {
		return b, true
	}
	return nil, false
}
