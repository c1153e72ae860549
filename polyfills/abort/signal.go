package abort

import (
	"context"
	"slices"

	"paddock/jsruntime"
	"paddock/polyfills/events"
)

// Signal is the host side of an AbortSignal.
type Signal struct {
	events.Target
	aborted    bool
	reason     jsruntime.Value
	algorithms []*algorithm
	sources    []*Signal    // what a signal of any() follows; never dependent themselves
	dependents []*dependent // the signals of any() that follow this one
	dependent  bool
	client     bool // it tells of the client of a request
}

// WhyNot implements jsruntime.Uncloneable.
func (*Signal) WhyNot() string { return "AbortSignal serialization is not enabled." }

// dependent is a signal of any() with its object.
type dependent struct {
	*Signal
	object *jsruntime.Object
}

// algorithm is an "abort algorithm" of the standard.
type algorithm struct{ run func(reason jsruntime.Value) }

// hosts finds the structs of signals; the class cannot be named inside of its definition.
var hosts = jsruntime.NewClass[Signal]("AbortSignal")

// signalClass is the class AbortSignal, which scripts cannot construct.
var signalClass = events.Handlers(jsruntime.Extends(jsruntime.NewClass[Signal]("AbortSignal").
	Getter("aborted", func(vm *jsruntime.VM, s *Signal) jsruntime.Value {
		return vm.ToValue(s.aborted)
	}).
	Getter("reason", func(_ *jsruntime.VM, s *Signal) jsruntime.Value {
		if !s.aborted {
			return jsruntime.Undefined()
		}
		return s.reason
	}).
	Method("throwIfAborted", 0, func(_ *jsruntime.VM, s *Signal, _ jsruntime.Args) jsruntime.Value {
		if s.aborted {
			panic(s.reason)
		}
		return nil
	}),
	events.TargetClass, func(s *Signal) *events.Target { return &s.Target }),
	func(s *Signal) *events.Target { return &s.Target }, "abort")

// NewSignal makes a signal and the function that aborts it: an undefined or nil reason
// stands for the default, an AbortError. It is for the loop only.
func NewSignal(vm *jsruntime.VM) (*jsruntime.Object, func(reason jsruntime.Value)) {
	s := &Signal{}
	o := s.object(vm)
	return o, func(reason jsruntime.Value) { s.abort(vm, o, reason, events.Dispatch) }
}

// object makes the signal's object.
func (s *Signal) object(vm *jsruntime.VM) *jsruntime.Object {
	constructor(vm)
	return signalClass.New(vm, s)
}

// DefaultReason makes the reason of an abort that gives none.
func DefaultReason(vm *jsruntime.VM) *jsruntime.Object {
	return NewReason(vm, "The operation was aborted", "AbortError")
}

// NewReason makes a reason that the platform itself gives, a DOMException; it says that trying again may help.
func NewReason(vm *jsruntime.VM, message, name string) *jsruntime.Object {
	o := vm.NewDOMException(message, name)
	if err := o.Set("retryable", true); err != nil {
		vm.Throw(err)
	}
	return o
}

// abort is the standard's "signal abort" (DOM, section 3.2): all signals that follow are
// aborted before the first of them tells its listeners.
func (s *Signal) abort(vm *jsruntime.VM, this *jsruntime.Object, reason jsruntime.Value, send func(vm *jsruntime.VM, target, event *jsruntime.Object) bool) {
	if s.aborted {
		return
	}
	if jsruntime.IsUndefined(reason) {
		reason = DefaultReason(vm)
	}
	s.aborted, s.reason = true, reason
	all := []*dependent{{s, this}}
	for _, d := range s.dependents {
		if !d.aborted {
			d.aborted, d.reason = true, reason
			all = append(all, d)
		}
	}
	s.dependents = nil
	vm.Enter(func() {
		for _, d := range all {
			d.tell(vm, send)
		}
	})
}

// tell is the standard's "run the abort steps".
func (d *dependent) tell(vm *jsruntime.VM, send func(vm *jsruntime.VM, target, event *jsruntime.Object) bool) {
	algorithms := d.algorithms
	d.algorithms = nil
	for _, a := range algorithms {
		if a.run != nil {
			a.run(d.reason)
		}
	}
	send(vm, d.object, events.New(vm, "abort"))
}

// IsSignal reports whether v is an AbortSignal.
func IsSignal(v jsruntime.Value) bool { _, ok := hosts.From(v); return ok }

// OfClient marks a signal as one that tells of the client of a request.
func OfClient(v jsruntime.Value) {
	if s, ok := hosts.From(v); ok {
		s.client = true
	}
}

// IsOfClient reports whether v was given to [OfClient].
func IsOfClient(v jsruntime.Value) bool {
	s, ok := hosts.From(v)
	return ok && s.client
}

// Aborted reports whether v is a signal that was aborted.
func Aborted(v jsruntime.Value) bool {
	s, ok := hosts.From(v)
	return ok && s.aborted
}

// Reason gives the reason of an aborted signal, else undefined.
func Reason(v jsruntime.Value) jsruntime.Value {
	if s, ok := hosts.From(v); ok && s.aborted {
		return s.reason
	}
	return jsruntime.Undefined()
}

// Awaited reports whether somebody wants to hear of a signal's abort.
func Awaited(v jsruntime.Value) bool {
	s, ok := hosts.From(v)
	return ok && !s.aborted && (len(s.algorithms) > 0 || s.Listening("abort") ||
		slices.ContainsFunc(s.dependents, func(d *dependent) bool { return len(d.algorithms) > 0 || d.Listening("abort") }))
}

// OnAbort runs f, on the loop, when signal is aborted; at once if it is already. What is no
// signal never aborts. remove takes f back.
func OnAbort(signal jsruntime.Value, f func(reason jsruntime.Value)) (remove func()) {
	s, ok := hosts.From(signal)
	if !ok {
		return func() {}
	}
	if s.aborted {
		f(s.reason)
		return func() {}
	}
	a := &algorithm{run: f}
	s.algorithms = append(s.algorithms, a)
	return func() {
		a.run = nil
		s.algorithms = slices.DeleteFunc(s.algorithms, func(x *algorithm) bool { return x == a })
	}
}

// Cause is the cause of a context that a signal cancelled. It is an error that JavaScript
// sees as the signal's reason.
type Cause struct{ reason *jsruntime.Exception }

func (c *Cause) Error() string { return c.reason.Error() }

// Unwrap gives the thrown reason, and context.Canceled for code that asks for it.
func (c *Cause) Unwrap() []error { return []error{c.reason, context.Canceled} }

// Context gives a context that signal cancels with a [Cause]; call cancel, on the loop, when
// done. A signal that is undefined or null never cancels.
func Context(vm *jsruntime.VM, signal jsruntime.Value, parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	remove := OnAbort(signal, func(reason jsruntime.Value) { cancel(&Cause{vm.Wrap(reason)}) })
	return ctx, func() {
		remove()
		cancel(context.Canceled)
	}
}
