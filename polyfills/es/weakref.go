package es

import (
	"runtime"
	"weak"

	"paddock/jsruntime"
)

// reference is the host side of a WeakRef.
type reference struct {
	object weak.Pointer[jsruntime.Object]
	symbol weak.Pointer[jsruntime.Symbol]
}

// kept is what the running turn has seen through weak references and must not lose before
// its end (KeepDuringJob).
type kept struct{ values []jsruntime.Value }

var keptSlot = jsruntime.NewSlot(func(*jsruntime.VM) *kept { return &kept{} })

func keep(vm *jsruntime.VM, v jsruntime.Value) {
	k := keptSlot.Get(vm)
	if len(k.values) == 0 {
		vm.AtTurnEnd(func() error {
			runtime.KeepAlive(k.values)
			k.values = nil
			return nil
		})
	}
	if n := len(k.values); n == 0 || k.values[n-1] != v {
		k.values = append(k.values, v)
	}
}

var weakRefClass = jsruntime.NewClass[reference]("WeakRef").BuiltIn().
	NeedsNew("Constructor WeakRef requires 'new'").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *reference {
		r := &reference{}
		switch v := args.At(0).(type) {
		case *jsruntime.Object:
			r.object = weak.Make(v)
		case *jsruntime.Symbol:
			if registered(vm, v) {
				vm.Throwf(jsruntime.TypeError, "WeakRef: invalid target")
			}
			r.symbol = weak.Make(v)
		default:
			vm.Throwf(jsruntime.TypeError, "WeakRef: invalid target")
		}
		keep(vm, args.At(0))
		return r
	}).
	Method("deref", 0, func(vm *jsruntime.VM, r *reference, _ jsruntime.Args) jsruntime.Value {
		if o := r.object.Value(); o != nil {
			keep(vm, o)
			return o
		}
		if s := r.symbol.Value(); s != nil {
			keep(vm, s)
			return s
		}
		return nil
	})
