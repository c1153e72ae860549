package es

import (
	"math"

	"paddock/jsruntime"
)

// setRecords reads what the methods of Set are given as V8 does, and in its words: the engine ends more than the script
// where the method keys gives what is no iterator.
var setRecords = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	proto := classOf(vm, "Set").Get("prototype").(*jsruntime.Object)
	for _, name := range []string{"union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"} {
		vm.PatchMethod(proto, name, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				this, other := jsruntime.AsObject(call.This), jsruntime.AsObject(call.Argument(0))
				switch {
				case this == nil || vm.KindOf(this) != "Set", other != nil && other.Prototype() == proto && vm.KindOf(other) == "Set":
					return original(call)
				case other == nil:
					vm.Throwf(jsruntime.TypeError, "Set.prototype.%s argument must be an object", name)
				}
				call.Arguments = []jsruntime.Value{setRecord(vm, other)}
				return original(call)
			}
		})
	}
}}

// setRecord gives an object with the size and the methods of one that stands for a set (GetSetRecord).
func setRecord(vm *jsruntime.VM, other *jsruntime.Object) jsruntime.Value {
	size := jsruntime.Undefined()
	if v := other.Get("size"); v != nil {
		size = v
	}
	n := size.ToNumber().ToFloat()
	if math.IsNaN(n) {
		vm.Throwf(jsruntime.TypeError, "The .size property is NaN")
	}
	if n = math.Trunc(n); n < 0 {
		vm.Throwf(jsruntime.RangeError, "'%s' is an invalid size", vm.ToValue(n))
	}
	has, keys := callable(vm, other, "has"), callable(vm, other, "keys")
	record := vm.NewObject()
	jsruntime.GiveOwn(record, []string{"size", "has", "keys"}, vm.ToValue(n),
		vm.ToValue(func(call jsruntime.FunctionCall) jsruntime.Value { return vm.Call(has, other, call.Argument(0)) }),
		vm.ToValue(func(jsruntime.FunctionCall) jsruntime.Value { return keysOf(vm, vm.Call(keys, other)) }))
	return record
}

// keysOf gives an iterator that checks the one which a method keys gave.
func keysOf(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	iterator := jsruntime.AsObject(v)
	if iterator == nil {
		vm.Throwf(jsruntime.TypeError, "Result of the keys method is not an object")
	}
	next := callable(vm, iterator, "next")
	checked := vm.NewObject()
	jsruntime.GiveOwn(checked, []string{"next"}, vm.ToValue(func(jsruntime.FunctionCall) jsruntime.Value {
		result := vm.Call(next, iterator)
		if jsruntime.AsObject(result) == nil {
			vm.Throwf(jsruntime.TypeError, "Iterator result %s is not an object", vm.Sketch(result))
		}
		return result
	}))
	must(checked.DefineAccessorProperty("return", vm.ToValue(func(jsruntime.FunctionCall) jsruntime.Value {
		end, ok := jsruntime.AsFunction(iterator.Get("return"))
		if !ok {
			return jsruntime.Undefined()
		}
		return vm.ToValue(func(jsruntime.FunctionCall) jsruntime.Value { return vm.Call(end, iterator) })
	}), nil, jsruntime.No, jsruntime.No))
	return checked
}

// callable gives a method of an object that must have it.
func callable(vm *jsruntime.VM, of *jsruntime.Object, name string) jsruntime.Callable {
	f, ok := jsruntime.AsFunction(of.Get(name))
	if !ok {
		vm.Throwf(jsruntime.TypeError, "string \"%s\" is not a function", name)
	}
	return f
}
