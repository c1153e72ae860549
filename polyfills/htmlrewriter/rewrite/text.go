package rewrite

import (
	"unicode/utf8"

	web "paddock/polyfills/encoding"
)

// pieceSize bounds the bytes of a chunk of text that is not the first of its node, as on the
// platform.
const pieceSize = 1024

// textDecoder makes chunks of the bytes of text nodes.
type textDecoder struct {
	charset Charset
	run     *web.Decoder // of the open node; nil: none is open
}

// feed gives the chunks of some bytes of a node.
func (d *textDecoder) feed(b []byte, chunk func(text string, last bool) error) error {
	if d.run == nil {
		n := d.plain(b)
		if n > 0 {
			if err := chunk(string(b[:n]), false); err != nil {
				return err
			}
		}
		b = b[n:]
		name := d.charset.name
		if name == "" {
			name = "utf-8"
		}
		d.run, _ = web.NewDecoder(name)
	}
	return pieces(d.run.Decode(b, false), func(text string) error { return chunk(text, false) })
}

// plain is how many bytes at the start of a node make its first chunk as they are.
func (d *textDecoder) plain(b []byte) int {
	n := 0
	if d.charset.legacy != nil {
		for n < len(b) && b[n] < utf8.RuneSelf {
			n++
		}
	} else {
		n = validPrefix(b)
	}
	if n < len(b) && n < pieceSize {
		return 0
	}
	return n
}

// validPrefix is the length of the longest prefix that is UTF-8.
func validPrefix(b []byte) int {
	if utf8.Valid(b) {
		return len(b)
	}
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		n += size
	}
	return n
}

// pieces cuts text into chunks.
func pieces(text string, chunk func(string) error) error {
	for text != "" {
		n := len(text)
		if n > pieceSize {
			for n = pieceSize; !utf8.RuneStart(text[n]); n-- {
			}
		}
		if err := chunk(text[:n]); err != nil {
			return err
		}
		text = text[n:]
	}
	return nil
}

// flush ends the open node, if there is one.
func (d *textDecoder) flush(chunk func(text string, last bool) error) error {
	if d.run == nil {
		return nil
	}
	rest := d.run.Decode(nil, true)
	d.run = nil
	return chunk(rest, true)
}
