package regex

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// atomEscape reads an escape outside of classes.
func (c *patternChecker) atomEscape() (assertion bool, err error) {
	rest := c.rest()
	if len(rest) == 1 {
		return false, c.fail(`\ at end of pattern`)
	}
	switch e := rest[1]; {
	case e == 'b' || e == 'B':
		c.pos += 2
		return true, nil
	case e >= '1' && e <= '9':
		n := 2
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if number, err := strconv.Atoi(rest[1:n]); err == nil && number <= c.captures {
			c.pos += n
			return false, nil
		}
		if c.unicode {
			return false, c.fail("Invalid escape")
		}
		c.pos += 2
		return false, nil
	case e == 'k' && (c.unicode || c.named):
		c.pos += 2
		if !c.take("<") {
			return false, c.fail("Invalid named reference")
		}
		name, err := c.groupName()
		c.references = append(c.references, name)
		return false, err
	}
	_, _, err = c.characterEscape(false)
	return false, err
}

// characterEscape reads an escape that stands for a character, or for many.
func (c *patternChecker) characterEscape(class bool) (r rune, many bool, err error) {
	rest := c.rest()
	e := rest[1]
	switch {
	case strings.IndexByte("dDsSwW", e) >= 0:
		c.pos += 2
		return 0, true, nil
	case (e == 'p' || e == 'P') && c.unicode:
		if _, err := c.property(); err != nil {
			if class {
				return 0, true, c.fail("Invalid property name in character class")
			}
			return 0, true, err
		}
		return 0, true, nil
	case e == '0' && c.unicode:
		if len(rest) > 2 && rest[2] >= '0' && rest[2] <= '9' {
			return 0, false, c.fail("Invalid decimal escape")
		}
		c.pos += 2
		return 0, false, nil
	case e >= '0' && e <= '9' && class && c.unicode:
		return 0, false, c.fail("Invalid decimal escape")
	case e >= '0' && e <= '7':
		return c.octal(), false, nil
	case e == 'c':
		return c.control(class)
	case e == 'x' || e == 'u':
		return c.hex()
	}
	if r, ok := controls[e]; ok && (e != 'b' || class) {
		c.pos += 2
		return r, false, nil
	}
	r, size := utf8.DecodeRuneInString(rest[1:])
	if c.unicode && strings.IndexByte(`^$\.*+?()[]{}|/`, e) < 0 && !(class && e == '-') {
		return 0, false, c.fail("Invalid escape")
	}
	c.pos += 1 + size
	return r, false, nil
}

// octal reads \ooo, as annex B has it.
func (c *patternChecker) octal() (r rune) {
	c.pos++
	for n := 0; n < 3 && c.pos < len(c.src); n++ {
		d := c.src[c.pos]
		if d < '0' || d > '7' || r*8+rune(d-'0') > 0o377 {
			break
		}
		r = r*8 + rune(d-'0')
		c.pos++
	}
	return r
}

// control reads \cX.
func (c *patternChecker) control(class bool) (rune, bool, error) {
	if rest := c.rest(); len(rest) > 2 {
		x := rest[2]
		if isLetter(x) || class && !c.unicode && (x == '_' || x >= '0' && x <= '9') {
			c.pos += 3
			return rune(x & 0x1F), false, nil
		}
	}
	if c.unicode {
		return 0, false, c.fail("Invalid Unicode escape")
	}
	c.pos++ // the backslash stands for itself
	return '\\', false, nil
}

// hex reads \xHH, \uHHHH and, in unicode, \u{…}.
func (c *patternChecker) hex() (rune, bool, error) {
	rest := c.rest()
	start := c.pos
	if c.unicode || !strings.HasPrefix(rest, `\u{`) {
		r, err := c.readHex()
		if err == nil {
			if !c.unicode && r > 0xFFFF { // a pair is two characters
				c.pos = start + 6
				r = 0xD800 + (r-0x10000)>>10
			}
			return r, false, nil
		}
		if c.unicode && rest[1] == 'x' {
			return 0, false, c.fail("Invalid escape")
		}
		if c.unicode {
			return 0, false, err
		}
	}
	c.pos = start + 2
	return rune(rest[1]), false, nil
}

// class reads from [ to ].
func (c *patternChecker) class() error {
	if c.sets {
		_, err := c.readClass(0)
		return err
	}
	c.pos++
	c.take("^")
	for {
		if c.pos >= len(c.src) {
			return c.fail("Unterminated character class")
		}
		if c.take("]") {
			return nil
		}
		lo, many, err := c.classAtom()
		if err != nil {
			return err
		}
		if !strings.HasPrefix(c.rest(), "-") || strings.HasPrefix(c.rest(), "-]") || c.rest() == "-" {
			continue
		}
		c.pos++
		hi, manyToo, err := c.classAtom()
		switch {
		case err != nil:
			return err
		case (many || manyToo) && c.unicode:
			return c.fail("Invalid character class")
		case !many && !manyToo && lo > hi:
			return c.fail("Range out of order in character class")
		}
	}
}

// classAtom reads one character of a class, or an escape for many.
func (c *patternChecker) classAtom() (r rune, many bool, err error) {
	rest := c.rest()
	if rest[0] == '\\' {
		if len(rest) == 1 {
			return 0, false, c.fail(`\ at end of pattern`)
		}
		return c.characterEscape(true)
	}
	r, size := utf8.DecodeRuneInString(rest)
	c.pos += size
	return r, false, nil
}
