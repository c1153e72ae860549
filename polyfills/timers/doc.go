// Package timers emulates setTimeout and its kin, queueMicrotask, reportError and scheduler.
//
// The one idea: each isolate has one heap of deadlines and one armed Go timer. What is due
// goes to the loop in order of deadline, each callback as an event of the scope that asked
// for it, behind that scope's gate. A timer counts as outstanding I/O of its scope and dies
// with it. Other packages use [After].
package timers

import "paddock/jsruntime"

// API gives the globals.
func API() jsruntime.API {
	return jsruntime.API{Name: "timers", Own: []string{"scheduler"}, Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"setTimeout":     setter("setTimeout", false),
		"setInterval":    setter("setInterval", true),
		"clearTimeout":   clearer("clearTimeout"),
		"clearInterval":  clearer("clearInterval"),
		"setImmediate":   function("setImmediate", 1, setImmediate),
		"clearImmediate": function("clearImmediate", 1, clearImmediate),
		"queueMicrotask": function("queueMicrotask", 1, queueMicrotask),
		"reportError":    function("reportError", 1, reportError),
		"scheduler":      func(vm *jsruntime.VM) jsruntime.Value { return schedulerClass.New(vm, &scheduler{}) },
	}}
}
