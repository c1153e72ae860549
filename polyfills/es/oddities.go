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
	jsruntime.Patch(class("Date"), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			return vm.ToValue(strings.Replace(original(call).String(), "(UTC)", "(Coordinated Universal Time)", 1))
		}
	})
}}
