// Package fs is node:fs and node:fs/promises over the platform's virtual files: /bundle, the
// Worker's own modules, which are read-only; /tmp, memory that each event has for itself; and /dev
// with null, zero, full and random.
//
// The ideas to hold:
//
//   - The tree and its operations are Go (tree.go, ops.go); what JavaScript passes is checked in
//     sync.js, from which the callback and promise forms are made (fs.js).
//   - The standard streams are open as 0, 1 and 2; what is written there goes to the console, line by
//     line (stdio.js).
//   - What differs from Node is the platform's: names are percent-encoded as in URLs, rm of what is
//     not there does nothing, errors name the platform's operation.
//
// Documentation: https://nodejs.org/api/fs.html
// Platform: https://developers.cloudflare.com/workers/runtime-apis/nodejs/fs/
package fs

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
)

//go:embed *.js
var files embed.FS

// Modules gives node:fs.
func Modules() []node.Module {
	internal := func(name string) node.Module { return node.Script(node.Internal+"fs/"+name, files, name+".js", ops) }
	return []node.Module{
		node.Script("fs", files, "fs.js", nil),
		{Name: "fs/promises", Make: node.Member("fs", "promises")},
		internal("classes"), internal("constants"), internal("glob"), internal("handle"), internal("streams"), internal("sync"),
		node.Script(node.Internal+"fs/stdio", files, "stdio.js", stdioOps),
	}
}

// bundles holds, per VM, the files of /bundle by name.
var bundles = jsruntime.NewSlot(func(*jsruntime.VM) map[string][]byte { return nil })

// Bundle makes files what /bundle has, by name, as "index.js" or "data/text.txt".
func Bundle(files map[string][]byte) jsruntime.API {
	return jsruntime.API{Name: "bundle", Install: func(vm *jsruntime.VM) error {
		bundles.Set(vm, files)
		return nil
	}}
}

// stdioOps lends labelled().
func stdioOps(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	fn := vm.NewFunction("labelled", 0, func(jsruntime.FunctionCall) jsruntime.Value { return vm.ToValue(labelled(vm)) })
	if err := o.Set("labelled", fn); err != nil {
		vm.Throw(err)
	}
	return o
}

// labelled tells whether lines of the standard streams begin with the stream's name: that is so with the
// platform's own process, and not with the one that wrangler's bundles bring for older flags.
func labelled(vm *jsruntime.VM) bool {
	flags := compat.Of(vm)
	return flags.Has("enable_nodejs_process_v2") && flags.Has("fetch_iterable_type_support") && flags.Has("fetch_iterable_type_support_override_adjustment")
}
