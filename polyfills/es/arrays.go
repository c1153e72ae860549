package es

import (
	"sync"

	"paddock/jsruntime"
)

// longArray is the length from which an array is too long to be left to the engine.
const longArray = 32

// arrays lets the methods that move elements of long arrays do it at once: the engine moves all
// the others for shift, and takes them one by one for the rest. Those that go over what claims to be long
// end where the script must.
var arrays = gap{probe: "undefined", install: func(vm *jsruntime.VM) { vm.PatchArrayMethods(arrayMethods()) }}

// arrayMethods gives what is changed of the methods of arrays.
var arrayMethods = sync.OnceValue(func() map[string]jsruntime.Wrap {
	wraps := map[string]jsruntime.Wrap{"join": boundedJoin, "sort": sortCopy, "flat": flat, "includes": eitherZero}
	for name, fast := range map[string]func(m *mover, call jsruntime.FunctionCall) (jsruntime.Value, bool){
		"shift": (*mover).shift, "unshift": (*mover).unshift, "splice": (*mover).splice, "concat": (*mover).concat,
	} {
		wraps[name] = func(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
			m := movers.Get(vm)
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if v, ok := fast(m, call); ok {
					return v
				}
				return original(call)
			}
		}
	}
	concat := wraps["concat"]
	wraps["concat"] = func(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
		return concat(vm, solid(vm, spreadable(vm, original)))
	}
	for name := range claimers {
		inner, outer := wraps[name], bounded(name)
		wraps[name] = func(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
			original = outer(vm, original)
			if inner == nil {
				return original
			}
			return inner(vm, original)
		}
	}
	return wraps
})

// eitherZero looks for zero of either sign where one of them is looked for: the engine's includes finds no negative zero.
func eitherZero(vm *jsruntime.VM, original jsruntime.Native) jsruntime.Native {
	indexOf, _ := jsruntime.AsFunction(classOf(vm, "Array").Get("prototype").(*jsruntime.Object).Get("indexOf"))
	return func(call jsruntime.FunctionCall) jsruntime.Value {
		if what := call.Argument(0); !jsruntime.IsNumber(what) || what.ToFloat() != 0 || jsruntime.IsNullish(call.This) {
			return original(call)
		}
		return vm.ToValue(vm.Call(indexOf, call.This, call.Arguments...).ToInteger() >= 0)
	}
}

var movers = jsruntime.NewSlot(func(vm *jsruntime.VM) *mover {
	ctor := classOf(vm, "Array")
	return &mover{vm: vm, proto: ctor.Get("prototype").(*jsruntime.Object), ctor: ctor}
})

// mover moves elements of arrays. Its methods do what those of Array.prototype do, or report false.
type mover struct {
	vm          *jsruntime.VM
	proto, ctor *jsruntime.Object
}

// own gives an array with its elements, if it is dense and an ordinary one: what it inherits cannot
// show in it, and what is made of it is an array too.
func (m *mover) own(v jsruntime.Value) (*jsruntime.Object, []jsruntime.Value, bool) {
	elements, ok := jsruntime.Dense(v)
	if !ok {
		return nil, nil, false
	}
	o := v.(*jsruntime.Object)
	if o.Prototype() != m.proto {
		return nil, nil, false
	}
	if m.proto.Get("length").ToInteger() > 0 {
		return nil, nil, false // a setter there may hear of new elements
	}
	return o, elements, true
}

// plain reports whether what is made of an array is an array: nothing has changed its class.
func (m *mover) plain(o *jsruntime.Object) bool {
	return o.Get("constructor") == m.ctor && m.ctor.GetSymbol(jsruntime.SymSpecies) == m.ctor
}

func (m *mover) shift(call jsruntime.FunctionCall) (jsruntime.Value, bool) {
	o, elements, ok := m.own(call.This)
	if !ok || len(elements) < longArray {
		return nil, false
	}
	first := elements[0]
	elements[0] = nil // the room before the first element is lost until the array grows
	jsruntime.SetDense(o, elements[1:])
	return first, true
}

func (m *mover) unshift(call jsruntime.FunctionCall) (jsruntime.Value, bool) {
	o, elements, ok := m.own(call.This)
	if !ok || len(call.Arguments) == 0 {
		return nil, false
	}
	jsruntime.SetDense(o, inserted(elements, 0, 0, call.Arguments))
	return m.vm.ToValue(len(elements) + len(call.Arguments)), true
}

func (m *mover) splice(call jsruntime.FunctionCall) (jsruntime.Value, bool) {
	o, elements, ok := m.own(call.This)
	if !ok || len(elements) < longArray || len(call.Arguments) < 2 || !small(call.Arguments[0]) || !small(call.Arguments[1]) || !m.plain(o) {
		return nil, false
	}
	start := int(call.Arguments[0].ToInteger())
	if start < 0 {
		start += len(elements)
	}
	start = min(max(start, 0), len(elements))
	count := min(max(int(call.Arguments[1].ToInteger()), 0), len(elements)-start)
	removed := append([]jsruntime.Value(nil), elements[start:start+count]...)
	jsruntime.SetDense(o, inserted(elements, start, count, call.Arguments[2:]))
	return m.made(removed), true
}

// made makes an array, to which the elements belong.
func (m *mover) made(elements []jsruntime.Value) *jsruntime.Object {
	o := m.vm.NewArray()
	jsruntime.SetDense(o, elements)
	return o
}

// small reports whether a value is a number that needs no conversion by a script.
func small(v jsruntime.Value) bool {
	return jsruntime.IsNumber(v) && v.ToFloat() > -1<<31 && v.ToFloat() < 1<<31
}

// inserted gives elements with others in place of count from start on. It leaves room to grow, and
// uses that of elements.
func inserted(elements []jsruntime.Value, start, count int, items []jsruntime.Value) []jsruntime.Value {
	n := len(elements) - count + len(items)
	to := elements
	if n > cap(elements) {
		to = make([]jsruntime.Value, n, n+n/2+8)
		copy(to, elements[:start])
	} else {
		to = elements[:n:cap(elements)]
	}
	copy(to[start+len(items):], elements[start+count:])
	copy(to[start:], items)
	if n < len(elements) {
		clear(elements[n:])
	}
	return to
}

func (m *mover) concat(call jsruntime.FunctionCall) (jsruntime.Value, bool) {
	o, elements, ok := m.own(call.This)
	if !ok || !m.plain(o) || m.proto.GetSymbol(jsruntime.SymIsConcatSpreadable) != nil {
		return nil, false
	}
	parts, n := [][]jsruntime.Value{elements}, len(elements)
	for _, item := range call.Arguments {
		part := []jsruntime.Value{item}
		if other := jsruntime.AsObject(item); other != nil {
			var dense bool
			if _, part, dense = m.own(item); !dense {
				return nil, false
			}
		}
		if parts, n = append(parts, part), n+len(part); n > longestList {
			m.vm.Throwf(jsruntime.RangeError, "Invalid array length")
		}
	}
	all := make([]jsruntime.Value, 0, n)
	for _, part := range parts {
		all = append(all, part...)
	}
	return m.made(all), true
}
