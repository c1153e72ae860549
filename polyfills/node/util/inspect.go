package util

import (
	"paddock/jsruntime"
	"paddock/polyfills/console/inspect"
)

// inspectOps lends show(value, options) and format(options, ...args), where options are what
// util.inspect takes, complete, width(text), the columns that a text takes in a terminal,
// and ahead(iterator): what one of a Map or a Set has still to give, with pairs if it gives these.
func inspectOps(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	show := vm.NewFunction("show", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(inspect.Text(vm, call.Argument(0), inspect.Read(vm, jsruntime.AsObject(call.Argument(1)))))
	})
	format := vm.NewFunction("format", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		options := inspect.Read(vm, jsruntime.AsObject(call.Argument(0)))
		return inspect.FormatValue(vm, options, call.Arguments[min(1, len(call.Arguments)):])
	})
	width := vm.NewFunction("width", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(inspect.Width(call.Argument(0).String()))
	})
	ahead := vm.NewFunction("ahead", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		iterator := jsruntime.AsObject(call.Argument(0))
		if iterator == nil {
			return jsruntime.Undefined()
		}
		values, pairs, ok := vm.Ahead(iterator)
		if !ok {
			return jsruntime.Undefined()
		}
		o := vm.NewObject()
		jsruntime.GiveOwn(o, []string{"values", "pairs"}, vm.NewArrayOf(values...), vm.ToValue(pairs))
		return o
	})
	for name, fn := range map[string]*jsruntime.Object{"show": show, "format": format, "width": width, "ahead": ahead} {
		if err := o.Set(name, fn); err != nil {
			vm.Throw(err)
		}
	}
	return o
}
