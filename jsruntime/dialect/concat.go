package dialect

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/dop251/goja"
)

// ConcatName is the name under which compiled programs look for Concat on the global object.
// It is no identifier, so that no script can meet it as one.
const ConcatName = "%concat"

// MaxString is the length of V8's longest string, in UTF-16 units.
const MaxString = 1<<29 - 24

const (
	// openTails is how many strings may grow side by side before one forgets another.
	openTails = 4
	// shortString is the length below which copying a string costs less than finding it.
	shortString = 256
)

// Concat returns the functions behind s += x and s = x + s for one runtime. For two strings they do what
// + does, except that the time of an append does not depend on the length of s: the last few
// results are kept in builders that still have room, and s is recognised as one of them by
// its address. A result already given out never changes, since it ends where it ended, so
// appending twice to one string is right as well; the second time only misses the builder.
// For all other operands it is the operator +, unless a third argument asks for a template's text of
// the first. The builders keep the last few strings alive.
func Concat(rt *goja.Runtime) (add, prepend func(goja.FunctionCall) goja.Value) {
	c := newConcat(rt)
	add = func(call goja.FunctionCall) goja.Value {
		left := call.Argument(0)
		if _, ok := left.(goja.String); !ok && len(call.Arguments) > 2 {
			left = c.templateText(left)
		}
		return c.add(left, call.Argument(1))
	}
	prepend = func(call goja.FunctionCall) goja.Value { return c.prepend(call.Argument(0), call.Argument(1)) }
	return add, prepend
}

func newConcat(rt *goja.Runtime) *concat {
	return &concat{rt: rt, ascii: reflect.TypeOf(rt.ToValue("")), longest: MaxString}
}

type concat struct {
	rt    *goja.Runtime
	tails [openTails]tail
	next  int // tail to give up next
	heads [openHeads]head
	// nextHead is the head to give up next.
	nextHead       int
	ascii          reflect.Type  // the engine's of ASCII strings
	longest        int           // how long a string may become, in units
	plus, template goja.Callable // the operator, and `${x}`, made when first needed
}

// tail is a string that may be appended to in place.
type tail struct {
	text *goja.StringBuilder
	at   unsafe.Pointer // data of the last string made of text
	size int            // its length in units of its kind
}

func (c *concat) add(left, right goja.Value) goja.Value {
	if l, ok := left.(goja.String); ok {
		if r, ok := c.primitiveString(right); ok {
			return c.concat(l, r)
		}
	}
	if goja.IsNumber(left) && goja.IsNumber(right) {
		return c.rt.ToValue(left.ToFloat() + right.ToFloat())
	}
	return c.operator(left, right)
}

// primitiveString returns the string that + makes of a primitive right operand.
func (c *concat) primitiveString(v goja.Value) (goja.String, bool) {
	switch v := v.(type) {
	case goja.String:
		return v, true
	case *goja.Object, *goja.Symbol:
		return nil, false // the one has its own say, the other throws
	}
	if s, ok := v.ToString().(goja.String); ok {
		return s, true
	}
	s, ok := c.rt.ToValue(v.String()).(goja.String) // the engine's integers are their own strings
	return s, ok
}

func (c *concat) concat(left, right goja.String) goja.Value {
	if h := c.headOf(left); h != nil {
		if text, ok := wellFormed(right); ok && h.to-h.from+len(text) <= c.longest {
			return h.append(c.rt, text)
		}
		return c.copied(left, right)
	}
	if left.Length() < shortString {
		return c.copied(left, right)
	}
	c.mustFit(left, right)
	at, size := address(left)
	for i := range c.tails {
		if t := &c.tails[i]; t.text != nil && t.at == at && t.size == size {
			return t.append(right)
		}
	}
	t := &c.tails[c.next]
	c.next = (c.next + 1) % openTails
	t.text = &goja.StringBuilder{}
	t.text.Grow(2*left.Length() + right.Length())
	t.text.WriteString(left)
	return t.append(right)
}

// copied is left + right without a builder.
func (c *concat) copied(left, right goja.String) goja.Value {
	c.mustFit(left, right)
	return left.Concat(right)
}

// mustFit throws what V8 throws for a string that would be too long. What the machine has not got ends
// the process.
func (c *concat) mustFit(left, right goja.String) {
	if left.Length()+right.Length() <= c.longest {
		return
	}
	e, err := c.rt.New(c.rt.Get("RangeError"), c.rt.ToValue("Invalid string length"))
	if err != nil {
		panic(err)
	}
	panic(e)
}

func (t *tail) append(s goja.String) goja.Value {
	t.text.WriteString(s)
	out := t.text.String()
	if t.at, t.size = address(out); t.at == nil {
		t.text = nil
	}
	return out
}

// address identifies a string by where its text lies. The engine's string types are a Go
// string and a slice of UTF-16 units; others have no address and never match a tail.
func address(s goja.String) (unsafe.Pointer, int) {
	v := reflect.ValueOf(s)
	switch v.Kind() {
	case reflect.String:
		text := v.String()
		return unsafe.Pointer(unsafe.StringData(text)), len(text)
	case reflect.Slice:
		return v.UnsafePointer(), v.Len()
	}
	return nil, 0
}

// operator applies the language's own +, with all its conversions and errors.
func (c *concat) operator(left, right goja.Value) goja.Value {
	return c.apply(&c.plus, "(a, b) => a + b", left, right)
}

// templateText gives what a template makes of a value.
func (c *concat) templateText(v goja.Value) goja.Value {
	return c.apply(&c.template, "(a) => `${a}`", v)
}

// apply calls a function of the language that is made when it is first needed.
func (c *concat) apply(made *goja.Callable, src string, args ...goja.Value) goja.Value {
	if *made == nil {
		v, err := c.rt.RunScript(ConcatName, src)
		if err != nil {
			panic(fmt.Errorf("make %s: %w", src, err))
		}
		*made, _ = goja.AssertFunction(v)
	}
	v, err := (*made)(goja.Undefined(), args...)
	if err != nil {
		panic(err)
	}
	return v
}
