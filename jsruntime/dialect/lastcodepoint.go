package dialect

import (
	"regexp"
	"strings"
)

// lastCodePoint is the escape of U+10FFFF, whose length the engine's parser miscounts.
var lastCodePoint = regexp.MustCompile(`\\u\{0*10[fF]{4}\}`)

// splitLastCodePoint writes the escape of U+10FFFF as two, which mean the same in strings,
// templates and regular expressions. What follows on such a line moves by two columns.
func splitLastCodePoint(src string) string {
	if !strings.Contains(src, `\u{`) {
		return src
	}
	var b strings.Builder
	done := 0
	for _, at := range lastCodePoint.FindAllStringIndex(src, -1) {
		if escaped(src, at[0]) {
			continue
		}
		b.WriteString(src[done:at[0]])
		b.WriteString(`\udbff\udfff`)
		done = at[1]
	}
	if done == 0 {
		return src
	}
	b.WriteString(src[done:])
	return b.String()
}

// escaped reports whether the byte at an offset stands behind an odd number of backslashes.
func escaped(src string, at int) bool {
	n := 0
	for at > n && src[at-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}
