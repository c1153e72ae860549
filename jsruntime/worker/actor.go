package worker

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/trace"
	"paddock/polyfills/workers"
)

// actor is the instance of a Durable Object. It belongs to the loop of its home.
type actor struct {
	home     *home
	to       bindings.Target
	class    *jsruntime.Object
	instance *jsruntime.Object // nil until the first event passes the gate
	scope    *jsruntime.Scope
	gate     *jsruntime.Gate
	events   map[*delivery]struct{}
	recorded []*trace.Recorder // of events, the newest last
	pins     int
	idle     *time.Timer
	yielding []func() // what waits for the instance to go
	onEnd    []func()
	ended    bool
}

var _ bindings.Object = (*actor)(nil)

func actorKey(to bindings.Target) string {
	if to.Facet != nil {
		return to.Facet.Of + "/" + to.Object + "\x00" + strings.Join(to.Facet.Path, "\x00")
	}
	return to.Entrypoint + "/" + to.Object
}

// toActor hands the event to its object, which is made if need be.
func (d *delivery) toActor(vm *jsruntime.VM) {
	a, err := d.actor(vm, d.to)
	if err != nil {
		d.finish(vm, nil, err)
		return
	}
	if err := d.worker.fleet.linked(d.worker.opts.Name+"/"+actorKey(d.to), d.to.Link); err != nil {
		d.finish(vm, nil, err)
		return
	}
	// What the handler starts belongs to the object, not to the event: it goes on after the answer.
	d.object, d.scope = a, a.scope
	a.scope.Renew()
	cause := d.ctx
	d.follow(func(*jsruntime.VM) { d.abandon(context.Cause(cause)) })
	a.enter(d)
	if d.record(vm); d.recorder != nil {
		a.recorded = append(a.recorded, d.recorder)
		trace.Set(a.scope, d.recorder)
	}
	d.scope.PostEvent(func(vm *jsruntime.VM) {
		if d.finished {
			return
		}
		if err := a.construct(vm); err != nil {
			d.finish(vm, nil, err)
			return
		}
		// The constructor may have shut the gate.
		a.scope.Event(func(vm *jsruntime.VM) {
			if d.finished {
				return
			}
			vm.InCall(d.ctx, func() {
				d.handle(vm, func(*jsruntime.VM) (receiver, error) { return receiver{object: a.instance}, nil })
			})
		})
	})
}

// actor finds the live instance of an object, or prepares a new one.
func (h *home) actor(vm *jsruntime.VM, to bindings.Target) (*actor, error) {
	key := actorKey(to)
	if a, ok := h.actors[key]; ok {
		if a.to.ObjectName == "" {
			a.to.ObjectName = to.ObjectName
		}
		return a, nil
	}
	var class *jsruntime.Object
	if h.main != nil {
		class = jsruntime.AsObject(h.main.Get(to.Entrypoint))
	}
	if class == nil || !jsruntime.IsFunction(class) {
		return nil, jsruntime.Errorf(jsruntime.PlainError, "The Durable Object class %q is not exported by worker %q.", to.Entrypoint, h.worker.opts.Name)
	}
	a := &actor{home: h, to: to, class: class, gate: vm.NewGate(), events: map[*delivery]struct{}{}}
	a.scope = vm.NewScope(h.iso.Context(), a.gate)
	a.scope.OnEnd(func() { // the isolate has ended, or its writes have failed
		err := a.scope.Aborted()
		if resets(err) {
			err = wasReset(err)
		}
		if len(a.events) == 0 {
			h.died()
		}
		for d := range a.events {
			d.abandon(err)
		}
	})
	h.actors[key] = a
	if previous := h.worker.fleet.claim(h.worker.opts.Name, key, a); previous != nil {
		// Another version of the code still has the object: wait until it has let go.
		open := a.gate.Shut()
		previous.yield(func() { a.scope.Post(func(*jsruntime.VM) { open() }) })
	}
	return a, nil
}

// construct makes the JavaScript instance on the first event.
func (a *actor) construct(vm *jsruntime.VM) error {
	if a.instance != nil {
		return nil
	}
	own, err := props(vm, a.to.Props)
	if err != nil {
		return err
	}
	ctx := workers.NewState(vm, &workers.DurableObjectState{
		Scope: a.scope, Gate: a.gate, Exports: a.home.exports, Props: own,
		Abort:    func(err error) { a.end(a.home.vm(), err) },
		Rejected: a.home.rejected("waitUntil"),
	})
	if a.to.Facet != nil {
		a.to.Facet.Began(a)
	}
	for _, attacher := range a.home.worker.opts.Attachers {
		properties, err := attacher.Attach(vm, a)
		if err != nil {
			a.end(vm, err)
			return err
		}
		for _, p := range properties {
			if err := ctx.DefineDataProperty(p.Name, p.Value, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
				return err
			}
		}
	}
	vm.InScope(a.scope, func() { a.instance, err = vm.New(a.class, ctx, a.home.env) })
	if err != nil {
		err = a.home.capture(vm, err)
		// The next request tries again.
		a.end(vm, err)
	}
	return err
}

func (h *home) capture(vm *jsruntime.VM, err error) error {
	err = vm.Caught(err)
	var ex *jsruntime.Exception
	if errors.As(err, &ex) {
		return ex
	}
	return vm.Wrap(vm.ErrorValue(err))
}

func (a *actor) enter(d *delivery) {
	a.events[d] = struct{}{}
	if a.idle != nil {
		a.idle.Stop()
		a.idle = nil
	}
}

func (a *actor) leave(d *delivery) {
	delete(a.events, d)
	if d.recorder != nil {
		a.forget(d.recorder)
	}
	a.rest()
}

// forget ends the record of an event. What the object does from now on belongs to the newest of
// those that go on.
func (a *actor) forget(r *trace.Recorder) {
	a.recorded = slices.DeleteFunc(a.recorded, func(other *trace.Recorder) bool { return other == r })
	if n := len(a.recorded); n > 0 {
		trace.Set(a.scope, a.recorded[n-1])
		return
	}
	trace.Set(a.scope, nil)
}

// rest ends an instance that has nothing to do any more, after a while.
func (a *actor) rest() {
	if a.ended || len(a.events) > 0 || a.pins > 0 {
		return
	}
	if len(a.yielding) > 0 {
		a.end(a.home.vm(), bindings.ErrUpdated)
		return
	}
	timeout := a.home.worker.opts.IdleTimeout
	if timeout < 0 || a.idle != nil {
		return
	}
	var timer *time.Timer
	timer = time.AfterFunc(timeout, func() {
		a.home.iso.Post(func(vm *jsruntime.VM) {
			if vm == nil || a.idle != timer {
				return // an event came when the time was over
			}
			if a.idle = nil; len(a.events) == 0 && a.pins == 0 {
				a.end(vm, errEvicted)
			}
		})
	})
	a.idle = timer
}

var errEvicted = errors.New("the Durable Object was evicted")

// end makes the instance receive no more events; the next event makes a new one.
func (a *actor) end(vm *jsruntime.VM, err error) {
	if a.ended {
		return
	}
	a.ended = true
	if resets(err) {
		err = wasReset(err)
		a.home.worker.fleet.broken(a.home.worker.opts.Name+"/"+actorKey(a.to), err)
	}
	if a.home.actors[actorKey(a.to)] == a {
		delete(a.home.actors, actorKey(a.to))
	}
	if a.idle != nil {
		a.idle.Stop()
	}
	for d := range a.events {
		d.abandon(err)
	}
	a.scope.Abort(err)
	for _, f := range a.onEnd {
		f()
	}
	a.home.worker.fleet.release(a.home.worker.opts.Name, actorKey(a.to), a)
	yielding := a.yielding
	vm.Settle(a.scope, func(error) {
		for _, f := range yielding {
			f()
		}
	})
}

// resets tells whether an instance that ends with err leaves the stubs broken that have used it.
func resets(err error) bool {
	return err != nil && !errors.Is(err, errEvicted) && !errors.Is(err, bindings.ErrUpdated) && !errors.Is(err, jsruntime.ErrClosed)
}

// wasReset makes what callers see of why an instance has ended.
func wasReset(err error) error {
	e := &jsruntime.Error{Class: jsruntime.PlainError, Msg: err.Error(), Err: err, Props: map[string]any{"durableObjectReset": true}}
	var known *jsruntime.Error
	var ex *jsruntime.Exception
	switch {
	case errors.As(err, &known):
		e.Class, e.Msg = known.Class, known.Msg
	case errors.As(err, &ex):
		e.Class, e.Msg = ex.Name, ex.Message
	}
	return e
}

// yieldLimit is how long a new version waits for the old one's object to become idle.
const yieldLimit = 10 * time.Second

// yield ends the instance as soon as it is idle, or after a while, and then calls gone.
func (a *actor) yield(gone func()) {
	ok := a.home.iso.Post(func(vm *jsruntime.VM) {
		if vm == nil || a.ended {
			gone()
			return
		}
		a.yielding = append(a.yielding, gone)
		timer := time.AfterFunc(yieldLimit, func() { a.Abort(bindings.ErrUpdated) })
		a.onEnd = append(a.onEnd, func() { timer.Stop() })
		a.pins = 0
		a.rest()
	})
	if !ok {
		gone()
	}
}

// Target implements bindings.Object.
func (a *actor) Target() bindings.Target { return a.to }

// Class implements bindings.Object.
func (a *actor) Class() *jsruntime.Object { return a.class }

// Scope implements bindings.Object.
func (a *actor) Scope() *jsruntime.Scope { return a.scope }

// Gate implements bindings.Object.
func (a *actor) Gate() *jsruntime.Gate { return a.gate }

// Abort implements bindings.Object.
func (a *actor) Abort(err error) {
	a.home.iso.Post(func(vm *jsruntime.VM) {
		if vm != nil {
			a.end(vm, err)
		}
	})
}

// OnEnd implements bindings.Object.
func (a *actor) OnEnd(f func()) { a.onEnd = append(a.onEnd, f) }

// Pin implements bindings.Object.
func (a *actor) Pin() (unpin func()) {
	a.pins++
	done := false
	return func() {
		if !done {
			done = true
			a.pins = max(0, a.pins-1)
			a.rest()
		}
	}
}
