// Package node is the contract of Node's modules: how one is made and how they find each other.
// Each module has a folder of its own; polyfills/node/all is the registry.
//
// The one idea: a module is an expression of JavaScript, (require, ops) => exports, over
// functions of Go, or made in Go altogether. It is made when a Worker first imports it.
//
// What differs from Node is what the platform makes differ, and what is not emulated throws.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/nodejs/
package node

import (
	"io/fs"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// Module is one of Node's modules.
type Module struct {
	Name string // without "node:", as "fs/promises"; see [Internal]
	// Make gives its exports: what require() of the module would.
	Make func(*jsruntime.VM) jsruntime.Value
}

// Script makes a module of a file of JavaScript, an expression (require, ops) => exports, in
// strict mode. require gives the exports of another module by its name, with or without "node:";
// modules that need each other call it late, inside of functions. ops gives what Go lends to the
// script; nil: nothing.
func Script(name string, files fs.FS, file string, ops func(*jsruntime.VM) *jsruntime.Object) Module {
	text, err := fs.ReadFile(files, file)
	if err != nil {
		panic(err) // the file is embedded
	}
	script := jsruntime.NewScript(specifier(name), string(text))
	return Module{Name: name, Make: func(vm *jsruntime.VM) jsruntime.Value {
		fn, ok := jsruntime.AsFunction(script.Run(vm))
		if !ok {
			panic("node:" + name + " is no function")
		}
		var lent jsruntime.Value = jsruntime.Undefined()
		if ops != nil {
			lent = ops(vm)
		}
		exports := vm.Call(fn, jsruntime.Undefined(), requires.Get(vm), lent)
		if list, ok := lengths[name]; ok {
			giveLengths(vm, exports.(*jsruntime.Object), list)
		}
		return exports
	}}
}

// Internal begins the names of modules that only other modules may require: no specifier that a
// Worker can write leads to them.
const Internal = "internal/"

// specifier is the name under which a VM keeps a module.
func specifier(name string) string {
	if strings.HasPrefix(name, Internal) {
		return name
	}
	return "node:" + name
}

// Require gives the exports of a module by its name, without "node:".
func Require(vm *jsruntime.VM, name string) jsruntime.Value {
	exports, ok := vm.Module(specifier(name))
	if !ok {
		vm.Throwf(jsruntime.PlainError, "No such module \"node:%s\".", name)
	}
	return exports
}

// Find gives the exports of a module of the host by its specifier, as "node:fs", if the Worker's date and flags have it;
// undefined if not.
func Find(vm *jsruntime.VM, specifier string) jsruntime.Value {
	if name, isNode := strings.CutPrefix(specifier, "node:"); isNode && !compat.Of(vm).Builtin(name) {
		return jsruntime.Undefined()
	}
	exports, ok := vm.Module(specifier)
	if !ok {
		return jsruntime.Undefined()
	}
	vm.Namespace(specifier) // before the program changes exports
	return exports
}

// requires is require in each VM.
var requires = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Value {
	return vm.NewFunction("require", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		return Require(vm, strings.TrimPrefix(call.Argument(0).String(), "node:"))
	})
})

// Member makes a global of a member of a module, when it is first used.
func Member(module, member string) func(*jsruntime.VM) jsruntime.Value {
	return func(vm *jsruntime.VM) jsruntime.Value {
		return Require(vm, module).(*jsruntime.Object).Get(member)
	}
}

// Specifiers gives modules as an API offers them.
func Specifiers(modules []Module) map[string]func(*jsruntime.VM) jsruntime.Value {
	m := make(map[string]func(*jsruntime.VM) jsruntime.Value, len(modules))
	for _, module := range modules {
		m[specifier(module.Name)] = module.Make
	}
	return m
}
