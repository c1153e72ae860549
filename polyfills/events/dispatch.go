package events

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// Dispatch sends an event to a target, both made by this package or a class that extends its
// classes; false when a listener prevented the default. It must run on the loop. Callers
// that were not called by JavaScript wrap it in vm.Enter, so that microtasks wait for all
// listeners.
func Dispatch(vm *jsruntime.VM, target, event *jsruntime.Object) bool {
	t := hosts.This(vm, target)
	return dispatch(vm, t, target, event, eventHosts.This(vm, event), Report)
}

// DispatchThrowing is Dispatch for what a script asks for: the first exception of a listener
// ends the dispatch and is thrown to the script, until spec_compliant_dispatch_exceptions.
func DispatchThrowing(vm *jsruntime.VM, target, event *jsruntime.Object) bool {
	t := hosts.This(vm, target)
	return dispatch(vm, t, target, event, eventHosts.This(vm, event), throwing(vm))
}

// Deliver is Dispatch for what has come for a target that ends with an exception of its listeners. It gives
// the first; nil: there was none. The others are called if spec_compliant_dispatch_exceptions is in force.
func Deliver(vm *jsruntime.VM, target, event *jsruntime.Object) (thrown jsruntime.Value) {
	t, e := hosts.This(vm, target), eventHosts.This(vm, event)
	goOn := compat.Of(vm).Has("spec_compliant_dispatch_exceptions")
	dispatch(vm, t, target, event, e, func(vm *jsruntime.VM, v jsruntime.Value) {
		if thrown == nil {
			thrown = v
		}
		if goOn {
			Report(vm, v)
			return
		}
		e.stoppedNow = true
		Uncaught.Get(vm)(vm, vm.Wrap(v))
	})
	return thrown
}

// throwing is what happens to the exceptions of listeners where a script dispatches the event.
func throwing(vm *jsruntime.VM) func(*jsruntime.VM, jsruntime.Value) {
	if compat.Of(vm).Has("spec_compliant_dispatch_exceptions") {
		return Report
	}
	return throw
}

func throw(_ *jsruntime.VM, thrown jsruntime.Value) { panic(thrown) }

// Fire makes a trusted plain event and sends it.
func Fire(vm *jsruntime.VM, target *jsruntime.Object, kind string) {
	Dispatch(vm, target, New(vm, kind))
}

// dispatchArgument is dispatchEvent, for events that scripts made.
func dispatchArgument(vm *jsruntime.VM, t *Target, this *jsruntime.Object, args jsruntime.Args) bool {
	e, ok := eventHosts.From(args.At(0))
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'dispatchEvent' on 'EventTarget': parameter 1 is not of type 'Event'.")
	}
	if e.dispatching {
		vm.Throwf(jsruntime.DOMError+"InvalidStateError", "The event is already being dispatched.")
	}
	e.trusted = false
	return dispatch(vm, t, this, args[0].(*jsruntime.Object), e, throwing(vm))
}

// dispatch is the DOM's "dispatch" for a target without parents. failed is given what
// listeners throw.
func dispatch(vm *jsruntime.VM, t *Target, this, event *jsruntime.Object, e *Event, failed func(*jsruntime.VM, jsruntime.Value)) bool {
	e.dispatching, e.target, e.current, e.phase = true, this, this, atTarget
	defer func() {
		e.dispatching, e.current, e.phase = false, nil, 0
		e.stopped, e.stoppedNow, e.passive = false, false, false
	}()
	listeners := t.listeners[:len(t.listeners):len(t.listeners)] // those added meanwhile are not called
	if l := t.property(this, e.kind); l != nil {
		if err := l.call(vm, this, event, e); err != nil {
			failed(vm, vm.ErrorValue(err))
		}
	}
	for _, capture := range []bool{true, false} {
		for _, l := range listeners {
			if e.stoppedNow {
				break
			}
			if l.removed || l.kind != e.kind || l.capture != capture {
				continue
			}
			if l.once {
				t.remove(l)
			}
			e.passive = l.passive
			if err := l.call(vm, this, event, e); err != nil {
				failed(vm, vm.ErrorValue(err))
			}
			e.passive = false
		}
	}
	return !e.prevented
}

// property is the listener that a plain property is, as onfoo of a target for "foo": on the
// platform every target has them. nil: there is none, or it is an event handler attribute.
func (t *Target) property(this *jsruntime.Object, kind string) *listener {
	v := this.Get("on" + kind)
	if v == nil || !jsruntime.IsFunction(v) {
		return nil
	}
	for _, l := range t.listeners {
		if l.handler && l.kind == kind {
			return nil
		}
	}
	return &listener{kind: kind, callback: v, handler: true}
}

// cancels tells whether what a listener has returned prevents the default. By the standard a
// handler's false does, and the true of its onerror; on the platform every true does.
func (l *listener) cancels(vm *jsruntime.VM, result bool, failure *Failure) bool {
	switch {
	case failure != nil:
		return result
	case !result:
		return l.handler
	}
	return !compat.Of(vm).Has("pedantic_wpt")
}

// failure is what the onerror of the standard gets in place of the event; nil for all others.
func (l *listener) failure(vm *jsruntime.VM, this, event *jsruntime.Object) *Failure {
	if !l.handler || l.kind != "error" || this != vm.GlobalObject() || !compat.Of(vm).Has("pedantic_wpt") {
		return nil
	}
	f, _ := errorClass.From(event)
	return f
}

// arguments are what a listener is called with.
func arguments(vm *jsruntime.VM, event *jsruntime.Object, f *Failure) []jsruntime.Value {
	if f == nil {
		return []jsruntime.Value{event}
	}
	return []jsruntime.Value{vm.ToValue(f.message), vm.ToValue(f.filename), vm.ToValue(f.line), vm.ToValue(f.column), f.err}
}

// call runs one listener and gives what it throws.
func (l *listener) call(vm *jsruntime.VM, this, event *jsruntime.Object, e *Event) error {
	if l.host != nil {
		l.host(event)
		return nil
	}
	return vm.Try(func() {
		if fn, ok := jsruntime.AsFunction(l.callback); ok {
			var receiver jsruntime.Value = this
			if !l.handler && !compat.Of(vm).Has("set_event_target_this") {
				receiver = jsruntime.Undefined()
			}
			failure := l.failure(vm, this, event)
			result := vm.Call(fn, receiver, arguments(vm, event, failure)...)
			if jsruntime.IsBoolean(result) && l.cancels(vm, result.ToBoolean(), failure) {
				e.prevent()
			}
			return
		}
		if l.handler {
			return
		}
		handle, ok := jsruntime.AsFunction(l.callback.(*jsruntime.Object).Get("handleEvent"))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "handleEvent is not a function")
		}
		vm.Call(handle, l.callback, event)
	})
}
