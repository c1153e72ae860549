package jsruntime

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func TestScope_hung(t *testing.T) {
	t.Parallel()
	// play has two events wait, of which the second answers the first, and gives which were found to hang,
	// in order. more may add to what is outstanding, also in an event that went on before the two.
	play := func(t *testing.T, more func(vm *VM, before, callee *Scope) (settle func())) []string {
		t.Helper()
		iso := open(t, Options{})
		var hung []string
		var settle func()
		over := make(chan struct{})
		err := iso.Do(context.Background(), func(vm *VM) error {
			before := vm.NewScope(context.Background(), nil)
			caller := vm.NewScope(context.Background(), nil)
			caller.AddPending(1)
			var call context.Context
			vm.InScope(caller, func() { call = vm.Calling(caller.Context()) })
			caller.Answering(func() { hung = append(hung, "caller"); close(over) })
			callee := vm.NewScope(call, nil)
			callee.Answering(func() {
				hung = append(hung, "callee")
				caller.Post(func(*VM) { caller.AddPending(-1) })
			})
			settle = more(vm, before, callee)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if settle != nil {
			if err := iso.Do(context.Background(), func(*VM) error { hung = append(hung, "settled"); settle(); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		<-over
		return hung
	}
	for name, c := range map[string]struct {
		more func(vm *VM, before, callee *Scope) func()
		want []string
	}{
		"a callee of the same isolate that nothing brings on hangs, and its caller does not": {
			func(*VM, *Scope, *Scope) func() { return nil }, []string{"callee", "caller"},
		},
		"what is outstanding in another event brings neither on": {
			func(vm *VM, before, callee *Scope) func() {
				before.AddPending(1)
				vm.InScope(callee, func() {})
				return nil
			}, []string{"callee", "caller"},
		},
		"none hangs while something is outstanding in no event": {
			func(vm *VM, _, _ *Scope) func() {
				vm.root.scope.AddPending(1)
				return func() { vm.root.scope.AddPending(-1) }
			}, []string{"settled", "callee", "caller"},
		},
		"two callees of one caller hang, which only wait for each other's": {
			func(vm *VM, _, callee *Scope) func() {
				caller := callee.answers.by
				caller.AddPending(1)
				var call context.Context
				vm.InScope(caller, func() { call = vm.Calling(caller.Context()) })
				vm.NewScope(call, nil).Answering(func() { caller.AddPending(-1) })
				return nil
			}, []string{"callee", "caller"},
		},
		"none hangs while the callee has something outstanding": {
			func(_ *VM, _, callee *Scope) func() {
				callee.AddPending(1)
				return func() { callee.AddPending(-1) }
			}, []string{"settled", "callee", "caller"},
		},
		"none hangs while the callee reads, unless what it reads is JavaScript's": {
			func(_ *VM, _, callee *Scope) func() {
				starved := false
				callee.Reading(func() bool { return starved })
				return func() { starved = true }
			}, []string{"settled", "callee", "caller"},
		},
		"what has been read is not outstanding": {
			func(_ *VM, _, callee *Scope) func() {
				return callee.Reading(func() bool { return false })
			}, []string{"settled", "callee", "caller"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := play(t, c.more); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// What goes on in the program may be what another event has outstanding: none hangs until it waits.
func TestScope_hung_notYet(t *testing.T) {
	t.Parallel()
	iso := open(t, Options{})
	var goes atomic.Bool
	goes.Store(true)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for goes.Load() {
		}
	}()
	var order []string
	over := make(chan struct{})
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(iso.Do(t.Context(), func(vm *VM) error {
		vm.NewScope(t.Context(), nil).AddPending(1)
		vm.NewScope(t.Context(), nil).Answering(func() { order = append(order, "hung"); close(over) })
		return nil
	}))
	time.Sleep(20 * time.Millisecond) // in which it would be found to hang
	must(iso.Do(t.Context(), func(vm *VM) error { order = append(order, "stopped"); return nil }))
	goes.Store(false)
	<-stopped
	<-over
	if want := []string{"stopped", "hung"}; !slices.Equal(order, want) {
		t.Errorf("got %q, want %q", order, want)
	}
}
