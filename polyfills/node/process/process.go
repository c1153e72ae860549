// Package process is node:process and the global process: the environment from the Worker's
// variables, the platform's answers to what there is no process to ask, and events.
//
// The one idea: as on the platform nextTick is a microtask, time is the Worker's clock, exit ends
// the running event, and what would look at the machine gives what a machine without anything on
// it would.
//
// Documentation: https://nodejs.org/api/process.html
package process

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
	"paddock/polyfills/workers"
)

//go:embed process.js config.js
var files embed.FS

// Module gives node:process.
func Module() node.Module { return node.Script("process", files, "process.js", ops) }

// Config gives internal/process/config, what process.config is.
func Config() node.Module {
	return node.Script("internal/process/config", files, "config.js", nil)
}

// ops lends variables(), the Worker's env or nothing, exit(code), builtin(name) and version().
func ops(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	for name, f := range map[string]func(*jsruntime.VM, jsruntime.Args) jsruntime.Value{
		"variables": variables, "exit": exit, "builtin": builtin, "version": version,
	} {
		fn := vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value { return f(vm, call.Arguments) })
		if err := o.Set(name, fn); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

// variables gives env if the Worker's flags want process.env filled from it.
func variables(vm *jsruntime.VM, _ jsruntime.Args) jsruntime.Value {
	if !compat.Of(vm).Has("nodejs_compat_populate_process_env") {
		return vm.NewObject()
	}
	return workers.Worlds.Get(vm).Env
}

// version gives the version of Node that the process says it is of.
func version(vm *jsruntime.VM, _ jsruntime.Args) jsruntime.Value {
	if compat.Of(vm).Has("nodejs_process_version_24") {
		return vm.ToValue("24.22.2")
	}
	return vm.ToValue("22.23.4")
}

// exit ends the running event with an error.
func exit(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	err := jsruntime.Errorf(jsruntime.PlainError, "The Node.js process.exit(%d) API was called. Canceling the request.", jsruntime.Integer(args.At(0)))
	vm.Scope().Abort(err)
	vm.Throw(err)
	return nil
}

// builtin gives a module by its specifier, or undefined.
func builtin(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	return node.Find(vm, args.At(0).String())
}
