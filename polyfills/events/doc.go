// Package events emulates DOM events: EventTarget, Event and its subclasses, and the
// listeners on the global object.
//
// The one idea: a target is the Go struct [Target], to be embedded by every host class that
// dispatches (AbortSignal, WebSocket…) and named as its parent with jsruntime.Extends; an
// event is the struct [Event]. There is no tree: an event is only ever at its target. What a
// listener throws of an event that the host sends is reported ([Report]); of one that a script
// sends it goes to the script, as on the platform.
package events

import "paddock/jsruntime"

// API gives the classes and the global object's listener functions.
func API() jsruntime.API {
	class := func(o func(*jsruntime.VM) *jsruntime.Object) func(*jsruntime.VM) jsruntime.Value {
		return func(vm *jsruntime.VM) jsruntime.Value { return o(vm) }
	}
	return jsruntime.API{Name: "events", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"EventTarget":           class(TargetClass.Object),
		"Event":                 class(EventClass.Object),
		"ExtendableEvent":       class(ExtendableClass.Object),
		"CustomEvent":           class(customClass.Object),
		"MessageEvent":          class(messageClass.Object),
		"CloseEvent":            class(closeClass.Object),
		"ErrorEvent":            class(errorClass.Object),
		"PromiseRejectionEvent": class(rejectionClass.Object),
		"WorkerGlobalScope":     class(GlobalScopeClass.Object),
		"addEventListener":      globalFunction("addEventListener", 2, addListener),
		"removeEventListener":   globalFunction("removeEventListener", 2, removeListener),
		"dispatchEvent":         globalFunction("dispatchEvent", 1, dispatchGlobal),
	}}
}
