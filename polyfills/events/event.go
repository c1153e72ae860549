package events

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// Event is the host side of an Event; subclasses embed it.
type Event struct {
	kind                string
	bubbles, cancelable bool
	composed            bool
	trusted             bool
	prevented, passive  bool
	stopped, stoppedNow bool
	dispatching         bool
	target, current     *jsruntime.Object
	phase               int
}

// Phases of an event; there is no tree, so that only the second occurs.
const atTarget = 2

// NewEvent makes the struct of a trusted event for classes that embed Event.
func NewEvent(vm *jsruntime.VM, kind string, cancelable bool) Event {
	return Event{kind: kind, cancelable: cancelable, trusted: true}
}

// FromArguments makes the struct of an event from the arguments (type, init) of the
// constructor of class; dictionary is what the platform calls the type of init. It throws a
// TypeError for arguments that are none.
func FromArguments(vm *jsruntime.VM, class, dictionary string, args jsruntime.Args) Event {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 1 is not of type 'string'.", class)
	}
	if init := args.At(1); !jsruntime.IsNullish(init) && jsruntime.AsObject(init) == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 2 is not of type '%s'.", class, dictionary)
	}
	e := Event{kind: vm.Text(args[0])}
	if init := jsruntime.AsObject(args.At(1)); init != nil {
		e.bubbles = flag(init, "bubbles")
		e.cancelable = flag(init, "cancelable")
		e.composed = flag(init, "composed")
	}
	return e
}

// Type is the event's type, as "abort".
func (e *Event) Type() string { return e.kind }

// Prevented reports whether preventDefault was called with effect.
func (e *Event) Prevented() bool { return e.prevented }

// Target is the object that the event was sent to; nil before.
func (e *Event) Target() *jsruntime.Object { return e.target }

// Dispatching reports whether the event is being sent.
func (e *Event) Dispatching() bool { return e.dispatching }

// init is the legacy initEvent: it makes the event another one, unless it is being sent.
func (e *Event) init(kind string, bubbles, cancelable bool) {
	if e.dispatching {
		return
	}
	e.kind, e.bubbles, e.cancelable = kind, bubbles, cancelable
	e.trusted, e.prevented, e.stopped, e.stoppedNow, e.target = false, false, false, false, nil
}

// StopNow keeps the listeners that have not been called from being called.
func (e *Event) StopNow() { e.stopped, e.stoppedNow = true, true }

func (e *Event) prevent() {
	if e.cancelable && !e.passive {
		e.prevented = true
	}
}

// eventHosts finds the structs of events, as hosts does those of targets.
var eventHosts = jsruntime.NewClass[Event]("Event")

// EventClass is the class Event; its subclasses embed [Event].
var EventClass = defineEvent()

func defineEvent() *jsruntime.Class[Event] {
	type (
		vm    = jsruntime.VM
		args  = jsruntime.Args
		value = jsruntime.Value
	)
	c := jsruntime.NewClass[Event]("Event").
		Constructor(1, func(vm *vm, args args, _ *jsruntime.Object) *Event {
			e := FromArguments(vm, "Event", "Init", args)
			return &e
		}).
		Method("stopPropagation", 0, func(_ *vm, e *Event, _ args) value { e.stopped = true; return nil }).
		Method("stopImmediatePropagation", 0, func(_ *vm, e *Event, _ args) value {
			e.stopped, e.stoppedNow = true, true
			return nil
		}).
		Method("initEvent", 1, func(vm *vm, e *Event, args args) value {
			if len(args) == 0 {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'initEvent' on 'Event': parameter 1 is not of type 'string'.")
			}
			e.init(args[0].String(), args.At(1).ToBoolean(), args.At(2).ToBoolean())
			return nil
		}).
		Method("preventDefault", 0, func(_ *vm, e *Event, _ args) value { e.prevent(); return nil }).
		Method("composedPath", 0, func(vm *vm, e *Event, _ args) value {
			if e.current == nil {
				return vm.NewArrayOf()
			}
			return vm.NewArrayOf(e.current)
		}).
		Const("NONE", 0).Const("CAPTURING_PHASE", 1).Const("AT_TARGET", atTarget).Const("BUBBLING_PHASE", 3)
	return withProperties(c)
}

// withProperties adds the properties in the order in which the console shows them.
func withProperties(c *jsruntime.Class[Event]) *jsruntime.Class[Event] {
	type (
		vm    = jsruntime.VM
		value = jsruntime.Value
	)
	flag := func(name string, get func(*Event) bool) {
		c.Getter(name, func(vm *vm, e *Event) value { return vm.ToValue(get(e)) })
	}
	target := func(name string, get func(*Event) *jsruntime.Object) {
		c.Getter(name, func(vm *vm, e *Event) value { return targetOf(vm, get(e)) })
	}
	c.Getter("type", func(vm *vm, e *Event) value { return vm.ToValue(e.kind) })
	c.Getter("eventPhase", func(vm *vm, e *Event) value { return vm.ToValue(e.phase) })
	flag("composed", func(e *Event) bool { return e.composed })
	flag("bubbles", func(e *Event) bool { return e.bubbles })
	flag("cancelable", func(e *Event) bool { return e.cancelable })
	flag("defaultPrevented", func(e *Event) bool { return e.prevented })
	c.Accessor("returnValue",
		func(vm *vm, e *Event) value { return vm.ToValue(!e.prevented) },
		func(_ *vm, e *Event, v value) {
			if !v.ToBoolean() {
				e.prevent()
			}
		})
	target("currentTarget", func(e *Event) *jsruntime.Object { return e.current })
	target("target", func(e *Event) *jsruntime.Object { return e.target })
	target("srcElement", func(e *Event) *jsruntime.Object { return e.target })
	// The platform keeps its clock from events.
	c.Getter("timeStamp", func(vm *vm, _ *Event) value { return vm.ToValue(0) })
	flag("isTrusted", func(e *Event) bool { return e.trusted })
	return c.
		Accessor("cancelBubble", func(vm *vm, e *Event) value { return vm.ToValue(e.stopped) },
			func(_ *vm, e *Event, v value) { e.stopped = e.stopped || v.ToBoolean() })
}

// targetOf shows a target, or that there is none yet.
func targetOf(vm *jsruntime.VM, o *jsruntime.Object) jsruntime.Value {
	switch {
	case o != nil:
		return o
	case compat.Of(vm).Has("pedantic_wpt"):
		return jsruntime.Null()
	}
	return jsruntime.Undefined()
}

// New makes a trusted plain event.
func New(vm *jsruntime.VM, kind string) *jsruntime.Object {
	e := NewEvent(vm, kind, false)
	return EventClass.New(vm, &e)
}
