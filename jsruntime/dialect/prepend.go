package dialect

import (
	"reflect"
	"strings"
	"unsafe"

	"github.com/dop251/goja"
)

// PrependName is the name under which compiled programs look for what Concat does at the beginning of
// a string.
const PrependName = "%prepend"

// openHeads is how many strings may grow at their beginnings before one forgets another.
const openHeads = 2

// head is a string that may grow in place at both of its ends. Its text is UTF-8, because the engine
// marks the beginning of a string in UTF-16, where nothing could be written before it.
type head struct {
	room     []byte
	from, to int          // the text in it
	ascii    bool         // all of it
	last     goja.Value   // the string made of it; nil: none yet
	kind     reflect.Type // the engine's of ASCII strings
}

// prepend is left + right for an x that is put before a long string again and again.
func (c *concat) prepend(left, right goja.Value) goja.Value {
	r, ok := right.(goja.String)
	if !ok {
		return c.add(left, right)
	}
	l, ok := c.primitiveString(left)
	if !ok {
		return c.operator(left, right)
	}
	if h := c.headOf(r); h != nil {
		if text, ok := wellFormed(l); ok && h.to-h.from+len(text) <= c.longest {
			return h.push(c.rt, text)
		}
		return c.copied(l, r)
	}
	if r.Length() < shortString {
		return c.copied(l, r)
	}
	before, ok := wellFormed(l)
	text, also := wellFormed(r)
	if !ok || !also || len(before)+len(text) > c.longest {
		return c.copied(l, r)
	}
	h := &c.heads[c.nextHead]
	c.nextHead = (c.nextHead + 1) % openHeads
	*h = head{room: []byte(text), to: len(text), ascii: isASCII(text), kind: c.ascii}
	return h.push(c.rt, before)
}

// headOf gives the head whose last string s is.
func (c *concat) headOf(s goja.String) *head {
	for i := range c.heads {
		if h := &c.heads[i]; h.last != nil && identical(h.last, s) {
			return h
		}
	}
	return nil
}

// identical reports whether two values are one in memory, which looks at no text.
func identical(a, b goja.Value) bool {
	return *(*[2]unsafe.Pointer)(unsafe.Pointer(&a)) == *(*[2]unsafe.Pointer)(unsafe.Pointer(&b))
}

// wellFormed gives a string's text in UTF-8; ok is false for one with lone surrogates, which has none.
func wellFormed(s goja.String) (text string, ok bool) {
	text = s.String()
	return text, !strings.Contains(text, "\ufffd")
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// push puts text before the string.
func (h *head) push(rt *goja.Runtime, text string) goja.Value {
	if h.from < len(text) {
		h.widen(len(text))
	}
	h.from -= len(text)
	copy(h.room[h.from:], text)
	return h.made(rt, text)
}

// append puts text behind it.
func (h *head) append(rt *goja.Runtime, text string) goja.Value {
	if len(h.room)-h.to < len(text) {
		h.widen(len(text))
	}
	copy(h.room[h.to:], text)
	h.to += len(text)
	return h.made(rt, text)
}

// widen gives the string as much room before and behind it as it has text itself. Strings that were
// given out keep the old memory.
func (h *head) widen(needed int) {
	size := h.to - h.from
	side := size + needed
	room := make([]byte, side+size+side)
	copy(room[side:], h.room[h.from:h.to])
	h.room, h.from, h.to = room, side, side+size
}

// made gives the string as it is now that text was added.
func (h *head) made(rt *goja.Runtime, text string) goja.Value {
	h.ascii = h.ascii && isASCII(text)
	all := unsafe.String(&h.room[h.from], h.to-h.from) // never written to again where it shows
	if h.ascii {
		v := reflect.New(h.kind).Elem()
		v.SetString(all)
		h.last = v.Interface().(goja.Value)
	} else {
		h.last = rt.ToValue(all) // which is looked through when somebody asks
	}
	return h.last
}
