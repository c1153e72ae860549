package intl

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Marks of Greek letters.
const (
	tonos         = '\u0301'
	dialytika     = '\u0308'
	ypogegrammeni = '\u0345'
)

// greekAccents are the accents after which a vowel begins a syllable of its own; greekMarks all that capitals lose.
var (
	greekAccents = []rune{'\u0300', tonos, '\u0342', '\u0302', '\u0303', '\u0311'}
	greekMarks   = append([]rune{dialytika, ypogegrammeni, '\u0304', '\u0306', '\u0313', '\u0314', '\u0343'}, greekAccents...)
)

// greekLetter is a letter with its marks.
type greekLetter struct {
	base                               rune // as a capital
	accent, dialytika, apart, composed bool // apart: the dialytika, if any, is a character of its own; composed: the accent is not
	iotas                              int
}

func (l greekLetter) vowel() bool { return strings.ContainsRune("ΑΕΗΙΟΥΩ", l.base) }

// readGreek reads the letter that text begins with, and tells how many characters it has; 0: it is none.
func readGreek(text []rune) (l greekLetter, n int) {
	parts := []rune(norm.NFD.String(string(text[0])))
	if !unicode.Is(unicode.Greek, parts[0]) || !unicode.IsLetter(parts[0]) {
		return l, 0
	}
	l.base = unicode.ToUpper(parts[0])
	for _, mark := range parts[1:] {
		l.mark(mark)
	}
	l.composed = l.accent
	for n = 1; n < len(text); n++ {
		marks := []rune(norm.NFD.String(string(text[n])))
		if !slices.Contains(greekMarks, marks[0]) {
			break
		}
		for _, mark := range marks {
			l.apart = l.apart || mark == dialytika
			l.mark(mark)
		}
	}
	return l, n
}

func (l *greekLetter) mark(mark rune) {
	l.accent = l.accent || slices.Contains(greekAccents, mark)
	l.dialytika = l.dialytika || mark == dialytika
	if mark == ypogegrammeni {
		l.iotas++
	}
}

// greekUpper writes the letters of Greek as capitals without accents, as Greek does (CLDR's el-Upper): a second vowel gets
// a dialytika where an accent on the first told that they are two, and the word for "or" keeps its accent. Other
// characters stay as they are.
func greekUpper(s string) string {
	text := []rune(s)
	var out strings.Builder
	var before greekLetter
	afterCased := false
	for i := 0; i < len(text); {
		l, n := readGreek(text[i:])
		if n == 0 {
			out.WriteRune(text[i])
			if !unicode.Is(unicode.Mn, text[i]) && !isCaseIgnorable(text[i]) {
				afterCased = isCased(text[i])
			}
			before = greekLetter{}
			i++
			continue
		}
		parted := l.dialytika
		if before.vowel() && before.accent && !before.dialytika && (l.base == 'Ι' || l.base == 'Υ') {
			parted, l.apart = true, l.apart || !before.composed
		}
		out.WriteString(l.capital(parted, !afterCased && !casedFollows(text[i+n:]), n == 1))
		l.dialytika = parted
		before, afterCased = l, true
		i += n
	}
	return out.String()
}

// capital writes a letter. Alone it may be the word for "or".
func (l greekLetter) capital(parted, alone, single bool) string {
	out := string(l.base)
	switch {
	case l.base == 'Η' && l.accent && l.iotas == 0 && alone:
		if out = "Ή"; !single {
			out = "Η" + string(tonos)
		}
	case parted && l.base == 'Ι' && !l.apart:
		out = "Ϊ"
	case parted && l.base == 'Υ' && !l.apart:
		out = "Ϋ"
	case parted:
		out += string(dialytika)
	}
	return out + strings.Repeat("Ι", l.iotas)
}

// casedFollows reports whether the next character that counts is a letter with case.
func casedFollows(text []rune) bool {
	for _, r := range text {
		if !isCaseIgnorable(r) {
			return isCased(r)
		}
	}
	return false
}

func isCased(r rune) bool {
	return unicode.IsUpper(r) || unicode.IsLower(r) || unicode.IsTitle(r) || unicode.Is(unicode.Other_Lowercase, r) || unicode.Is(unicode.Other_Uppercase, r)
}

// isCaseIgnorable reports whether a character does not tell words apart (Unicode, D136).
func isCaseIgnorable(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk) || strings.ContainsRune("'.:\u00b7\u0387\u2018\u2019\u2024\u2027", r)
}
