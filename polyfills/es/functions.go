package es

import (
	"strings"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

// functions gives the texts of built-in and bound functions the platform's form, and lets instanceof look behind
// proxies of functions.
var functions = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	vm.PatchMethod(classOf(vm, "Function").Prototype(), "toString", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if o := jsruntime.AsObject(call.This); o != nil && jsruntime.IsProxy(o) { // which may have been revoked
				if jsruntime.IsFunction(o) {
					return vm.ToValue("function () { [native code] }")
				}
				vm.Throwf(jsruntime.TypeError, "Function.prototype.toString requires that 'this' be a Function")
			}
			text := original(call)
			switch s := text.String(); {
			case s == dialect.NativeText:
				return vm.ToValue("function " + ownName(call.This.(*jsruntime.Object)) + "() { [native code] }")
			case strings.HasPrefix(s, "function bound ") && strings.HasSuffix(s, "() { [native code] }"):
				return vm.ToValue("function () { [native code] }")
			}
			return text
		}
	})
	jsruntime.Patch(classOf(vm, "Function").Prototype().GetSymbol(jsruntime.SymHasInstance).(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if o := jsruntime.AsObject(call.This); o != nil && jsruntime.IsProxy(o) && jsruntime.IsFunction(o) {
				return vm.ToValue(inherits(vm, call.Argument(0), o))
			}
			return original(call)
		}
	})
}}

// inherits reports whether v is an instance of a proxy of a function.
func inherits(vm *jsruntime.VM, v jsruntime.Value, class *jsruntime.Object) bool {
	o := jsruntime.AsObject(v)
	if o == nil {
		return false
	}
	prototype := jsruntime.AsObject(class.Get("prototype"))
	if prototype == nil {
		vm.Throwf(jsruntime.TypeError, "Function has non-object prototype '%s' in instanceof check", vm.Sketch(class.Get("prototype")))
	}
	for o = o.Prototype(); o != nil && o != prototype; o = o.Prototype() {
	}
	return o != nil
}

// ownName is the name of a built-in function, as a script would write it.
func ownName(f *jsruntime.Object) string {
	if name := f.Get("name"); name != nil && jsruntime.IsString(name) {
		return name.String()
	}
	return ""
}
