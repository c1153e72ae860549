package encoding

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/traditionalchinese"
)

// pairTable has the characters of two bytes of an encoding.
type pairTable struct {
	runes  [128][256]rune   // by lead byte, from 0x80 on, and trail byte; 0: none
	second map[[2]byte]rune // what follows the first code point of those that have two
}

// pairTableOf reads a table out of x/text, whose characters are those of the standard; of its errors they are not.
// prefix is what stands before each pair.
func pairTableOf(e encoding.Encoding, prefix ...byte) *pairTable {
	t := &pairTable{second: map[[2]byte]rune{}}
	decoder := e.NewDecoder()
	var text [16]byte
	for lead := range t.runes {
		for trail := range t.runes[lead] {
			decoder.Reset()
			pair := append(prefix[:len(prefix):len(prefix)], byte(lead)+0x80, byte(trail))
			written, read, err := decoder.Transform(text[:], pair, true)
			if err != nil || read != len(pair) {
				continue
			}
			r, size := utf8.DecodeRune(text[:written])
			second, rest := utf8.DecodeRune(text[size:written])
			if r == utf8.RuneError || size+rest != written || rest > 0 && second < utf8.RuneSelf {
				continue // an error, and the trail byte by itself
			}
			t.runes[lead][trail] = r
			if rest > 0 {
				t.second[[2]byte(pair[len(prefix):])] = second
			}
		}
	}
	return t
}

// find gives the character of a pair.
func (t *pairTable) find(lead, trail byte) (c character, ok bool) {
	r := t.runes[lead-0x80][trail]
	if r == 0 {
		return c, false
	}
	return character{r: r, second: t.second[[2]byte{lead, trail}], size: 2}, true
}

var (
	big5Table = sync.OnceValue(func() *pairTable { return pairTableOf(traditionalchinese.Big5) })
	jisTable  = sync.OnceValue(func() *pairTable { return pairTableOf(japanese.EUCJP) })
	jis2Table = sync.OnceValue(func() *pairTable { return pairTableOf(japanese.EUCJP, 0x8F) }) // of JIS X 0212
	sjisTable = sync.OnceValue(func() *pairTable { return pairTableOf(japanese.ShiftJIS) })
	krTable   = sync.OnceValue(func() *pairTable { return pairTableOf(korean.EUCKR) })
)

// older has the decoders be the platform's before text_decoder_cjk_decoder, which are ICU's.
type older bool

// big5 is Big5's decoder (Encoding Standard, section 12.1.1).
func (o older) big5(data []byte) character {
	lead := data[0]
	if lead == 0x80 || lead == 0xFF || bool(o) && lead < 0x87 {
		return invalid(1)
	}
	if len(data) == 1 {
		return character{}
	}
	if c, ok := big5Table().find(lead, data[1]); ok {
		return c
	}
	if bool(o) && data[1] >= 0x87 && data[1] <= 0xA0 {
		return invalid(1)
	}
	return misread(data[1])
}

// eucKR is EUC-KR's decoder (section 14.1.1).
func eucKR(data []byte) character {
	lead := data[0]
	if lead == 0x80 || lead == 0xFF {
		return invalid(1)
	}
	if len(data) == 1 {
		return character{}
	}
	if c, ok := krTable().find(lead, data[1]); ok {
		return c
	}
	return misread(data[1])
}

const halfwidth = 0xFF61 - 0xA1 // from a byte of JIS X 0201 to its katakana

// shiftJIS is Shift_JIS's decoder (section 13.3.1).
func (o older) shiftJIS(data []byte) character {
	lead := data[0]
	switch {
	case lead == 0x80:
		return character{r: 0x80, size: 1}
	case lead >= 0xA1 && lead <= 0xDF:
		return character{r: rune(lead) + halfwidth, size: 1}
	case lead == 0xA0 || lead > 0xFC:
		return invalid(1)
	case len(data) == 1:
		return character{}
	}
	trail := data[1]
	if c, ok := sjisTable().find(lead, trail); ok {
		return c
	}
	last := byte(0xF9)
	if o {
		last--
	}
	if lead >= 0xF0 && lead <= last && trail >= 0x40 && trail <= 0xFC && trail != 0x7F { // private characters
		offset := byte(0x40)
		if trail > 0x7F {
			offset = 0x41
		}
		return character{r: 0xE000 + rune(lead-0xF0)*188 + rune(trail-offset), size: 2}
	}
	if bool(o) && lead == 0x87 && trail == 0x5E {
		return invalid(2)
	}
	return misread(trail)
}

// eucJP is EUC-JP's decoder (section 13.1.1).
func (o older) eucJP(data []byte) character {
	lead := data[0]
	if lead != 0x8E && lead != 0x8F && (lead < 0xA1 || lead == 0xFF) {
		return invalid(1)
	}
	if len(data) == 1 {
		return character{}
	}
	trail := data[1]
	switch {
	case bool(o) && (trail == 0x8E || trail == 0x8F):
		return invalid(1)
	case lead == 0x8E && trail >= 0xA1 && trail <= 0xDF:
		return character{r: rune(trail) + halfwidth, size: 2}
	case lead == 0x8E && bool(o) && trail >= 0xE0 && trail != 0xFF:
		return invalid(1)
	case lead == 0x8F && trail >= 0xA1 && trail != 0xFF:
		return o.jisX0212(data)
	case lead >= 0xA1:
		if c, ok := jisTable().find(lead, trail); ok {
			return c
		}
	}
	return misread(trail)
}

// jisX0212 reads what begins with 0x8F and a lead byte.
func (o older) jisX0212(data []byte) character {
	if len(data) == 2 {
		return character{}
	}
	lead, trail := data[1], data[2]
	if c, ok := jis2Table().find(lead, trail); ok {
		c.size = 3
		return c
	}
	switch {
	case bool(o) && (trail < 0xA1 || trail == 0xFF):
		return invalid(1)
	case trail < utf8.RuneSelf:
		return invalid(2)
	}
	return invalid(3)
}
