package jsruntime_test

import (
	"context"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

func TestVM_Watch(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, n int, script string) (settled []jsruntime.PromiseState) {
		t.Helper()
		unhandled := 0
		iso, err := jsruntime.New(context.Background(), jsruntime.Options{
			Unhandled: func(*jsruntime.VM, jsruntime.Value, jsruntime.Value) { unhandled++ },
		})
		if err != nil {
			t.Fatal(err)
		}
		defer iso.Close()
		ctx, cancel := context.WithTimeout(context.Background(), jstest.Timeout)
		defer cancel()
		told := make(chan jsruntime.PromiseState, n)
		err = iso.Do(ctx, func(vm *jsruntime.VM) error {
			for range n {
				v, err := vm.RunScript("watch.js", script)
				if err != nil {
					return err
				}
				p, _ := jsruntime.AsPromise(v)
				vm.Watch(p, func(p *jsruntime.Promise) { told <- p.State() })
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		// The turn has ended: what settles in microtasks has been told.
		for range n {
			select {
			case s := <-told:
				settled = append(settled, s)
			case <-time.After(jstest.Timeout):
				t.Fatal("was not told")
			}
		}
		if unhandled > 0 {
			t.Errorf("%d rejections were reported as unhandled", unhandled)
		}
		return settled
	}
	for _, n := range []int{1, 200} {
		for _, s := range run(t, n, `(async () => { await null; await null; return 1 })()`) {
			if s != jsruntime.Fulfilled {
				t.Errorf("state is %v, want fulfilled", s)
			}
		}
		for _, s := range run(t, n, `(async () => { await null; throw new Error("x") })()`) {
			if s != jsruntime.Rejected {
				t.Errorf("state is %v, want rejected", s)
			}
		}
	}
}

func TestVM_Watch_OfAnIsolateThatEnds(t *testing.T) {
	t.Parallel()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	told := make(chan struct{}, 1)
	_ = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		p, _, reject := vm.NewPromise()
		vm.Watch(p, func(*jsruntime.Promise) { told <- struct{}{} })
		defer vm.Interrupt(jsruntime.ErrClosed) // as Close does from outside, within a turn
		return reject("no")
	})
	<-iso.Done() // and the process lives
}
