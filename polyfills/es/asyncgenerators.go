package es

import (
	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

// asyncGenerators gives compiled scripts what async generators, yield* in them and for await are
// made of, in place of the bundler's helpers, which take short cuts. It is made when a script
// first asks.
var asyncGenerators = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	ask := vm.NewFunction("asyncGenerators", 3, func(call jsruntime.FunctionCall) jsruntime.Value {
		part := asyncParts.Get(vm).Get(call.Argument(0).String())
		if len(call.Arguments) == 1 {
			return part
		}
		mark, _ := jsruntime.AsFunction(part)
		return vm.Call(mark, jsruntime.Undefined(), call.Arguments[1:]...)
	})
	must(vm.GlobalObject().DefineDataProperty(dialect.GeneratorsName, ask, jsruntime.No, jsruntime.No, jsruntime.No))
}}

var asyncScript = load("asyncgenerators.js")

var asyncParts = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.Object {
	make, _ := jsruntime.AsFunction(asyncScript.Run(vm))
	of := vm.NewFunction("functionOf", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.FunctionOf("async function*", call.Arguments)
	})
	unconstruct := vm.NewFunction("unconstruct", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		vm.Unconstruct(call.Argument(0).(*jsruntime.Object))
		return jsruntime.Undefined()
	})
	return vm.Call(make, jsruntime.Undefined(), definers.Get(vm), of, unconstruct).(*jsruntime.Object)
})
