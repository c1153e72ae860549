package matcher

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
)

// kind says what a node matches.
type kind uint8

const (
	kindEmpty kind = iota
	kindChar
	kindSet
	kindSequence
	kindChoice
	kindCapture
	kindRepeat
	kindLook
	kindReference
	kindStart
	kindEnd
	kindWord // a boundary of words
)

// node is a part of a pattern.
type node struct {
	kind             kind
	r                rune // the character, in its canonical case if case is ignored
	set              *set
	fold             bool
	parts            []*node
	group            int   // the number of a capture
	groups           []int // those that a reference may mean
	first, last      int   // the captures within, last exclusive
	least, most      int   // of a repetition; most < 0: any number
	lazy             bool
	negated          bool // of an assertion
	behind           bool
	lines, wideWords bool
}

// modes are the flags that groups may change.
type modes struct{ i, m, s bool }

// parser reads a valid pattern: its code points with the flag u, else its units.
type parser struct {
	src     []rune
	pos     int
	unicode bool
	modes
	count   int      // captures so far
	all     int      // captures of the pattern
	names   []string // of the captures, by number less one
	named   bool
	failure error
}

func newParser(pattern string, unicode bool, m modes) *parser {
	p := &parser{unicode: unicode, modes: m}
	if unicode {
		p.src = []rune(pattern)
	} else {
		for _, u := range utf16.Encode([]rune(pattern)) {
			p.src = append(p.src, rune(u))
		}
	}
	p.survey()
	return p
}

// survey counts the captures and finds their names, which may be referred to before they come.
func (p *parser) survey() {
	class := false
	for i := 0; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c != '(':
		case i+1 >= len(p.src) || p.src[i+1] != '?':
			p.names = append(p.names, "")
		case i+3 < len(p.src) && p.src[i+2] == '<' && p.src[i+3] != '=' && p.src[i+3] != '!':
			p.pos = i + 3
			p.names = append(p.names, p.name())
			p.named = true
		}
	}
	p.pos, p.all = 0, len(p.names)
}

// name reads the name of a group and its closing bracket.
func (p *parser) name() string {
	var units []uint16
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		p.pos++
		if c == '>' {
			break
		}
		if c == '\\' && p.take('u') {
			was := p.unicode
			p.unicode = true // here \u{…} is always one
			c, _ = p.hexEscape()
			p.unicode = was
		}
		units = utf16.AppendRune(units, c)
		if c >= 0xD800 && c < 0xE000 {
			units[len(units)-1] = uint16(c)
		}
	}
	return string(utf16.Decode(units))
}

func (p *parser) more() bool { return p.pos < len(p.src) }

func (p *parser) peek(ahead int) rune {
	if p.pos+ahead >= len(p.src) {
		return -1
	}
	return p.src[p.pos+ahead]
}

func (p *parser) take(c rune) bool {
	if p.peek(0) != c {
		return false
	}
	p.pos++
	return true
}

func (p *parser) takeAll(s string) bool {
	for i := range len(s) {
		if p.peek(i) != rune(s[i]) {
			return false
		}
	}
	p.pos += len(s)
	return true
}

func (p *parser) disjunction() *node {
	choice := &node{kind: kindChoice}
	for {
		sequence := &node{kind: kindSequence}
		for p.more() && p.peek(0) != '|' && p.peek(0) != ')' {
			if n := p.term(); n.kind != kindEmpty {
				sequence.parts = append(sequence.parts, n)
			}
		}
		part := sequence
		if len(sequence.parts) == 1 {
			part = sequence.parts[0]
		}
		choice.parts = append(choice.parts, part)
		if !p.take('|') {
			break
		}
	}
	if len(choice.parts) == 1 {
		return choice.parts[0]
	}
	return choice
}

func (p *parser) term() *node {
	before := p.count
	switch c := p.peek(0); c {
	case '^':
		p.pos++
		return &node{kind: kindStart, lines: p.m}
	case '$':
		p.pos++
		return &node{kind: kindEnd, lines: p.m}
	case '(':
		return p.repeated(p.group(), before)
	case '.':
		p.pos++
		if p.s {
			return p.repeated(p.setOf(nil, true), before)
		}
		return p.repeated(p.setOf(newlines, true), before)
	case '[':
		return p.repeated(p.class(), before)
	case '\\':
		p.pos++
		if c := p.peek(0); c == 'b' || c == 'B' {
			p.pos++
			return &node{kind: kindWord, negated: c == 'B', wideWords: p.i && p.unicode}
		}
		return p.repeated(p.escape(), before)
	default:
		p.pos++
		return p.repeated(p.char(c), before)
	}
}

// canonical gives what case is ignored by here; nil where it is not.
func (p *parser) canonical() func(rune) rune {
	switch {
	case !p.i:
		return nil
	case p.unicode:
		return folded
	}
	return upper
}

func (p *parser) char(r rune) *node {
	n := &node{kind: kindChar, r: r}
	if canonical := p.canonical(); canonical != nil {
		n.r, n.fold = canonical(r), true
		if n.r < 128 && (n.r < 'A' || n.r > 'Z') {
			n.fold = false
		}
	}
	return n
}

func (p *parser) setOf(spans [][2]rune, negated bool) *node {
	var closing [][]rune
	switch {
	case !p.i, len(spans) == 0:
	case p.unicode:
		closing = foldedClasses()
	default:
		closing = upperClasses()
	}
	return &node{kind: kindSet, set: newSet(spans, negated, closing)}
}

func (p *parser) group() *node {
	p.pos++
	outer := p.modes
	defer func() { p.modes = outer }()
	n := &node{}
	switch {
	case p.takeAll("?="), p.takeAll("?!"), p.takeAll("?<="), p.takeAll("?<!"):
		n.kind, n.negated, n.behind = kindLook, p.src[p.pos-1] == '!', p.src[p.pos-2] == '<'
	case p.takeAll("?<"):
		p.name()
		p.count++
		n.kind, n.group = kindCapture, p.count
	case p.take('?'):
		p.modifiers()
		inner := p.disjunction()
		p.take(')')
		return inner
	default:
		p.count++
		n.kind, n.group = kindCapture, p.count
	}
	n.parts = []*node{p.disjunction()}
	p.take(')')
	return n
}

// modifiers reads up to the colon.
func (p *parser) modifiers() {
	on := true
	for {
		c := p.peek(0)
		p.pos++
		switch c {
		case '-':
			on = false
		case 'i':
			p.i = on
		case 'm':
			p.m = on
		case 's':
			p.s = on
		default:
			return
		}
	}
}

// repeated reads the quantifier of an atom, if there is one.
func (p *parser) repeated(atom *node, before int) *node {
	n := &node{kind: kindRepeat, parts: []*node{atom}, first: before + 1, last: p.count + 1, most: -1}
	switch {
	case p.take('*'):
	case p.take('+'):
		n.least = 1
	case p.take('?'):
		n.most = 1
	case p.peek(0) == '{' && p.interval(n):
	default:
		return atom
	}
	n.lazy = p.take('?')
	if n.most == 0 {
		return &node{kind: kindEmpty}
	}
	return n
}

// interval reads {n}, {n,} or {n,m}.
func (p *parser) interval(n *node) bool {
	end := p.pos
	for end < len(p.src) && p.src[end] != '}' {
		end++
	}
	if end == len(p.src) {
		return false
	}
	from, to, two := strings.Cut(string(p.src[p.pos+1:end]), ",")
	number := func(s string) (int, bool) {
		if s == "" || strings.Trim(s, "0123456789") != "" {
			return 0, false
		}
		v, err := strconv.Atoi(s)
		if err != nil || v > math.MaxInt32 {
			v = math.MaxInt32
		}
		return v, true
	}
	least, ok := number(from)
	if !ok {
		return false
	}
	most := least
	if two {
		most = -1
		if to != "" {
			if most, ok = number(to); !ok {
				return false
			}
		}
	}
	if most == math.MaxInt32 {
		most = -1
	}
	n.least, n.most = least, most
	p.pos = end + 1
	return true
}

// escape reads what follows a backslash outside of a class.
func (p *parser) escape() *node {
	c := p.peek(0)
	switch {
	case strings.ContainsRune("dDwWsS", c):
		p.pos++
		return p.setOf(shorthand(c, p.i && p.unicode), false)
	case c == 'k' && (p.unicode || p.named):
		p.pos += 2
		name := p.name()
		n := &node{kind: kindReference, fold: p.i}
		for i, other := range p.names {
			if other == name {
				n.groups = append(n.groups, i+1)
			}
		}
		return n
	case '1' <= c && c <= '9':
		end := p.pos
		for end < len(p.src) && '0' <= p.src[end] && p.src[end] <= '9' {
			end++
		}
		if number, err := strconv.Atoi(string(p.src[p.pos:end])); err == nil && number <= p.all {
			p.pos = end
			return &node{kind: kindReference, groups: []int{number}, fold: p.i}
		}
	}
	return p.char(p.charEscape(false))
}
