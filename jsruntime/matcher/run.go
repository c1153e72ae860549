package matcher

import (
	"errors"
	"unicode/utf16"
)

// Text is what is searched: a text of ASCII, or units.
type Text struct {
	ASCII string
	Units []uint16 // nil: ASCII is it
}

// Len is the length of a text in units.
func (t Text) Len() int {
	if t.Units != nil {
		return len(t.Units)
	}
	return len(t.ASCII)
}

func (t *Text) at(i int32) rune {
	if t.Units != nil {
		return rune(t.Units[i])
	}
	return rune(t.ASCII[i])
}

var (
	// ErrStopped says that a match was told not to go on.
	ErrStopped = errors.New("the match was stopped")
	// ErrTooDeep says that a match had more to come back to than there is room for.
	ErrTooDeep = errors.New("Maximum call stack size exceeded") //nolint:staticcheck // V8's words
)

const (
	mostEntries = 64 << 20 / 8 // about as many as V8 has room for
	patience    = 1 << 14      // steps between two looks at whether to go on
	manyRounds  = 1000         // of nothing that need not be made one by one
)

// entry is what a match comes back to: a place (a) where it goes on at pc, with a bound (b) for what may come many times,
// or the value (b) that a register (a) had.
type entry struct{ pc, a, b int32 }

const (
	restore = -1 // as pc
	plain   = -1 // as b
)

type machine struct {
	*Program
	text  Text
	size  int32
	regs  []int32
	stack []entry
	steps int // until it is asked again whether to go on; less than 1: it is time
	stop  func() bool
	err   error
}

// Match looks for a match in a text from a place on, or only there. It gives the beginning and the end of the match and of each
// capture, both -1 for one that has taken no part; nil if there is no match. stop is asked now and then.
func (p *Program) Match(text Text, at int, onlyThere bool, stop func() bool) ([]int32, error) {
	m := &machine{Program: p, text: text, size: int32(text.Len()), regs: make([]int32, p.registers), steps: patience, stop: stop}
	start := int32(at)
	if p.unicode && m.insidePair(start) {
		start--
	}
	for ; start <= m.size; start = m.after(start) {
		if p.first != nil && !onlyThere {
			start = m.candidate(start)
			if m.err != nil {
				return nil, m.err
			}
			if start == m.size {
				break
			}
		}
		for i := range m.regs {
			m.regs[i] = -1
		}
		m.stack = m.stack[:0]
		end, ok := m.run(0, start)
		if m.err != nil {
			return nil, m.err
		}
		if ok {
			m.regs[0], m.regs[1] = start, end
			return m.regs[:2*p.groups], nil
		}
		if onlyThere || p.anchored {
			break
		}
	}
	return nil, nil
}

// candidate is the next place where a match may begin.
func (m *machine) candidate(start int32) int32 {
	const far = 1<<18 - 1 // so many are passed over between two looks at whether to go on
	for ; start < m.size; start++ {
		if start&far == far && m.stop() {
			m.err = ErrStopped
			break
		}
		if c := m.text.at(start); c < 128 && m.first.ascii[c] || c >= 128 && m.first.wide && !(m.unicode && m.insidePair(start)) {
			break
		}
	}
	return start
}

func (m *machine) insidePair(i int32) bool {
	return m.text.Units != nil && i > 0 && i < m.size && isLow(m.text.at(i)) && isHigh(m.text.at(i-1))
}

// after is the place behind the character at i.
func (m *machine) after(i int32) int32 {
	if i++; m.unicode && m.insidePair(i) {
		i++
	}
	return i
}

func (m *machine) before(i int32) int32 {
	if i--; m.unicode && m.insidePair(i) {
		i--
	}
	return i
}

func isHigh(r rune) bool { return r>>10 == 0xD800>>10 }
func isLow(r rune) bool  { return r>>10 == 0xDC00>>10 }

// next reads the character that comes at a place, and gives the place behind it; less than 0 if there is none.
func (m *machine) next(i int32, back bool) (rune, int32) {
	if back {
		if i == 0 {
			return 0, -1
		}
		to := m.before(i)
		return m.character(to, i), to
	}
	if i == m.size {
		return 0, -1
	}
	to := m.after(i)
	return m.character(i, to), to
}

func (m *machine) character(from, to int32) rune {
	if to-from == 2 {
		return utf16.DecodeRune(m.text.at(from), m.text.at(from+1))
	}
	return m.text.at(from)
}

// takes reports whether an instruction for one character takes it.
func (m *machine) takes(in *instruction, r rune) bool {
	switch {
	case in.set != nil:
		return in.set.has(r)
	case in.fold:
		return m.canonical(r) == in.r
	}
	return r == in.r
}

func (m *machine) push(pc, a, b int32) {
	if len(m.stack) >= mostEntries {
		m.err = ErrTooDeep
		return
	}
	m.stack = append(m.stack, entry{pc, a, b})
}

// put sets a register, and back when the match comes back.
func (m *machine) put(register, v int32) {
	if len(m.stack) > 0 && m.regs[register] != v {
		m.push(restore, register, m.regs[register])
	}
	m.regs[register] = v
}

// back comes back to what was left last, above base.
func (m *machine) back(base int) (pc, at int32, ok bool) {
	for len(m.stack) > base {
		top := len(m.stack) - 1
		e := &m.stack[top]
		switch {
		case e.pc == restore:
			m.regs[e.a] = e.b
			m.stack = m.stack[:top]
			continue
		case e.b == plain:
			pc, at = e.pc, e.a
			m.stack = m.stack[:top]
			return pc, at, true
		}
		if pc, at, ok = m.other(e, top); ok {
			return pc, at, true
		}
	}
	return 0, 0, false
}

// other takes one character less of what may come many times, or one more if it is lazy.
func (m *machine) other(e *entry, top int) (pc, at int32, ok bool) {
	in := &m.code[e.pc]
	pc = e.pc + 1
	if in.lazy {
		r, to := m.next(e.a, in.back)
		if to < 0 || !m.takes(in, r) {
			m.stack = m.stack[:top]
			return 0, 0, false
		}
		e.a = to
		if e.b--; e.b == 0 {
			m.stack = m.stack[:top]
		}
		return pc, to, true
	}
	if in.back {
		at = m.after(e.a)
	} else {
		at = m.before(e.a)
	}
	if e.a = at; at == e.b {
		m.stack = m.stack[:top]
	}
	return pc, at, true
}

// run matches from an instruction on. Where it succeeds, what it may come back to stays on the stack.
func (m *machine) run(pc, at int32) (end int32, ok bool) {
	base := len(m.stack)
	for {
		if m.steps--; m.steps <= 0 {
			m.steps = patience
			if m.stop() {
				m.err = ErrStopped
			}
		}
		if m.err != nil {
			return 0, false
		}
		in := &m.code[pc]
		if in.op == opAccept {
			return at, true
		}
		to, ok := m.step(in, pc, &at)
		if !ok {
			if to, at, ok = m.back(base); !ok {
				return 0, false
			}
		}
		pc = to
	}
}

// step does one instruction, and tells which comes next; not ok: none, as it does not match.
func (m *machine) step(in *instruction, pc int32, at *int32) (to int32, ok bool) {
	switch in.op {
	case opChar, opSet:
		r, place := m.next(*at, in.back)
		if place < 0 || !m.takes(in, r) {
			return 0, false
		}
		*at = place
	case opMany:
		return pc + 1, m.many(in, pc, at)
	case opSplit:
		m.push(in.y, *at, plain)
		return in.x, true
	case opJump:
		return in.x, true
	case opMark:
		m.put(in.x, *at)
	case opMoved:
		return pc + 1, m.regs[in.x] != *at
	case opClose:
		from, until := m.regs[in.y], *at
		if in.back {
			from, until = until, from
		}
		m.put(2*in.x, from)
		m.put(2*in.x+1, until)
	case opReset:
		for i := 2 * in.x; i < 2*in.y; i++ {
			m.put(i, -1)
		}
	case opCount:
		m.put(in.x, 0)
	case opLoop:
		return m.loop(in, pc, *at), true
	case opRound:
		return m.round(in, *at)
	case opLook:
		return in.y, m.look(in, *at)
	case opReference:
		return pc + 1, m.reference(in, at)
	case opStart:
		return pc + 1, *at == 0 || in.lines && newlineAt(&m.text, *at-1)
	case opEnd:
		return pc + 1, *at == m.size || in.lines && newlineAt(&m.text, *at)
	case opWord:
		return pc + 1, (m.word(*at-1, in.wide) != m.word(*at, in.wide)) != in.negated
	}
	return pc + 1, true
}

// many takes a character as often as it comes, or as it has to.
func (m *machine) many(in *instruction, pc int32, at *int32) bool {
	least := *at
	place, n := *at, int32(0)
	for in.most < 0 || n < in.most {
		if in.lazy && n == in.least {
			break
		}
		r, to := m.next(place, in.back)
		if to < 0 || !m.takes(in, r) {
			break
		}
		place = to
		if n++; n == in.least {
			least = place
		}
	}
	m.steps -= int(n) / 16
	if n < in.least {
		return false
	}
	*at = place
	switch {
	case in.lazy:
		left := m.size + 1
		if in.most >= 0 {
			left = in.most - n
		}
		if left > 0 {
			m.push(pc, place, left)
		}
	case place != least:
		m.push(pc, place, least)
	}
	return true
}

func (m *machine) loop(in *instruction, pc, at int32) int32 {
	n := m.regs[in.counter]
	if in.most >= 0 && n >= in.most {
		return in.x
	}
	if n < in.least {
		m.begin(in, at)
		return pc + 1
	}
	if in.lazy {
		m.begin(in, at)
		m.push(pc+1, at, plain)
		return in.x
	}
	m.push(in.x, at, plain)
	m.begin(in, at)
	return pc + 1
}

// begin notes where a round begins.
func (m *machine) begin(in *instruction, at int32) {
	if in.place >= 0 {
		m.put(in.place, at)
	}
}

func (m *machine) round(in *instruction, at int32) (int32, bool) {
	n := m.regs[in.counter]
	if in.place >= 0 && m.regs[in.place] == at {
		if n >= in.least {
			return 0, false
		}
		if in.least-n > manyRounds {
			n = in.least - 1
		}
	}
	m.put(in.counter, n+1)
	return in.x, true
}

// look matches an assertion, whose captures stay unless it is a negative one. It is not come back to.
func (m *machine) look(in *instruction, at int32) bool {
	base := len(m.stack)
	if base == 0 {
		m.push(restore, 0, m.regs[0]) // so that registers are noted
		base = 1
	}
	_, ok := m.run(in.x, at)
	if m.err != nil {
		return false
	}
	if in.negated {
		for i := len(m.stack) - 1; i >= base; i-- {
			if e := m.stack[i]; e.pc == restore {
				m.regs[e.a] = e.b
			}
		}
		m.stack = m.stack[:base]
		return !ok
	}
	kept := base
	for _, e := range m.stack[base:] {
		if e.pc == restore {
			m.stack[kept] = e
			kept++
		}
	}
	m.stack = m.stack[:kept]
	return ok
}

// reference matches what a group has captured: one that has taken no part, nothing.
func (m *machine) reference(in *instruction, at *int32) bool {
	from, until := int32(-1), int32(-1)
	for _, g := range in.groups {
		if m.regs[2*g] >= 0 {
			from, until = m.regs[2*g], m.regs[2*g+1]
		}
	}
	if from < 0 {
		return true
	}
	n := until - from
	m.steps -= int(n) / 16
	place := *at
	if in.back {
		place -= n
	}
	if place < 0 || place+n > m.size {
		return false
	}
	if m.unicode && (m.insidePair(place) || m.insidePair(place+n)) || !m.same(from, place, n, in.fold) {
		return false
	}
	if !in.back {
		place += n
	}
	*at = place
	return true
}

// same reports whether n units in two places are the same.
func (m *machine) same(a, b, n int32, fold bool) bool {
	for end := a + n; a < end; {
		toA, toB := a+1, b+1
		if fold && m.unicode {
			toA, toB = m.after(a), m.after(b)
		}
		x, y := m.character(a, toA), m.character(b, toB)
		if x != y && (!fold || m.canonical(x) != m.canonical(y)) {
			return false
		}
		a, b = toA, toB
	}
	return true
}

func newlineAt(t *Text, i int32) bool {
	c := t.at(i)
	return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029
}

func (m *machine) word(i int32, wide bool) bool {
	if i < 0 || i >= m.size {
		return false
	}
	c := m.text.at(i)
	return c < 128 && (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_' || c >= 'a' && c <= 'z') || wide && (c == 0x17F || c == 0x212A)
}
