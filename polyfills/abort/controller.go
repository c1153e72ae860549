package abort

import (
	"paddock/jsruntime"
	"paddock/polyfills/events"
)

// controller is the host side of an AbortController.
type controller struct {
	signal *jsruntime.Object
	state  *Signal
}

var controllerClass = jsruntime.NewClass[controller]("AbortController").
	Constructor(0, func(vm *jsruntime.VM, _ jsruntime.Args, _ *jsruntime.Object) *controller {
		s := &Signal{}
		return &controller{s.object(vm), s}
	}).
	Getter("signal", func(_ *jsruntime.VM, c *controller) jsruntime.Value { return c.signal }).
	Method("abort", 0, func(vm *jsruntime.VM, c *controller, args jsruntime.Args) jsruntime.Value {
		c.state.abort(vm, c.signal, args.At(0), events.DispatchThrowing)
		return nil
	})
