// Package performance is the global performance with its marks and measures, navigator, and
// the names under which the global object knows itself: self, origin.
//
// The one idea: time is the isolate's clock in ms since the Unix epoch, and timeOrigin is 0,
// as on the platform, where now() equals Date.now().
package performance

import (
	"runtime"
	"slices"

	"paddock/jsruntime"
)

// API gives the globals.
func API() jsruntime.API {
	class := func(o func(*jsruntime.VM) *jsruntime.Object) func(*jsruntime.VM) jsruntime.Value {
		return func(vm *jsruntime.VM) jsruntime.Value { return o(vm) }
	}
	return jsruntime.API{Name: "performance", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"Performance":        class(performanceClass.Object),
		"PerformanceEntry":   class(entryClass.Object),
		"PerformanceMark":    class(markClass.Object),
		"PerformanceMeasure": class(measureClass.Object),
		"Navigator":          class(navigatorClass.Object),
		"performance": func(vm *jsruntime.VM) jsruntime.Value {
			return performanceClass.New(vm, &performance{})
		},
		"navigator": func(vm *jsruntime.VM) jsruntime.Value { return navigatorClass.New(vm, &navigator{}) },
		"self":      func(vm *jsruntime.VM) jsruntime.Value { return vm.GlobalObject() },
		"origin":    func(vm *jsruntime.VM) jsruntime.Value { return vm.ToValue("null") },
	}}
}

// performance is the host side of the global performance.
type performance struct{ entries []*entry }

// entry is the host side of a PerformanceEntry.
type entry struct {
	object          *jsruntime.Object
	name, kind      string
	start, duration float64
	detail          jsruntime.Value
}

// mark and measure are entries of their own classes.
type (
	mark    struct{ entry }
	measure struct{ entry }
)

var entryClass = jsruntime.NewClass[entry]("PerformanceEntry").
	Getter("name", func(vm *jsruntime.VM, e *entry) jsruntime.Value { return vm.ToValue(e.name) }).
	Getter("entryType", func(vm *jsruntime.VM, e *entry) jsruntime.Value { return vm.ToValue(e.kind) }).
	Getter("startTime", func(vm *jsruntime.VM, e *entry) jsruntime.Value { return vm.ToValue(e.start) }).
	Getter("duration", func(vm *jsruntime.VM, e *entry) jsruntime.Value { return vm.ToValue(e.duration) }).
	Method("toJSON", 0, func(vm *jsruntime.VM, e *entry, _ jsruntime.Args) jsruntime.Value {
		o := vm.NewObject()
		for _, p := range []struct {
			name string
			v    any
		}{{"name", e.name}, {"entryType", e.kind}, {"startTime", e.start}, {"duration", e.duration}, {"detail", e.detail}} {
			if err := o.Set(p.name, p.v); err != nil {
				vm.Throw(err)
			}
		}
		return o
	})

var markClass = jsruntime.Extends(jsruntime.NewClass[mark]("PerformanceMark").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *mark {
		return newMark(vm, args, this)
	}).
	Getter("detail", func(_ *jsruntime.VM, m *mark) jsruntime.Value { return m.detail }),
	entryClass, func(m *mark) *entry { return &m.entry })

var measureClass = jsruntime.Extends(jsruntime.NewClass[measure]("PerformanceMeasure").
	Getter("detail", func(_ *jsruntime.VM, m *measure) jsruntime.Value { return m.detail }),
	entryClass, func(m *measure) *entry { return &m.entry })

func now(vm *jsruntime.VM) float64 { return float64(vm.Now().UnixMicro()) / 1000 }

func newMark(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *mark {
	m := &mark{entry{object: this, name: args.At(0).String(), kind: "mark", start: now(vm), detail: jsruntime.Null()}}
	if options := jsruntime.AsObject(args.At(1)); options != nil {
		if v := options.Get("startTime"); !jsruntime.IsUndefined(v) {
			m.start = v.ToFloat()
		}
		if v := options.Get("detail"); !jsruntime.IsUndefined(v) {
			m.detail = v
		}
	}
	return m
}

var performanceClass = jsruntime.NewClass[performance]("Performance").
	Getter("timeOrigin", func(vm *jsruntime.VM, _ *performance) jsruntime.Value { return vm.ToValue(0) }).
	Method("now", 0, func(vm *jsruntime.VM, _ *performance, _ jsruntime.Args) jsruntime.Value { return vm.ToValue(now(vm)) }).
	Method("mark", 1, func(vm *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		m := newMark(vm, args, nil)
		m.object = markClass.New(vm, m)
		p.entries = append(p.entries, &m.entry)
		return m.object
	}).
	Method("measure", 1, func(vm *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		m := p.measure(vm, args)
		m.object = measureClass.New(vm, m)
		p.entries = append(p.entries, &m.entry)
		return m.object
	}).
	Method("getEntries", 0, func(vm *jsruntime.VM, p *performance, _ jsruntime.Args) jsruntime.Value {
		return p.list(vm, func(*entry) bool { return true })
	}).
	Method("getEntriesByName", 1, func(vm *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		name, kind := args.At(0).String(), args.At(1)
		return p.list(vm, func(e *entry) bool {
			return e.name == name && (jsruntime.IsUndefined(kind) || e.kind == kind.String())
		})
	}).
	Method("getEntriesByType", 1, func(vm *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		kind := args.At(0).String()
		return p.list(vm, func(e *entry) bool { return e.kind == kind })
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
	})

func clearer(kind string) func(*jsruntime.VM, *performance, jsruntime.Args) jsruntime.Value {
	return func(_ *jsruntime.VM, p *performance, args jsruntime.Args) jsruntime.Value {
		name := args.At(0)
		p.entries = slices.DeleteFunc(p.entries, func(e *entry) bool {
			return e.kind == kind && (jsruntime.IsUndefined(name) || e.name == name.String())
		})
		return nil
	}
}

// list gives entries by time, as the standard orders them.
func (p *performance) list(vm *jsruntime.VM, want func(*entry) bool) jsruntime.Value {
	sorted := slices.Clone(p.entries)
	slices.SortStableFunc(sorted, func(a, b *entry) int {
		switch {
		case a.start < b.start:
			return -1
		case a.start > b.start:
			return 1
		}
		return 0
	})
	var out []jsruntime.Value
	for _, e := range sorted {
		if want(e) {
			out = append(out, e.object)
		}
	}
	return vm.NewArrayOf(out...)
}

// measure reads measure(name, startOrOptions, end).
func (p *performance) measure(vm *jsruntime.VM, args jsruntime.Args) *measure {
	m := &measure{entry{name: args.At(0).String(), kind: "measure", detail: jsruntime.Null()}}
	start, end, duration := args.At(1), args.At(2), jsruntime.Undefined()
	if options := jsruntime.AsObject(start); options != nil {
		start, end, duration = options.Get("start"), options.Get("end"), options.Get("duration")
		if v := options.Get("detail"); !jsruntime.IsUndefined(v) {
			m.detail = v
		}
	}
	finish := now(vm)
	if !jsruntime.IsUndefined(end) {
		finish = p.timeOf(vm, end)
	}
	if !jsruntime.IsUndefined(start) {
		m.start = p.timeOf(vm, start)
	}
	switch {
	case jsruntime.IsUndefined(duration):
		m.duration = finish - m.start
	case jsruntime.IsUndefined(start):
		m.duration = duration.ToFloat()
		m.start = finish - m.duration
	default:
		m.duration = duration.ToFloat()
	}
	return m
}

// timeOf reads a time or the name of the last mark that has it.
func (p *performance) timeOf(vm *jsruntime.VM, v jsruntime.Value) float64 {
	if !jsruntime.IsString(v) {
		return v.ToFloat()
	}
	for _, e := range slices.Backward(p.entries) {
		if e.kind == "mark" && e.name == v.String() {
			return e.start
		}
	}
	vm.Throwf(jsruntime.DOMError+"SyntaxError", "The mark '%s' does not exist.", v.String())
	return 0
}

// navigator is the host side of the global navigator.
type navigator struct{}

var navigatorClass = jsruntime.NewClass[navigator]("Navigator").
	Getter("userAgent", constant("Cloudflare-Workers")).
	Getter("language", constant("en")).
	Getter("languages", func(vm *jsruntime.VM, _ *navigator) jsruntime.Value { return vm.NewArrayOf(vm.ToValue("en")) }).
	Getter("hardwareConcurrency", constant(1)).
	Getter("platform", func(vm *jsruntime.VM, _ *navigator) jsruntime.Value { return vm.ToValue(platform(runtime.GOOS)) })

func constant(v any) func(*jsruntime.VM, *navigator) jsruntime.Value {
	return func(vm *jsruntime.VM, _ *navigator) jsruntime.Value { return vm.ToValue(v) }
}

func platform(os string) string {
	switch os {
	case "darwin":
		return "MacIntel"
	case "windows":
		return "Win32"
	}
	return "Linux x86_64"
}
