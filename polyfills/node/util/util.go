// Package util is node:util with node:util/types and node:sys, and what other modules share of
// it: internal/inspect, which shows values, and internal/comparisons, which compares them deeply.
//
// The one idea: values are shown by the same code as the console's
// (polyfills/console/inspect); everything else is JavaScript, a file for each subject.
//
// Documentation: https://nodejs.org/api/util.html
package util

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/node"
)

//go:embed *.js
var files embed.FS

// Modules gives node:util, node:util/types, node:sys and their internal parts.
func Modules() []node.Module {
	return []node.Module{
		node.Script("util", files, "util.js", nil),
		node.Script("util/types", files, "types.js", typesOps),
		node.Script("internal/util/mime", files, "mime.js", nil),
		node.Script("internal/util/dotenv", files, "dotenv.js", nil),
		node.Script("internal/util/systemerrors", files, "systemerrors.js", nil),
		node.Script("internal/comparisons", files, "comparisons.js", nil),
		node.Script("internal/inspect", files, "inspect.js", inspectOps),
		{Name: "sys", Make: func(vm *jsruntime.VM) jsruntime.Value { return node.Require(vm, "util") }},
	}
}

// typesOps lends kind(object), the engine's word for what an object is, and isNamespace(value).
func typesOps(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	kind := vm.NewFunction("kind", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		object := jsruntime.AsObject(call.Argument(0))
		if object == nil {
			return jsruntime.Undefined()
		}
		return vm.ToValue(vm.KindOf(object))
	})
	isNamespace := vm.NewFunction("isNamespace", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(vm.IsNamespace(call.Argument(0)))
	})
	for name, fn := range map[string]*jsruntime.Object{"kind": kind, "isNamespace": isNamespace} {
		if err := o.Set(name, fn); err != nil {
			vm.Throw(err)
		}
	}
	return o
}
