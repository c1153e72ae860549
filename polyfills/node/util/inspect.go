package util

import (
	"paddock/jsruntime"
	"paddock/polyfills/console/inspect"
)

// inspectOps lends show(value, options) and format(options, ...args), where options are what
// util.inspect takes, complete.
func inspectOps(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	show := vm.NewFunction("show", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(inspect.Text(vm, call.Argument(0), inspect.Read(vm, jsruntime.AsObject(call.Argument(1)))))
	})
	format := vm.NewFunction("format", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		options := inspect.Read(vm, jsruntime.AsObject(call.Argument(0)))
		return vm.ToValue(inspect.FormatWith(vm, options, call.Arguments[min(1, len(call.Arguments)):]))
	})
	for name, fn := range map[string]*jsruntime.Object{"show": show, "format": format} {
		if err := o.Set(name, fn); err != nil {
			vm.Throw(err)
		}
	}
	return o
}
