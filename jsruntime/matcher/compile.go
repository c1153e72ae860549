package matcher

import "strings"

// operation is what an instruction does.
type operation uint8

const (
	opChar operation = iota
	opSet
	opMany      // one character, as often as it may come
	opSplit     // to x, and later to y
	opJump      // to x
	opMark      // keeps the place in register x
	opMoved     // fails if the place is still that of register x
	opClose     // the capture x began at the place in register y
	opReset     // forgets the captures from x to y
	opCount     // the counter x is 0
	opLoop      // another round, or on to x
	opRound     // the end of a round: back to x
	opLook      // looks, with what begins at x, and goes on at y
	opReference // what one of the groups has captured
	opStart
	opEnd
	opWord
	opAccept
)

// instruction is one step of a program.
type instruction struct {
	op             operation
	fold           bool
	back           bool // towards the beginning of the text
	lazy           bool
	negated        bool
	lines          bool
	wide           bool
	x, y           int32
	counter, place int32 // of loops: registers; place < 0: there is no need of it
	least, most    int32
	r              rune
	set            *set
	groups         []int
}

// Program is a compiled pattern. Any number of goroutines may match it.
type Program struct {
	code      []instruction
	registers int
	groups    int
	names     []string
	unicode   bool
	anchored  bool // it can only match where a text begins
	first     *firsts
	canonical func(rune) rune
}

// Names gives the names of the captures, by number less one, "" for those without.
func (p *Program) Names() []string { return p.names }

// Compile makes a program of a valid pattern without properties and set notation. Of the flags, i, m, s, u and v count.
func Compile(pattern, flags string) *Program {
	has := func(f string) bool { return strings.Contains(flags, f) }
	in := newParser(pattern, has("u") || has("v"), modes{has("i"), has("m"), has("s")})
	tree := in.disjunction()
	p := &Program{groups: in.all + 1, names: in.names, unicode: in.unicode, canonical: upper}
	if p.unicode {
		p.canonical = folded
	}
	c := &compiler{Program: p}
	p.registers = 2 * p.groups
	c.node(tree, false)
	c.emit(instruction{op: opAccept})
	p.anchored = beginsText(tree)
	if f := (&firsts{}); !f.add(tree) {
		p.first = f
	}
	return p
}

// beginsText reports whether a pattern begins with a ^ of the whole text.
func beginsText(n *node) bool {
	for n.kind == kindSequence && len(n.parts) > 0 || n.kind == kindCapture {
		n = n.parts[0]
	}
	return n.kind == kindStart && !n.lines
}

type compiler struct{ *Program }

func (c *compiler) emit(in instruction) int {
	c.code = append(c.code, in)
	return len(c.code) - 1
}

func (c *compiler) here() int32 { return int32(len(c.code)) }

func (c *compiler) register() int32 {
	c.registers++
	return int32(c.registers - 1)
}

// node writes what matches a part of a pattern, in the direction in which it is read.
func (c *compiler) node(n *node, back bool) {
	switch n.kind {
	case kindChar, kindSet:
		c.emit(single1(n, back))
	case kindSequence:
		for i := range n.parts {
			if back {
				i = len(n.parts) - 1 - i
			}
			c.node(n.parts[i], back)
		}
	case kindChoice:
		c.choice(n, back)
	case kindCapture:
		begin := c.register()
		c.emit(instruction{op: opMark, x: begin})
		c.node(n.parts[0], back)
		c.emit(instruction{op: opClose, x: int32(n.group), y: begin, back: back})
	case kindRepeat:
		c.repeat(n, back)
	case kindLook:
		at := c.emit(instruction{op: opLook, negated: n.negated, x: c.here() + 1})
		c.node(n.parts[0], n.behind)
		c.emit(instruction{op: opAccept})
		c.code[at].y = c.here()
	case kindReference:
		c.emit(instruction{op: opReference, groups: n.groups, fold: n.fold, back: back})
	case kindStart:
		c.emit(instruction{op: opStart, lines: n.lines})
	case kindEnd:
		c.emit(instruction{op: opEnd, lines: n.lines})
	case kindWord:
		c.emit(instruction{op: opWord, negated: n.negated, wide: n.wideWords})
	}
}

// single1 matches one character.
func single1(n *node, back bool) instruction {
	if n.kind == kindChar {
		return instruction{op: opChar, r: n.r, fold: n.fold, back: back}
	}
	return instruction{op: opSet, set: n.set, back: back}
}

func (c *compiler) choice(n *node, back bool) {
	var ends []int
	for i, part := range n.parts {
		if i == len(n.parts)-1 {
			c.node(part, back)
			break
		}
		split := c.emit(instruction{op: opSplit, x: c.here() + 1})
		c.node(part, back)
		ends = append(ends, c.emit(instruction{op: opJump}))
		c.code[split].y = c.here()
	}
	for _, at := range ends {
		c.code[at].x = c.here()
	}
}

func (c *compiler) repeat(n *node, back bool) {
	part := n.parts[0]
	nothing := mayBeEmpty(part)
	if part.kind == kindChar || part.kind == kindSet {
		in := single1(part, back)
		in.op, in.least, in.most, in.lazy = opMany, int32(n.least), int32(n.most), n.lazy
		c.emit(in)
		return
	}
	split := func() int { // between what follows and what is filled in by other
		return c.emit(instruction{op: opSplit, x: c.here() + 1})
	}
	other := func(at int, to int32) {
		c.code[at].y = to
		if n.lazy {
			c.code[at].x, c.code[at].y = c.code[at].y, c.code[at].x
		}
	}
	switch {
	case n.least == 0 && (n.most == 1 || n.most < 0):
		at := split()
		c.round(n, nothing, back)
		if n.most < 0 {
			c.emit(instruction{op: opJump, x: int32(at)})
		}
		other(at, c.here())
	case n.least == 1 && n.most < 0 && !nothing:
		again := c.here()
		c.round(n, false, back)
		at := c.emit(instruction{op: opSplit, x: again})
		other(at, c.here())
	default:
		counter, place := c.register(), int32(-1)
		if nothing {
			place = c.register()
		}
		c.emit(instruction{op: opCount, x: counter})
		loop := c.emit(instruction{op: opLoop, counter: counter, place: place, least: int32(n.least), most: int32(n.most), lazy: n.lazy})
		c.round(n, false, back)
		c.emit(instruction{op: opRound, x: int32(loop), counter: counter, place: place, least: int32(n.least)})
		c.code[loop].x = c.here()
	}
}

// round is one round of a repetition: it forgets the captures of the one before and, if it is watched, must not be empty.
func (c *compiler) round(n *node, watched, back bool) {
	if n.first < n.last {
		c.emit(instruction{op: opReset, x: int32(n.first), y: int32(n.last)})
	}
	if !watched {
		c.node(n.parts[0], back)
		return
	}
	place := c.register()
	c.emit(instruction{op: opMark, x: place})
	c.node(n.parts[0], back)
	c.emit(instruction{op: opMoved, x: place})
}

// mayBeEmpty reports whether a part may match nothing.
func mayBeEmpty(n *node) bool {
	switch n.kind {
	case kindChar, kindSet:
		return false
	case kindSequence:
		for _, part := range n.parts {
			if !mayBeEmpty(part) {
				return false
			}
		}
		return true
	case kindChoice:
		for _, part := range n.parts {
			if mayBeEmpty(part) {
				return true
			}
		}
		return false
	case kindCapture:
		return mayBeEmpty(n.parts[0])
	case kindRepeat:
		return n.least == 0 || mayBeEmpty(n.parts[0])
	}
	return true
}

// firsts are the units that a match may begin with.
type firsts struct {
	ascii [128]bool
	wide  bool // any beyond ASCII
}

// add adds those of a part, and reports whether it may match nothing.
func (f *firsts) add(n *node) (nothing bool) {
	switch n.kind {
	case kindChar:
		f.wide = f.wide || n.fold || n.r >= 128
		for r := range f.ascii {
			f.ascii[r] = f.ascii[r] || rune(r) == n.r || n.fold && upper(rune(r)) == upper(n.r)
		}
		return false
	case kindSet:
		f.wide = true
		for r := range f.ascii {
			f.ascii[r] = f.ascii[r] || n.set.ascii[r]
		}
		return false
	case kindSequence:
		for _, part := range n.parts {
			if !f.add(part) {
				return false
			}
		}
		return true
	case kindChoice:
		for _, part := range n.parts {
			nothing = f.add(part) || nothing
		}
		return nothing
	case kindCapture:
		return f.add(n.parts[0])
	case kindRepeat:
		return f.add(n.parts[0]) || n.least == 0
	case kindReference:
		f.wide = true
		for r := range f.ascii {
			f.ascii[r] = true
		}
	}
	return true
}
