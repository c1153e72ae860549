// Package performance is the global performance with its marks and measures, and the
// observers of them.
//
// The one idea: time is the isolate's clock in ms since the Unix epoch, and timeOrigin is 0,
// as on the platform, where now() equals Date.now().
package performance

import (
	"slices"

	"paddock/jsruntime"
	"paddock/polyfills/events"
	"paddock/polyfills/globalscope"
)

// API gives the globals.
func API() jsruntime.API {
	class := func(o func(*jsruntime.VM) *jsruntime.Object) func(*jsruntime.VM) jsruntime.Value {
		return func(vm *jsruntime.VM) jsruntime.Value { return o(vm) }
	}
	return jsruntime.API{Name: "performance", Own: []string{"performance"}, Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"Performance":                  class(performanceClass.Object),
		"PerformanceEntry":             class(entryClass.Object),
		"PerformanceMark":              class(markClass.Object),
		"PerformanceMeasure":           class(measureClass.Object),
		"PerformanceObserver":          class(observerClass.Object),
		"PerformanceObserverEntryList": class(entryListClass.Object),
		"PerformanceResourceTiming":    class(resourceClass.Object),
		"performance": func(vm *jsruntime.VM) jsruntime.Value {
			return performanceClass.New(vm, timelines.Get(vm))
		},
	}}
}

// performance is the host side of the global performance: the timeline of an isolate.
type performance struct {
	events.Target
	entries   entries
	observers []*observer // those that observe something
}

var timelines = jsruntime.NewSlot(func(*jsruntime.VM) *performance { return &performance{} })

var performanceClass = jsruntime.Extends(jsruntime.NewClass[performance]("Performance").
	Setup(addNode).
	Getter("timeOrigin", func(vm *jsruntime.VM, _ *performance) jsruntime.Value { return vm.ToValue(0) }).
	Method("now", 0, func(vm *jsruntime.VM, _ *performance, _ jsruntime.Args) jsruntime.Value { return vm.ToValue(now(vm)) }).
	Method("mark", 1, func(vm *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		m := newMark(vm, "Failed to execute 'mark' on 'Performance': ", args)
		m.object = markClass.New(vm, m)
		return p.add(&m.entry)
	}).
	Method("measure", 1, func(vm *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		m := p.measure(vm, args)
		m.object = measureClass.New(vm, m)
		return p.add(&m.entry)
	}).
	Method("getEntries", 0, func(vm *jsruntime.VM, p *performance, _ jsruntime.Args) jsruntime.Value { return p.entries.all(vm) }).
	Method("getEntriesByName", 1, func(vm *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		return p.entries.byName(vm, args)
	}).
	Method("getEntriesByType", 1, func(vm *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		return p.entries.byType(vm, args)
	}).
	Method("clearMarks", 0, clearer("mark")).
	Method("clearMeasures", 0, clearer("measure")).
	Method("clearResourceTimings", 0, clearer("resource")).
	Method("toJSON", 0, func(vm *jsruntime.VM, _ *performance, _ jsruntime.Args) jsruntime.Value {
		o := vm.NewObject()
		if err := o.Set("timeOrigin", 0); err != nil {
			vm.Throw(err)
		}
		return o
	}),
	events.TargetClass, func(p *performance) *events.Target { return &p.Target })

// now is the time as the standard coarsens it (High Resolution Time, section 4): to a tenth of a millisecond.
func now(vm *jsruntime.VM) float64 {
	if globalscope.Loading(vm) {
		return 0 // the platform shows no time while modules are loaded
	}
	return float64(vm.Now().UnixMicro()/100) / 10
}

// add puts an entry on the timeline and tells the observers.
func (p *performance) add(e *entry) jsruntime.Value {
	p.entries = append(p.entries, e)
	for _, o := range p.observers {
		o.queue(e)
	}
	return e.object
}

func clearer(kind string) func(*jsruntime.VM, *performance, jsruntime.Args) jsruntime.Value {
	return func(_ *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		name := args.At(0)
		p.entries = slices.DeleteFunc(p.entries, func(e *entry) bool {
			return e.kind == kind && (jsruntime.IsUndefined(name) || e.name == name.String())
		})
		return nil
	}
}
