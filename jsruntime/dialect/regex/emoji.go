package regex

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// recordedEmoji is what the properties of strings hold that patterns with the flag v know: one
// property on a line, its name and then all of its strings, as the real runtime's engine has them
// (Unicode 17).
//
//go:embed emoji.txt
var recordedEmoji string

// stringProperties are the properties of strings. RGI_Emoji is all the others together.
var stringProperties = sync.OnceValue(func() map[string]operand {
	out := map[string]operand{}
	var all operand
	for line := range strings.Lines(recordedEmoji) {
		fields := strings.Fields(line)
		var o operand
		for _, s := range fields[1:] {
			if r, size := utf8.DecodeRuneInString(s); size == len(s) {
				o.points = append(o.points, [2]rune{r, r})
				continue
			}
			o.strings = append(o.strings, s)
		}
		o.points = o.points.normal()
		out[fields[0]] = o
		all = all.union(o)
	}
	out["RGI_Emoji"] = all
	return out
})
