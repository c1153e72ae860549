// Package abort emulates AbortController and AbortSignal.
//
// The one idea: host code never waits for the event. It registers an algorithm ([OnAbort]),
// which runs before the listeners of scripts as the standard has it, or takes a Go context
// that the signal cancels ([Context]).
package abort

import "paddock/jsruntime"

// API gives the classes.
func API() jsruntime.API {
	return jsruntime.API{Name: "abort", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"AbortController": func(vm *jsruntime.VM) jsruntime.Value { return controllerClass.Object(vm) },
		"AbortSignal":     func(vm *jsruntime.VM) jsruntime.Value { return constructor(vm) },
	}}
}
