package timers_test

import (
	"context"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/timers"
)

func TestAfter_DiesWithItsScope(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, timers.API())
	ran := make(chan string, 2)
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		scope := vm.NewScope(context.Background(), nil)
		vm.InScope(scope, func() {
			timers.After(vm, 0, func(*jsruntime.VM) { ran <- "timer of the ended scope" })
		})
		scope.End()
		timers.After(vm, time.Millisecond, func(*jsruntime.VM) { ran <- "other" })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := <-ran; got != "other" {
		t.Errorf("ran: %s", got)
	}
}
