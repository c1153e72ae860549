package events

import (
	"paddock/jsruntime"
)

// attributes reads members of an event's init dictionary.
type attributes struct{ init *jsruntime.Object }

func attributesOf(args jsruntime.Args) attributes { return attributes{jsruntime.AsObject(args.At(1))} }

func (a attributes) get(name string, or jsruntime.Value) jsruntime.Value {
	if a.init != nil {
		if v := a.init.Get(name); !jsruntime.IsUndefined(v) {
			return v
		}
	}
	return or
}

func (a attributes) text(name string) string {
	if v := a.get(name, nil); v != nil {
		return v.String()
	}
	return ""
}

func (a attributes) number(name string) int64 {
	if v := a.get(name, nil); v != nil {
		return jsruntime.Integer(v)
	}
	return 0
}

// Custom is the host side of a CustomEvent.
type Custom struct {
	Event
	detail jsruntime.Value
}

var customClass = jsruntime.Extends(jsruntime.NewClass[Custom]("CustomEvent").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Custom {
		return &Custom{FromArguments(vm, "CustomEvent", "CustomEventInit", args), attributesOf(args).get("detail", jsruntime.Null())}
	}).
	Getter("detail", func(_ *jsruntime.VM, e *Custom) jsruntime.Value { return e.detail }),
	EventClass, func(e *Custom) *Event { return &e.Event })

// Message is the host side of a MessageEvent.
type Message struct {
	Event
	data, source, ports jsruntime.Value
	origin, id          string
}

var messageClass = jsruntime.Extends(jsruntime.NewClass[Message]("MessageEvent").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Message {
		a := attributesOf(args)
		return &Message{FromArguments(vm, "MessageEvent", "Initializer", args), a.get("data", jsruntime.Null()), a.get("source", jsruntime.Null()),
			portsOf(vm, a.get("ports", nil)), a.text("origin"), a.text("lastEventId")}
	}).
	OwnGetter("data", func(_ *jsruntime.VM, e *Message) jsruntime.Value { return e.data }).
	OwnGetter("origin", func(vm *jsruntime.VM, e *Message) jsruntime.Value { return vm.ToValue(e.origin) }).
	OwnGetter("lastEventId", func(vm *jsruntime.VM, e *Message) jsruntime.Value { return vm.ToValue(e.id) }).
	OwnGetter("source", func(_ *jsruntime.VM, e *Message) jsruntime.Value { return e.source }).
	OwnGetter("ports", func(vm *jsruntime.VM, e *Message) jsruntime.Value {
		if e.ports == nil {
			e.ports = noPorts.Get(vm)
		}
		return e.ports
	}),
	EventClass, func(e *Message) *Event { return &e.Event })

// noPorts is what events of the host have for ports mostly. It cannot be changed, so that one is enough.
var noPorts = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.Object { return vm.Frozen() })

// portsOf makes the attribute ports of a sequence; nil: an empty one.
func portsOf(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	var list []jsruntime.Value
	if v != nil {
		if !vm.IsIterable(v) {
			vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'ports' field on 'Initializer': the provided value is not of type 'Array'.")
		}
		vm.Iterate(v, func(item jsruntime.Value) bool {
			list = append(list, item)
			return true
		})
	}
	return vm.Frozen(list...)
}

// MessageInit is what a message event tells. Zero fields have the standard's defaults.
type MessageInit struct {
	Data        jsruntime.Value
	Origin      string
	LastEventID string
	Source      jsruntime.Value
	Ports       jsruntime.Value // an array
}

// NewMessageEvent makes a trusted MessageEvent; kind is "message" for most.
func NewMessageEvent(vm *jsruntime.VM, kind string, init MessageInit) *jsruntime.Object {
	m := &Message{NewEvent(vm, kind, false), init.Data, init.Source, init.Ports, init.Origin, init.LastEventID}
	if m.data == nil {
		m.data = jsruntime.Null()
	}
	if m.source == nil {
		m.source = jsruntime.Null()
	}
	return messageClass.New(vm, m)
}

// Close is the host side of a CloseEvent.
type Close struct {
	Event
	code   uint16
	reason string
	clean  bool
}

var closeClass = jsruntime.Extends(jsruntime.NewClass[Close]("CloseEvent").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Close {
		a := attributesOf(args)
		return &Close{FromArguments(vm, "CloseEvent", "Initializer", args), uint16(a.number("code")), a.text("reason"), a.init != nil && flag(a.init, "wasClean")}
	}).
	OwnGetter("code", func(vm *jsruntime.VM, e *Close) jsruntime.Value { return vm.ToValue(e.code) }).
	OwnGetter("reason", func(vm *jsruntime.VM, e *Close) jsruntime.Value { return vm.ToValue(e.reason) }).
	OwnGetter("wasClean", func(vm *jsruntime.VM, e *Close) jsruntime.Value { return vm.ToValue(e.clean) }),
	EventClass, func(e *Close) *Event { return &e.Event })

// NewCloseEvent makes a trusted CloseEvent of type "close".
func NewCloseEvent(vm *jsruntime.VM, code uint16, reason string, wasClean bool) *jsruntime.Object {
	return closeClass.New(vm, &Close{NewEvent(vm, "close", false), code, reason, wasClean})
}

// Failure is the host side of an ErrorEvent.
type Failure struct {
	Event
	message, filename string
	line, column      int64
	err               jsruntime.Value
}

var errorClass = jsruntime.Extends(jsruntime.NewClass[Failure]("ErrorEvent").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Failure {
		a := attributesOf(args)
		return &Failure{FromArguments(vm, "ErrorEvent", "ErrorEventInit", args), a.text("message"), a.text("filename"), a.number("lineno"), a.number("colno"),
			a.get("error", jsruntime.Undefined())}
	}).
	Getter("filename", func(vm *jsruntime.VM, e *Failure) jsruntime.Value { return vm.ToValue(e.filename) }).
	Getter("message", func(vm *jsruntime.VM, e *Failure) jsruntime.Value { return vm.ToValue(e.message) }).
	Getter("lineno", func(vm *jsruntime.VM, e *Failure) jsruntime.Value { return vm.ToValue(e.line) }).
	Getter("colno", func(vm *jsruntime.VM, e *Failure) jsruntime.Value { return vm.ToValue(e.column) }).
	Getter("error", func(_ *jsruntime.VM, e *Failure) jsruntime.Value { return e.err }),
	EventClass, func(e *Failure) *Event { return &e.Event })

// NewErrorEvent makes a trusted ErrorEvent of type "error" for a thrown value
// (nil: undefined).
func NewErrorEvent(vm *jsruntime.VM, message string, thrown jsruntime.Value) *jsruntime.Object {
	if thrown == nil {
		thrown = jsruntime.Undefined()
	}
	return errorClass.New(vm, &Failure{Event: NewEvent(vm, "error", false), message: message, err: thrown})
}

// Rejection is the host side of a PromiseRejectionEvent.
type Rejection struct {
	Event
	promise, reason jsruntime.Value
}

var rejectionClass = jsruntime.Extends(jsruntime.NewClass[Rejection]("PromiseRejectionEvent").
	Constructor(2, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Rejection {
		a := attributesOf(args)
		return &Rejection{FromArguments(vm, "PromiseRejectionEvent", "Init", args), a.get("promise", jsruntime.Undefined()), a.get("reason", jsruntime.Undefined())}
	}).
	OwnGetter("promise", func(_ *jsruntime.VM, e *Rejection) jsruntime.Value { return e.promise }).
	OwnGetter("reason", func(_ *jsruntime.VM, e *Rejection) jsruntime.Value { return e.reason }),
	EventClass, func(e *Rejection) *Event { return &e.Event })

// NewRejectionEvent makes a trusted, cancelable PromiseRejectionEvent; kind is
// "unhandledrejection" or "rejectionhandled".
func NewRejectionEvent(vm *jsruntime.VM, kind string, promise, reason jsruntime.Value) *jsruntime.Object {
	return rejectionClass.New(vm, &Rejection{NewEvent(vm, kind, true), promise, reason})
}

// Extendable is the host side of an ExtendableEvent; FetchEvent and ScheduledEvent embed it.
type Extendable struct {
	Event
	// Extend is told of promises given to waitUntil; nil: scripts made the event.
	Extend func(vm *jsruntime.VM, promise jsruntime.Value)
}

// ExtendableClass is the class ExtendableEvent.
var ExtendableClass = jsruntime.Extends(jsruntime.NewClass[Extendable]("ExtendableEvent").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Extendable {
		return &Extendable{Event: FromArguments(vm, "ExtendableEvent", "Init", args)}
	}).
	Method("waitUntil", 1, func(vm *jsruntime.VM, e *Extendable, args jsruntime.Args) jsruntime.Value {
		if e.Extend == nil {
			vm.Throwf(jsruntime.DOMError+"InvalidStateError", "waitUntil() can only be called on trusted event.")
		}
		e.Extend(vm, args.At(0))
		return nil
	}),
	EventClass, func(e *Extendable) *Event { return &e.Event })
