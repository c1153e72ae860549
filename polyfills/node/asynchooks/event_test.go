package asynchooks_test

import (
	"context"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
)

// isolate makes one at a compatibility date, whose global "hooks" is node:async_hooks.
func isolate(t *testing.T, date string) *jsruntime.Isolate {
	t.Helper()
	apis := polyfills.All(polyfills.Options{Compat: compat.New(date, []string{"nodejs_compat"})})
	return jstest.New(t, append(apis, jsruntime.API{Name: "hooks", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"hooks": func(vm *jsruntime.VM) jsruntime.Value { return node.Require(vm, "async_hooks") },
	}})...)
}

// event runs a script in an event of its own.
func event(iso *jsruntime.Isolate, script string) error {
	return iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		scope := vm.NewScope(context.Background(), nil)
		defer scope.End()
		return vm.Try(func() {
			vm.InScope(scope, func() { jsruntime.NewScript("event", script).Run(vm) })
		})
	})
}

func TestBoundFunctions_BelongToTheirEvent(t *testing.T) {
	t.Parallel()
	const outside = "Cannot call this AsyncLocalStorage bound function outside of the request in which it was created."
	for _, c := range []struct{ name, date, made, called, want string }{
		{"a bound function is refused in another event", "2026-04-01", "bound = hooks.AsyncLocalStorage.bind(() => 1)", "bound()", outside},
		{"a snapshot is refused in another event", "2026-04-01", "bound = hooks.AsyncLocalStorage.snapshot()", "bound(() => 1)", outside},
		{"a resource's function is refused in another event", "2026-04-01", "bound = new hooks.AsyncResource('x').bind(() => 1)", "bound()", outside},
		{"before the flag's date it is not", "2025-06-15", "bound = hooks.AsyncLocalStorage.bind(() => 1)", "bound()", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			iso := isolate(t, c.date)
			if err := event(iso, "globalThis."+c.made); err != nil {
				t.Fatal(err)
			}
			err := event(iso, c.called)
			if (err == nil) != (c.want == "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	t.Run("what modules bind at their start may be called in any event", func(t *testing.T) {
		t.Parallel()
		iso := isolate(t, "2026-04-01")
		err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
			return vm.Try(func() { jsruntime.NewScript("start", "globalThis.bound = hooks.AsyncLocalStorage.snapshot()").Run(vm) })
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := event(iso, "bound(() => 1)"); err != nil {
			t.Error(err)
		}
	})
}
