package dialect

import (
	"unsafe" // also for go:linkname

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// What v.a ||= x and its like assign to, and what patterns and loops do, the engine keeps as a reference to an object.
// Of a primitive v that is an object made for the purpose, which takes any property without a word.

//go:linkname toPropertyKey github.com/dop251/goja.toPropertyKey
func toPropertyKey(v goja.Value) goja.Value

// reference is the engine's interface of references.
type reference interface {
	get() goja.Value
	init(goja.Value)
	refname() unistring.String
	set(goja.Value)
}

// primitiveReference is one to a property of a primitive, which is assigned to as v[key] = x does.
type primitiveReference struct {
	*engine
	reference
	vm        unsafe.Pointer
	base, key goja.Value
}

func (r *primitiveReference) set(v goja.Value) { r.perform(r.vm, r.setElement, r.base, r.key, v) }

// perform does what an instruction does with operands, and gives its result, undefined if it leaves none.
func (e *engine) perform(vm unsafe.Pointer, what instruction, operands ...goja.Value) goja.Value {
	sp, pc := field[int](vm, e.sp), *field[int](vm, e.pc)
	stack, begin := field[[]goja.Value](vm, e.stack), *sp
	for _, each := range operands {
		if *sp < len(*stack) {
			(*stack)[*sp] = each
		} else {
			*stack = append(*stack, each)
		}
		*sp++
	}
	e.run(what, vm)
	result := goja.Undefined()
	if *sp > begin {
		result = (*stack)[begin]
	}
	*sp, *field[int](vm, e.pc) = begin, pc
	return result
}

// The instructions that make references in strict code have the names of those that they are in the place of.
type (
	getPropRefStrict struct { // of v.a
		*engine
		original instruction
	}
	_getElemRefStrict struct { // of v[k]
		*engine
		original instruction
	}
)

func (i *getPropRefStrict) exec(vm unsafe.Pointer) {
	base := (*field[[]goja.Value](vm, i.stack))[*field[int](vm, i.sp)-1]
	i.original.exec(vm)
	if _, ok := base.(*goja.Object); !ok {
		i.refer(vm, base, nil)
	}
}

func (i *_getElemRefStrict) exec(vm unsafe.Pointer) {
	sp := *field[int](vm, i.sp)
	base := (*field[[]goja.Value](vm, i.stack))[sp-2]
	if _, ok := base.(*goja.Object); ok || base == goja.Null() || base == goja.Undefined() {
		i.original.exec(vm)
		return
	}
	key := toPropertyKey((*field[[]goja.Value](vm, i.stack))[sp-1]) // which may run a script, that lets the stack grow
	(*field[[]goja.Value](vm, i.stack))[sp-1] = key
	i.original.exec(vm)
	i.refer(vm, base, key)
}

// refer puts a reference of ours in the place of the last one, which is to a property of a primitive. Without a key it
// has that one's name.
func (e *engine) refer(vm unsafe.Pointer, base, key goja.Value) {
	references := *field[[]reference](vm, e.references)
	last := &references[len(references)-1]
	if key == nil {
		key = nameValue(e, vm, (*last).refname())
	}
	*last = &primitiveReference{e, *last, vm, base, key}
}

// nameValue makes a value of a property's name.
func nameValue(e *engine, vm unsafe.Pointer, name unistring.String) goja.Value {
	return (*field[*goja.Runtime](vm, e.runtime)).ToValue(name.String())
}
