package workflows

import (
	"context"
	"errors"

	"paddock/jsruntime"
)

// terminate ends the instance for good. With rollback its steps are undone before, the last first.
func (i *instance) terminate(rollback bool) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.state.finite() {
		return refused("instance.cannot_terminate", "Cannot terminate instance since its on a finite state")
	}
	if rollback {
		if err := i.rollBack(); err != nil {
			return err
		}
	}
	err := i.journal.together(func() error {
		return errors.Join(i.journal.log(record{event: terminatedEvent, metadata: `{"trigger":{"source":0}}`}), i.setState(terminated))
	})
	i.halt()
	return err
}

// rollBack has the run that is under way undo its steps, or one that finds them again, and waits for it. The lock is
// held, and given up meanwhile.
func (i *instance) rollBack() error {
	if i.run != nil && i.run.halted.Err() != nil { // by a pause: it is on its way out
		i.halt()
	}
	r := i.run
	if r != nil && (r.settled || r.scope == nil || r.undone != nil) { // it has no steps, or somebody undoes them
		return nil
	}
	undone := make(chan struct{})
	if r != nil {
		r.undone = undone
		if !r.scope.Post(r.undo) {
			close(undone)
		}
		r.awaitUndone(context.Background())
		return nil
	}
	data, err := i.journal.get(metadataKey)
	if err != nil {
		return err
	}
	r = newRun(i, data)
	r.replay, r.undone, i.run = true, undone, r
	i.flow.background(i, r.execute)
	i.mu.Unlock()
	<-r.gone
	i.mu.Lock()
	return nil
}

// undo calls what undoes the steps. It runs on the loop.
func (r *run) undo(vm *jsruntime.VM) {
	var undone chan struct{}
	r.locked(func() { undone = r.undone })
	s, ok := vm.Scope().Value(scriptKey{}).(*script)
	if !ok {
		close(undone)
		return
	}
	release := vm.Scope().Hold()
	over := func(jsruntime.Value) {
		close(undone)
		release()
	}
	vm.Then(vm.ToPromise(vm.Call(s.end, jsruntime.Undefined())), over, over)
}

// awaitUndone waits until the steps are undone, or nothing can do that any more. The lock is held, and given up
// meanwhile.
func (r *run) awaitUndone(ctx context.Context) {
	undone, event := r.undone, r.scope.Context()
	r.instance.mu.Unlock()
	defer r.instance.mu.Lock()
	select {
	case <-undone:
	case <-event.Done():
	case <-ctx.Done():
	}
}
