package es

import (
	"strings"

	"paddock/jsruntime"
)

// oddities are small things that the engine's built-ins have otherwise.
var oddities = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	class := func(name string) *jsruntime.Object { return vm.Get(name).(*jsruntime.Object) }
	bigInt := class("BigInt").Get("prototype").(*jsruntime.Object)
	must(bigInt.Delete("length"))
	must(bigInt.Delete("name"))
	for _, name := range []string{"Map", "Set"} { // in the engine assigning to it does nothing
		proto := class(name).Get("prototype").(*jsruntime.Object)
		size := vm.CallMethod(class("Object"), "getOwnPropertyDescriptor", proto, vm.ToValue("size")).(*jsruntime.Object).Get("get")
		must(proto.Delete("size"))
		must(proto.DefineAccessorProperty("size", size, nil, jsruntime.Yes, jsruntime.No))
	}
	unscopables := class("Array").Get("prototype").(*jsruntime.Object).GetSymbol(jsruntime.SymUnscopables).(*jsruntime.Object)
	must(unscopables.Set("at", true))
	must(unscopables.Delete("groupBy"))
	must(unscopables.Delete("groupByToMap"))
	arrays := class("Uint8Array").Prototype()
	jsruntime.Patch(arrays.Get("from").(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
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
	})
	jsruntime.Patch(class("Date"), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			return vm.ToValue(strings.Replace(original(call).String(), "(UTC)", "(Coordinated Universal Time)", 1))
		}
	})
}}
