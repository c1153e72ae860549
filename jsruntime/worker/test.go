package worker

import (
	"context"
	"slices"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/workers"
)

// Tests lists the entrypoints of a worker's current version that have a handler test: plain
// objects and classes of the kind WorkerEntrypoint. The default one comes first.
func (f *Fleet) Tests(name string) (tests []string, err error) {
	err = f.eachExport(name, func(vm *jsruntime.VM, name string, o *jsruntime.Object) {
		if hasTest(vm, o) {
			tests = append(tests, name)
		}
	})
	slices.SortStableFunc(tests, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == "default":
			return -1
		case b == "default":
			return 1
		}
		return 0
	})
	return tests, err
}

func hasTest(vm *jsruntime.VM, export *jsruntime.Object) bool {
	if jsruntime.IsFunction(export) {
		if workers.KindOf(vm, export) != workers.Entrypoint {
			return false
		}
		export = jsruntime.AsObject(export.Get("prototype"))
	}
	return export != nil && jsruntime.IsFunction(export.Get("test"))
}

// Test delivers test(controller, env, ctx) to an entrypoint and waits until its handler and what
// that gave to waitUntil have ended. The error is that of the first to fail.
func (f *Fleet) Test(ctx context.Context, worker, entrypoint string) error {
	return f.Notify(ctx, bindings.Target{Worker: worker, Entrypoint: entrypoint}, bindings.Event{
		Handler: "test",
		Arguments: func(vm *jsruntime.VM) ([]jsruntime.Value, error) {
			vm.Scope().Unmetered()
			return []jsruntime.Value{workers.NewTestController(vm)}, nil
		},
	})
}
