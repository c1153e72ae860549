package es

import "paddock/jsruntime"

// arraysFrom lets Array.from and that of typed arrays take what the platform's take.
var arraysFrom = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	vm.PatchMethod(classOf(vm, "Uint8Array").Prototype(), "from", typedFrom(vm))
	vm.PatchMethod(classOf(vm, "Array"), "from", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if f := jsruntime.AsObject(call.Argument(1)); f != nil && jsruntime.IsBuiltIn(f) { // which is given no value for a hole
				call.Arguments = append([]jsruntime.Value{call.Arguments[0], withoutHoles(vm, f)}, call.Arguments[2:]...)
			}
			return original(call)
		}
	})
}}

// typedFrom refuses what is nothing in the platform's words, and takes numbers and the like for objects.
func typedFrom(vm *jsruntime.VM) func(original jsruntime.Native) jsruntime.Native {
	return func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			switch source := call.Argument(0); {
			case jsruntime.IsUndefined(source):
				vm.Throwf(jsruntime.TypeError, "undefined is not iterable (cannot read property Symbol(Symbol.iterator))")
			case jsruntime.IsNull(source):
				vm.Throwf(jsruntime.TypeError, "object null is not iterable (cannot read property Symbol(Symbol.iterator))")
			case jsruntime.AsObject(source) == nil:
				call.Arguments = append([]jsruntime.Value{source.ToObject(vm.Runtime)}, call.Arguments[1:]...)
			}
			return original(call)
		}
	}
}

// withoutHoles gives a function that calls a built-in one with undefined for what is missing.
func withoutHoles(vm *jsruntime.VM, f *jsruntime.Object) jsruntime.Value {
	call, _ := jsruntime.AsFunction(f)
	return vm.ToValue(func(from jsruntime.FunctionCall) jsruntime.Value {
		v := from.Argument(0)
		if v == nil {
			v = jsruntime.Undefined()
		}
		return vm.Call(call, from.This, v, from.Argument(1))
	})
}
