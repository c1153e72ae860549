package regex

import (
	"maps"
	"slices"
	"strings"
)

// trie holds strings by their code points. Written as an expression it finds the longest of them
// first, as a class with strings must: where one goes on from another, it asks for more before it is
// content, and all others exclude each other.
type trie struct {
	end  bool // a string ends here
	next map[rune]*trie
}

func (t *trie) add(s string) {
	for _, r := range s {
		if t.next == nil {
			t.next = map[rune]*trie{}
		}
		if t.next[r] == nil {
			t.next[r] = &trie{}
		}
		t = t.next[r]
	}
	t.end = true
}

// alternatives gives what may follow, apart by |. Code points with the same continuation share a class.
func (t *trie) alternatives() string {
	byRest := map[string]set{}
	for _, r := range slices.Sorted(maps.Keys(t.next)) {
		rest := t.next[r].rest()
		byRest[rest] = append(byRest[rest], [2]rune{r, r})
	}
	rests := slices.SortedFunc(maps.Keys(byRest), func(a, b string) int { return int(byRest[a][0][0] - byRest[b][0][0]) })
	var out strings.Builder
	for i, rest := range rests {
		if i > 0 {
			out.WriteByte('|')
		}
		if points := byRest[rest].normal(); len(points) == 1 && points[0][0] == points[0][1] {
			writeCodePoint(&out, points[0][0])
		} else {
			writeClass(&out, points)
		}
		out.WriteString(rest)
	}
	return out.String()
}

// rest gives the expression for what follows a code point.
func (t *trie) rest() string {
	switch {
	case len(t.next) == 0:
		return ""
	case t.end:
		return "(?:" + t.alternatives() + ")?"
	}
	return "(?:" + t.alternatives() + ")"
}

// writeOperand writes what a class or a property under the flag v matches.
func writeOperand(out *strings.Builder, o operand) {
	if len(o.strings) == 0 {
		writeClass(out, o.points)
		return
	}
	root := &trie{}
	for _, s := range o.strings {
		root.add(s)
	}
	var begun set
	for r, node := range root.next {
		begun = append(begun, [2]rune{r, r})
		node.end = node.end || o.points.has(r)
	}
	out.WriteString("(?:")
	if len(root.next) > 0 {
		out.WriteString(root.alternatives())
		out.WriteByte('|')
	}
	writeClass(out, o.points.minus(begun.normal()))
	if root.end {
		out.WriteByte('|') // the empty string comes last
	}
	out.WriteByte(')')
}
