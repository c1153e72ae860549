package regex

import "strings"

// What stands for ^ and $ of the flag m: the engine knows the end of a line before \n only, and its beginning behind that.
const (
	lineStart = `(?<![^\n\r\u2028\u2029])`
	lineEnd   = `(?![^\n\r\u2028\u2029])`
)

// spellLines spells out where lines begin and end in a pattern with the flag m.
func spellLines(pattern string) string {
	var out strings.Builder
	class := false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			out.WriteByte(c)
			i++
			out.WriteByte(pattern[i])
			continue
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '^':
			out.WriteString(lineStart)
			continue
		case c == '$':
			out.WriteString(lineEnd)
			continue
		}
		out.WriteByte(pattern[i])
	}
	return out.String()
}
