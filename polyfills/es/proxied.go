package es

import (
	"strconv"

	"paddock/jsruntime"
)

// askers are the methods of arrays that ask an object whether it has an element before they take it; those that are
// true for a function. The engine asks a proxy for the element alone, and takes what is none for undefined.
var askers = map[string]bool{"every": true, "filter": true, "forEach": true, "map": true, "reduce": true, "reduceRight": true, "slice": false, "some": true}

// byAsking calls one of the askers on a proxy.
func byAsking(vm *jsruntime.VM, method jsruntime.Native, call jsruntime.FunctionCall, o *jsruntime.Object, takes bool) jsruntime.Value {
	fn, callable := jsruntime.AsFunction(call.Argument(0))
	if takes && !callable {
		return method(call)
	}
	instead := asked(vm, o)
	call.This = instead
	if takes {
		call.Arguments = append([]jsruntime.Value{giving(vm, fn, instead, o)}, call.Arguments[1:]...)
	}
	return method(call)
}

// asked gives what stands for a proxy: a proxy of another object of its kind, of which there is nothing else to ask.
func asked(vm *jsruntime.VM, o *jsruntime.Object) *jsruntime.Object {
	target, has := vm.NewObject(), claimsOf.Get(vm).has
	if behindArray(o) {
		target = vm.NewArray()
	}
	steps := 0
	return vm.ToValue(vm.NewProxy(target, &jsruntime.ProxyTraps{
		Get: func(_ *jsruntime.Object, name string, _ jsruntime.Value) jsruntime.Value { return o.Get(name) },
		GetIdx: func(_ *jsruntime.Object, i int, _ jsruntime.Value) jsruntime.Value {
			if steps++; steps%breath == 0 {
				vm.Breathe()
			}
			if !vm.Call(has, jsruntime.Undefined(), o, vm.ToValue(i)).ToBoolean() {
				return nil
			}
			return o.Get(strconv.Itoa(i))
		},
	})).(*jsruntime.Object)
}

// behindArray reports whether a proxy is one of an array.
func behindArray(o *jsruntime.Object) bool {
	for o != nil && jsruntime.IsProxy(o) {
		o = o.Export().(jsruntime.Proxy).Target()
	}
	return o != nil && o.ClassName() == "Array"
}
