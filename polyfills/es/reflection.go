package es

import "paddock/jsruntime"

// reflection has the methods of Reflect refuse what is no object, and typed arrays be called without new, in V8's words.
var reflection = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	reflect := vm.Get("Reflect").(*jsruntime.Object)
	for _, name := range []string{"defineProperty", "deleteProperty", "get", "getOwnPropertyDescriptor", "getPrototypeOf", "has", "isExtensible",
		"ownKeys", "preventExtensions", "set", "setPrototypeOf"} {
		jsruntime.Patch(reflect.Get(name).(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if jsruntime.AsObject(call.Argument(0)) == nil {
					vm.Throwf(jsruntime.TypeError, "Reflect.%s called on non-object", name)
				}
				return original(call)
			}
		})
	}
	jsruntime.Patch(reflect.Get("setPrototypeOf").(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if proto := call.Argument(1); jsruntime.AsObject(call.Argument(0)) != nil && jsruntime.AsObject(proto) == nil && !jsruntime.IsNull(proto) {
				vm.Throwf(jsruntime.TypeError, "Object prototype may only be an Object or null: %s", vm.Sketch(proto))
			}
			return original(call)
		}
	})
	jsruntime.Patch(reflect.Get("apply").(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if f := call.Argument(0); !jsruntime.IsFunction(f) {
				kind := jsruntime.TypeOf(f)
				article := "a "
				if kind == "object" || kind == "undefined" {
					article = "an "
				}
				vm.Throwf(jsruntime.TypeError, "Function.prototype.apply was called on %s, which is %s%s and not a function", vm.Sketch(f), article, kind)
			}
			return original(call)
		}
	})
	for _, name := range []string{"Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
		"Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"} {
		jsruntime.Patch(vm.Get(name).(*jsruntime.Object), func(jsruntime.Native) jsruntime.Native {
			return func(jsruntime.FunctionCall) jsruntime.Value {
				vm.Throwf(jsruntime.TypeError, "Constructor %s requires 'new'", name)
				return nil
			}
		})
	}
}}
