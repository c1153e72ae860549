package messages

import (
	"paddock/jsruntime"
	"paddock/polyfills/events"
)

// event is the host side of QueueEvent.
type event struct {
	events.Extendable
	batch *Batch
}

var eventClass = jsruntime.Extends(jsruntime.NewClass[event]("QueueEvent").
	Method("retryAll", 0, func(vm *jsruntime.VM, e *event, args jsruntime.Args) jsruntime.Value {
		return retryAll(vm, e.batch, args)
	}).
	Method("ackAll", 0, func(vm *jsruntime.VM, e *event, args jsruntime.Args) jsruntime.Value {
		return ackAll(vm, e.batch, args)
	}),
	events.ExtendableClass, func(e *event) *events.Extendable { return &e.Extendable })

// Dispatch sends the batch to the listeners of a Worker in service-worker syntax. It throws what a
// listener throws, and an error when there is none.
func (b *Batch) Dispatch(vm *jsruntime.VM, waitUntil func(*jsruntime.VM, jsruntime.Value)) {
	if !events.GlobalTarget(vm).Listening("queue") {
		vm.Throwf(jsruntime.PlainError, "No event listener registered for queue messages.")
	}
	e := &event{batch: b}
	e.Extendable = events.Extendable{Event: events.NewEvent(vm, "queue", false), Extend: waitUntil}
	o := eventClass.New(vm, e)
	if err := b.describe(vm, o); err != nil {
		vm.Throw(err)
	}
	events.DispatchGlobalThrowing(vm, o)
}
