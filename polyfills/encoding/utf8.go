package encoding

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// UTF8 is "UTF-8 decode without BOM" of the Encoding standard: one U+FFFD stands for each
// maximal part of a character that is not whole. A byte order mark stays.
func UTF8(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	return replaceInvalid(data)
}

// Text is "UTF-8 decode" of the Encoding standard: [UTF8] behind one byte order mark.
func Text(data []byte) string {
	return UTF8(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
}

// utf8Codec is UTF-8.
type utf8Codec struct{ pending []byte }

func (c *utf8Codec) decode(data []byte, end bool) (string, bool) {
	if len(c.pending) > 0 {
		data = append(c.pending, data...)
		c.pending = nil
	}
	if !end {
		n := incomplete(data)
		c.pending = bytes.Clone(data[len(data)-n:])
		data = data[:len(data)-n]
	}
	if utf8.Valid(data) {
		return string(data), false
	}
	return replaceInvalid(data), true
}

// incomplete is how many bytes at the end begin a character without ending it.
func incomplete(data []byte) int {
	for n := 1; n <= min(3, len(data)); n++ {
		b := data[len(data)-n:]
		if utf8.RuneStart(b[0]) {
			if b[0] >= 0xC2 && !utf8.FullRune(b) {
				return n
			}
			return 0
		}
	}
	return 0
}

// replaceInvalid puts U+FFFD for each maximal part of a character, as the standard has it.
func replaceInvalid(data []byte) string {
	var out strings.Builder
	out.Grow(len(data) + 16)
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size <= 1 {
			size = maximalPart(data)
		}
		out.WriteRune(r)
		data = data[size:]
	}
	return out.String()
}

// maximalPart is the length of the longest prefix that could have begun a character.
func maximalPart(data []byte) int {
	lead := data[0]
	need, low, high := 0, byte(0x80), byte(0xBF)
	switch {
	case lead >= 0xC2 && lead <= 0xDF:
		need = 1
	case lead >= 0xE0 && lead <= 0xEF:
		need = 2
		if lead == 0xE0 {
			low = 0xA0
		} else if lead == 0xED {
			high = 0x9F
		}
	case lead >= 0xF0 && lead <= 0xF4:
		need = 3
		if lead == 0xF0 {
			low = 0x90
		} else if lead == 0xF4 {
			high = 0x8F
		}
	}
	n := 1
	for n <= need && n < len(data) && data[n] >= low && data[n] <= high {
		low, high = 0x80, 0xBF
		n++
	}
	return n
}
