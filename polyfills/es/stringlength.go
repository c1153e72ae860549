package es

import "paddock/jsruntime"

// maxString is the length of V8's longest string, in UTF-16 units.
const maxString = 1<<29 - 24

// stringLength lets the methods that make a long string of a short one refuse what V8 refuses. The
// engine would take the memory, and what the machine has not got ends the process: so would a probe.
var stringLength = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	proto := vm.Get("String").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	guard := func(name string, length int, result func(own, arg float64) float64) {
		method := proto.Get(name).(*jsruntime.Object)
		must(method.DefineDataProperty("length", vm.ToValue(length), jsruntime.No, jsruntime.Yes, jsruntime.No))
		jsruntime.Patch(method, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				own, isString := call.This.(interface{ Length() int })
				if n := call.Argument(0); isString && jsruntime.IsNumber(n) && result(float64(own.Length()), n.ToFloat()) > maxString {
					vm.Throwf(jsruntime.RangeError, "Invalid string length")
				}
				return original(call)
			}
		})
	}
	guard("repeat", 1, func(own, count float64) float64 {
		if own == 0 || count > 1<<53 { // nothing, or refused by the engine in words of its own
			return 0
		}
		return own * count
	})
	padded := func(_, target float64) float64 { return target }
	guard("padStart", 1, padded)
	guard("padEnd", 1, padded)
}}
