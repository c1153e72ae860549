package regex

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// modified finds a group with modifiers, which the engine lacks, as (?i:…) or (?-s:…).
var modified = regexp.MustCompile(`\(\?[ims]*-?[ims]*:`)

// hasModifiers reports whether a valid pattern has such a group.
func hasModifiers(pattern string) bool {
	for _, group := range modified.FindAllString(pattern, -1) {
		if group != "(?:" {
			return true // within a class perhaps: then nothing changes
		}
	}
	return false
}

// modes are the flags that modifiers change.
type modes struct{ i, m, s bool }

func modesOf(flags string) modes {
	return modes{strings.Contains(flags, "i"), strings.Contains(flags, "m"), strings.Contains(flags, "s")}
}

// modifierWriter writes a pattern with modifiers as one without: what a modifier changes is spelt
// out where it is in force.
type modifierWriter struct {
	patternChecker
	native modes // what the engine's flags say
	now    modes
	outer  []modes

	references int   // so far
	folded     []int // those that ignore case where the engine's flags do not, from 0
}

// spellModifiers rewrites a valid pattern. The flag i goes where a group takes it back. References that
// ignore case cannot be spelt out: folded tells which they are.
func spellModifiers(pattern, flags string) (engine, engineFlags string, folded []int, err error) {
	w := &modifierWriter{patternChecker: patternChecker{patternReader: patternReader{src: pattern, flags: flags}}}
	w.unicode = strings.ContainsAny(flags, "uv")
	w.count()
	w.native, w.now = modesOf(flags), modesOf(flags)
	for _, group := range modified.FindAllString(pattern, -1) {
		if _, less, _ := strings.Cut(group, "-"); strings.Contains(less, "i") {
			w.native.i = false
			flags = strings.Replace(flags, "i", "", 1)
		}
	}
	for w.pos < len(w.src) {
		if err := w.part(); err != nil {
			return "", "", nil, err
		}
	}
	return w.out.String(), flags, w.folded, nil
}

func (w *modifierWriter) part() error {
	switch c := w.src[w.pos]; {
	case c == '(':
		w.open()
	case c == ')':
		w.now = w.outer[len(w.outer)-1]
		w.outer = w.outer[:len(w.outer)-1]
		w.copy(1)
	case c == '.' && w.now.s != w.native.s:
		w.write(map[bool]string{true: `[^]`, false: `[^\n\r\u2028\u2029]`}[w.now.s])
	case c == '^' && (w.now.m || w.native.m):
		w.write(map[bool]string{true: lineStart, false: `(?<![^])`}[w.now.m])
	case c == '$' && (w.now.m || w.native.m):
		w.write(map[bool]string{true: lineEnd, false: `(?![^])`}[w.now.m])
	case c == '[':
		return w.casedClass()
	case c == '\\':
		return w.casedEscape()
	default:
		r, size := utf8.DecodeRuneInString(w.rest())
		w.cased(r, size)
	}
	return nil
}

// write puts text in the place of one byte.
func (w *modifierWriter) write(text string) {
	w.out.WriteString(text)
	w.pos++
}

func (w *modifierWriter) copy(n int) {
	w.out.WriteString(w.src[w.pos : w.pos+n])
	w.pos += n
}

// open copies the beginning of a group and takes its modifiers.
func (w *modifierWriter) open() {
	w.outer = append(w.outer, w.now)
	rest := w.rest()
	switch {
	case strings.HasPrefix(rest, "(?<=") || strings.HasPrefix(rest, "(?<!"):
		w.copy(4)
	case strings.HasPrefix(rest, "(?<"):
		w.copy(strings.IndexByte(rest, '>') + 1)
	case strings.HasPrefix(rest, "(?=") || strings.HasPrefix(rest, "(?!"):
		w.copy(3)
	case strings.HasPrefix(rest, "(?"):
		end := strings.IndexByte(rest, ':')
		more, less, _ := strings.Cut(rest[2:end], "-")
		with, without := modesOf(more), modesOf(less)
		w.now.i = (w.now.i || with.i) && !without.i
		w.now.m = (w.now.m || with.m) && !without.m
		w.now.s = (w.now.s || with.s) && !without.s
		w.out.WriteString("(?:")
		w.pos += end + 1
	default:
		w.copy(1)
	}
}

// cased writes a character that size bytes stand for, in its cases if they count as one.
func (w *modifierWriter) cased(r rune, size int) {
	cases := w.cases(r)
	if w.now.i == w.native.i || len(cases) == 1 {
		w.copy(size)
		return
	}
	w.pos += size
	w.out.WriteByte('[')
	for _, r := range cases {
		w.point(r)
	}
	w.out.WriteByte(']')
}

// cases are the characters that equal r when case is ignored (Canonicalize), r among them.
func (w *modifierWriter) cases(r rune) []rune {
	all := []rune{r}
	for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
		if w.unicode || upper(o) == upper(r) {
			all = append(all, o)
		}
	}
	return all
}

// upper is Canonicalize without the flag u.
func upper(r rune) rune {
	u := unicode.ToUpper(r)
	if r >= utf8.RuneSelf && u < utf8.RuneSelf {
		return r
	}
	return u
}

func (w *modifierWriter) point(r rune) {
	if w.unicode {
		writeCodePoint(&w.out, r)
		return
	}
	fmt.Fprintf(&w.out, `\u%04x`, r)
}

func (w *modifierWriter) casedEscape() error {
	rest := w.rest()
	switch e := rest[1]; {
	case e == 'b' || e == 'B':
		w.copy(2)
		return nil
	case e >= '1' && e <= '9' || e == 'k' && (w.unicode || w.named):
		if w.now.i != w.native.i {
			w.folded = append(w.folded, w.references)
		}
		w.references++
		w.copy(referenceLength(rest))
		return nil
	}
	start := w.pos
	r, many, err := w.characterEscape(false)
	if err != nil {
		return err
	}
	size := w.pos - start
	w.pos = start
	if many {
		w.copy(size)
		return nil
	}
	w.cased(r, size)
	return nil
}

// casedClass writes a class with the cases of all that is in it.
func (w *modifierWriter) casedClass() error {
	start := w.pos
	var points set
	var escapes strings.Builder
	w.pos++
	negated := w.take("^")
	for !w.take("]") {
		at := w.pos
		lo, many, err := w.classAtom()
		if err != nil {
			return err
		}
		if many {
			escapes.WriteString(w.src[at:w.pos])
			continue
		}
		hi := lo
		if strings.HasPrefix(w.rest(), "-") && !strings.HasPrefix(w.rest(), "-]") {
			back := w.pos
			w.pos++
			if hi, many, err = w.classAtom(); err != nil {
				return err
			}
			if many { // the hyphen stands for itself
				hi, w.pos = lo, back+1
				points = append(points, [2]rune{'-', '-'})
			}
		}
		points = append(points, [2]rune{lo, hi})
	}
	if w.now.i == w.native.i {
		size := w.pos - start
		w.pos = start
		w.copy(size)
		return nil
	}
	w.out.WriteByte('[')
	if negated {
		w.out.WriteByte('^')
	}
	w.out.WriteString(escapes.String())
	for _, r := range w.closed(points) {
		w.point(r[0])
		if r[1] > r[0] {
			w.out.WriteByte('-')
			w.point(r[1])
		}
	}
	w.out.WriteByte(']')
	return nil
}

// closed adds to a set the other cases of what is in it.
func (w *modifierWriter) closed(points set) set {
	out := slices.Clone(points)
	const last = 0x1E943 // has cases; nothing after it does
	for _, span := range points {
		for r := span[0]; r <= min(span[1], last); r++ {
			for _, o := range w.cases(r)[1:] {
				out = append(out, [2]rune{o, o})
			}
		}
	}
	return out.normal()
}

// FoldReferences lets some of a pattern's back-references ignore case, in the notation of the library
// that the engine gives expressions with back-references to; which are their numbers, from 0.
func FoldReferences(pattern string, which []int) string {
	var out strings.Builder
	class, n := false, 0
	for i := 0; i < len(pattern); {
		size := 1
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			size = referenceLength(pattern[i:])
			if size == 0 || class {
				size = 2
				break
			}
			if n++; slices.Contains(which, n-1) {
				out.WriteString("(?i:" + pattern[i:i+size] + ")")
				i += size
				continue
			}
		case c == '[':
			class = true
		case c == ']':
			class = false
		}
		out.WriteString(pattern[i : i+size])
		i += size
	}
	return out.String()
}

// referenceLength gives the length of a back-reference at the beginning; 0 if there is none.
func referenceLength(s string) int {
	if strings.HasPrefix(s, `\k<`) {
		return strings.IndexByte(s, '>') + 1
	}
	n := 1
	for n < len(s) && s[n] >= '0' && s[n] <= '9' && (n > 1 || s[n] != '0') {
		n++
	}
	if n == 1 {
		return 0
	}
	return n
}
