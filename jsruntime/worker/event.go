package worker

import (
	"cmp"
	"context"
	"fmt"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/polyfills/serviceworker"
	"paddock/polyfills/trace"
	"paddock/polyfills/workers"
)

// ErrHung is what a request gets whose answer can never come.
var ErrHung = jsruntime.Errorf(jsruntime.PlainError, "The Workers runtime canceled this request because it detected that your Worker's code had hung and would never generate a response. Refer to: https://developers.cloudflare.com/workers/observability/errors/")

// errNeverCompletes is what a request gets whose answer came in the turn of another one, before
// handle_cross_request_promise_resolution.
var errNeverCompletes = jsruntime.Errorf(jsruntime.PlainError, "Promise will never complete.")

// event is one delivery.
type event struct {
	name string // "fetch", "alarm"…, for reports
	to   bindings.Target
	// run calls the handler on receiver and gives its result or a promise of it.
	run func(vm *jsruntime.VM, receiver receiver) (jsruntime.Value, error)
	// done takes the outcome, once: on the loop with a value or an exception, or on any
	// goroutine with vm nil when the isolate has ended. out is how it passes that on.
	done func(vm *jsruntime.VM, v jsruntime.Value, err error, out outlet)
	// gone is told, on the loop, that the caller went away before the event was answered; nil: nobody is.
	gone func(vm *jsruntime.VM)
	// waited is set by a caller that waits for the context's end, too, and tells of it by left.
	waited bool
	// info is what tail Workers are told of it; nil: nothing.
	info func(vm *jsruntime.VM) trace.Info
	// routes are those over which it came, if it tells of another event.
	routes []Route
}

// outlet is what the outcome of an event leaves by.
type outlet struct {
	scope *jsruntime.Scope
	// hold keeps the event's scope alive until the function it gives is called.
	hold func() func()
	// recorder is told how the event goes on; nil if nobody is.
	recorder *trace.Recorder
}

// settle runs f when the turn's writes are safe, or tells it that they are not: then that is the
// outcome. It runs f now when there is no turn.
func (o outlet) settle(vm *jsruntime.VM, f func(lost error)) {
	if vm == nil {
		f(nil)
		return
	}
	vm.Settle(o.scope, func(lost error) {
		if lost != nil {
			lost = wasReset(lost)
		}
		f(lost)
	})
}

// receiver is what an event is delivered to.
type receiver struct {
	object *jsruntime.Object // an instance of a class, or a plain object with handlers
	plain  bool
	env    *jsruntime.Object
	ctx    *jsruntime.Object // for handlers of plain objects; nil for objects
	// listeners is set for a worker in service-worker syntax, which has no object.
	listeners bool
	context   serviceworker.Context
}

// call calls a handler: with env and ctx appended if the receiver is a plain object.
func (r receiver) call(name string, args ...jsruntime.Value) (v jsruntime.Value, err error) {
	if err := r.lacks(name); err != nil {
		return nil, err
	}
	fn, _ := jsruntime.AsFunction(r.object.Get(name))
	if r.plain {
		args = append(args, r.env, r.ctx)
	}
	return fn(r.object, args...)
}

// lacks gives the error for a receiver without a handler, which wraps [bindings.ErrNoHandler].
func (r receiver) lacks(handler string) error {
	if !r.listeners && jsruntime.IsFunction(r.object.Get(handler)) {
		return nil
	}
	return &jsruntime.Error{
		Class: jsruntime.PlainError, Msg: fmt.Sprintf("Handler does not export a %s() function.", handler), Err: bindings.ErrNoHandler,
	}
}

// deliver posts an event to the worker's isolate. It does not wait for one.
func (w *Worker) deliver(ctx context.Context, ev event) *delivery {
	d := w.delivery(ctx, ev)
	w.send(d)
	return d
}

// delivery gets an event ready to be sent, and keeps the version alive until that has been answered.
func (w *Worker) delivery(ctx context.Context, ev event) *delivery {
	release := w.hold()
	done := ev.done
	ev.done = func(vm *jsruntime.VM, v jsruntime.Value, err error, out outlet) {
		defer release()
		if vm == nil {
			done(nil, v, err, out)
		} else if thrown := vm.Try(func() { done(vm, v, err, out) }); thrown != nil { // by getters and traps of the outcome
			done(nil, nil, thrown, out)
		}
	}
	return &delivery{event: ev, ctx: ctx}
}

// send posts an event to the worker's isolate, once there is one.
func (w *Worker) send(d *delivery) {
	if h := w.living(); h != nil {
		d.post(h)
		return
	}
	w.renewed(func(h *home, err error) {
		if err != nil {
			d.done(nil, nil, err, outlet{})
			return
		}
		d.post(h)
	})
}

// delivery is an event on its way.
type delivery struct {
	*home // nil: there is none yet
	event
	ctx      context.Context
	scope    *jsruntime.Scope // the event's own, or its object's
	object   *actor           // nil for stateless events
	answered func()
	leave    func(*jsruntime.VM) // on the loop, in the scope: the caller has gone
	finished bool
	recorder *trace.Recorder // nil: nobody is told of the event
}

// post sends the event to an isolate.
func (d *delivery) post(h *home) {
	d.home = h
	if !h.iso.Post(d.begin) {
		d.done(nil, nil, h.iso.Err(), outlet{})
	}
}

// begin runs on the loop: it finds or makes the receiver and opens the event's scope.
func (d *delivery) begin(vm *jsruntime.VM) {
	if vm == nil { // the isolate ended before the event began
		d.finish(nil, nil, d.iso.Err())
		return
	}
	defer func() {
		// The end of the isolate interrupts even the look for a class, before anything holds
		// the event.
		if d.scope == nil {
			d.finish(nil, nil, cmp.Or(d.iso.Err(), jsruntime.ErrClosed))
		}
	}()
	if d.to.Object != "" {
		d.toActor(vm)
		return
	}
	d.open(vm, nil)
	if d.record(vm); d.recorder != nil {
		trace.Set(d.scope, d.recorder)
	}
	vm.InScope(d.scope, func() { d.handle(vm, d.entrypoint) })
}

// open makes the scope of a stateless event. When the caller goes away before the event is answered,
// it ends as soon as nothing that was given to waitUntil is left.
func (d *delivery) open(vm *jsruntime.VM, gate *jsruntime.Gate) {
	d.scope = vm.NewScope(context.WithoutCancel(d.ctx), gate)
	scope, cause := d.scope, d.ctx
	d.follow(func(*jsruntime.VM) {
		err := context.Cause(cause)
		scope.Leave(err)
		d.abandon(err)
	})
	d.scope.OnEnd(func() {
		if d.finished {
			d.died()
		}
		d.abandon(d.scope.Aborted())
		if d.recorder != nil {
			d.recorder.Release()
		}
	})
}

// follow calls gone on the loop when the caller goes away before the event is answered.
func (d *delivery) follow(gone func(*jsruntime.VM)) {
	scope := d.scope
	d.leave = func(vm *jsruntime.VM) {
		if d.gone != nil && !d.finished {
			vm.Enter(func() { d.gone(vm) })
		}
		gone(vm)
	}
	d.answered = func() {}
	if !d.waited && d.ctx.Done() != nil {
		stop := context.AfterFunc(d.ctx, func() { scope.Post(d.leave) })
		d.answered = func() { stop() }
	}
}

// left tells that the caller has gone, before it was answered: the event learns of it before the caller goes on. It is
// for any goroutine, behind what waits for a fresh isolate.
func (d *delivery) left() {
	if d.home == nil {
		return
	}
	d.iso.Post(func(vm *jsruntime.VM) { // behind begin
		if vm != nil && d.leave != nil && !d.finished {
			vm.InScope(d.scope, func() { d.leave(vm) })
		}
	})
}

// abandon finishes an event that nothing will answer any more.
func (d *delivery) abandon(err error) {
	if d.finished {
		return
	}
	if err == nil {
		err = d.iso.Err()
	}
	if err == nil {
		err = context.Canceled
	}
	d.finish(nil, nil, err)
}

// handle calls the handler in the event's scope.
func (d *delivery) handle(vm *jsruntime.VM, find func(*jsruntime.VM) (receiver, error)) {
	r, err := find(vm)
	var v jsruntime.Value
	var p *jsruntime.Promise
	if err == nil {
		if thrown := vm.Try(func() {
			if v, err = d.run(vm, r); err == nil {
				p = awaited(vm, v)
			}
		}); thrown != nil {
			err = thrown
		}
	}
	if err != nil {
		d.finish(vm, nil, d.capture(vm, err))
		return
	}
	if p == nil {
		d.finish(vm, v, nil)
		return
	}
	if p.State() == jsruntime.Fulfilled { // the microtasks have run: no need for another
		d.finish(vm, p.Result(), nil)
		return
	}
	if d.to.Object == "" {
		answered, unhang := d.answered, d.scope.Answering(func() { d.finish(vm, nil, ErrHung) })
		d.answered = func() { answered(); unhang() }
	}
	vm.Watch(p, func(p *jsruntime.Promise) {
		if vm.Abroad(d.scope) {
			d.finish(vm, nil, errNeverCompletes)
			return
		}
		if p.State() == jsruntime.Rejected {
			d.finish(vm, nil, vm.Wrap(p.Result()))
			return
		}
		d.finish(vm, p.Result(), nil)
	})
}

// awaited gives the promise of what a handler's outcome is to become; nil if it is that already. It throws what the
// getter of a thenable throws.
func awaited(vm *jsruntime.VM, v jsruntime.Value) *jsruntime.Promise {
	if p, ok := jsruntime.AsPromise(v); ok {
		return p
	}
	o := jsruntime.AsObject(v)
	if o == nil || vm.IgnoresThenables() && !rpc.IsAwaitable(v) || !jsruntime.IsFunction(o.Get("then")) {
		return nil
	}
	p, _ := jsruntime.AsPromise(vm.ToPromise(v))
	return p
}

// finish passes the outcome on and ends the scope.
func (d *delivery) finish(vm *jsruntime.VM, v jsruntime.Value, err error) {
	if d.finished {
		return
	}
	d.finished = true
	if d.answered != nil {
		d.answered()
	}
	out := outlet{scope: d.scope, recorder: d.recorder}
	switch {
	case d.object != nil:
		out.hold = d.pin
	case d.scope != nil:
		out.hold = d.scope.Hold
	}
	d.done(vm, v, err, out)
	switch {
	case d.object != nil:
		d.object.leave(d)
		if d.recorder != nil {
			d.recorder.Release()
		}
	case d.scope != nil && vm != nil:
		d.scope.End()
	}
}

// pin keeps the event's object alive, and its record open.
func (d *delivery) pin() (unpin func()) {
	unpin = d.object.Pin()
	if d.recorder == nil {
		return unpin
	}
	d.recorder.Hold()
	return func() {
		unpin()
		d.recorder.Release()
	}
}

// entrypoint finds the receiver of a stateless event.
func (d *delivery) entrypoint(vm *jsruntime.VM) (receiver, error) {
	name := d.to.Entrypoint
	if name == "" {
		name = "default"
	}
	if name == "default" && d.worker.opts.ServiceWorker {
		return d.listeners(), nil
	}
	var o *jsruntime.Object
	if d.main != nil {
		o = jsruntime.AsObject(d.main.Get(name))
	}
	if o == nil {
		if name == "default" {
			return receiver{}, jsruntime.Errorf(jsruntime.PlainError, "Handler does not export a %s() function.", d.name)
		}
		return receiver{}, jsruntime.Errorf(jsruntime.TypeError, "Worker %q has no such entrypoint: %q.", d.worker.opts.Name, name)
	}
	ctx := &workers.ExecutionContext{Scope: d.scope, Exports: d.exports, Access: workers.AccessOf(d.ctx), Rejected: d.rejected("waitUntil")}
	var err error
	if ctx.Props, err = props(vm, d.to.Props); err != nil {
		return receiver{}, err
	}
	jsctx := workers.NewContext(vm, ctx)
	if !jsruntime.IsFunction(o) {
		return receiver{object: o, plain: true, env: d.env, ctx: jsctx}, nil
	}
	instance, err := vm.New(o, jsctx, d.env)
	if err != nil {
		return receiver{}, err
	}
	return receiver{object: instance, env: d.env}, nil
}

// listeners is the receiver of events of a worker in service-worker syntax.
func (d *delivery) listeners() receiver {
	scope := d.scope
	return receiver{listeners: true, context: serviceworker.Context{
		WaitUntil:   func(_ *jsruntime.VM, promise jsruntime.Value) { scope.WaitUntil(promise, d.rejected("waitUntil")) },
		PassThrough: func() {},
	}}
}

func (h *home) vm() *jsruntime.VM { return h.iso.VM() }
