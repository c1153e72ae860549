package dialect

import (
	"math/rand/v2"
	"reflect"
	"unsafe"

	"github.com/dop251/goja"
)

// LongestChain is how many prototypes an object may have, one after the other. The engine looks through them by a function
// that calls itself, and millions of them would end the process.
const LongestChain = 100_000

// Lengthens panics with V8's RangeError where an object has got more prototypes than it may have. It looks only now and
// then, for which long chains give it many occasions. To be called with objects whose prototype a script has chosen.
func Lengthens(rt *goja.Runtime, o *goja.Object) {
	if rand.Uint32()%sometimes == 0 && Prototypes(o) > LongestChain {
		panic(newError(rt, getRangeError(rt), TooDeep))
	}
}

// Prototypes counts those of an object, up to a proxy or the first that is more than there may be.
func Prototypes(o *goja.Object) (n int) {
	for ; o != nil && n <= LongestChain && o.ExportType() != proxyType; n++ {
		o = o.Prototype()
	}
	return n
}

var proxyType = reflect.TypeFor[goja.Proxy]()

// chosen are the instructions that have others in their place in all programs, by their names: those that give something a
// prototype that a script has chosen, those that make references or begin to go through something, and the one that makes arguments of a list.
var chosen = map[string]func(*engine, instruction) instruction{
	"_new":              func(e *engine, original instruction) instruction { return &_new{e, original} },
	"_setProto":         func(e *engine, original instruction) instruction { return &_setProto{e, original} },
	"newDerivedClass":   func(e *engine, original instruction) instruction { return &newDerivedClass{e, original} },
	"getPropRefStrict":  func(e *engine, original instruction) instruction { return &getPropRefStrict{e, original} },
	"_pushSpread":       func(e *engine, original instruction) instruction { return &_pushSpread{e, original} },
	"_iterate":          func(e *engine, original instruction) instruction { return &_iterate{e, original} },
	"_enumerate":        func(e *engine, original instruction) instruction { return &_enumerate{e, original} },
	"_iterateP":         func(e *engine, original instruction) instruction { return &_iterateP{e, original} },
	"_getElemRefStrict": func(e *engine, original instruction) instruction { return &_getElemRefStrict{e, original} },
}

// The instructions of ours that also look at the prototypes have the names of those that they are in the place of, by
// which those are known to messages.
type (
	_new struct { // new F()
		*engine
		original instruction
	}
	_setProto struct { // { __proto__: p }
		*engine
		original instruction
	}
	newDerivedClass struct { // class A extends B {}
		*engine
		original instruction
	}
)

func (i *_new) exec(vm unsafe.Pointer) {
	i.original.exec(vm)
	i.lengthens(vm, sometimes)
}

func (i *_setProto) exec(vm unsafe.Pointer) {
	i.original.exec(vm)
	i.lengthens(vm, sometimes/16) // the engine goes through them, too, each time
}

func (i *newDerivedClass) exec(vm unsafe.Pointer) {
	i.original.exec(vm)
	i.lengthens(vm, sometimes)
}

// lengthens looks, once in so many times, at what an instruction has left on the stack.
func (e *engine) lengthens(vm unsafe.Pointer, times uint32) {
	if rand.Uint32()%times != 0 {
		return
	}
	if o, ok := (*field[[]goja.Value](vm, e.stack))[*field[int](vm, e.sp)-1].(*goja.Object); ok && Prototypes(o) > LongestChain {
		panic(e.overflow(vm))
	}
}
