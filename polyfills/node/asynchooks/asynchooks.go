// Package asynchooks is node:async_hooks: AsyncLocalStorage and AsyncResource.
//
// The one idea: a storage is a key of the running frame's asynchronous variables
// ([jsruntime.VM.WithVar]). Promise reactions, timers and I/O carry the frame, so that a storage
// costs nothing where none is used. As on the platform, enterWith and disable throw, and hooks
// are never called.
//
// Documentation: https://nodejs.org/api/async_context.html
package asynchooks

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/node"
)

//go:embed asynchooks.js
var files embed.FS

// Module gives node:async_hooks.
func Module() node.Module {
	return node.Script("async_hooks", files, "asynchooks.js", func(vm *jsruntime.VM) *jsruntime.Object {
		ops := vm.NewObject()
		for _, class := range []*jsruntime.Object{storageClass.Object(vm), resourceClass.Object(vm)} {
			if err := ops.Set(class.Get("name").String(), class); err != nil {
				vm.Throw(err)
			}
		}
		return ops
	})
}
