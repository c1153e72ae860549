package es

import (
	"strings"

	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
)

// oddities are small things that the engine's built-ins have otherwise.
var oddities = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	class := func(name string) *jsruntime.Object { return vm.Get(name).(*jsruntime.Object) }
	bigInt := class("BigInt").Get("prototype").(*jsruntime.Object)
	must(bigInt.Delete("length"))
	must(bigInt.Delete("name"))
	jsruntime.Patch(class("BigInt"), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if v := call.Argument(0); jsruntime.IsUndefined(v) || jsruntime.IsSymbol(v) {
				vm.Throwf(jsruntime.TypeError, "Cannot convert %s to a BigInt", vm.Sketch(v))
			}
			return original(call)
		}
	})
	for _, name := range []string{"Map", "Set"} { // in the engine assigning to it does nothing
		proto := class(name).Get("prototype").(*jsruntime.Object)
		size := vm.CallMethod(class("Object"), "getOwnPropertyDescriptor", proto, vm.ToValue("size")).(*jsruntime.Object).Get("get")
		must(proto.Delete("size"))
		must(proto.DefineAccessorProperty("size", size, nil, jsruntime.Yes, jsruntime.No))
	}
	unscopables := class("Array").Get("prototype").(*jsruntime.Object).GetSymbol(jsruntime.SymUnscopables).(*jsruntime.Object)
	must(unscopables.Set("at", true))
	must(unscopables.Delete("groupBy"))
	must(unscopables.Delete("groupByToMap"))
	jsruntime.Patch(class("Object").Get("getOwnPropertyDescriptors").(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			all := original(call)
			if o := jsruntime.AsObject(call.Argument(0)); o != nil && o.ClassName() == "Array" && !jsruntime.IsProxy(o) { // whose length has no value there
				length := vm.CallMethod(class("Object"), "getOwnPropertyDescriptor", o, vm.ToValue("length"))
				must(all.(*jsruntime.Object).Set("length", length))
			}
			return all
		}
	})
	arrays := class("Uint8Array").Prototype()
	jsruntime.Patch(arrays.Get("from").(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			switch source := call.Argument(0); {
			case jsruntime.IsUndefined(source):
				vm.Throwf(jsruntime.TypeError, "undefined is not iterable (cannot read property Symbol(Symbol.iterator))")
			case jsruntime.IsNull(source):
				vm.Throwf(jsruntime.TypeError, "object null is not iterable (cannot read property Symbol(Symbol.iterator))")
			case jsruntime.AsObject(source) == nil:
				call.Arguments = append([]jsruntime.Value{source.ToObject(vm.Runtime)}, call.Arguments[1:]...)
			}
			return original(call)
		}
	})
	jsruntime.Patch(class("Array").Get("from").(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if f := jsruntime.AsObject(call.Argument(1)); f != nil && jsruntime.IsBuiltIn(f) { // which is given no value for a hole
				call.Arguments = append([]jsruntime.Value{call.Arguments[0], withoutHoles(vm, f)}, call.Arguments[2:]...)
			}
			return original(call)
		}
	})
	jsruntime.Patch(class("Function").Prototype().Get("toString").(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
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
	jsruntime.Patch(class("Function").Prototype().GetSymbol(jsruntime.SymHasInstance).(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if o := jsruntime.AsObject(call.This); o != nil && jsruntime.IsProxy(o) && jsruntime.IsFunction(o) {
				return vm.ToValue(inherits(vm, call.Argument(0), o))
			}
			return original(call)
		}
	})
	jsruntime.Patch(class("Date").Get("prototype").(*jsruntime.Object).Get("toISOString").(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			v := original(call)
			if s := v.String(); s[0] == '+' || s[0] == '-' {
				year, rest, _ := strings.Cut(s[1:], "-")
				return vm.ToValue(s[:1] + strings.Repeat("0", max(0, 6-len(year))) + year + "-" + rest)
			}
			return v
		}
	})
	jsruntime.Patch(class("Date"), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			return vm.ToValue(strings.Replace(original(call).String(), "(UTC)", "(Coordinated Universal Time)", 1))
		}
	})
}}

// withoutHoles gives a function that calls a built-in one with undefined for what is missing.
func withoutHoles(vm *jsruntime.VM, f *jsruntime.Object) jsruntime.Value {
	call, _ := jsruntime.AsFunction(f)
	return vm.ToValue(func(from jsruntime.FunctionCall) jsruntime.Value {
		v := from.Argument(0)
		if v == nil {
			v = jsruntime.Undefined()
		}
		return vm.Call(call, from.This, v, from.Argument(1))
	})
}

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
