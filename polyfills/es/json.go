package es

import (
	"paddock/jsruntime"
	"paddock/jsruntime/json"
)

// nativeJSON replaces the engine's JSON.parse and JSON.stringify.
var nativeJSON = gap{probe: `(() => { try { JSON.parse("{a}") } catch (e) { return /position/.test(e.message) || undefined } })()`, install: func(vm *jsruntime.VM) {
	json.Prepare(vm)
	object := classOf(vm, "JSON")
	must(object.DefineDataProperty("parse", vm.NewFunction("parse", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		text := call.Argument(0)
		if jsruntime.IsSymbol(text) {
			vm.Throwf(jsruntime.TypeError, "Cannot convert a Symbol value to a string")
		}
		return json.ParseWith(vm, text.ToString(), call.Argument(1))
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	vm.PatchMethod(object, "rawJSON", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			text := vm.Text(call.Argument(0))
			json.CheckRaw(vm, text)
			call.Arguments = []jsruntime.Value{vm.ToValue(text)}
			return original(call)
		}
	})
	must(object.DefineDataProperty("stringify", vm.NewFunction("stringify", 3, func(call jsruntime.FunctionCall) jsruntime.Value {
		return json.StringifyWith(vm, call.Argument(0), call.Argument(1), call.Argument(2))
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}}
