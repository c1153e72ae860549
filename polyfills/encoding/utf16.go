package encoding

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Codec is UTF-16 of either byte order, the standard's "shared UTF-16 decoder".
type utf16Codec struct {
	big     bool
	pending []byte // less than a code unit, or a leading surrogate and less
}

func (c *utf16Codec) unit(b []byte) rune {
	if c.big {
		return rune(b[0])<<8 | rune(b[1])
	}
	return rune(b[1])<<8 | rune(b[0])
}

func (c *utf16Codec) decode(data []byte, end bool) (text string, bad bool) {
	if len(c.pending) > 0 {
		data = append(c.pending, data...)
		c.pending = nil
	}
	var out strings.Builder
	out.Grow(len(data))
	for len(data) >= 2 {
		r, size := c.unit(data), 2
		switch {
		case !utf16.IsSurrogate(r):
		case r >= 0xDC00: // trails nothing
			r, bad = utf8.RuneError, true
		case len(data) >= 4:
			if r = utf16.DecodeRune(r, c.unit(data[2:])); r == utf8.RuneError {
				bad = true
			} else {
				size = 4
			}
		default:
			size = 0
		}
		if size == 0 {
			break
		}
		out.WriteRune(r)
		data = data[size:]
	}
	if len(data) > 0 && end {
		out.WriteRune(utf8.RuneError)
		bad = true
	} else {
		c.pending = bytes.Clone(data)
	}
	return out.String(), bad
}
