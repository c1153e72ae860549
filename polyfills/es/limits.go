package es

import (
	"strconv"

	"paddock/jsruntime"
)

const (
	longestList = 1<<27 - 3 // arguments that V8 makes a list of, and elements that it has the memory for
	breath      = 1 << 12   // steps after which what takes long looks whether it must stop
)

// limits refuses lengths for which the engine would take all memory of the process at once.
var limits = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	reflect := vm.Get("Reflect").(*jsruntime.Object)
	apply := vm.Get("Function").(*jsruntime.Object).Get("prototype").(*jsruntime.Object).Get("apply")
	for fn, at := range map[jsruntime.Value]int{apply: 1, reflect.Get("apply"): 2, reflect.Get("construct"): 1} {
		jsruntime.Patch(fn.(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if list := jsruntime.AsObject(call.Argument(at)); list != nil {
					if _, dense := jsruntime.Dense(list); !dense {
						call.Arguments = append([]jsruntime.Value(nil), call.Arguments...)
						call.Arguments[at] = shortList(vm, list)
					}
				}
				return original(call)
			}
		})
	}
	for _, from := range []jsruntime.Value{vm.Get("Array").(*jsruntime.Object).Get("from"), vm.Get("Uint8Array").(*jsruntime.Object).Prototype().Get("from")} {
		jsruntime.Patch(from.(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value { return listed(vm, original, call) }
		})
	}
}}

// listed is a call of a function that makes a list of its first argument.
func listed(vm *jsruntime.VM, original jsruntime.Native, call jsruntime.FunctionCall) jsruntime.Value {
	o := jsruntime.AsObject(call.Argument(0))
	if o == nil || !suspicious(vm, o) || !jsruntime.IsNullish(o.GetSymbol(jsruntime.SymIterator)) {
		return original(call)
	}
	if fn := call.Argument(1); !jsruntime.IsUndefined(fn) && !jsruntime.IsFunction(fn) {
		return original(call) // refused before the length is looked at
	}
	if o.Get("length").ToFloat() > longestList {
		vm.Throwf(jsruntime.RangeError, "Invalid array length")
	}
	return claimsOf.Get(vm).over(o, func(instead *jsruntime.Object) jsruntime.Value {
		call.Arguments = append([]jsruntime.Value{instead}, call.Arguments[1:]...)
		return original(call)
	})
}

// shortList gives what an array-like object lists, as an array unless the engine may list it.
func shortList(vm *jsruntime.VM, list *jsruntime.Object) jsruntime.Value {
	if jsruntime.BufferOf(list) != nil {
		return list // as long as its buffer
	}
	n := int64(0)
	if length := list.Get("length"); length != nil {
		n = length.ToInteger()
	}
	if n > longestList {
		vm.Throwf(jsruntime.RangeError, "Invalid array length")
	}
	if list.ClassName() == "Arguments" {
		return list
	}
	var elements []jsruntime.Value // it grows as it is filled, for a getter may throw early
	for i := range max(n, 0) {
		if i%breath == breath-1 {
			vm.Breathe()
		}
		v := list.Get(strconv.FormatInt(i, 10))
		if v == nil {
			v = jsruntime.Undefined()
		}
		elements = append(elements, v)
	}
	return vm.NewArrayOf(elements...)
}
