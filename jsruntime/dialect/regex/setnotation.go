package regex

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// operand is what one part of a class under the flag v matches: code points, and strings of
// other lengths (from \q{…} and properties of strings).
type operand struct {
	points  set
	strings []string
	ranged  bool // it was written as a range, with which nothing can be done
}

func (o operand) union(other operand) operand {
	return operand{points: o.points.union(other.points), strings: append(slices.Clone(o.strings), other.strings...), ranged: other.ranged}
}

func (o operand) intersect(other operand) operand {
	return operand{points: o.points.intersect(other.points), strings: o.filter(other, true)}
}

func (o operand) minus(other operand) operand {
	return operand{points: o.points.minus(other.points), strings: o.filter(other, false)}
}

// filter keeps the strings that the other has, or those that it has not.
func (o operand) filter(other operand, has bool) []string {
	theirs := make(map[string]bool, len(other.strings))
	for _, s := range other.strings {
		theirs[s] = true
	}
	var out []string
	for _, s := range o.strings {
		if theirs[s] == has {
			out = append(out, s)
		}
	}
	return out
}

// setClass reads a class in set notation and writes one that the engine knows.
func (p *patternReader) setClass() error {
	class, err := p.readClass(0)
	if err != nil {
		return err
	}
	writeOperand(&p.out, class)
	return nil
}

// maxClassDepth bounds the nesting of classes.
const maxClassDepth = 100

// readClass reads from [ to ].
func (p *patternReader) readClass(depth int) (operand, error) {
	if depth > maxClassDepth {
		return operand{}, p.fail("Regular expression too large")
	}
	p.pos++
	negated := p.take("^")
	var out operand
	operation := "" // of the class: one kind only
	for n := 0; ; n++ {
		if p.pos >= len(p.src) {
			return operand{}, p.fail("Unterminated character class")
		}
		if p.take("]") {
			break
		}
		found := p.operation()
		if n == 1 {
			operation = found
		}
		if n == 0 && found != "" || n > 0 && found != operation {
			return operand{}, p.fail("Invalid set operation in character class")
		}
		if found == "&&" && strings.HasPrefix(p.rest(), "&") {
			return operand{}, p.fail("Invalid character in character class")
		}
		next, err := p.readOperand(depth)
		if err != nil {
			return operand{}, err
		}
		if found != "" && (next.ranged || n == 1 && out.ranged) {
			return operand{}, p.fail("Invalid set operation in character class")
		}
		switch {
		case n == 0 || found == "":
			out = out.union(next)
		case found == "--":
			out = out.minus(next)
		default:
			out = out.intersect(next)
		}
	}
	out.ranged = false
	if negated {
		if len(out.strings) > 0 {
			return operand{}, p.fail("Negated character class may contain strings")
		}
		out.points = out.points.invert()
	}
	return out, nil
}

// operation reads the sign of one, "" if there is none.
func (p *patternReader) operation() string {
	for _, sign := range []string{"--", "&&"} {
		if p.take(sign) {
			return sign
		}
	}
	return ""
}

// reserved are the characters that may not come twice in a row.
const reserved = "&!#$%*+,.:;<=>?@^`~"

func (p *patternReader) take(mark string) bool {
	if !strings.HasPrefix(p.rest(), mark) {
		return false
	}
	p.pos += len(mark)
	return true
}

// readOperand reads a nested class, an escape, or a range or single character.
func (p *patternReader) readOperand(depth int) (operand, error) {
	rest := p.rest()
	switch {
	case strings.HasPrefix(rest, "["):
		return p.readClass(depth + 1)
	case strings.HasPrefix(rest, `\q{`):
		return p.readStrings()
	case strings.HasPrefix(rest, `\p`), strings.HasPrefix(rest, `\P`):
		return p.property()
	}
	if len(rest) > 1 && rest[0] == '\\' {
		if s, ok := shorthand(rest[1]); ok {
			p.pos += 2
			if isLower := rest[1] >= 'a'; isLower {
				return operand{points: p.folded(s)}, nil
			}
			return operand{points: p.folded(s.invert()).invert()}, nil
		}
	}
	lo, err := p.readChar()
	if err != nil {
		return operand{}, err
	}
	hi := lo
	if strings.HasPrefix(p.rest(), "-") && !strings.HasPrefix(p.rest(), "--") {
		p.pos++
		if hi, err = p.readChar(); err != nil {
			return operand{}, err
		}
		if hi < lo {
			return operand{}, p.fail("Range out of order in character class")
		}
	}
	return operand{points: p.folded(set{{lo, hi}}), ranged: hi > lo}, nil
}

// folded adds to a set of a pattern in set notation that ignores case the other cases of what is in it: what is done
// with sets is done with these.
func (p *patternReader) folded(s set) set {
	if !p.sets || !strings.Contains(p.flags, "i") {
		return s
	}
	return (&modifierWriter{patternChecker: patternChecker{unicode: true}}).closed(s)
}

// shorthand returns the set of \d, \w, \s and their opposites.
func shorthand(c byte) (set, bool) {
	var s set
	switch c {
	case 'd', 'D':
		s = set{{'0', '9'}}
	case 'w', 'W':
		s = set{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	case 's', 'S':
		spaces, _ := category("Zs")
		s = spaces.union(set{{'\t', '\r'}, {0x2028, 0x2029}, {0xFEFF, 0xFEFF}})
	default:
		return nil, false
	}
	if c < 'a' {
		s = s.invert()
	}
	return s, true
}

// readStrings reads \q{a|bc|…}.
func (p *patternReader) readStrings() (operand, error) {
	p.pos += len(`\q{`)
	var out operand
	var text strings.Builder
	flush := func() {
		s := text.String()
		text.Reset()
		if utf8.RuneCountInString(s) == 1 {
			r, _ := utf8.DecodeRuneInString(s)
			out.points = out.points.union(set{{r, r}})
			return
		}
		out.strings = append(out.strings, s)
	}
	for {
		switch {
		case p.pos >= len(p.src):
			return operand{}, p.fail("Invalid escape")
		case p.take("}"):
			flush()
			return out, nil
		case p.take("|"):
			flush()
		default:
			r, err := p.readChar()
			if err != nil {
				return operand{}, err
			}
			text.WriteRune(r)
		}
	}
}

// controls are the escapes of one letter.
var controls = map[byte]rune{'t': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r', 'b': '\b', '0': 0}

// readChar reads one character of a class, escaped or not.
func (p *patternReader) readChar() (rune, error) {
	rest := p.rest()
	if rest == "" {
		return 0, p.fail("Unterminated character class")
	}
	if rest[0] != '\\' {
		if strings.IndexByte("()[]{}/-|", rest[0]) >= 0 {
			return 0, p.fail("Invalid character in character class")
		}
		if len(rest) > 1 && rest[1] == rest[0] && strings.IndexByte(reserved, rest[0]) >= 0 {
			return 0, p.fail("Invalid set operation in character class")
		}
		r, size := utf8.DecodeRuneInString(rest)
		p.pos += size
		return r, nil
	}
	if len(rest) == 1 {
		return 0, p.fail(`\ at end of pattern`)
	}
	c := rest[1]
	switch {
	case c == 'u' || c == 'x':
		return p.readHex()
	case c == 'c' && len(rest) > 2:
		p.pos += 3
		return rune(rest[2] & 0x1F), nil
	}
	if r, ok := controls[c]; ok {
		p.pos += 2
		return r, nil
	}
	if isLetter(c) || '0' <= c && c <= '9' || c >= utf8.RuneSelf {
		return 0, p.fail("Invalid escape")
	}
	p.pos += 2
	return rune(c), nil
}

// readHex reads \xHH, \uHHHH, a pair of the latter, or \u{…}.
func (p *patternReader) readHex() (rune, error) {
	rest := p.rest()
	digits, size := "", 0
	switch {
	case strings.HasPrefix(rest, `\u{`):
		end := strings.IndexByte(rest, '}')
		if end < 0 {
			return 0, p.fail("Invalid Unicode escape")
		}
		digits, size = rest[3:end], end+1
	case strings.HasPrefix(rest, `\u`) && len(rest) >= 6:
		digits, size = rest[2:6], 6
	case strings.HasPrefix(rest, `\x`) && len(rest) >= 4:
		digits, size = rest[2:4], 4
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || n > unicode.MaxRune {
		return 0, p.fail("Invalid Unicode escape")
	}
	p.pos += size
	if low := p.rest(); n >= 0xD800 && n < 0xDC00 && size == 6 && strings.HasPrefix(low, `\u`) && len(low) >= 6 {
		if m, err := strconv.ParseUint(low[2:6], 16, 32); err == nil && m >= 0xDC00 && m < 0xE000 {
			p.pos += 6
			n = 0x10000 + (n-0xD800)<<10 + (m - 0xDC00)
		}
	}
	return rune(n), nil
}
