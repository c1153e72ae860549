package encoding

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// replacementGB18030 is what U+FFFD is in gb18030.
const replacementGB18030 = "\x84\x31\xA4\x37"

// gb18030 is the decoder of gb18030 and of gbk (Encoding Standard, section 10.2.1). That of x/text
// has the edition of 2000 without its private characters, and reads no four bytes for gbk.
func (o older) gb18030(data []byte) character {
	switch lead := data[0]; {
	case lead == 0x80 && !bool(o):
		return character{r: '€', size: 1}
	case lead == 0x80 || lead == 0xFF:
		return invalid(1)
	case len(data) == 1:
		return character{}
	}
	if digit(data[1]) {
		r, size := readFourBytes(data)
		return character{r: r, size: size, bad: r == utf8.RuneError && !(size == 4 && string(data[:4]) == replacementGB18030)}
	}
	if trail := data[1]; trail >= 0x40 && trail != 0x7F && trail != 0xFF {
		offset := byte(0x40)
		if trail > 0x7F {
			offset = 0x41
		}
		pointer := int(data[0]-0x81)*190 + int(trail-offset)
		if r, moved := gb18030Before2022[pointer]; moved && bool(o) {
			return character{r: r, size: 2}
		}
		if r := gb18030Index()[pointer]; r != utf8.RuneError {
			return character{r: r, size: 2}
		}
	}
	return misread(data[1])
}

// gb18030Before2022 has the private characters that the edition of 2022 has moved, by their pointer.
var gb18030Before2022 = map[int]rune{
	7182: 0xE78D, 7183: 0xE78E, 7184: 0xE78F, 7185: 0xE790, 7186: 0xE791, 7187: 0xE792,
	7188: 0xE793, 7201: 0xE794, 7202: 0xE795, 7208: 0xE796, 23775: 0xE81E, 23783: 0xE826,
	23788: 0xE82B, 23789: 0xE82C, 23795: 0xE832, 23812: 0xE843, 23829: 0xE854, 23845: 0xE864,
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

func readFourBytes(data []byte) (r rune, size int) {
	switch {
	case len(data) == 2:
		return 0, 0
	case data[2] < 0x81 || data[2] == 0xFF:
		return utf8.RuneError, 1
	case len(data) == 3:
		return 0, 0
	case !digit(data[3]):
		return utf8.RuneError, 1
	}
	const basic, first, last = 39420, 189000, 189000 + 0xFFFFF // pointers
	const swapped = 7457                                       // with a pair of the edition of 2005
	switch pointer := ((int(data[0]-0x81)*10+int(data[1]-'0'))*126+int(data[2]-0x81))*10 + int(data[3]-'0'); {
	case pointer == swapped:
		return 0xE7C7, 4
	case pointer < basic:
		text, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(data[:4]) // which replaces
		r, _ = utf8.DecodeRune(text)
		return r, 4
	case pointer >= first && pointer <= last:
		return rune(pointer-first) + 0x10000, 4
	}
	return utf8.RuneError, 4
}

// gb18030Index gives the characters of two bytes by their pointer.
var gb18030Index = sync.OnceValue(func() []rune {
	var pairs []byte
	for lead := 0x81; lead < 0xFF; lead++ {
		for trail := 0x40; trail < 0xFF; trail++ {
			if trail != 0x7F {
				pairs = append(pairs, byte(lead), byte(trail))
			}
		}
	}
	text, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(pairs) // which replaces
	index := []rune(string(text))
	for _, run := range gb18030Added {
		for i := range run.length {
			index[run.pointer+i] = run.first + rune(i)
		}
	}
	return index
})

// gb18030Added is what the standard has and x/text has not: private characters, and those that the
// edition of 2022 has moved.
var gb18030Added = []struct {
	pointer int
	first   rune
	length  int
}{
	{6080, 0xE4C6, 96}, {6270, 0xE526, 96}, {6376, 0xE766, 6}, {6433, 0xE76D, 1}, {6444, 0xE76E, 2},
	{6458, 0xE770, 2}, {6460, 0xE586, 95}, {6650, 0xE5E6, 96}, {6829, 0xE772, 11}, {6840, 0xE646, 96},
	{7022, 0xE77D, 8}, {7030, 0xE6A6, 96}, {7150, 0xE785, 8}, {7182, 0xFE10, 1}, {7183, 0xFE12, 1},
	{7184, 0xFE11, 1}, {7185, 0xFE13, 4}, {7201, 0xFE17, 2}, {7208, 0xFE19, 1}, {7211, 0xE797, 9},
	{7220, 0xE706, 96}, {7349, 0xE7A0, 15}, {7397, 0xE7AF, 13}, {7495, 0xE7BC, 11}, {7533, 0x1E3F, 1},
	{7538, 0xE7C9, 4}, {7579, 0xE7CD, 21}, {7624, 0xE7E2, 1}, {7627, 0xE7E3, 1}, {7629, 0xE7E4, 3},
	{7686, 0xE7F4, 13}, {7775, 0xE801, 15}, {7886, 0xE000, 94}, {8076, 0xE05E, 94}, {8266, 0xE0BC, 94},
	{8456, 0xE11A, 94}, {8646, 0xE178, 94}, {8836, 0xE1D6, 94}, {16525, 0xE810, 5}, {22706, 0xE234, 94},
	{22896, 0xE292, 94}, {23086, 0xE2F0, 94}, {23276, 0xE34E, 94}, {23466, 0xE3AC, 94}, {23656, 0xE40A, 94},
	{23767, 0xE816, 3}, {23775, 0x9FB4, 1}, {23783, 0x9FB5, 1}, {23788, 0x9FB6, 2}, {23794, 0xE831, 1},
	{23795, 0x9FB8, 1}, {23804, 0xE83B, 1}, {23812, 0x9FB9, 1}, {23829, 0x9FBA, 1}, {23830, 0xE855, 1},
	{23845, 0x9FBB, 1}, {23846, 0xE468, 94},
}
