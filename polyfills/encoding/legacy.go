package encoding

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// singleByte is an encoding of one byte for each character: the upper half of its table.
type singleByte [128]rune

// singleByteTable reads the table out of x/text. What that leaves open among the control
// characters stands for itself in the standard.
func singleByteTable(e encoding.Encoding) *singleByte {
	table := &singleByte{}
	for i := range table {
		b := byte(i + 0x80)
		table[i] = utf8.RuneError
		if text, err := e.NewDecoder().Bytes([]byte{b}); err == nil {
			table[i], _ = utf8.DecodeRune(text)
		}
		if table[i] == utf8.RuneError && b < 0xA0 {
			table[i] = rune(b)
		}
	}
	return table
}

func (t *singleByte) decode(data []byte, _ bool) (text string, bad bool) {
	var out strings.Builder
	out.Grow(len(data))
	for _, b := range data {
		if b < 0x80 {
			out.WriteByte(b)
			continue
		}
		r := t[b-0x80]
		bad = bad || r == utf8.RuneError
		out.WriteRune(r)
	}
	return out.String(), bad
}
