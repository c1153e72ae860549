package es

import "paddock/jsruntime"

// properties are those of the engine's objects that are otherwise on the platform, and how arrays tell of their length.
var properties = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	unscopables := classOf(vm, "Array").Get("prototype").(*jsruntime.Object).GetSymbol(jsruntime.SymUnscopables).(*jsruntime.Object)
	must(unscopables.Set("at", true))
	must(unscopables.Delete("groupBy"))
	must(unscopables.Delete("groupByToMap"))
	vm.PatchMethod(classOf(vm, "Object"), "getOwnPropertyDescriptors", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			all := original(call)
			if o := jsruntime.AsObject(call.Argument(0)); o != nil && o.ClassName() == "Array" && !jsruntime.IsProxy(o) { // whose length has no value there
				length := vm.CallMethod(classOf(vm, "Object"), "getOwnPropertyDescriptor", o, vm.ToValue("length"))
				must(all.(*jsruntime.Object).Set("length", length))
			}
			return all
		}
	})
}}
