// Package globalscope is what the global object knows of itself: self and global, origin,
// its class ServiceWorkerGlobalScope, and Cloudflare.compatibilityFlags.
package globalscope

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/events"
)

// API gives the globals.
func API() jsruntime.API {
	global := func(vm *jsruntime.VM) jsruntime.Value { return vm.GlobalObject() }
	return jsruntime.API{Name: "globalscope", Own: []string{"Cloudflare", "ServiceWorkerGlobalScope", "origin", "self"}, Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"self":                     global,
		"origin":                   func(vm *jsruntime.VM) jsruntime.Value { return vm.ToValue("null") },
		"ServiceWorkerGlobalScope": func(vm *jsruntime.VM) jsruntime.Value { return class.Object(vm) },
		"Cloudflare": func(vm *jsruntime.VM) jsruntime.Value {
			return cloudflareClass.New(vm, &cloudflare{flags(vm)})
		},
	}, Install: func(vm *jsruntime.VM) error {
		if err := vm.GlobalObject().DeleteSymbol(jsruntime.SymToStringTag); err != nil { // the engine's "global"
			return err
		}
		if !compat.Of(vm).Has("no_global_importscripts") {
			if err := class.Prototype(vm).DefineDataProperty("importScripts", importScripts(vm), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
				return err
			}
		}
		return vm.SetScope(class.Prototype(vm))
	}}
}

// class is ServiceWorkerGlobalScope. The global object inherits from its prototype without being
// made by it: the functions of an EventTarget that it has are its own.
var class = jsruntime.Extends(jsruntime.NewClass[events.GlobalScope]("ServiceWorkerGlobalScope"),
	events.GlobalScopeClass, func(s *events.GlobalScope) *events.GlobalScope { return s })

// importScripts is there in the past only, and never did anything.
func importScripts(vm *jsruntime.VM) jsruntime.Value {
	return vm.NewFunction("importScripts", 1, func(jsruntime.FunctionCall) jsruntime.Value {
		vm.Throwf(jsruntime.PlainError, "Failed to execute 'importScripts' on 'WorkerGlobalScope': the method is not implemented.")
		return nil
	})
}

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
