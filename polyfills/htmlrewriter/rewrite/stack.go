package rewrite

import (
	"errors"
	"slices"
)

// errMemory is what a document gets that would need too much memory, in the platform's words.
var errMemory = errors.New("The memory limit has been exceeded.")

// maxDepth is how many elements may be open, as on the platform.
const maxDepth = 16384

// step is a compound selector in the graph of all selectors of a rewriter.
type step struct {
	compound    compound
	rule        int   // which rule matches with it; < 0: none
	children    []int // steps to test on children of a matching element
	descendants []int // and on its descendants
}

// stack is the open elements, as the tags tell, and what selectors want to know of them.
type stack struct {
	steps     []step
	roots     []int // steps that any element may begin with
	types     bool  // whether children are counted by name
	voidESI   bool
	items     []*element
	free      []*element     // closed ones, to be used again
	open      map[string]int // how many of a name are open; some that are not have a zero
	top       counter        // children of the document
	matched   []int          // scratch of start
	attribute func(string) ([]byte, bool)
}

// element is an open element.
type element struct {
	name        string
	counter     counter
	children    []int // steps to test on its children
	descendants []int // on its descendants, with those of its ancestors
	rules       []int // that it matches
	onEnd       *endHandler
	removed     bool // its content is
}

// counter counts the children of an element.
type counter struct {
	all   int
	types map[string]int
}

func (c *counter) add(name string, types bool) (index, typed int) {
	c.all++
	if !types {
		return c.all, 0
	}
	if c.types == nil {
		c.types = map[string]int{}
	}
	c.types[name]++
	return c.all, c.types[name]
}

func newStack(voidESI bool) *stack { return &stack{voidESI: voidESI, open: map[string]int{}} }

// add makes a rule of a selector.
func (s *stack) add(selector *Selector, rule int) {
	s.types = s.types || selector.usesTypes()
	for _, c := range selector.list {
		before := -1
		for i, one := range c.compounds {
			s.steps = append(s.steps, step{compound: one, rule: -1})
			this := len(s.steps) - 1
			switch {
			case before < 0:
				s.roots = append(s.roots, this)
			case c.children[i-1]:
				s.steps[before].children = append(s.steps[before].children, this)
			default:
				s.steps[before].descendants = append(s.steps[before].descendants, this)
			}
			before = this
		}
		s.steps[before].rule = rule
	}
}

// start opens the element of the start tag that t has read. It gives the rules that the element
// matches, in order, valid until the next call, and the element; nil: it has no content.
func (s *stack) start(t *tokenizer) (rules []int, e *element, err error) {
	around, inside, inherited := &s.top, []int(nil), []int(nil)
	if len(s.items) > 0 {
		parent := s.items[len(s.items)-1]
		around, inside, inherited = &parent.counter, parent.children, parent.descendants
	}
	sub := subject{name: t.local, space: t.tree.element, attribute: s.attribute}
	sub.index, sub.indexTyped = around.add(t.local, s.types)
	e = s.fresh()
	e.name, e.descendants = t.local, inherited
	s.matched = s.matched[:0]
	for _, set := range [][]int{s.roots, inside, inherited} {
		for _, i := range set {
			if s.steps[i].compound.matches(&sub) {
				s.match(e, &s.steps[i])
			}
		}
	}
	slices.Sort(s.matched)
	if s.empty(t) {
		s.free = append(s.free, e)
		return s.matched, nil, nil
	}
	if len(s.items) == maxDepth {
		return nil, nil, errMemory
	}
	e.rules = append(e.rules, s.matched...)
	s.items = append(s.items, e)
	s.open[e.name]++
	return s.matched, e, nil
}

// fresh gives an element without anything in it.
func (s *stack) fresh() *element {
	last := len(s.free) - 1
	if last < 0 {
		return &element{}
	}
	e := s.free[last]
	s.free = s.free[:last]
	*e = element{children: e.children[:0], rules: e.rules[:0]}
	return e
}

// maxIdle bounds the names that are remembered although no element of them is open.
const maxIdle = 100

// match notes that e matches a step.
func (s *stack) match(e *element, st *step) {
	if st.rule >= 0 && !slices.Contains(s.matched, st.rule) {
		s.matched = append(s.matched, st.rule)
	}
	e.children = append(e.children, st.children...)
	for _, d := range st.descendants {
		if !slices.Contains(e.descendants, d) {
			e.descendants = append(slices.Clip(e.descendants), d)
		}
	}
}

// empty reports whether the element has no content: a void element, or a self-closing one of SVG or
// MathML.
func (s *stack) empty(t *tokenizer) bool {
	if t.tree.foreign() {
		return t.selfClosing
	}
	switch t.local {
	case "area", "base", "basefont", "bgsound", "br", "col", "embed", "hr", "img", "input", "keygen", "link",
		"meta", "param", "source", "track", "wbr":
		return true
	case "esi:include", "esi:comment":
		return s.voidESI
	}
	return false
}

// end closes the innermost element of the name, with what is open in it, and gives them, the
// innermost last; none when there is no such element. They are valid until the next start.
func (s *stack) end(name string) []*element {
	if s.open[name] == 0 {
		return nil
	}
	at := len(s.items) - 1
	for s.items[at].name != name {
		at--
	}
	closed := s.items[at:]
	s.items = s.items[:at]
	for _, e := range closed {
		if s.open[e.name]--; s.open[e.name] == 0 && len(s.open) > maxIdle {
			delete(s.open, e.name)
		}
	}
	s.free = append(s.free, closed...)
	return closed
}
