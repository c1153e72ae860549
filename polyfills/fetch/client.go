package fetch

import (
	"paddock/jsruntime"
	"paddock/polyfills/abort"
	"paddock/polyfills/compat"
)

// client is who sent an incoming request, as far as the request's signal goes.
type client struct {
	gone  bool
	abort func(reason jsruntime.Value) // aborts the signal that scripts have; nil: they have none
}

// signal makes the signal of a request to which none was given.
func (c *client) signal(vm *jsruntime.VM) jsruntime.Value {
	signal, end := abort.NewSignal(vm)
	abort.OfClient(signal)
	if c.abort = end; c.gone {
		c.leave(vm)
	}
	return signal
}

// passed is the signal that copies of a request have: also that of its client, if they may pass it on.
func (q *Request) passed(vm *jsruntime.VM) jsruntime.Value {
	if q.signal == nil && q.host != nil && passesSignals(vm) {
		q.signal = q.client.signal(vm)
	}
	return q.signal
}

// passesSignals reports whether a request that leaves ends when its signal tells that the client of another has gone.
func passesSignals(vm *jsruntime.VM) bool { return compat.Of(vm).Has("request_signal_passthrough") }

func (c *client) leave(vm *jsruntime.VM) {
	c.gone = true
	if c.abort != nil {
		c.abort(abort.NewReason(vm, "The client has disconnected", "AbortError"))
	}
}

// Disconnect tells scripts that the client of an incoming request, which may be nil, does not wait for
// all of the answer: the request's signal is aborted (enable_request_signal).
func Disconnect(vm *jsruntime.VM, request *jsruntime.Object) {
	if request == nil || !compat.Of(vm).Has("enable_request_signal") {
		return
	}
	if q, ok := requestClass.From(request); ok {
		q.client.leave(vm)
	}
}
