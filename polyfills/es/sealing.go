package es

import "paddock/jsruntime"

// sealing keeps typed arrays from being sealed or frozen with elements, and those whose length may change from
// being closed to new ones, as V8 does, and tells that an array whose length can be written is not frozen.
var sealing = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	object, reflect := classOf(vm, "Object"), classOf(vm, "Reflect")
	for name, what := range map[string]string{"preventExtensions": "prevent extensions", "seal": "seal", "freeze": "freeze"} {
		vm.PatchMethod(object, name, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if elements, changes := typedArray(call.Argument(0)); changes {
					vm.Throwf(jsruntime.TypeError, "Cannot %s", what)
				} else if elements && name != "preventExtensions" {
					vm.Throwf(jsruntime.TypeError, "Cannot %s array buffer views with elements", what)
				}
				return original(call)
			}
		})
	}
	vm.PatchMethod(object, "isFrozen", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			frozen := original(call)
			array := jsruntime.AsObject(call.Argument(0))
			if array != nil && frozen.ToBoolean() && array.ClassName() == "Array" && !jsruntime.IsProxy(array) {
				return vm.ToValue(!vm.OwnProperty(array, "length").Get("writable").ToBoolean())
			}
			return frozen
		}
	})
	vm.PatchMethod(reflect, "preventExtensions", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if _, changes := typedArray(call.Argument(0)); changes {
				return vm.ToValue(false)
			}
			return original(call)
		}
	})
}}

// typedArray reports of a value whether it is a typed array with elements, and whether it is one whose
// length may change.
func typedArray(v jsruntime.Value) (elements, changes bool) {
	buffer := jsruntime.BufferOf(v)
	if buffer == nil || jsruntime.IsDataView(v) {
		return false, false
	}
	view := v.(*jsruntime.Object)
	if jsruntime.IsResizable(buffer) && (!jsruntime.IsSharedBuffer(buffer) || jsruntime.Tracks(view)) {
		return false, true
	}
	return len(jsruntime.Shown(view)) > 0, false
}
