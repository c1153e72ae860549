package es

import "paddock/jsruntime"

// proxies gives the traps of a Proxy lists of arguments that last.
var proxies = gap{
	probe: "new Proxy(Object, { apply: (target, self, list) => () => [list][0][0] })(1)() === 1 || undefined",
	install: func(vm *jsruntime.VM) {
		class := vm.Get("Proxy").(*jsruntime.Object)
		jsruntime.PatchConstruct(class, func(original jsruntime.NativeConstruct) jsruntime.NativeConstruct {
			return func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
				proxy := original(args, newTarget)
				jsruntime.OwnArguments(vm, proxy)
				return proxy
			}
		})
		jsruntime.Patch(class.Get("revocable").(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				made := original(call)
				jsruntime.OwnArguments(vm, made.(*jsruntime.Object).Get("proxy").(*jsruntime.Object))
				return made
			}
		})
	},
}
