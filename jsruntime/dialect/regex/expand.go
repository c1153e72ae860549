package regex

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ErrFlags says that a pattern has flags that are none.
var ErrFlags = errors.New("Invalid regular expression flags") //nolint:staticcheck // V8's words

// Expand gives a regular expression, its pattern and flags, that means the same to the
// engine: \p{…} and \P{…} become explicit ranges if flags hold u or v, the set notation of v becomes
// plain classes, and v the flag u; modifiers are spelt out; classes of surrogates are told apart. The
// flag d goes: whoever runs the expression finds the indices. The error is in the words of V8's
// SyntaxError.
func Expand(pattern, flags string) (engine, engineFlags string, err error) {
	engine, engineFlags, _, err = expand(pattern, flags)
	return engine, engineFlags, err
}

// FoldedReferences tells which back-references of what Expand gives must ignore case although the
// flags say otherwise, by their numbers from 0: see FoldReferences.
func FoldedReferences(pattern, flags string) []int {
	if !hasModifiers(pattern) {
		return nil
	}
	_, _, folded, _ := expand(pattern, flags)
	return folded
}

func expand(pattern, flags string) (engine, engineFlags string, folded []int, err error) {
	if !validFlags(flags) {
		return "", "", nil, ErrFlags
	}
	if err := checkPattern(pattern, flags); err != nil {
		return "", "", nil, err
	}
	if MatchedElsewhere(pattern, flags) {
		return matchedElsewhere, engineFlagsOf(flags), nil, nil
	}
	heavy := strings.Count(pattern, "(")*len(pattern) > mostPlaces
	names := RenamedGroups(pattern, flags)
	pattern = spellOldEscapes(pattern, strings.ContainsAny(flags, "uv"))
	p := &patternReader{src: pattern, flags: flags, sets: strings.Contains(flags, "v")}
	switch {
	case p.sets, strings.Contains(flags, "u") && (strings.Contains(pattern, `\p`) || strings.Contains(pattern, `\P`)):
		if err := p.expand(); err != nil {
			return "", "", nil, err
		}
		pattern = p.out.String()
	case !strings.Contains(flags, "u"):
		pattern = tellSurrogatesApart(halveCharacters(pattern))
	}
	if names != nil {
		pattern = renameGroups(pattern, names)
	}
	flags = engineFlagsOf(flags)
	if strings.Contains(flags, "u") && hasName.MatchString(pattern) || strings.Contains(flags, "g") && matchesEmpty(pattern) || heavy {
		pattern = backtracking + "(?:" + pattern + ")"
	}
	if hasModifiers(pattern) {
		return spellModifiers(pattern, flags)
	}
	if strings.Contains(flags, "m") {
		pattern = spellLines(pattern)
	}
	return pattern, flags, nil, nil
}

// engineFlagsOf gives the flags that the engine has for flags.
func engineFlagsOf(flags string) string {
	return strings.Replace(strings.Replace(flags, "d", "", 1), "v", "u", 1)
}

// hasName finds a group with a name.
var hasName = regexp.MustCompile(`\(\?<[^=!]`)

// mostPlaces is how many places of groups the engine's linear matcher may keep: it keeps those of every group for every
// place in the pattern.
const mostPlaces = 1 << 24

// backtracking makes the engine take its backtracking matcher: with the flag u the other one forgets the names of
// groups where a text is not of ASCII, and with g it passes over what is empty behind a match.
const backtracking = "(?=)"

// validFlags reports whether flags are known ones, each once, u and v not together.
func validFlags(flags string) bool {
	for i := range len(flags) {
		if strings.IndexByte("dgimsuvy", flags[i]) < 0 || strings.IndexByte(flags[:i], flags[i]) >= 0 {
			return false
		}
	}
	return !strings.Contains(flags, "u") || !strings.Contains(flags, "v")
}

// patternReader copies a pattern to out, expanding on the way.
type patternReader struct {
	src   string
	flags string
	pos   int
	sets  bool // flag v
	out   strings.Builder
}

func (p *patternReader) fail(what string) error {
	return fmt.Errorf("Invalid regular expression: /%s/%s: %s", p.src, sortedFlags(p.flags), what)
}

// sortedFlags gives flags in the order in which regular expressions tell of them.
func sortedFlags(flags string) string {
	letters := []byte(flags)
	slices.Sort(letters)
	return string(letters)
}

func (p *patternReader) rest() string { return p.src[p.pos:] }

func (p *patternReader) expand() error {
	class := false
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c == '\\':
			if err := p.escape(class); err != nil {
				return err
			}
		case c == '[' && p.sets:
			if err := p.setClass(); err != nil {
				return err
			}
		default:
			if c == '[' {
				class = true
			} else if c == ']' {
				class = false
			}
			p.out.WriteByte(c)
			p.pos++
		}
	}
	return nil
}

// escape copies one escape, or writes the ranges of a property escape.
func (p *patternReader) escape(class bool) error {
	if !strings.HasPrefix(p.rest(), `\p`) && !strings.HasPrefix(p.rest(), `\P`) {
		n := min(2, len(p.rest()))
		if c := p.rest()[n-1]; !class && isLetter(c) && strings.IndexByte("bBcdDfknrsStuvwWx", c) < 0 {
			return p.fail("Invalid escape")
		}
		p.out.WriteString(p.rest()[:n])
		p.pos += n
		return nil
	}
	o, err := p.property()
	if err != nil {
		return err
	}
	if class {
		writeRanges(&p.out, o.points)
		return nil
	}
	writeOperand(&p.out, o)
	return nil
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// property reads \p{…} or \P{…}.
func (p *patternReader) property() (operand, error) {
	negated := p.src[p.pos+1] == 'P'
	rest := p.rest()[2:]
	end := strings.IndexByte(rest, '}')
	if !strings.HasPrefix(rest, "{") || end < 0 {
		return operand{}, p.fail("Invalid property name")
	}
	name := rest[1:end]
	s, ok := lookup(name)
	if !ok && !negated && strings.Contains(p.flags, "v") {
		if o, ok := stringProperties()[name]; ok {
			p.pos += 2 + end + 1
			return o, nil
		}
	}
	if !ok {
		return operand{}, p.fail("Invalid property name")
	}
	p.pos += 2 + end + 1
	s = p.folded(s)
	if negated {
		s = s.invert()
	}
	return operand{points: s}, nil
}

// writeClass writes a set as a class of its own.
func writeClass(out *strings.Builder, s set) {
	if len(s) == 0 {
		out.WriteString(`[^\u{0}-\u{10ffff}]`)
		return
	}
	out.WriteByte('[')
	writeRanges(out, s)
	out.WriteByte(']')
}

func writeRanges(out *strings.Builder, s set) {
	for _, r := range s {
		writeCodePoint(out, r[0])
		if r[1] > r[0] {
			out.WriteByte('-')
			writeCodePoint(out, r[1])
		}
	}
}

func writeCodePoint(out *strings.Builder, r rune) {
	out.WriteString(`\u{`)
	out.WriteString(strconv.FormatInt(int64(r), 16))
	out.WriteByte('}')
}
