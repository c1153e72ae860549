package jsruntime

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// WTF8 is [VM.Text], but a surrogate without its other half keeps its place, as three bytes that are
// no UTF-8, where other conversions put U+FFFD: the platform's storage keeps such text apart. Given
// back to scripts, each of the three bytes becomes U+FFFD, as there.
func (vm *VM) WTF8(v Value) string {
	if IsSymbol(v) {
		return vm.Text(v)
	}
	return WTF8(v)
}

// WTF8 is the conversion of [VM.WTF8] for what is no symbol.
func WTF8(v Value) string {
	s := v.String()
	if !strings.ContainsRune(s, utf8.RuneError) {
		return s
	}
	var out strings.Builder
	for units := Units(v); len(units) > 0; {
		r, size := rune(units[0]), 1
		if len(units) > 1 {
			if pair := utf16.DecodeRune(r, rune(units[1])); pair != utf8.RuneError {
				r, size = pair, 2
			}
		}
		out.WriteString(EncodeWTF8(r))
		units = units[size:]
	}
	return out.String()
}

// EncodeWTF8 gives the bytes of a character, or of a surrogate as if it were one.
func EncodeWTF8(r rune) string {
	if utf16.IsSurrogate(r) {
		return string([]byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6)&0x3F, 0x80 | byte(r)&0x3F})
	}
	return string(r)
}
