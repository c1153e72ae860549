package bundle

import (
	"slices"
	"strings"
	"unicode"
)

// importsKnown reports whether a text can be seen, without being parsed, to import nothing but known names from modules.
// known gives them by what the text calls the modules. When in doubt it does not.
func importsKnown(text string, known map[string][]string) bool {
	for specifier, names := range known {
		for _, quote := range []string{`"`, `'`} {
			literal := quote + specifier + quote
			for end := 0; ; end += len(literal) {
				at := strings.Index(text[end:], literal)
				if at < 0 {
					break
				}
				end += at
				if !clauseKnown(text[:end], names) {
					return false
				}
			}
		}
	}
	return true
}

const space = " \t\r\n"

// clauseKnown does so for what stands before the specifier of an import. Before a text that is none, as that of a
// require(), there is no "from".
func clauseKnown(before string, known []string) bool {
	before = strings.TrimRight(before, space)
	if strings.HasSuffix(before, "*/") {
		return false
	}
	clause, from := strings.CutSuffix(before, "from")
	if !from {
		return true
	}
	begins := strings.LastIndexFunc(clause, func(c rune) bool { return !inWord(c) && !strings.ContainsRune(space+"{},*", c) })
	clause = clause[begins+1:]
	end := max(endOfWord(clause, "import"), endOfWord(clause, "export"))
	if end < 0 {
		return false
	}
	outside, rest, braced := strings.Cut(clause[end:], "{")
	list, behind, closed := strings.Cut(rest, "}")
	if braced != closed || strings.Trim(behind, space) != "" || strings.Contains(outside, "}") {
		return false
	}
	for name := range strings.SplitSeq(list, ",") {
		if words := strings.Fields(name); len(words) > 0 && !slices.Contains(known, words[0]) {
			return false
		}
	}
	return true // outside of braces stand the default export, which they have, and all as one
}

// endOfWord gives where the last place ends at which a word stands as one; -1: there is none.
func endOfWord(text, word string) int {
	for end := len(text); ; {
		at := strings.LastIndex(text[:end], word)
		if at < 0 {
			return -1
		}
		before, after := text[:at], text[at+len(word):]
		if strings.TrimRightFunc(before, inWord) == before && strings.TrimLeftFunc(after, inWord) == after {
			return at + len(word)
		}
		end = at
	}
}

func inWord(c rune) bool { return c == '$' || c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c) }
