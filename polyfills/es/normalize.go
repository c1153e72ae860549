package es

import (
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"paddock/jsruntime"
)

// normalForms are the forms that normalize knows.
var normalForms = map[string]norm.Form{"undefined": norm.NFC, "NFC": norm.NFC, "NFD": norm.NFD, "NFKC": norm.NFKC, "NFKD": norm.NFKD}

// normalize leaves lone surrogates as they are, which the engine's replaces, and gives a character that is in the form
// asked for back as it is: who looks for characters of some kind calls it millions of times, and the engine makes
// three strings of each.
func normalize(original jsruntime.Native) jsruntime.Native {
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		form, known := normalForms[call.Argument(0).String()]
		if !known || !jsruntime.IsString(call.This) || jsruntime.IsASCII(call.This) {
			return original(call)
		}
		if c, ok := character(call.This); ok {
			var buf [utf8.UTFMax]byte
			if utf16.IsSurrogate(c) || form.IsNormal(utf8.AppendRune(buf[:0], c)) {
				return call.This
			}
			return original(call)
		}
		return inParts(original, call)
	}
}

// character gives the one code point of a string that has no more.
func character(v jsruntime.Value) (c rune, ok bool) {
	s, ok := v.(interface {
		Length() int
		CharAt(index int) uint16
	})
	if !ok {
		return 0, false
	}
	switch s.Length() {
	case 1:
		return rune(s.CharAt(0)), true
	case 2:
		c = utf16.DecodeRune(rune(s.CharAt(0)), rune(s.CharAt(1)))
		return c, c != utf8.RuneError
	}
	return 0, false
}

// inParts normalizes what stands between lone surrogates.
func inParts(original jsruntime.Native, call jsruntime.FunctionCall) jsruntime.Value {
	units := jsruntime.Units(call.This)
	var out []uint16
	from := 0
	for i := 0; i < len(units); i++ {
		if !utf16.IsSurrogate(rune(units[i])) {
			continue
		}
		if i+1 < len(units) && utf16.DecodeRune(rune(units[i]), rune(units[i+1])) != utf8.RuneError {
			i++
			continue
		}
		part := original(jsruntime.FunctionCall{This: jsruntime.UTF16(units[from:i]), Arguments: call.Arguments})
		out = append(append(out, jsruntime.Units(part)...), units[i])
		from = i + 1
	}
	if from == 0 {
		return original(call)
	}
	rest := original(jsruntime.FunctionCall{This: jsruntime.UTF16(units[from:]), Arguments: call.Arguments})
	return jsruntime.UTF16(append(out, jsruntime.Units(rest)...))
}
