package buffer

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/polyfills/encoding"
)

// codec is one encoding of text.
type codec struct {
	encode func(jsruntime.Value) []byte
	decode func(*jsruntime.VM, []byte) jsruntime.Value
	// boundary is how many of the first n bytes of encoded text are whole characters.
	boundary func(data []byte, n int) int
}

// codecs are the encodings by their canonical names.
var codecs = map[string]codec{
	"utf8":      {encodeUTF8, decodeUTF8, utf8Boundary},
	"utf16le":   {encodeUTF16, decodeUTF16, func(_ []byte, n int) int { return n &^ 1 }},
	"latin1":    {encodeLatin1, decodeLatin1, anywhere},
	"ascii":     {encodeLatin1, decodeASCII, anywhere},
	"base64":    {encodeBase64, decodeBase64(base64.StdEncoding), anywhere},
	"base64url": {encodeBase64, decodeBase64(base64.RawURLEncoding), anywhere},
	"hex":       {encodeHex, decodeHex, anywhere},
}

func anywhere(_ []byte, n int) int { return n }

func encodeUTF8(v jsruntime.Value) []byte { return []byte(v.String()) }

func decodeUTF8(vm *jsruntime.VM, b []byte) jsruntime.Value { return vm.ToValue(encoding.UTF8(b)) }

func utf8Boundary(data []byte, n int) int {
	for n > 0 && !utf8.RuneStart(data[n]) {
		n--
	}
	return n
}

func encodeUTF16(v jsruntime.Value) []byte {
	units := jsruntime.Units(v)
	b := make([]byte, 0, 2*len(units))
	for _, u := range units {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func decodeUTF16(_ *jsruntime.VM, b []byte) jsruntime.Value {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return jsruntime.UTF16(units)
}

func encodeLatin1(v jsruntime.Value) []byte {
	units := jsruntime.Units(v)
	b := make([]byte, len(units))
	for i, u := range units {
		b[i] = byte(u)
	}
	return b
}

func decodeLatin1(vm *jsruntime.VM, b []byte) jsruntime.Value {
	if ascii(b) {
		return vm.ToValue(string(b))
	}
	units := make([]uint16, len(b))
	for i, c := range b {
		units[i] = uint16(c)
	}
	return jsruntime.UTF16(units)
}

func decodeASCII(vm *jsruntime.VM, b []byte) jsruntime.Value {
	seven := make([]byte, len(b))
	for i, c := range b {
		seven[i] = c & 0x7f
	}
	return vm.ToValue(string(seven))
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// encodeBase64 reads both alphabets, passes over what is in neither, and ends at padding.
func encodeBase64(v jsruntime.Value) []byte {
	text := v.String()
	if b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "=")); err == nil {
		return b // as nearly always
	}
	digits := make([]byte, 0, len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			digits = append(digits, c)
		case c == '-':
			digits = append(digits, '+')
		case c == '_':
			digits = append(digits, '/')
		case c == '=':
			return decodeDigits(digits)
		}
	}
	return decodeDigits(digits)
}

// decodeDigits decodes base64 without padding; a digit too many says nothing.
func decodeDigits(digits []byte) []byte {
	if len(digits)%4 == 1 {
		digits = digits[:len(digits)-1]
	}
	b := make([]byte, base64.RawStdEncoding.DecodedLen(len(digits)))
	n, _ := base64.RawStdEncoding.Decode(b, digits) // cannot fail: digits are of the alphabet
	return b[:n]
}

func decodeBase64(alphabet *base64.Encoding) func(*jsruntime.VM, []byte) jsruntime.Value {
	return func(vm *jsruntime.VM, b []byte) jsruntime.Value { return vm.ToValue(alphabet.EncodeToString(b)) }
}

// encodeHex reads pairs of digits up to the first that is none.
func encodeHex(v jsruntime.Value) []byte {
	text := []byte(v.String())
	b := make([]byte, len(text)/2)
	n, _ := hex.Decode(b, text[:len(text)&^1]) // n counts what is before the mistake
	return b[:n]
}

func decodeHex(vm *jsruntime.VM, b []byte) jsruntime.Value { return vm.ToValue(hex.EncodeToString(b)) }
