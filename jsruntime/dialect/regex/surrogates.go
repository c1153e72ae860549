package regex

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// surrogateEscape finds a surrogate in a pattern without the flag u.
var surrogateEscape = regexp.MustCompile(`\\u[dD][89a-fA-F]`)

// firstMark and marks are the characters of Unicode that no text has: its noncharacters.
const (
	firstMark = 0xFDD0
	marks     = 32
)

// tellSurrogatesApart rewrites a pattern without the flags u and v. The engine takes classes of
// surrogates for one another, as those of [\ud800-\udbff][\udc00-\udfff], because it finds them by
// a text in which all surrogates are the same; so each class gets a character of its own besides.
// It looks for the beginning of a match by such a text, too, unless an alternative stands there.
func tellSurrogatesApart(pattern string) string {
	if !surrogateEscape.MatchString(pattern) {
		return pattern
	}
	var out strings.Builder
	seen := map[string]int{}
	for i := 0; i < len(pattern); {
		n := atomLength(pattern[i:])
		atom := pattern[i : i+n]
		i += n
		if atom[0] == '[' && surrogateEscape.MatchString(atom) {
			mark, ok := seen[atom]
			if !ok {
				mark = len(seen)
				seen[atom] = mark
			}
			atom = withMark(atom, mark)
		}
		out.WriteString(atom)
	}
	return `(?:\b|\B)(?:` + out.String() + `)`
}

// atomLength gives the length of what a pattern begins with: a class, an escape or one character.
func atomLength(pattern string) int {
	switch pattern[0] {
	case '\\':
		return min(2, len(pattern))
	case '[':
		for i := 1; i < len(pattern); i++ {
			switch pattern[i] {
			case '\\':
				i++
			case ']':
				return i + 1
			}
		}
		return len(pattern)
	}
	_, n := utf8.DecodeRuneInString(pattern)
	return n
}

// halveCharacters writes the two halves of characters that have two where a pattern without the flags u and v
// takes them apart: in a class, and before a quantifier; also behind an escaped backslash, which the engine doubles there.
func halveCharacters(pattern string) string {
	if strings.IndexFunc(pattern, isHalved) < 0 {
		return pattern
	}
	var out strings.Builder
	for i := 0; i < len(pattern); {
		n := atomLength(pattern[i:])
		atom := pattern[i : i+n]
		i += n
		if atom[0] != '[' && (i == len(pattern) || strings.IndexByte("*+?{", pattern[i]) < 0) && !strings.HasSuffix(out.String(), `\`) {
			out.WriteString(atom)
			continue
		}
		for _, r := range atom {
			if high, low := utf16.EncodeRune(r); isHalved(r) {
				fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
			} else {
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}

// SpellHalves writes the two halves of each character that has two in a valid pattern without the flags u and v,
// for who matches it against the units of a text.
func SpellHalves(pattern string) string {
	if strings.IndexFunc(pattern, isHalved) < 0 {
		return pattern
	}
	var out strings.Builder
	escaped := false
	for _, r := range pattern {
		if high, low := utf16.EncodeRune(r); isHalved(r) {
			if !escaped {
				out.WriteByte('\\')
			}
			fmt.Fprintf(&out, `u%04x\u%04x`, high, low)
		} else {
			out.WriteRune(r)
		}
		escaped = r == '\\' && !escaped
	}
	return out.String()
}

func isHalved(r rune) bool { return r > 0xFFFF }

// withMark adds the n-th noncharacter to a class, the first class of a pattern excepted.
func withMark(class string, n int) string {
	if n == 0 || n > marks {
		return class
	}
	at := 1
	for _, c := range "^-" { // a hyphen that comes first is no range
		if class[at] == byte(c) {
			at++
		}
	}
	if class[at-1] == '-' && class[at] == '-' {
		return class
	}
	return fmt.Sprintf(`%s\u%04x%s`, class[:at], firstMark+n-1, class[at:])
}
