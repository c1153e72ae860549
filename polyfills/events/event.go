package events

import (
	"paddock/jsruntime"
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
	time                float64 // ms since the Unix epoch
}

// Phases of an event; there is no tree, so that only the second occurs.
const atTarget = 2

// NewEvent makes the struct of a trusted event for classes that embed Event.
func NewEvent(vm *jsruntime.VM, kind string, cancelable bool) Event {
	return Event{kind: kind, cancelable: cancelable, trusted: true, time: now(vm)}
}

// FromArguments makes the struct of an event from the arguments (type, init) of the
// constructor of class. It throws a TypeError for arguments that are none.
func FromArguments(vm *jsruntime.VM, class string, args jsruntime.Args) Event {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 1 is not of type 'string'.", class)
	}
	if init := args.At(1); !jsruntime.IsNullish(init) && jsruntime.AsObject(init) == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 2 is not of type 'Init'.", class)
	}
	e := Event{kind: vm.Text(args[0]), time: now(vm)}
	if init := jsruntime.AsObject(args.At(1)); init != nil {
		e.bubbles = flag(init, "bubbles")
		e.cancelable = flag(init, "cancelable")
		e.composed = flag(init, "composed")
	}
	return e
}

func now(vm *jsruntime.VM) float64 { return float64(vm.Now().UnixMilli()) }

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
			e := FromArguments(vm, "Event", args)
			return &e
		}).
		Getter("type", func(vm *vm, e *Event) value { return vm.ToValue(e.kind) }).
		Getter("eventPhase", func(vm *vm, e *Event) value { return vm.ToValue(e.phase) }).
		Getter("timeStamp", func(vm *vm, e *Event) value { return vm.ToValue(e.time) }).
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
		Accessor("returnValue", func(vm *vm, e *Event) value { return vm.ToValue(!e.prevented) },
			func(_ *vm, e *Event, v value) {
				if !v.ToBoolean() {
					e.prevent()
				}
			}).
		Accessor("cancelBubble", func(vm *vm, e *Event) value { return vm.ToValue(e.stopped) },
			func(_ *vm, e *Event, v value) { e.stopped = e.stopped || v.ToBoolean() }).
		Const("NONE", 0).Const("CAPTURING_PHASE", 1).Const("AT_TARGET", atTarget).Const("BUBBLING_PHASE", 3)
	for name, get := range map[string]func(*Event) bool{
		"composed":         func(e *Event) bool { return e.composed },
		"bubbles":          func(e *Event) bool { return e.bubbles },
		"cancelable":       func(e *Event) bool { return e.cancelable },
		"defaultPrevented": func(e *Event) bool { return e.prevented },
		"isTrusted":        func(e *Event) bool { return e.trusted },
	} {
		c.Getter(name, func(vm *vm, e *Event) value { return vm.ToValue(get(e)) })
	}
	target := func(o *jsruntime.Object) value {
		if o == nil {
			return jsruntime.Null()
		}
		return o
	}
	return c.
		Getter("currentTarget", func(_ *vm, e *Event) value { return target(e.current) }).
		Getter("target", func(_ *vm, e *Event) value { return target(e.target) }).
		Getter("srcElement", func(_ *vm, e *Event) value { return target(e.target) })
}

// New makes a trusted plain event.
func New(vm *jsruntime.VM, kind string) *jsruntime.Object {
	e := NewEvent(vm, kind, false)
	return EventClass.New(vm, &e)
}
