package streams

import "paddock/jsruntime"

// Names of the engine that every file of this package needs.
type (
	value  = jsruntime.Value
	object = jsruntime.Object
	args   = jsruntime.Args
)

func undefined() value { return jsruntime.Undefined() }

// typeError makes a TypeError without throwing it.
func typeError(vm *jsruntime.VM, msg string) value {
	return vm.NewErrorObject(jsruntime.TypeError, msg)
}

func rangeError(vm *jsruntime.VM, msg string) value {
	return vm.NewErrorObject(jsruntime.RangeError, msg)
}

// rejected makes a promise rejected with v.
func rejected(vm *jsruntime.VM, v value) value {
	p, _, reject := vm.NewResolvers()
	reject(v)
	return p
}

// void makes a promise that settles with p, without its value.
func void(vm *jsruntime.VM, p value) value {
	return vm.ThenValue(p, func(value) value { return undefined() }, nil)
}

// attempt runs f and gives what it threw.
func attempt(vm *jsruntime.VM, f func()) (thrown value, ok bool) {
	if ex := vm.Runtime.Try(f); ex != nil {
		return ex.Value(), false
	}
	return nil, true
}

// iterResult makes an iterator result.
func iterResult(vm *jsruntime.VM, v value, done bool) value {
	o := vm.NewObject()
	if v == nil {
		v = undefined()
	}
	if !done || !jsruntime.IsUndefined(v) || !rulesOf.Get(vm).bare {
		_ = o.Set("value", v)
	}
	_ = o.Set("done", done)
	return o
}

// done gives a promise fulfilled with undefined, for host code to wait for; scripts never get
// hold of it.
func done(vm *jsruntime.VM) value { return fulfilled.Get(vm) }

var fulfilled = jsruntime.NewSlot(func(vm *jsruntime.VM) value { return vm.Resolved(undefined()) })

// soon runs f in a microtask.
func soon(vm *jsruntime.VM, f func()) { vm.Then(done(vm), func(value) { f() }, func(value) {}) }

// settledWith is a promise of what a callback gave; undefined needs none of its own.
func settledWith(vm *jsruntime.VM, v value) value {
	if jsruntime.IsUndefined(v) {
		return done(vm)
	}
	return vm.Completion(v)
}
