package worker

import (
	"context"
	"errors"
	"slices"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// Route says that one Worker is told of the events of another.
type Route struct{ Of, To string }

// record begins to record an event, for the Workers that are told of it.
func (d *delivery) record(vm *jsruntime.VM) {
	w := d.worker
	if d.info == nil || len(w.opts.Tails)+len(w.opts.StreamingTails) == 0 {
		return
	}
	t := trace.Trace{Script: w.opts.Name, Entrypoint: d.to.Entrypoint, ObjectID: d.to.Object, Info: d.info(vm)}
	if t.Entrypoint == "default" {
		t.Entrypoint = ""
	}
	if t.Info == nil {
		return
	}
	o := trace.Options{Now: vm.Clock(), Context: d.ctx}
	for _, to := range d.untold(w.opts.StreamingTails) {
		if s := w.fleet.stream(to, d.through(to)); s != nil {
			o.Streams = append(o.Streams, s)
		}
	}
	if to := d.untold(w.opts.Tails); len(to) > 0 {
		o.Done = func(t *trace.Trace) {
			for _, to := range to {
				w.fleet.Tell(to, d.through(to), t)
			}
		}
	}
	if o.Done == nil && o.Streams == nil {
		return
	}
	d.recorder = trace.Begin(t, o)
}

// untold gives those consumers that this event does not come from already. A tail Worker may tail
// itself, and two of them each other: each event is told over one route once.
func (d *delivery) untold(consumers []string) []string {
	return slices.DeleteFunc(slices.Clone(consumers), func(to string) bool {
		return slices.Contains(d.routes, Route{d.worker.opts.Name, to})
	})
}

// through gives the routes of an event that tells a consumer of this one.
func (d *delivery) through(to string) []Route {
	return append(slices.Clone(d.routes), Route{d.worker.opts.Name, to})
}

// fail records that an event has ended with an error.
func fail(r *trace.Recorder, err error) {
	if r == nil || err == nil {
		return
	}
	switch {
	case errors.Is(err, jsruntime.ErrCPULimit):
		r.End(trace.ExceededCPU)
	case errors.Is(err, jsruntime.ErrMemoryLimit):
		r.End(trace.ExceededMemory)
	case errors.Is(err, context.Canceled), errors.Is(err, jsruntime.ErrClosed):
		r.End(trace.Canceled)
		return
	default:
		r.End(trace.Failed)
	}
	r.Throw(thrown(err))
}

// returned records that a handler is through, with the status of its response or 0.
func returned(r *trace.Recorder, status int) {
	if r != nil {
		r.Return(status)
	}
}

// thrown makes a record of an error that nobody caught.
func thrown(err error) trace.Exception {
	var ex *jsruntime.Exception
	var known *jsruntime.Error
	switch {
	case errors.As(err, &ex):
		return trace.FromException(ex)
	case errors.As(err, &known):
		return trace.Exception{Name: known.Class, Message: known.Msg}
	}
	return trace.Exception{Name: "Error", Message: err.Error()}
}

// Tell tells a Worker of an event that is over, which came over these routes. One that runs nowhere
// is not told.
func (f *Fleet) Tell(to string, routes []Route, t *trace.Trace) {
	w, release, err := f.acquire(to)
	if err != nil {
		if far := f.remote(err); far != nil {
			far.Tell(to, routes, t)
		}
		return
	}
	defer release()
	traces := []*trace.Trace{t}
	w.deliver(w.ctx, event{
		name: "tail", to: bindings.Target{Worker: to}, routes: routes,
		info: func(*jsruntime.VM) trace.Info { return trace.Tail{Scripts: []string{t.Script}} },
		run: func(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
			if r.listeners {
				trace.Dispatch(vm, traces, r.context.WaitUntil)
				return nil, nil
			}
			handler := "tail"
			if !jsruntime.IsFunction(r.object.Get(handler)) && jsruntime.IsFunction(r.object.Get("trace")) {
				handler = "trace"
			}
			return r.call(handler, trace.NewItems(vm, traces))
		},
		done: func(_ *jsruntime.VM, _ jsruntime.Value, err error, out outlet) {
			if err != nil {
				fail(out.recorder, err)
				w.uncaught(bindings.Target{}, "tail", err)
				return
			}
			returned(out.recorder, 0)
		},
	})
}
