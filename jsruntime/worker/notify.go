package worker

import (
	"context"
	"errors"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/trace"
)

// Notify delivers an event that has no answer and waits until its scope has ended, which what was
// given to waitUntil holds back; of an object, whose scope goes on, and of a brief event until the
// handler has.
func (w *Worker) Notify(ctx context.Context, to bindings.Target, ev bindings.Event) error {
	ended := make(chan struct{})
	end := sync.OnceFunc(func() { close(ended) })
	var mu sync.Mutex // guards failure
	var failure error
	failed := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		if failure == nil {
			failure = err
		}
	}
	if ev.Yields {
		var yield context.CancelCauseFunc
		ctx, yield = context.WithCancelCause(ctx)
		defer context.AfterFunc(w.succeeded, func() { yield(bindings.ErrUpdated) })()
		defer yield(nil)
	}
	notify := func(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
		v, err := r.notify(vm, ev)
		if errors.Is(err, bindings.ErrNoHandler) {
			failed(err) // what becomes of it no longer tells
		}
		return v, err
	}
	brief := to.Object != "" // for a scope that goes on
	w.deliver(ctx, event{
		name: ev.Handler, to: to, info: told(ev.Info),
		run: func(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
			if ev.Brief != "" && !r.listeners && compat.Of(vm).Has(ev.Brief) {
				brief = true
			}
			if brief {
				return notify(vm, r)
			}
			scope := vm.Scope()
			scope.OnEnd(func() {
				if vm.Isolate().Err() != nil { // no turn will end any more
					end()
					return
				}
				vm.Settle(scope, func(error) { end() })
			})
			recorder := trace.Of(vm)
			scope.SetValue(rejections{}, func(reason jsruntime.Value) {
				failed(vm.Wrap(reason))
				if recorder != nil {
					recorder.End(trace.Failed)
				}
			})
			return notify(vm, r)
		},
		done: func(vm *jsruntime.VM, v jsruntime.Value, err error, out outlet) {
			if vm != nil && ev.Result != nil {
				err = ev.Result(vm, v, err)
			}
			if err != nil {
				failed(err)
				fail(out.recorder, err)
				w.uncaught(to, ev.Handler, err)
			} else {
				returned(out.recorder, 0)
			}
			if vm == nil || brief { // before the event began, or without what goes on
				out.settle(vm, func(lost error) {
					if lost != nil {
						failed(lost)
					}
					end()
				})
			}
		},
	})
	<-ended
	mu.Lock()
	defer mu.Unlock()
	return failure
}

// rejections is the key of a scope's func(reason jsruntime.Value) that is told of rejections of
// promises given to waitUntil.
type rejections struct{}

// told gives what is known of an event beforehand.
func told(info trace.Info) func(*jsruntime.VM) trace.Info {
	if info == nil {
		return nil
	}
	return func(*jsruntime.VM) trace.Info { return info }
}

// notify calls the handler of an event, or sends it to listeners.
func (r receiver) notify(vm *jsruntime.VM, ev bindings.Event) (jsruntime.Value, error) {
	if r.listeners && ev.Dispatch != nil {
		ev.Dispatch(vm, r.context.WaitUntil)
		return nil, nil
	}
	if err := r.lacks(ev.Handler); err != nil {
		return nil, err
	}
	var args []jsruntime.Value
	if ev.Arguments != nil {
		var err error
		if args, err = ev.Arguments(vm); err != nil {
			return nil, err
		}
	}
	return r.call(ev.Handler, args...)
}
