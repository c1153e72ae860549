package es

import (
	"cmp"
	"strings"

	"paddock/jsruntime"
)

// entries makes objects of entries that lack a key or a value, of which the engine would end more than the script.
var entries = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	class := classOf(vm, "Object")
	define, _ := jsruntime.AsFunction(class.Get("defineProperty"))
	vm.PatchMethod(class, "fromEntries", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			items := call.Argument(0)
			if jsruntime.IsNullish(items) || pairs(items) {
				return original(call)
			}
			made := vm.NewObject()
			var failed error
			err := vm.Try(func() {
				vm.Iterate(items, func(item jsruntime.Value) bool {
					failed = vm.Try(func() {
						entry := jsruntime.AsObject(item)
						if entry == nil {
							vm.Throwf(jsruntime.TypeError, "Iterator value %s is not an entry object", vm.Sketch(item))
						}
						put(vm, made, define, entry.Get("0"), entry.Get("1"))
					})
					return failed == nil
				})
			})
			if err = cmp.Or(failed, err); err != nil { // what ending the iterator throws counts less
				vm.Rethrow(err)
			}
			return made
		}
	})
	proto := class.Get("prototype").(*jsruntime.Object)
	vm.PatchMethod(proto, "toLocaleString", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if o := jsruntime.AsObject(call.This); o != nil && jsruntime.IsNullish(o.Get("toString")) {
				vm.Throwf(jsruntime.TypeError, "%s is not a function", vm.Sketch(o.Get("toString")))
			}
			return original(call)
		}
	})
}}

// pairs reports whether v is an array of arrays that have a key and a value each.
func pairs(v jsruntime.Value) bool {
	list, ok := jsruntime.Dense(v)
	if !ok {
		return false
	}
	for _, item := range list {
		if pair, ok := jsruntime.Dense(item); !ok || len(pair) < 2 {
			return false
		}
	}
	return true
}

// put defines a property of a new object.
func put(vm *jsruntime.VM, o *jsruntime.Object, define jsruntime.Callable, key, value jsruntime.Value) {
	if key == nil {
		key = jsruntime.Undefined()
	}
	if value == nil {
		value = jsruntime.Undefined()
	}
	if symbol, ok := key.(*jsruntime.Symbol); ok {
		must(o.DefineDataPropertySymbol(symbol, value, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
		return
	}
	text := key.ToString()
	if name := text.String(); !strings.ContainsRune(name, '\uFFFD') {
		must(o.DefineDataProperty(name, value, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
		return
	}
	d := vm.NewObject() // the name may have half of a surrogate pair, which no text of Go holds
	jsruntime.GiveOwn(d, []string{"value", "writable", "enumerable", "configurable"}, value, vm.ToValue(true), vm.ToValue(true), vm.ToValue(true))
	vm.Call(define, jsruntime.Undefined(), o, text, d)
}
