package json

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/jsruntime"
)

// wtf8 gives a JavaScript string with its lone surrogates.
func wtf8(v jsruntime.Value) string {
	s := v.String()
	if !damaged(s) {
		return s
	}
	units, ok := v.(interface {
		CharAt(int) uint16
		Length() int
	})
	if !ok {
		return s
	}
	var out strings.Builder
	for i := 0; i < units.Length(); i++ {
		r := rune(units.CharAt(i))
		if utf16.IsSurrogate(r) && i+1 < units.Length() {
			if pair := utf16.DecodeRune(r, rune(units.CharAt(i+1))); pair != utf8.RuneError {
				r = pair
				i++
			}
		}
		out.WriteString(encodeUnit(r))
	}
	return out.String()
}

// encodeUnit writes a character, or a surrogate as if it were one.
func encodeUnit(r rune) string {
	if utf16.IsSurrogate(r) {
		return string([]byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6)&0x3F, 0x80 | byte(r)&0x3F})
	}
	return string(r)
}

// wellFormed reports whether a text has no lone surrogates.
func wellFormed(s string) bool { return strings.IndexByte(s, 0xed) < 0 || utf8.ValidString(s) }

// text makes a JavaScript string.
func text(vm *jsruntime.VM, s string) jsruntime.Value {
	if wellFormed(s) {
		return vm.ToValue(s)
	}
	var units []uint16
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 && i+2 < len(s) {
			r, size = rune(s[i]&0x0F)<<12|rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F), 3
			units = append(units, uint16(r))
		} else {
			units = utf16.AppendRune(units, r)
		}
		i += size
	}
	return jsruntime.UTF16(units)
}
