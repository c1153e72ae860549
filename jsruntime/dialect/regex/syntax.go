package regex

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checkPattern finds what is wrong with a regular expression, in V8's words. The engine takes some
// expressions that are none, refuses others late, and says it in words of its own.
func checkPattern(pattern, flags string) error {
	c := &patternChecker{patternReader: patternReader{src: pattern, flags: flags, sets: strings.Contains(flags, "v")}}
	c.unicode = c.sets || strings.Contains(flags, "u")
	if c.count(); c.captures > maxCaptures {
		return c.fail("Too many captures")
	}
	if err := c.disjunction(false); err != nil {
		return err
	}
	for _, name := range c.references {
		if !slices.ContainsFunc(c.names, func(g namedGroup) bool { return g.name == name }) {
			return c.fail("Invalid named capture referenced")
		}
	}
	return nil
}

// patternChecker goes over the grammar of patterns (ECMA-262, 22.2.1 with annex B).
type patternChecker struct {
	patternReader
	unicode    bool
	captures   int
	named      bool // there are named groups, so that \k is always a reference
	names      []namedGroup
	references []string
	way        []alternative // the disjunctions around, and which of their alternatives this is
	made       int           // disjunctions so far
}

// alternative is one of those of a disjunction.
type alternative struct{ disjunction, index int }

type namedGroup struct {
	name string
	way  []alternative
}

// count finds the captures, which may be referred to before they come.
func (c *patternChecker) count() {
	class := 0
	for i := 0; i < len(c.src); i++ {
		switch rest := c.src[i:]; {
		case rest[0] == '\\':
			i++
		case rest[0] == '[' && (class == 0 || c.sets):
			class++
		case rest[0] == ']' && class > 0:
			class--
		case class > 0 || rest[0] != '(':
		case !strings.HasPrefix(rest, "(?"):
			c.captures++
		case strings.HasPrefix(rest, "(?<") && !strings.HasPrefix(rest, "(?<=") && !strings.HasPrefix(rest, "(?<!"):
			c.captures++
			c.named = true
		}
	}
}

const (
	maxGroupDepth = 1000      // groups within each other
	maxCaptures   = 1<<15 - 1 // as in V8
)

// disjunction reads alternatives up to the end of the group or of the pattern.
func (c *patternChecker) disjunction(group bool) error {
	if len(c.way) > maxGroupDepth {
		return c.fail("Regular expression too large")
	}
	c.made++
	c.way = append(c.way, alternative{disjunction: c.made})
	for {
		switch {
		case c.pos >= len(c.src) && group:
			return c.fail("Unterminated group")
		case c.pos >= len(c.src), group && c.src[c.pos] == ')':
			c.way = c.way[:len(c.way)-1]
			return nil
		case c.src[c.pos] == ')':
			return c.fail("Unmatched ')'")
		case c.take("|"):
			c.way[len(c.way)-1].index++
		default:
			if err := c.term(); err != nil {
				return err
			}
		}
	}
}

// term reads an assertion, or an atom and its quantifier.
func (c *patternChecker) term() error {
	switch c.src[c.pos] {
	case '^', '$':
		c.pos++
		return nil
	case '*', '+', '?':
		return c.fail("Nothing to repeat")
	case '{':
		if _, _, ok := c.interval(); ok {
			return c.fail("Nothing to repeat")
		}
		fallthrough
	case '}', ']':
		if c.unicode {
			return c.fail("Lone quantifier brackets")
		}
		c.pos++
		return c.quantifier()
	case '(':
		return c.group()
	case '[':
		if err := c.class(); err != nil {
			return err
		}
		return c.quantifier()
	case '\\':
		assertion, err := c.atomEscape()
		if err != nil || assertion {
			return err
		}
		return c.quantifier()
	}
	_, size := utf8.DecodeRuneInString(c.rest())
	c.pos += size
	return c.quantifier()
}

// quantifier reads one if it is there.
func (c *patternChecker) quantifier() error {
	if c.pos >= len(c.src) {
		return nil
	}
	switch c.src[c.pos] {
	case '*', '+', '?':
		c.pos++
	case '{':
		size, ordered, ok := c.interval()
		switch {
		case !ok && c.unicode:
			return c.fail("Incomplete quantifier")
		case !ok:
			return nil // a brace like any other character
		case !ordered:
			return c.fail("numbers out of order in {} quantifier")
		}
		c.pos += size
	default:
		return nil
	}
	c.take("?")
	return nil
}

// interval looks for {n}, {n,} or {n,m}.
func (c *patternChecker) interval() (size int, ordered, ok bool) {
	rest := c.rest()[1:]
	inner, _, closed := strings.Cut(rest, "}")
	from, to, two := strings.Cut(inner, ",")
	if !closed || !digits(from) || two && to != "" && !digits(to) {
		return 0, false, false
	}
	from, to = strings.TrimLeft(from, "0"), strings.TrimLeft(to, "0")
	ordered = !two || strings.HasSuffix(inner, ",") || len(from) < len(to) || len(from) == len(to) && from <= to
	return len(inner) + 2, ordered, true
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// group reads what begins with a parenthesis.
func (c *patternChecker) group() error {
	c.pos++
	assertion, repeats := false, true
	switch {
	case !c.take("?"), c.take(":"):
	case c.take("="), c.take("!"):
		assertion, repeats = true, !c.unicode
	case c.take("<="), c.take("<!"):
		assertion, repeats = true, false
	case c.take("<"):
		name, err := c.groupName()
		if err != nil {
			return err
		}
		if err := c.declare(name); err != nil {
			return err
		}
	default:
		if err := c.modifiers(); err != nil {
			return err
		}
	}
	if err := c.disjunction(true); err != nil {
		return err
	}
	c.pos++
	if assertion && !repeats {
		return c.unrepeated()
	}
	return c.quantifier()
}

// unrepeated refuses a quantifier behind an assertion.
func (c *patternChecker) unrepeated() error {
	if c.pos < len(c.src) {
		switch c.src[c.pos] {
		case '*', '+', '?':
			return c.fail("Invalid quantifier")
		case '{':
			if _, _, ok := c.interval(); ok {
				return c.fail("Invalid quantifier")
			}
		}
	}
	return nil
}

// modifiers reads the flags of a group that changes them, and the colon.
func (c *patternChecker) modifiers() error {
	seen, minus, first := "", false, c.pos
	for {
		if c.pos >= len(c.src) {
			return c.fail("Invalid group")
		}
		switch f := c.src[c.pos]; {
		case f == ':':
			if c.pos == first+1 && minus {
				return c.fail("Invalid flag group")
			}
			c.pos++
			return nil
		case f == '-' && minus:
			return c.fail("Multiple dashes in flag group")
		case f == '-':
			minus = true
		case strings.IndexByte("ims", f) < 0:
			return c.fail("Invalid group")
		case strings.IndexByte(seen, f) >= 0:
			return c.fail("Repeated flag in flag group")
		default:
			seen += string(f)
		}
		c.pos++
	}
}

// groupName reads a name and its closing bracket.
func (c *patternChecker) groupName() (string, error) {
	const bad = "Invalid capture group name"
	var name strings.Builder
	for {
		if c.pos >= len(c.src) {
			return "", c.fail(bad)
		}
		if c.take(">") {
			break
		}
		r, size := utf8.DecodeRuneInString(c.rest())
		if r == '\\' {
			at := c.pos
			var err error
			if r, err = c.readHex(); err != nil || c.src[at+1] != 'u' {
				return "", c.fail(bad)
			}
		} else {
			c.pos += size
		}
		if !startsIdentifier(r) && (name.Len() == 0 || !continuesIdentifier(r)) {
			return "", c.fail(bad)
		}
		name.WriteRune(r)
	}
	if name.Len() == 0 {
		return "", c.fail(bad)
	}
	return name.String(), nil
}

func startsIdentifier(r rune) bool {
	return r == '$' || r == '_' || unicode.In(r, unicode.L, unicode.Nl, unicode.Other_ID_Start)
}

func continuesIdentifier(r rune) bool {
	return r == 0x200C || r == 0x200D || unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)
}

// declare notes a named group. A name may come twice where only one of both can take part.
func (c *patternChecker) declare(name string) error {
	for _, g := range c.names {
		apart := false
		for i := 0; i < min(len(g.way), len(c.way)) && g.way[i].disjunction == c.way[i].disjunction; i++ {
			apart = apart || g.way[i].index != c.way[i].index
		}
		if g.name == name && !apart {
			return c.fail("Duplicate capture group name")
		}
	}
	c.names = append(c.names, namedGroup{name, slices.Clone(c.way)})
	return nil
}
