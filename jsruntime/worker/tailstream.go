package worker

import (
	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// tailStream is the session in which a tail Worker is told of one event as it happens. All but
// the delivery of its onset belongs to the loop of that one's home.
type tailStream struct {
	onset   *delivery
	handler *jsruntime.Object // a function, or an object with methods by kind; nil until it is known
	scope   *jsruntime.Scope
	queue   []trace.Event // came before the handler
	leave   func()        // lets the scope end; nil when it has
	over    bool
}

// The platform's warnings to tail Workers that cannot be told.
const (
	noTailStream  = "A worker configured to act as a streaming tail worker does not export a tailStream() handler."
	badTailStream = "tailStream() handler returned an unusable value. The tailStream() handler is expected to return either a function, an object, or undefined. Received "
)

// stream begins a session with a Worker, whose first event must be the onset; nil if it is not there.
func (f *Fleet) stream(to string, routes []Route) func(trace.Event) {
	w, release, err := f.acquire(to)
	if err != nil {
		return nil
	}
	defer release()
	s := &tailStream{}
	return func(e trace.Event) {
		if e.What.Kind() == "onset" {
			s.begin(w, e, routes)
			return
		}
		w.behind(func() { s.send(e) })
	}
}

// begin calls the handler tailStream with the onset.
func (s *tailStream) begin(w *Worker, onset trace.Event, routes []Route) {
	s.onset = w.delivery(w.ctx, event{
		name: "tailStream", to: bindings.Target{Worker: w.opts.Name}, routes: routes,
		info: func(*jsruntime.VM) trace.Info { return trace.Tail{} },
		run: func(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
			if r.listeners || !jsruntime.IsFunction(r.object.Get("tailStream")) {
				warn(vm, noTailStream)
				return nil, nil
			}
			return r.call("tailStream", trace.NewEvent(vm, onset))
		},
		done: func(vm *jsruntime.VM, v jsruntime.Value, err error, out outlet) {
			if err != nil {
				fail(out.recorder, err)
				w.uncaught(bindings.Target{}, "tailStream", err)
			}
			if vm == nil || err != nil {
				s.over = true
				return
			}
			s.open(vm, v, out)
		},
	})
	w.send(s.onset)
}

// send posts an event that follows to where the onset went.
func (s *tailStream) send(e trace.Event) {
	if s.onset.home == nil {
		return
	}
	s.onset.iso.Post(func(vm *jsruntime.VM) {
		if vm != nil {
			s.take(vm, e)
		}
	})
}

// open takes what the handler has given: whom to tell of what follows.
func (s *tailStream) open(vm *jsruntime.VM, v jsruntime.Value, out outlet) {
	s.handler, s.scope = jsruntime.AsObject(v), out.scope
	if s.handler == nil {
		s.over, s.queue = true, nil
		if !jsruntime.IsUndefined(v) {
			warn(vm, badTailStream+jsruntime.TypeOf(v))
		}
		return
	}
	release, done := out.hold(), s.onset.home.worker.hold()
	s.leave = func() {
		release()
		done()
	}
	s.scope.OnEnd(s.abandon) // the isolate may end before the event that is told of
	queue := s.queue
	s.queue = nil
	for _, e := range queue {
		s.take(vm, e)
	}
}

// hold counts something that keeps the version alive until the function it gives is called.
func (w *Worker) hold() (release func()) {
	w.events.Add(1)
	return w.events.Done
}

// take tells the handler of an event.
func (s *tailStream) take(vm *jsruntime.VM, e trace.Event) {
	if s.over {
		return
	}
	if s.handler == nil {
		s.queue = append(s.queue, e)
		return
	}
	vm.InScope(s.scope, func() { s.tell(vm, e) })
}

func (s *tailStream) tell(vm *jsruntime.VM, e trace.Event) {
	ended := e.What.Kind() == "outcome"
	fn, ok := jsruntime.AsFunction(s.handler)
	if !ok {
		fn, ok = jsruntime.AsFunction(s.handler.Get(e.What.Kind()))
	}
	if ok {
		v, err := fn(s.handler, trace.NewEvent(vm, e))
		if err != nil {
			err = s.onset.home.capture(vm, err)
			fail(trace.Of(vm), err)
			s.onset.home.report("tailStream", err)
			ended = true
		} else if _, waits := jsruntime.AsPromise(v); waits {
			s.scope.WaitUntil(v, s.onset.home.rejected("tailStream"))
		}
	}
	if ended {
		s.abandon()
	}
}

// abandon ends the session: nothing more is told.
func (s *tailStream) abandon() {
	s.over, s.queue = true, nil
	if leave := s.leave; leave != nil {
		s.leave = nil
		leave()
	}
}

// straySettlement is the platform's warning.
const straySettlement = "A promise was resolved or rejected from a different request context than the one it was created in. However, the creating request has already been completed or canceled. Continuations for that request are unlikely to run safely and have been canceled. If this behavior breaks your worker, consider setting the `no_handle_cross_request_promise_resolution` compatibility flag for your worker."

// warn tells the Worker's console.
func warn(vm *jsruntime.VM, text string) {
	_ = vm.Try(func() { // scripts may have made the console anything
		vm.CallMethod(vm.Get("console").(*jsruntime.Object), "warn", vm.ToValue(text))
	})
}
