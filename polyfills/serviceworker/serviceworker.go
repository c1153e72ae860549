// Package serviceworker is the events that a worker in service-worker syntax listens for:
// addEventListener("fetch", (event) => event.respondWith(…)).
//
// The one idea: it makes an event, sends it to the listeners on the global object and gives what they
// answered. When that happens, and in which scope, is the host's business (jsruntime/worker).
//
// Platform: https://developers.cloudflare.com/workers/reference/migrate-to-module-workers/
package serviceworker

import (
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/events"
)

// Context is what the host lends to an event.
type Context struct {
	WaitUntil   func(vm *jsruntime.VM, promise jsruntime.Value)
	PassThrough func()
}

// fetchEvent is the host side of FetchEvent.
type fetchEvent struct {
	events.Extendable
	request     *jsruntime.Object
	answer      jsruntime.Value // a promise; nil before respondWith
	over        bool            // all listeners have been called
	passThrough func()
}

var fetchClass = jsruntime.Extends(jsruntime.NewClass[fetchEvent]("FetchEvent").
	Getter("request", func(_ *jsruntime.VM, e *fetchEvent) jsruntime.Value { return e.request }).
	Method("respondWith", 1, func(vm *jsruntime.VM, e *fetchEvent, args jsruntime.Args) jsruntime.Value {
		if jsruntime.AsObject(args.At(0)) == nil {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'respondWith' on 'FetchEvent': parameter 1 is not of type 'Promise'.")
		}
		switch {
		case e.over:
			vm.Throwf(jsruntime.DOMError+"InvalidStateError", "Too late to call FetchEvent.respondWith(). It must be called synchronously in the event handler.")
		case e.answer != nil:
			vm.Throwf(jsruntime.DOMError+"InvalidStateError", "FetchEvent.respondWith() has already been called; it can only be called once.")
		}
		e.answer = vm.ToPromise(args[0])
		e.StopNow() // a listener that answers is the last one
		return nil
	}).
	Method("passThroughOnException", 0, func(_ *jsruntime.VM, e *fetchEvent, _ jsruntime.Args) jsruntime.Value {
		e.passThrough()
		return nil
	}),
	events.ExtendableClass, func(e *fetchEvent) *events.Extendable { return &e.Extendable })

// scheduledEvent is the host side of ScheduledEvent.
type scheduledEvent struct {
	events.Extendable
	scheduled time.Time
	cron      string
	noRetry   func()
}

var scheduledClass = jsruntime.Extends(jsruntime.NewClass[scheduledEvent]("ScheduledEvent").
	Getter("scheduledTime", func(vm *jsruntime.VM, e *scheduledEvent) jsruntime.Value { return vm.ToValue(e.scheduled.UnixMilli()) }).
	Getter("cron", func(vm *jsruntime.VM, e *scheduledEvent) jsruntime.Value { return vm.ToValue(e.cron) }).
	Method("noRetry", 0, func(_ *jsruntime.VM, e *scheduledEvent, _ jsruntime.Args) jsruntime.Value {
		e.noRetry()
		return nil
	}),
	events.ExtendableClass, func(e *scheduledEvent) *events.Extendable { return &e.Extendable })

// API gives the classes as globals; scripts cannot construct them.
func API() jsruntime.API {
	return jsruntime.API{Name: "serviceworker", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"FetchEvent":     func(vm *jsruntime.VM) jsruntime.Value { return fetchClass.Object(vm) },
		"ScheduledEvent": func(vm *jsruntime.VM) jsruntime.Value { return scheduledClass.Object(vm) },
	}}
}

// Listens reports whether a script listens for any event that is sent to workers.
func Listens(vm *jsruntime.VM) bool {
	for _, kind := range []string{"fetch", "scheduled", "queue", "email", "tail", "trace", "alarm", "test"} {
		if events.GlobalTarget(vm).Listening(kind) {
			return true
		}
	}
	return false
}

// Fetch sends a request to the listeners and gives the promise of an answer. It throws what a
// listener throws. When none answers, the platform would send the request on; a local runtime has
// nowhere to send it, and says so in wrangler's words.
func Fetch(vm *jsruntime.VM, request *jsruntime.Object, ctx Context) jsruntime.Value {
	e := &fetchEvent{request: request, passThrough: ctx.PassThrough}
	e.Extendable = events.Extendable{Event: events.NewEvent(vm, "fetch", false), Extend: ctx.WaitUntil}
	events.DispatchGlobalThrowing(vm, fetchClass.New(vm, e))
	e.over = true
	if e.answer == nil {
		vm.Throwf(jsruntime.PlainError, "No response!")
	}
	return e.answer
}

// Scheduled sends a cron event to the listeners. It throws what a listener throws.
func Scheduled(vm *jsruntime.VM, scheduled time.Time, cron string, noRetry func(), ctx Context) {
	e := &scheduledEvent{scheduled: scheduled, cron: cron, noRetry: noRetry}
	e.Extendable = events.Extendable{Event: events.NewEvent(vm, "scheduled", false), Extend: ctx.WaitUntil}
	events.DispatchGlobalThrowing(vm, scheduledClass.New(vm, e))
}
