package es

import "paddock/jsruntime"

// wellFormed gives strings the methods that tell of surrogates without their other half, and replace them.
var wellFormed = gap{probe: "''.isWellFormed", install: func(vm *jsruntime.VM) {
	class := classOf(vm, "String")
	proto := class.Get("prototype").(*jsruntime.Object)
	text, _ := jsruntime.AsFunction(class)
	method := func(name string, f func(text jsruntime.Value) jsruntime.Value) {
		must(proto.DefineDataProperty(name, vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			if jsruntime.IsNullish(call.This) {
				vm.Throwf(jsruntime.TypeError, "String.prototype.%s called on null or undefined", name)
			}
			if jsruntime.IsString(call.This) {
				return f(call.This)
			}
			if jsruntime.IsSymbol(call.This) {
				vm.Text(call.This) // which throws
			}
			return f(vm.Call(text, jsruntime.Undefined(), call.This))
		}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	method("isWellFormed", func(text jsruntime.Value) jsruntime.Value { return vm.ToValue(!hasHalves(text)) })
	method("toWellFormed", func(text jsruntime.Value) jsruntime.Value {
		if !hasHalves(text) {
			return text
		}
		return vm.ToValue(vm.Text(text))
	})
}}
