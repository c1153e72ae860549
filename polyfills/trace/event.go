package trace

import (
	"paddock/jsruntime"
	"paddock/polyfills/events"
)

// tailEvent is the host side of TailEvent.
type tailEvent struct{ events.Extendable }

var tailEventClass = jsruntime.Extends(jsruntime.NewClass[tailEvent]("TailEvent"),
	events.ExtendableClass, func(e *tailEvent) *events.Extendable { return &e.Extendable })

// API gives the class of events of workers in service-worker syntax, under both of its names.
func API() jsruntime.API {
	class := func(vm *jsruntime.VM) jsruntime.Value { return tailEventClass.Object(vm) }
	return jsruntime.API{Name: "trace", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{"TailEvent": class, "TraceEvent": class}}
}

// Dispatch sends traces to listeners on the global object: "tail" and, its old name, "trace".
func Dispatch(vm *jsruntime.VM, traces []*Trace, waitUntil func(*jsruntime.VM, jsruntime.Value)) {
	for _, kind := range []string{"tail", "trace"} {
		e := &tailEvent{events.Extendable{Event: events.NewEvent(vm, kind, false), Extend: waitUntil}}
		o, items := tailEventClass.New(vm, e), NewItems(vm, traces)
		fields{{"traces", items}, {"events", items}}.define(vm, o)
		events.DispatchGlobalThrowing(vm, o)
	}
}
