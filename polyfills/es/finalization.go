package es

import (
	"runtime"
	"weak"

	"paddock/jsruntime"
)

// registry is the host side of a FinalizationRegistry.
type registry struct {
	vm      *jsruntime.VM
	scope   *jsruntime.Scope
	cleanup jsruntime.Callable
	cells   map[*registration]struct{}
}

// registration is one watched object. It must not reach the object.
type registration struct {
	registry *registry
	held     jsruntime.Value
	token    token
	watch    runtime.Cleanup
}

var registryClass = jsruntime.NewClass[registry]("FinalizationRegistry").BuiltIn().
	NeedsNew("Constructor FinalizationRegistry requires 'new'").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *registry {
		fn, ok := jsruntime.AsFunction(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "FinalizationRegistry: cleanup must be callable")
		}
		return &registry{vm: vm, scope: vm.Scope(), cleanup: fn, cells: map[*registration]struct{}{}}
	}).
	Method("register", 2, func(vm *jsruntime.VM, r *registry, args jsruntime.Args) jsruntime.Value {
		target := args.At(0)
		if !weakly(vm, target) {
			vm.Throwf(jsruntime.TypeError, "FinalizationRegistry.prototype.register: invalid target")
		}
		if target.SameAs(args.At(1)) {
			vm.Throwf(jsruntime.TypeError, "FinalizationRegistry.prototype.register: target and holdings must not be same")
		}
		cell := &registration{registry: r, held: args.At(1)}
		if weakly(vm, args.At(2)) {
			cell.token = tokenOf(args.At(2))
		} else if !jsruntime.IsUndefined(args.At(2)) {
			vm.Throwf(jsruntime.TypeError, "Invalid unregisterToken ('%s')", args.At(2).String())
		}
		r.cells[cell] = struct{}{}
		switch target := target.(type) {
		case *jsruntime.Object:
			cell.watch = runtime.AddCleanup(target, collected, cell)
		case *jsruntime.Symbol:
			cell.watch = runtime.AddCleanup(target, collected, cell)
		}
		return nil
	}).
	Method("unregister", 1, func(vm *jsruntime.VM, r *registry, args jsruntime.Args) jsruntime.Value {
		if !weakly(vm, args.At(0)) {
			vm.Throwf(jsruntime.TypeError, "Invalid unregisterToken ('%s')", args.At(0).String())
		}
		found := false
		for cell := range r.cells {
			if cell.token == tokenOf(args.At(0)) {
				cell.watch.Stop()
				delete(r.cells, cell)
				found = true
			}
		}
		return vm.ToValue(found)
	})

// token is what a registration is taken back by; it does not keep that alive.
type token struct {
	object weak.Pointer[jsruntime.Object]
	symbol weak.Pointer[jsruntime.Symbol]
}

func tokenOf(v jsruntime.Value) (t token) {
	switch v := v.(type) {
	case *jsruntime.Object:
		t.object = weak.Make(v)
	case *jsruntime.Symbol:
		t.symbol = weak.Make(v)
	}
	return t
}

// weakly reports whether a value can be held weakly (CanBeHeldWeakly).
func weakly(vm *jsruntime.VM, v jsruntime.Value) bool {
	symbol, ok := v.(*jsruntime.Symbol)
	return jsruntime.AsObject(v) != nil || ok && !registered(vm, symbol)
}

// collected is called by the garbage collector, off the loop.
func collected(cell *registration) {
	cell.registry.scope.Post(func(vm *jsruntime.VM) {
		r := cell.registry
		if _, ok := r.cells[cell]; !ok {
			return
		}
		delete(r.cells, cell)
		if err := vm.Try(func() { vm.Call(r.cleanup, jsruntime.Undefined(), cell.held) }); err != nil {
			vm.Log().Warn("finalization callback", "error", err)
		}
	})
}
