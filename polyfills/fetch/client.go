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
	signal, abort := abort.NewSignal(vm)
	if c.abort = abort; c.gone {
		c.leave(vm)
	}
	return signal
}

func (c *client) leave(vm *jsruntime.VM) {
	c.gone = true
	if c.abort != nil {
		c.abort(vm.NewDOMException("The client has disconnected", "AbortError"))
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
