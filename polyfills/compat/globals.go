package compat

import "paddock/jsruntime"

// gated are the globals that a flag brings, or another one.
var gated = []struct {
	flag, or string
	names    []string
}{
	{"enable_global_performance_classes", "enable_nodejs_perf_hooks_module", []string{
		"Performance", "PerformanceEntry", "PerformanceMark", "PerformanceMeasure", "PerformanceResourceTiming",
		"PerformanceObserver", "PerformanceObserverEntryList",
	}},
	{"enable_weak_ref", "", []string{"WeakRef", "FinalizationRegistry"}},
	{"expose_global_message_channel", "", []string{"MessageChannel", "MessagePort"}},
	{"global_navigator", "", []string{"navigator"}},
	{"nodejs_compat_v2", "", []string{"setImmediate", "clearImmediate"}},
	{"streams_enable_constructors", "", []string{
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
			if set.Has(g.flag) || set.Has(g.or) {
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
