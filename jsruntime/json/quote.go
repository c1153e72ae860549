package json

import (
	"strings"
)

const hexDigits = "0123456789abcdef"

// quote writes a string; lone surrogates are escaped, so that the text is well-formed.
func (w *writer) quote(s string) {
	w.buf = append(w.buf, '"')
	done := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c != 0xed {
			continue
		}
		if c == 0xed && !surrogate(s[i:]) {
			continue
		}
		w.buf = append(w.buf, s[done:i]...)
		if c == 0xed {
			unit := 0xD000 | rune(s[i+1]&0x3F)<<6 | rune(s[i+2]&0x3F)
			w.buf = append(w.buf, '\\', 'u', hexDigits[unit>>12], hexDigits[unit>>8&15], hexDigits[unit>>4&15], hexDigits[unit&15])
			i += 2
		} else {
			w.escape(c)
		}
		done = i + 1
	}
	w.buf = append(w.buf, s[done:]...)
	w.buf = append(w.buf, '"')
}

func (w *writer) escape(c byte) {
	const letters = "\b\t\n\f\r\"\\"
	if at := strings.IndexByte(letters, c); at >= 0 {
		w.buf = append(w.buf, '\\', `btnfr"\`[at])
		return
	}
	w.buf = append(w.buf, `\u00`...)
	w.buf = append(w.buf, hexDigits[c>>4], hexDigits[c&15])
}

// surrogate reports whether a text of WTF-8 begins with a lone surrogate.
func surrogate(s string) bool { return len(s) > 2 && s[1] >= 0xA0 }

// damaged reports whether the engine may have put U+FFFD in the place of a lone surrogate.
func damaged(s string) bool { return strings.Contains(s, "\uFFFD") }
