package regex

import (
	"regexp"
	"strings"

	"paddock/jsruntime/matcher"
)

// matchedElsewhere stands in a program for a pattern that the engine does not match itself: see MatchedElsewhere.
const matchedElsewhere = "(?=)(?=)"

// MatchedElsewhere reports whether a valid pattern must be matched by package matcher: the engine's machines would match
// it in another way. What Expand gives for it has the flags, and matches anything.
func MatchedElsewhere(pattern, flags string) bool {
	unicode := strings.ContainsAny(flags, "uv")
	if !unicode && (escapedPair(pattern) || strings.Contains(flags, "i") && foldsIntoASCII(pattern)) {
		return true
	}
	if !strings.Contains(pattern, "(") {
		return false
	}
	if unicode && hasModifiers(pattern) && wordEscape.MatchString(pattern) {
		return true // what a word is depends on whether case is ignored there
	}
	if !strings.ContainsAny(pattern, "*+{") && !strings.Contains(pattern, ")?") && !strings.Contains(pattern, `\`) &&
		!strings.Contains(pattern, "(?=") && !strings.Contains(pattern, "(?!") && !strings.Contains(pattern, "(?<") {
		return false
	}
	return matcher.Differs(SpellSets(pattern, flags), unicode)
}

// wordEscape finds what asks for the characters of words.
var wordEscape = regexp.MustCompile(`\\[wWbB]`)

// escapedPair reports whether a backslash stands before a character that is two units, of which it escapes the first.
func escapedPair(pattern string) bool {
	escaped := false
	for _, r := range pattern {
		if escaped && isHalved(r) {
			return true
		}
		escaped = r == '\\' && !escaped
	}
	return false
}

// SpellSets spells out the properties and the set notation of a valid pattern, as package matcher wants it.
func SpellSets(pattern, flags string) string {
	p := &patternReader{src: pattern, flags: flags, sets: strings.Contains(flags, "v")}
	if !p.sets && !(strings.Contains(flags, "u") && (strings.Contains(pattern, `\p`) || strings.Contains(pattern, `\P`))) {
		return pattern
	}
	if err := p.expand(); err != nil {
		return pattern // which is not valid
	}
	return p.out.String()
}
