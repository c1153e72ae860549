package jsruntime

import (
	"context"
	"errors"
	"testing"
)

// TestWaiting looks at the stacks of errors that the host makes while no script runs.
func TestWaiting(t *testing.T) {
	t.Parallel()
	late := API{Name: "late", Globals: map[string]func(*VM) Value{
		"late": func(vm *VM) Value {
			return vm.NewFunction("late", 0, func(FunctionCall) Value {
				return Async(vm, func(context.Context) (int, error) { return 0, errors.New("late") }, nil)
			})
		},
		"thrown": func(vm *VM) Value {
			return vm.NewFunction("thrown", 0, func(FunctionCall) Value {
				return vm.Promised(func() (Value, error) {
					return Async(vm, func(context.Context) (int, error) { return 0, nil }, func(vm *VM, _ int) (Value, error) {
						vm.Throwf(RangeError, "thrown")
						return nil, nil
					}), nil
				})
			})
		},
	}}
	iso := open(t, Options{APIs: []API{late}})
	for name, tt := range map[string]struct{ script, want string }{
		"what fails later is told with the functions that wait for it": {
			`(async function outer() { await (async function inner() { return await late(); })(); })().catch((e) => calls(e))`,
			"at async inner,at async outer",
		},
		"so is what the host throws then": {
			`(async function outer() { await thrown(); })().catch((e) => calls(e))`,
			"at async outer",
		},
		"a step by then() in between does not hide them": {
			`(async function outer() { await late().then(() => 1); })().catch((e) => calls(e))`,
			"at async outer",
		},
		"an error that was made in a script keeps its own": {
			`(async function outer() { await late().catch(function again() { throw new Error("x"); }); })().catch((e) => calls(e))`,
			"at again",
		},
		"for what nobody waits there are none": {
			`new Promise((done) => late().catch((e) => done("[" + calls(e) + "]")))`,
			"[]",
		},
		"nor are they put into an error whose stack was read": {
			`(async function outer() { await late(); })().catch((e) => { e.stack; return (async function other() { await Promise.reject(e); })(); }).catch((e) => calls(e))`,
			"at async outer",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := eval(t, iso, `globalThis.calls ??= (e) => e.stack.split("\n").slice(1).map((l) => l.replace(/ \(.*/, "").trim()).join(); `+tt.script)
			if err != nil || got != tt.want {
				t.Errorf("%q, %v; want %q", got, err, tt.want)
			}
		})
	}
}
