package es

import "paddock/jsruntime"

// captureStackTrace is Error.captureStackTrace, V8's own, and what it and the property stack make
// of Error.prepareStackTrace.
var captureStackTrace = gap{probe: "Error.captureStackTrace", install: func(vm *jsruntime.VM) {
	ctor := classOf(vm, "Error")
	must(ctor.DefineDataProperty("captureStackTrace", vm.NewFunction("captureStackTrace", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		target := jsruntime.AsObject(call.Argument(0))
		if target == nil {
			vm.Throwf(jsruntime.TypeError, "invalid_argument")
		}
		vm.CaptureStack(target, jsruntime.AsObject(call.Argument(1)))
		return jsruntime.Undefined()
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	vm.PrepareStack = func(of *jsruntime.Object, sites []jsruntime.CallSite) (jsruntime.Value, bool) {
		return prepared(vm, ctor, of, sites)
	}
}}
