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
	if ev.Yields {
		var yield context.CancelCauseFunc
		ctx, yield = context.WithCancelCause(ctx)
		defer context.AfterFunc(w.succeeded, func() { yield(bindings.ErrUpdated) })()
		defer yield(nil)
	}
	n := &notice{worker: w, to: to, event: ev, brief: to.Object != "", ended: make(chan struct{})}
	w.deliver(ctx, event{name: ev.Handler, to: to, info: told(ev.Info), run: n.run, done: n.done})
	<-n.ended
	return n.outcome()
}

// notice is an event without an answer on its way.
type notice struct {
	worker *Worker
	to     bindings.Target
	event  bindings.Event
	brief  bool // it ends with the handler, as the scope goes on
	once   sync.Once
	ended  chan struct{}

	mu      sync.Mutex // guards failure
	failure error      // the first
}

func (n *notice) end() { n.once.Do(func() { close(n.ended) }) }

func (n *notice) fail(err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.failure == nil {
		n.failure = err
	}
}

func (n *notice) outcome() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.failure
}

// run calls the handler.
func (n *notice) run(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
	if n.event.Brief != "" && !r.listeners && compat.Of(vm).Has(n.event.Brief) {
		n.brief = true
	}
	if !n.brief {
		n.follow(vm)
	}
	v, err := r.notify(vm, n.event)
	if errors.Is(err, bindings.ErrNoHandler) {
		n.fail(err) // what becomes of it no longer tells
	}
	return v, err
}

// follow has the event end with its scope, and fail with what is rejected in it.
func (n *notice) follow(vm *jsruntime.VM) {
	scope := vm.Scope()
	scope.OnEnd(func() {
		if vm.Isolate().Err() != nil { // no turn will end any more
			n.end()
			return
		}
		vm.Settle(scope, func(error) { n.end() })
	})
	recorder := trace.Of(vm)
	scope.SetValue(rejections{}, func(reason jsruntime.Value) {
		n.fail(vm.Wrap(reason))
		if recorder != nil {
			recorder.End(trace.Failed)
		}
	})
}

// done takes what the handler came to.
func (n *notice) done(vm *jsruntime.VM, v jsruntime.Value, err error, out outlet) {
	if vm != nil && n.event.Result != nil {
		err = n.event.Result(vm, v, err)
	}
	if err != nil {
		n.fail(err)
		fail(out.recorder, err)
		n.worker.uncaught(n.to, n.event.Handler, err)
		if errors.Is(err, ErrHung) { // no script has thrown it, and nobody gets an answer with it
			n.worker.report(n.event.Handler, ErrHung)
		}
	} else {
		returned(out.recorder, 0)
	}
	if vm == nil || n.brief { // before the event began, or without what goes on
		out.settle(vm, func(lost error) {
			if lost != nil {
				n.fail(lost)
			}
			n.end()
		})
	}
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
