package es

import "paddock/jsruntime"

// bigInts lets BigInt refuse in the platform's words, and its prototype have no more than others.
var bigInts = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	bigInt := classOf(vm, "BigInt").Get("prototype").(*jsruntime.Object)
	must(bigInt.Delete("length"))
	must(bigInt.Delete("name"))
	jsruntime.Patch(classOf(vm, "BigInt"), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if v := call.Argument(0); jsruntime.IsUndefined(v) || jsruntime.IsSymbol(v) {
				vm.Throwf(jsruntime.TypeError, "Cannot convert %s to a BigInt", vm.Sketch(v))
			}
			return original(call)
		}
	})
}}
