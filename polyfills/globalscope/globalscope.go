// Package globalscope is what the global object knows of itself: self and global, origin,
// its class ServiceWorkerGlobalScope, and Cloudflare.compatibilityFlags.
package globalscope

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// API gives the globals.
func API() jsruntime.API {
	global := func(vm *jsruntime.VM) jsruntime.Value { return vm.GlobalObject() }
	return jsruntime.API{Name: "globalscope", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"self":                     global,
		"global":                   global,
		"origin":                   func(vm *jsruntime.VM) jsruntime.Value { return vm.ToValue("null") },
		"ServiceWorkerGlobalScope": func(vm *jsruntime.VM) jsruntime.Value { return scopeClass(vm) },
		"Cloudflare": func(vm *jsruntime.VM) jsruntime.Value {
			return cloudflareClass.New(vm, &cloudflare{flags(vm)})
		},
	}}
}

// scopeClass is ServiceWorkerGlobalScope: nothing but the global object is an instance.
func scopeClass(vm *jsruntime.VM) *jsruntime.Object {
	ctor := class.Object(vm)
	isGlobal := vm.NewFunction("[Symbol.hasInstance]", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(call.Argument(0).SameAs(vm.GlobalObject()))
	})
	if err := ctor.DefineDataPropertySymbol(jsruntime.SymHasInstance, isGlobal, jsruntime.No, jsruntime.Yes, jsruntime.No); err != nil {
		vm.Throw(err)
	}
	return ctor
}

var class = jsruntime.NewClass[struct{}]("ServiceWorkerGlobalScope")

// cloudflare is the host side of the global Cloudflare.
type cloudflare struct{ flags *jsruntime.Object }

var cloudflareClass = jsruntime.NewClass[cloudflare]("Cloudflare").
	Getter("compatibilityFlags", func(_ *jsruntime.VM, c *cloudflare) jsruntime.Value { return c.flags })

// flags makes the frozen object that tells which flags are in force.
func flags(vm *jsruntime.VM) *jsruntime.Object {
	o, set := vm.CreateObject(nil), compat.Of(vm)
	for _, name := range compat.Known() {
		if err := o.DefineDataProperty(name, vm.ToValue(set.Has(name)), jsruntime.No, jsruntime.No, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
	return vm.CallMethod(vm.GlobalObject().Get("Object").(*jsruntime.Object), "preventExtensions", o).(*jsruntime.Object)
}
