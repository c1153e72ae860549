package regex

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The two characters beyond ASCII that the engine takes for letters of ASCII where case is ignored, as the standard has
// it with the flags u and v alone.
const (
	kelvin = '\u212a' // the sign of Kelvin, a k
	longS  = '\u017f'
)

// foldsIntoASCII reports whether the engine finds an s or a k by a pattern without the flags u and v, that ignores case,
// where the standard does not: by one of the two, or by a class with one of them that has not got the letter.
func foldsIntoASCII(pattern string) bool {
	if !strings.Contains(pattern, `\u`) && strings.IndexFunc(pattern, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return false
	}
	var class *asciiLetters
	for i := 0; i < len(pattern); {
		if c := pattern[i]; class == nil && c == '[' {
			class = &asciiLetters{}
			i++
			continue
		} else if class != nil && c == ']' {
			if class.folds() {
				return true
			}
			class = nil
			i++
			continue
		}
		from, n, shorthand := oneCharacter(pattern[i:])
		i += n
		if class == nil {
			if !shorthand && (from == kelvin || from == longS) {
				return true
			}
			continue
		}
		if shorthand {
			if strings.ContainsRune("wSD", from) {
				class.add('A', 'z')
			}
			continue
		}
		to := from
		if rest := pattern[i:]; len(rest) > 1 && rest[0] == '-' && rest[1] != ']' {
			if last, n, shorthand := oneCharacter(rest[1:]); !shorthand {
				to = last
				i += 1 + n
			}
		}
		class.add(from, to)
	}
	return false
}

// asciiLetters tells of the two characters and their letters which are in a class.
type asciiLetters struct{ kelvin, k, longS, s bool }

func (l *asciiLetters) add(from, to rune) {
	has := func(r rune) bool { return from <= r && r <= to }
	l.kelvin, l.k = l.kelvin || has(kelvin), l.k || has('k') || has('K')
	l.longS, l.s = l.longS || has(longS), l.s || has('s') || has('S')
}

func (l *asciiLetters) folds() bool { return l.kelvin && !l.k || l.longS && !l.s }

// oneCharacter reads the character that a pattern begins with, and tells how long it is; of the shorthand for a class
// it gives the letter.
func oneCharacter(pattern string) (r rune, n int, shorthand bool) {
	if pattern[0] != '\\' || len(pattern) == 1 {
		r, n = utf8.DecodeRuneInString(pattern)
		return r, n, false
	}
	digits := map[byte]int{'u': 4, 'x': 2}[pattern[1]]
	if digits > 0 && len(pattern) >= 2+digits {
		if v, err := strconv.ParseUint(pattern[2:2+digits], 16, 16); err == nil {
			return rune(v), 2 + digits, false
		}
	}
	r, n = utf8.DecodeRuneInString(pattern[1:])
	return r, 1 + n, strings.ContainsRune("dDsSwW", r)
}
