package jsruntime

import (
	"context"
	"slices"
	"testing"
)

func TestScope_hung(t *testing.T) {
	t.Parallel()
	// play has two events wait, of which the second answers the first, and gives which were found to hang,
	// in order. more may add to what is outstanding.
	play := func(t *testing.T, more func(vm *VM, caller, callee *Scope) (settle func())) []string {
		t.Helper()
		iso := open(t, Options{})
		var hung []string
		var settle func()
		over := make(chan struct{})
		err := iso.Do(context.Background(), func(vm *VM) error {
			caller := vm.NewScope(context.Background(), nil)
			caller.AddPending(1)
			var call context.Context
			vm.InScope(caller, func() { call = vm.Calling(caller.Context()) })
			caller.Answering(func() { hung = append(hung, "caller"); close(over) })
			callee := vm.NewScope(call, nil)
			answered := callee.Answers(call)
			callee.Answering(func() {
				hung = append(hung, "callee")
				answered()
				caller.Post(func(*VM) { caller.AddPending(-1) })
			})
			settle = more(vm, caller, callee)
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
		more func(vm *VM, caller, callee *Scope) func()
		want []string
	}{
		"a callee of the same isolate that nothing brings on hangs, and its caller does not": {
			func(*VM, *Scope, *Scope) func() { return nil }, []string{"callee", "caller"},
		},
		"none hangs while another event has something outstanding": {
			func(vm *VM, _, _ *Scope) func() {
				other := vm.NewScope(context.Background(), nil)
				other.AddPending(1)
				return func() { other.AddPending(-1) }
			}, []string{"settled", "callee", "caller"},
		},
		"none hangs while the callee has something outstanding": {
			func(_ *VM, _, callee *Scope) func() {
				callee.AddPending(1)
				return func() { callee.AddPending(-1) }
			}, []string{"settled", "callee", "caller"},
		},
		"what the callee starts answers nothing of its caller's": {
			func(vm *VM, _, callee *Scope) func() {
				next := vm.NewScope(callee.Context(), nil)
				next.Answers(callee.Context())
				next.AddPending(1)
				return func() { next.AddPending(-1) }
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
