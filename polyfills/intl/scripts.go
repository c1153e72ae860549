package intl

import (
	"bytes"
	"cmp"
	"slices"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/rangetable"
)

// firstScripts are the scripts whose letters a language sorts before those of all others, in order, where that is not
// what Unicode's table does (CLDR's "reorder" of collations).
var firstScripts = map[string][]*unicode.RangeTable{
	"am": {unicode.Ethiopic},
	"ar": {unicode.Arabic}, "fa": {unicode.Arabic}, "ur": {unicode.Arabic},
	"bg": {unicode.Cyrillic}, "ru": {unicode.Cyrillic}, "sr": {unicode.Cyrillic}, "uk": {unicode.Cyrillic},
	"hr": {unicode.Latin, unicode.Cyrillic}, "sr-Latn": {unicode.Latin, unicode.Cyrillic},
	"el": {unicode.Greek},
	"he": {unicode.Hebrew},
	"th": {unicode.Thai},
	"hi": indicFrom(unicode.Devanagari), "mr": indicFrom(unicode.Devanagari),
	"bn": indicFrom(unicode.Bengali), "gu": indicFrom(unicode.Gujarati), "kn": indicFrom(unicode.Kannada),
	"ta": indicFrom(unicode.Tamil), "te": indicFrom(unicode.Telugu),
	"ml": {unicode.Malayalam, unicode.Latin, unicode.Devanagari, unicode.Arabic, unicode.Tamil, unicode.Kannada, unicode.Telugu, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Sinhala},
	"ja": {unicode.Latin, kana, unicode.Han},
	"ko": {unicode.Hangul, unicode.Han},
	"zh": {unicode.Han}, "zh-Hant": {unicode.Han, unicode.Bopomofo},
}

// kana are the syllables of Japanese, which both scripts write with the same weights.
var kana = rangetable.Merge(unicode.Hiragana, unicode.Katakana)

// indicFrom are the scripts of India, one of them first.
func indicFrom(first *unicode.RangeTable) []*unicode.RangeTable {
	out := []*unicode.RangeTable{first}
	for _, script := range []*unicode.RangeTable{unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala} {
		if script != first {
			out = append(out, script)
		}
	}
	return out
}

// scripts orders the letters of some scripts before all others.
type scripts struct {
	letters int // the least weight of a letter; digits and signs come before all scripts
	tables  []*unicode.RangeTable
	first   [][]span // the weights that each table's letters have
}

// span is the weights that letters of a script have.
type span struct{ least, most int }

func (sp span) has(w int) bool { return sp.least <= w && w <= sp.most }

// The engine of collation gives characters that its table does not list a weight of their number and one of these, and
// ideographs for which a language has an order weights behind all others.
const (
	ideographs = 0x10000
	unknown    = 0x50000
	arranged   = 0x100000
)

// syllables is where the syllables of Hangul begin, which are sorted by their letters, as forms behind them are by others.
const syllables = 0xac00

// hanSpans are the weights of ideographs.
var hanSpans = []span{{ideographs, unknown - 1}, {arranged, 1 << 30}}

// newScripts gives the order in which some scripts come first; nil: none does.
func newScripts(first []*unicode.RangeTable) *scripts {
	if len(first) == 0 {
		return nil
	}
	weights := scriptWeights()
	s := &scripts{letters: weights[unicode.Latin].least, tables: first}
	for _, script := range first {
		if script == unicode.Han {
			s.first = append(s.first, hanSpans)
		} else {
			s.first = append(s.first, []span{weights[script]})
		}
	}
	return s
}

// scriptWeights finds out, once, which weights the letters of the scripts have that come first somewhere. What languages
// say of single letters leaves them within.
var scriptWeights = sync.OnceValue(func() map[*unicode.RangeTable]span {
	by := collate.New(language.Und)
	least := weightOf(by, 'a')
	out := map[*unicode.RangeTable]span{}
	for _, all := range firstScripts {
		for _, script := range append(all, unicode.Latin) {
			if _, done := out[script]; !done && script != unicode.Han {
				out[script] = spanOf(script, by, least)
			}
		}
	}
	return out
})

// spanOf finds the weights of the letters of a script that are in the table, from least on.
func spanOf(script *unicode.RangeTable, by *collate.Collator, least int) span {
	sp := span{least: ideographs}
	for _, r := range script.R16 {
		for c := int(r.Lo); c <= int(r.Hi) && c < syllables; c += int(r.Stride) {
			if w := weightOf(by, rune(c)); unicode.IsLetter(rune(c)) && least <= w && w < ideographs {
				sp.least, sp.most = min(sp.least, w), max(sp.most, w)
			}
		}
	}
	return sp
}

// weightOf is the primary weight of a character's first element.
func weightOf(by *collate.Collator, r rune) int {
	var buf collate.Buffer
	w, _ := nextWeight(by.KeyFromString(&buf, string(r)))
	return w
}

// nextWeight reads a primary weight of a key, 0 where they end. The engine of collation writes those that fit in two
// bytes with 15 bits, and others in three.
func nextWeight(key []byte) (w int, rest []byte) {
	switch {
	case len(key) < 2:
		return 0, nil
	case key[0]&0x80 != 0 && len(key) > 2:
		return int(key[0]&^0x80)<<16 | int(key[1])<<8 | int(key[2]), key[3:]
	}
	return int(key[0])<<8 | int(key[1]), key[2:]
}

// mixed reports whether texts have letters of which some come first; if not, Unicode's table orders them as well.
func (s *scripts) mixed(texts ...string) bool {
	const none = -1
	seen := none
	for _, text := range texts {
		for _, r := range text {
			if !unicode.IsLetter(r) {
				continue
			}
			at := slices.IndexFunc(s.tables, func(t *unicode.RangeTable) bool { return unicode.Is(t, r) })
			if at == none {
				at = len(s.tables)
			}
			if seen != none && at != seen {
				return true
			}
			seen = at
		}
	}
	return false
}

// compare compares the letters of two texts, given by their keys; 0 where they are the same.
func (s *scripts) compare(a, b []byte) int {
	if bytes.Equal(a, b) {
		return 0
	}
	for {
		var v, w int
		v, a = nextWeight(a)
		w, b = nextWeight(b)
		switch {
		case v != w && v != 0 && w != 0:
			return cmp.Or(cmp.Compare(s.place(v), s.place(w)), cmp.Compare(v, w))
		case v != w:
			return cmp.Compare(v, w)
		case v == 0:
			return 0
		}
	}
}

// place is where the script of a weight stands: signs first, then the scripts that come first, then the others.
func (s *scripts) place(w int) int {
	if w < s.letters {
		return -1
	}
	for i, spans := range s.first {
		if slices.ContainsFunc(spans, func(sp span) bool { return sp.has(w) }) {
			return i
		}
	}
	return len(s.first)
}
