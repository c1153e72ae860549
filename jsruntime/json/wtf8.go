package json

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/jsruntime"
)

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
