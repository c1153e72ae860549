package matcher

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// charEscape reads what follows a backslash and stands for a character.
func (p *parser) charEscape(class bool) rune {
	c := p.peek(0)
	if c < 0 {
		return '\\'
	}
	p.pos++
	switch c {
	case 't':
		return '\t'
	case 'n':
		return '\n'
	case 'v':
		return '\v'
	case 'f':
		return '\f'
	case 'r':
		return '\r'
	case 'c':
		return p.control(class)
	case 'x':
		if r, ok := p.hex(2); ok {
			return r
		}
		return 'x'
	case 'u':
		if r, ok := p.hexEscape(); ok {
			return r
		}
		return 'u'
	}
	if !p.unicode && '0' <= c && c <= '7' {
		return p.octal(c - '0')
	}
	if c == '0' {
		return 0
	}
	return c
}

// control reads what follows \c; without a letter, the backslash stands for itself.
func (p *parser) control(class bool) rune {
	c := p.peek(0)
	letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	if letter || class && !p.unicode && ('0' <= c && c <= '9' || c == '_') {
		p.pos++
		return c % 32
	}
	p.pos--
	return '\\'
}

// octal reads on in an octal escape, up to \377.
func (p *parser) octal(value rune) rune {
	for range 2 {
		c := p.peek(0)
		if c < '0' || c > '7' || value*8+c-'0' > 0o377 {
			break
		}
		value = value*8 + c - '0'
		p.pos++
	}
	return value
}

func (p *parser) hex(digits int) (rune, bool) {
	if p.pos+digits > len(p.src) {
		return 0, false
	}
	return p.hexUntil(p.pos+digits, p.pos+digits)
}

func (p *parser) hexUntil(end, next int) (rune, bool) {
	text := string(p.src[p.pos:end])
	v, err := strconv.ParseUint(text, 16, 32)
	if err != nil || strings.ContainsAny(text, "+_") {
		return 0, false
	}
	p.pos = next
	return rune(v), true
}

// hexEscape reads what follows \u.
func (p *parser) hexEscape() (rune, bool) {
	if p.unicode && p.peek(0) == '{' {
		p.pos++
		end := p.pos
		for end < len(p.src) && p.src[end] != '}' {
			end++
		}
		return p.hexUntil(end, end+1)
	}
	r, ok := p.hex(4)
	if ok && p.unicode && r >= 0xD800 && r < 0xDC00 && p.peek(0) == '\\' && p.peek(1) == 'u' {
		at := p.pos
		p.pos += 2
		if low, ok := p.hex(4); ok && low >= 0xDC00 && low < 0xE000 {
			return utf16.DecodeRune(r, low), true
		}
		p.pos = at
	}
	return r, ok
}

// class reads from [ to ].
func (p *parser) class() *node {
	p.pos++
	negated := p.take('^')
	var spans [][2]rune
	for p.more() && !p.take(']') {
		low, many := p.classAtom()
		if p.peek(0) != '-' || p.peek(1) == ']' || p.peek(1) < 0 {
			spans = append(append(spans, many...), single(low, many)...)
			continue
		}
		p.pos++
		high, more := p.classAtom()
		if many == nil && more == nil {
			spans = append(spans, [2]rune{low, high})
			continue
		}
		spans = append(append(append(spans, many...), more...), [2]rune{'-', '-'}) // the hyphen stands for itself
		spans = append(append(spans, single(low, many)...), single(high, more)...)
	}
	if len(spans) == 0 {
		return &node{kind: kindSet, set: newSet(nil, negated, nil)}
	}
	return p.setOf(spans, negated)
}

// single is the span of one character, unless it stands for many.
func single(r rune, many [][2]rune) [][2]rune {
	if many != nil {
		return nil
	}
	return [][2]rune{{r, r}}
}

func (p *parser) classAtom() (rune, [][2]rune) {
	c := p.peek(0)
	p.pos++
	if c != '\\' {
		return c, nil
	}
	switch c := p.peek(0); {
	case strings.ContainsRune("dDwWsS", c):
		p.pos++
		return 0, shorthand(c, p.i && p.unicode)
	case c == 'b':
		p.pos++
		return '\b', nil
	case c == '-' && p.unicode:
		p.pos++
		return '-', nil
	}
	return p.charEscape(true), nil
}
