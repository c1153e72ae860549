package regex

import (
	"fmt"
	"regexp"
	"strings"
)

// oldStyle finds what spellOldEscapes may have to rewrite.
var oldStyle = regexp.MustCompile(`\\c|\\[4-7][0-7]{2}|\{[0-9,]*[0-9]{10}`)

// longCount is a count of an interval that is larger than the engine's largest.
var longCount = regexp.MustCompile(`[0-9]{10,}`)

// interval is one behind an atom.
var interval = regexp.MustCompile(`^\{[0-9]+(,[0-9]*)?\}`)

// spellOldEscapes rewrites what annex B allows in a valid pattern and the engine reads in another way: \c without a
// letter is a backslash before a c, in a class also with a digit or _, and an octal escape ends at \377. Counts
// are cut to the engine's largest, which nothing can exceed; with u or v these are all that may need it.
func spellOldEscapes(pattern string, unicode bool) string {
	if !oldStyle.MatchString(pattern) {
		return pattern
	}
	var out strings.Builder
	for class := false; pattern != ""; {
		n := 1
		switch c := pattern[0]; {
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '{' && !class:
			if found := interval.FindString(pattern); found != "" {
				out.WriteString(longCount.ReplaceAllString(found, "2147483647"))
				pattern = pattern[len(found):]
				continue
			}
		case c == '\\' && len(pattern) > 1:
			if spelt, size := oldEscape(pattern, class); size > 0 && !unicode {
				out.WriteString(spelt)
				pattern = pattern[size:]
				continue
			}
			n = 2
		}
		out.WriteString(pattern[:n])
		pattern = pattern[n:]
	}
	return out.String()
}

// oldEscape gives the escape that a pattern begins with in other terms, and its length; 0 if the engine reads it rightly.
func oldEscape(pattern string, class bool) (spelt string, size int) {
	rest := pattern[1:] + "\x00\x00"
	switch octal := func(c byte) bool { return '0' <= c && c <= '7' }; {
	case rest[0] == 'c' && isLetter(rest[1]):
		return "", 0
	case rest[0] == 'c' && class && ('0' <= rest[1] && rest[1] <= '9' || rest[1] == '_'):
		return fmt.Sprintf(`\x%02x`, rest[1]%32), 3
	case rest[0] == 'c':
		return `\\`, 1
	case '4' <= rest[0] && rest[0] <= '7' && octal(rest[1]) && octal(rest[2]):
		return fmt.Sprintf(`\x%02x`, (rest[0]-'0')*8+rest[1]-'0'), 3
	}
	return "", 0
}
