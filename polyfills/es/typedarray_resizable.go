package es

import (
	"runtime"

	"paddock/jsruntime"
)

// resizableMethods are the methods of typed arrays over resizable buffers, whose length may change
// while they run.
var resizableMethods = load("typedarray_resizable.js")

// guardResizable lets the methods of typed arrays take receivers whose buffer can be resized.
func guardResizable(vm *jsruntime.VM) {
	make, _ := jsruntime.AsFunction(resizableMethods.Run(vm))
	proto := typedArrays(vm)
	ours := vm.Call(make, jsruntime.Undefined(), viewOps(vm)).(*jsruntime.Object)
	for _, name := range ours.Keys() {
		theirs, ok := proto.Get(name).(*jsruntime.Object)
		if !ok || !jsruntime.IsBuiltIn(theirs) {
			continue // a script's own
		}
		method, _ := jsruntime.AsFunction(ours.Get(name))
		source := name == "set"
		jsruntime.Patch(theirs, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				b := jsruntime.BufferOf(call.This)
				if b == nil || !jsruntime.IsResizable(b) && !(source && jsruntime.IsResizable(jsruntime.BufferOf(call.Argument(0)))) {
					return original(call)
				}
				return vm.Call(method, call.This, call.Arguments...)
			}
		})
	}
}

// viewOps is what the script of methods knows of views that scripts can not ask.
func viewOps(vm *jsruntime.VM) *jsruntime.Object {
	ops := vm.NewObject()
	op := func(name string, f func(view *jsruntime.Object) any) {
		must(ops.Set(name, vm.NewFunction(name, 1, func(call jsruntime.FunctionCall) jsruntime.Value {
			return vm.ToValue(f(call.Argument(0).(*jsruntime.Object)))
		})))
	}
	op("outside", func(view *jsruntime.Object) any { return jsruntime.Outside(view) })
	op("firstByte", func(view *jsruntime.Object) any { return jsruntime.FirstByte(view) })
	op("tracks", func(view *jsruntime.Object) any { return jsruntime.Tracks(view) })
	must(ops.Set("copy", vm.NewFunction("copy", 5, func(call jsruntime.FunctionCall) jsruntime.Value {
		part := func(i int) []byte {
			b := jsruntime.Shown(call.Argument(i).(*jsruntime.Object))
			return b[min(int(call.Argument(i+1).ToInteger()), len(b)):]
		}
		to, from := part(0), part(2)
		copy(to, from[:min(int(call.Argument(4).ToInteger()), len(from))])
		return jsruntime.Undefined()
	})))
	must(ops.Set("typed", vm.NewFunction("typed", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		v := call.Argument(0)
		return vm.ToValue(jsruntime.BufferOf(v) != nil && !jsruntime.IsDataView(v))
	})))
	return ops
}

// typedArrays is the prototype that all classes of typed arrays share.
func typedArrays(vm *jsruntime.VM) *jsruntime.Object {
	return classOf(vm, "Int8Array").Get("prototype").(*jsruntime.Object).Prototype()
}

// mendSet lets set take nothing from an array of another class: the engine looks for its first
// element, and panics.
func mendSet(vm *jsruntime.VM) {
	vm.PatchMethod(typedArrays(vm), "set", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) (result jsruntime.Value) {
			defer func() {
				trouble := recover()
				if trouble == nil {
					return
				}
				from := jsruntime.AsObject(call.Argument(0))
				if _, bug := trouble.(runtime.Error); !bug || jsruntime.BufferOf(from) == nil || len(jsruntime.Shown(from)) > 0 {
					panic(trouble)
				}
				result = jsruntime.Undefined()
			}()
			return original(call)
		}
	})
}
