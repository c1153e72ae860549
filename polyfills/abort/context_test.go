package abort_test

import (
	"context"
	"errors"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
)

func TestContext_IsCancelledWithTheReason(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, abort.API())
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		signal, fire := abort.NewSignal(vm)
		ctx, cancel := abort.Context(vm, signal, context.Background())
		defer cancel()
		calls := 0
		remove := abort.OnAbort(signal, func(jsruntime.Value) { calls++ })
		abort.OnAbort(signal, func(jsruntime.Value) { calls += 10 })
		remove()
		fire(vm.ToValue("why"))
		if ctx.Err() == nil || calls != 10 || !abort.Aborted(signal) || abort.Reason(signal).String() != "why" {
			t.Errorf("err %v, calls %d, aborted %v", ctx.Err(), calls, abort.Aborted(signal))
		}
		cause := context.Cause(ctx)
		if got := vm.ErrorValue(cause); got.String() != "why" || !errors.Is(cause, context.Canceled) {
			t.Errorf("cause %v is %v in JavaScript", cause, got)
		}
		none, stop := abort.Context(vm, jsruntime.Undefined(), context.Background())
		defer stop()
		return none.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
}
