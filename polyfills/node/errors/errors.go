// Package errors is internal/errors and internal/validators: the errors with a code that Node's
// modules throw, and the checks of arguments that throw them.
//
// internal/errors gives a constructor for each code, as ERR_INVALID_ARG_TYPE(name, expected,
// actual), and AbortError, aggregateTwoErrors and hideStackFrames. What an error says is a line of the table in
// errors.js.
//
// Documentation: https://nodejs.org/api/errors.html
package errors

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/console/inspect"
	"paddock/polyfills/node"
)

//go:embed errors.js validators.js
var files embed.FS

// Module gives internal/errors.
func Module() node.Module { return node.Script("internal/errors", files, "errors.js", ops) }

// Validators gives internal/validators.
func Validators() node.Module {
	return node.Script("internal/validators", files, "validators.js", nil)
}

// ops lends inspect(value, depth).
func ops(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	fn := vm.NewFunction("inspect", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		options := inspect.Defaults()
		if d := call.Argument(1); !jsruntime.IsUndefined(d) {
			options.Depth = int(d.ToInteger())
		}
		return vm.ToValue(inspect.Value(vm, call.Argument(0), options))
	})
	if err := o.Set("inspect", fn); err != nil {
		vm.Throw(err)
	}
	return o
}
