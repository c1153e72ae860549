// Package timers is node:timers and node:timers/promises: the timers of the web, which give
// objects with ref, unref, refresh and so on. With enable_nodejs_global_timers the global ones
// are those of this package too.
//
// Documentation: https://nodejs.org/api/timers.html
package timers

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/node"
	"paddock/polyfills/timers"
)

//go:embed timers.js promises.js
var files embed.FS

// Module gives node:timers.
func Module() node.Module { return node.Script("timers", files, "timers.js", web) }

// Promises gives node:timers/promises.
func Promises() node.Module { return node.Script("timers/promises", files, "promises.js", nil) }

// web lends the functions that give numbers: the globals may be this module's own.
func web(vm *jsruntime.VM) *jsruntime.Object {
	ops := vm.NewObject()
	for name, make := range timers.API().Globals {
		v := make(vm)
		if fn := jsruntime.AsObject(v); jsruntime.IsFunction(v) { // called on ops, which they would refuse
			v = vm.CallMethod(fn, "bind", jsruntime.Undefined())
		}
		if err := ops.Set(name, v); err != nil {
			vm.Throw(err)
		}
	}
	if err := ops.Set("isImmediate", timers.IsImmediate); err != nil {
		vm.Throw(err)
	}
	return ops
}
