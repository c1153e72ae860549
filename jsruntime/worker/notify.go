package worker

import (
	"context"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Notify delivers an event that has no answer and waits until its scope has ended, which what was
// given to waitUntil holds back; of an object, whose scope goes on, until the handler has.
func (w *Worker) Notify(ctx context.Context, to bindings.Target, ev bindings.Event) error {
	ended := make(chan struct{})
	end := sync.OnceFunc(func() { close(ended) })
	var mu sync.Mutex // guards failed
	var failed error
	fail := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		if failed == nil {
			failed = err
		}
	}
	if ev.Yields {
		var yield context.CancelCauseFunc
		ctx, yield = context.WithCancelCause(ctx)
		defer context.AfterFunc(w.succeeded, func() { yield(bindings.ErrUpdated) })()
		defer yield(nil)
	}
	w.deliver(ctx, event{
		name: ev.Handler, to: to,
		run: func(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
			if to.Object != "" {
				return r.notify(vm, ev)
			}
			scope := vm.Scope()
			scope.OnEnd(func() {
				if vm.Isolate().Err() != nil { // no turn will end any more
					end()
					return
				}
				vm.Settle(scope, func(error) { end() })
			})
			scope.SetValue(rejections{}, func(reason jsruntime.Value) { fail(vm.Wrap(reason)) })
			return r.notify(vm, ev)
		},
		done: func(vm *jsruntime.VM, v jsruntime.Value, err error, out outlet) {
			if vm != nil && ev.Result != nil {
				err = ev.Result(vm, v, err)
			}
			if err != nil {
				fail(err)
				w.uncaught(to, ev.Handler, err)
			}
			if vm == nil || to.Object != "" { // before the event began, or for a scope that goes on
				out.settle(vm, func(lost error) {
					if lost != nil {
						fail(lost)
					}
					end()
				})
			}
		},
	})
	<-ended
	mu.Lock()
	defer mu.Unlock()
	return failed
}

// rejections is the key of a scope's func(reason jsruntime.Value) that is told of rejections of
// promises given to waitUntil.
type rejections struct{}

// notify calls the handler of an event, or sends it to listeners.
func (r receiver) notify(vm *jsruntime.VM, ev bindings.Event) (jsruntime.Value, error) {
	if r.listeners && ev.Dispatch != nil {
		ev.Dispatch(vm, r.context.WaitUntil)
		return nil, nil
	}
	var args []jsruntime.Value
	if ev.Arguments != nil {
		var err error
		if args, err = ev.Arguments(vm); err != nil {
			return nil, err
		}
	}
	return r.call(vm, ev.Handler, args...)
}
