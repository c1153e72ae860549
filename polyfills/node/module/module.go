// Package module is node:module: which modules Node has, and require functions for them.
//
// Documentation: https://nodejs.org/api/module.html
package module

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
)

//go:embed module.js
var files embed.FS

// Module gives node:module.
func Module() node.Module { return node.Script("module", files, "module.js", ops) }

// ops lends find(specifier), which gives a module of the host or undefined, and what the date decides: whether modules of
// Node may be named without "node:", whether errors name modules as URLs do, and whether require() gives default exports.
func ops(vm *jsruntime.VM) *jsruntime.Object {
	set, o := compat.Of(vm), vm.NewObject()
	for name, v := range map[string]any{
		"bare":     set.Has("nodejs_compat_v2"),
		"urls":     set.Has("new_module_registry"),
		"defaults": set.Has("require_returns_default_export"),
		"find": vm.NewFunction("find", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
			return node.Find(vm, call.Argument(0).String())
		}),
	} {
		if err := o.Set(name, v); err != nil {
			vm.Throw(err)
		}
	}
	return o
}
