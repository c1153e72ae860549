package compat

import (
	"slices"

	"paddock/jsruntime"
)

// gated are the globals that each of some flags brings.
var gated = []struct {
	flags []string
	names []string
}{
	// with all of Node wrangler's build defines them, as it does the two immediates
	{[]string{"enable_global_performance_classes", "enable_nodejs_perf_hooks_module", "nodejs_compat_v2"}, []string{
		"Performance", "PerformanceEntry", "PerformanceMark", "PerformanceMeasure", "PerformanceResourceTiming",
		"PerformanceObserver", "PerformanceObserverEntryList",
	}},
	{[]string{"enable_weak_ref"}, []string{"WeakRef", "FinalizationRegistry"}},
	{[]string{"expose_global_message_channel"}, []string{"MessageChannel", "MessagePort"}},
	{[]string{"global_navigator"}, []string{"navigator"}},
	{[]string{"nodejs_compat_v2"}, []string{"setImmediate", "clearImmediate"}},
	{[]string{"streams_enable_constructors"}, []string{
		"ReadableStreamBYOBRequest", "ReadableStreamDefaultController", "ReadableByteStreamController",
		"WritableStreamDefaultController", "TransformStreamDefaultController",
	}},
}

// Globals takes away the globals that the Worker's date and flags do not bring. It stands behind
// the APIs that define them.
func Globals() jsruntime.API {
	return jsruntime.API{Name: "compat/globals", Install: func(vm *jsruntime.VM) error {
		set := Of(vm)
		for _, g := range gated {
			if slices.ContainsFunc(g.flags, set.Has) {
				continue
			}
			for _, name := range g.names {
				if err := vm.DeleteGlobal(name); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}
