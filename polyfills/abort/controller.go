package abort

import "paddock/jsruntime"

// controller is the host side of an AbortController.
type controller struct {
	signal *jsruntime.Object
	abort  func(jsruntime.Value)
}

var controllerClass = jsruntime.NewClass[controller]("AbortController").
	Constructor(0, func(vm *jsruntime.VM, _ jsruntime.Args, _ *jsruntime.Object) *controller {
		signal, abort := NewSignal(vm)
		return &controller{signal, abort}
	}).
	Getter("signal", func(_ *jsruntime.VM, c *controller) jsruntime.Value { return c.signal }).
	Method("abort", 0, func(_ *jsruntime.VM, c *controller, args jsruntime.Args) jsruntime.Value {
		c.abort(args.At(0))
		return nil
	})
