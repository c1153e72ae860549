package worker

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"

	"paddock/jsruntime"
)

// A caller may go away while the isolate is about to end.
func TestDelivery_LeftAtTheEnd(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	d := &delivery{home: &home{iso: iso}, leave: func(*jsruntime.VM) { t.Error("the event is told") }}
	begun, left, over := make(chan struct{}), make(chan struct{}), errors.New("over")
	go func() {
		<-begun
		d.left()
		close(left)
	}()
	_ = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		d.scope = vm.NewScope(context.Background(), nil)
		close(begun)
		<-left
		vm.Abort(over)
		return nil
	})
	<-iso.Done()
	if err := iso.Err(); !errors.Is(err, over) || log.Len() > 0 {
		t.Errorf("%v, logged: %s", err, &log)
	}
}
