package dialect

import (
	"math/big"
	"unsafe" // also for go:linkname

	"github.com/dop251/goja"

	"paddock/jsruntime/bigtext"
)

//go:linkname toPrimitive github.com/dop251/goja.toPrimitive
func toPrimitive(v goja.Value) goja.Value

//go:linkname toPrimitiveNumber github.com/dop251/goja.toPrimitiveNumber
func toPrimitiveNumber(v goja.Value) goja.Value

type relation int

const (
	less relation = iota
	lessOrEqual
	greater
	greaterOrEqual
	equal // which converts, as == does
	unequal
)

func relates(as relation) func(*engine, instruction) instruction {
	return func(e *engine, original instruction) instruction { return &compare{e, as, original} }
}

// compare is one of the operators < <= > >= == !=. The engine reads a text beside a big integer otherwise than the standard where it is
// long (1n > "0" + "7".repeat(30)), in the square of its length, and cannot be stopped. That a number is no big integer is seen first.
type compare struct {
	*engine
	relation
	original instruction
}

func (c *compare) exec(vm unsafe.Pointer) {
	sp, stack := *field[int](vm, c.sp), *field[[]goja.Value](vm, c.stack)
	left, right := *wordsOf(&stack[sp-2]), *wordsOf(&stack[sp-1])
	if left[0] == c.integer && right[0] == c.integer {
		c.answer(vm, sp, related(c.relation, *(*int64)(left[1]), *(*int64)(right[1])))
		return
	}
	x, isNumber := c.float64(left)
	y, areNumbers := c.float64(right)
	switch {
	case isNumber && areNumbers:
		c.answer(vm, sp, related(c.relation, x, y))
	case left[0] == c.bigInt || right[0] == c.bigInt || left[0] == c.object || right[0] == c.object:
		c.bigIntegers(vm, sp)
	default:
		c.original.exec(vm)
	}
}

func related[T int64 | float64 | int](r relation, x, y T) bool {
	switch r {
	case less:
		return x < y
	case lessOrEqual:
		return x <= y
	case greater:
		return x > y
	case greaterOrEqual:
		return x >= y
	case equal:
		return x == y
	default:
		return x != y
	}
}

// float64 gives a number.
func (e *engine) float64(v words) (f float64, ok bool) {
	switch v[0] {
	case e.integer:
		return float64(*(*int64)(v[1])), true
	case e.float:
		return *(*float64)(v[1]), true
	}
	return 0, false
}

// answer puts a boolean in the place of both operands.
func (c *compare) answer(vm unsafe.Pointer, sp int, holds bool) {
	result := c.no
	if holds {
		result = c.yes
	}
	(*field[[]goja.Value](vm, c.stack))[sp-2] = result
	*field[int](vm, c.sp) = sp - 1
	*field[int](vm, c.pc)++
}

// bigIntegers compares operands of which one is a big integer, or an object that may stand for one.
func (c *compare) bigIntegers(vm unsafe.Pointer, sp int) {
	c.primitives(vm, sp)
	stack := *field[[]goja.Value](vm, c.stack)
	left, right := stack[sp-2], stack[sp-1]
	if x, text := c.bigInteger(left), asText(right); x != nil && text != nil {
		c.withText(vm, sp, text, func(y *big.Int) int { return x.Cmp(y) })
	} else if y, text := c.bigInteger(right), asText(left); y != nil && text != nil {
		c.withText(vm, sp, text, func(x *big.Int) int { return x.Cmp(y) })
	} else {
		c.original.exec(vm)
	}
}

// primitives makes primitive values of objects, where the operator does.
func (c *compare) primitives(vm unsafe.Pointer, sp int) {
	convert, at := toPrimitiveNumber, []int{sp - 2, sp - 1}
	if stack := *field[[]goja.Value](vm, c.stack); c.relation >= equal {
		switch {
		case asText(stack[sp-1]) != nil:
			at = at[:1]
		case asText(stack[sp-2]) != nil:
			at = at[1:]
		default:
			return
		}
		convert = toPrimitive
	}
	for _, i := range at {
		if v := (*field[[]goja.Value](vm, c.stack))[i]; wordsOf(&v)[0] == c.object {
			v = convert(v) // which may run a script, that lets the stack grow
			(*field[[]goja.Value](vm, c.stack))[i] = v
		}
	}
}

func asText(v goja.Value) goja.String {
	text, _ := v.(goja.String)
	return text
}

// withText answers by how a big integer and the one that a text stands for compare.
func (c *compare) withText(vm unsafe.Pointer, sp int, text goja.String, order func(*big.Int) int) {
	c.stoppable(vm, func(breathe func()) {
		if x := bigtext.Read(text.String(), breathe); x == nil {
			c.answer(vm, sp, c.relation == unequal)
		} else {
			c.answer(vm, sp, related(c.relation, order(x), 0))
		}
	})
}
