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
	token    weak.Pointer[jsruntime.Object]
	watch    runtime.Cleanup
}

var registryClass = jsruntime.NewClass[registry]("FinalizationRegistry").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *registry {
		fn, ok := jsruntime.AsFunction(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "FinalizationRegistry: cleanup must be callable")
		}
		return &registry{vm: vm, scope: vm.Scope(), cleanup: fn, cells: map[*registration]struct{}{}}
	}).
	Method("register", 2, func(vm *jsruntime.VM, r *registry, args jsruntime.Args) jsruntime.Value {
		target := jsruntime.AsObject(args.At(0))
		if target == nil {
			vm.Throwf(jsruntime.TypeError, "FinalizationRegistry.prototype.register: invalid target")
		}
		if target.SameAs(args.At(1)) {
			vm.Throwf(jsruntime.TypeError, "FinalizationRegistry.prototype.register: target and holdings must not be same")
		}
		cell := &registration{registry: r, held: args.At(1)}
		if token := jsruntime.AsObject(args.At(2)); token != nil {
			cell.token = weak.Make(token)
		} else if !jsruntime.IsUndefined(args.At(2)) {
			vm.Throwf(jsruntime.TypeError, "Invalid unregisterToken ('%s')", args.At(2).String())
		}
		r.cells[cell] = struct{}{}
		cell.watch = runtime.AddCleanup(target, collected, cell)
		return nil
	}).
	Method("unregister", 1, func(vm *jsruntime.VM, r *registry, args jsruntime.Args) jsruntime.Value {
		token := jsruntime.AsObject(args.At(0))
		if token == nil {
			vm.Throwf(jsruntime.TypeError, "Invalid unregisterToken ('%s')", args.At(0).String())
		}
		found := false
		for cell := range r.cells {
			if cell.token == weak.Make(token) {
				cell.watch.Stop()
				delete(r.cells, cell)
				found = true
			}
		}
		return vm.ToValue(found)
	})

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
