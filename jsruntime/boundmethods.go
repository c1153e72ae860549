package jsruntime

import (
	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
)

// boundMethods does for the few methods that no template of the engine makes what dialect.BoundBuiltIns does.
func (vm *VM) boundMethods() {
	bound := func(v Value) {
		if fn := AsObject(v); fn != nil {
			Patch(fn, func(original Native) Native { return dialect.BoundBuiltIn(vm.Runtime, original) })
		}
	}
	bound(vm.errorClass.Get("prototype").(*Object).Get("toString"))
	for _, name := range []string{"then", "catch", "finally"} {
		bound(vm.promiseProto.Get(name))
	}
	patterns := vm.Get("RegExp").(*Object).Get("prototype").(*Object)
	for _, name := range []string{"exec", "test", "toString", "compile"} {
		bound(patterns.Get(name))
	}
	for _, symbol := range []*Symbol{goja.SymMatch, goja.SymMatchAll, goja.SymReplace, goja.SymSearch, goja.SymSplit} {
		bound(patterns.GetSymbol(symbol))
	}
	flags := vm.describe(FunctionCall{This: Undefined(), Arguments: []Value{patterns, vm.ToValue("flags")}})
	bound(flags.(*Object).Get("get"))
}
