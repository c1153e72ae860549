package performance

import (
	"math"
	"slices"

	"paddock/jsruntime"
)

// mark and measure are entries of their own classes.
type (
	mark    struct{ entry }
	measure struct{ entry }
)

var markClass = jsruntime.Extends(jsruntime.NewClass[mark]("PerformanceMark").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *mark {
		m := newMark(vm, "Failed to construct 'PerformanceMark': constructor ", args)
		m.object = this
		return m
	}).
	Getter("detail", func(_ *jsruntime.VM, m *mark) jsruntime.Value { return m.detail }).
	Method("toJSON", 0, func(vm *jsruntime.VM, m *mark, _ jsruntime.Args) jsruntime.Value { return m.json(vm) }),
	entryClass, func(m *mark) *entry { return &m.entry })

var measureClass = jsruntime.Extends(jsruntime.NewClass[measure]("PerformanceMeasure").
	Getter("detail", func(_ *jsruntime.VM, m *measure) jsruntime.Value { return m.detail }).
	Method("toJSON", 0, func(vm *jsruntime.VM, m *measure, _ jsruntime.Args) jsruntime.Value { return m.json(vm) }),
	entryClass, func(m *measure) *entry { return &m.entry })

// newMark reads (name, options); failed begins the messages of what it throws.
func newMark(vm *jsruntime.VM, failed string, args jsruntime.Args) *mark {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "%sparameter 1 is not of type 'string'.", failed)
	}
	m := &mark{entry{name: vm.Text(args[0]), kind: "mark", start: now(vm), detail: jsruntime.Null()}}
	options := args.At(1)
	if jsruntime.IsNullish(options) {
		return m
	}
	o := jsruntime.AsObject(options)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "%sparameter 2 is not of type 'Options'.", failed)
	}
	if v := o.Get("startTime"); !jsruntime.IsUndefined(v) {
		m.start = timestamp(vm, v)
	}
	m.detail = detail(vm, o)
	return m
}

// detail is a copy of the options' detail.
func detail(vm *jsruntime.VM, options *jsruntime.Object) jsruntime.Value {
	v := options.Get("detail")
	if jsruntime.IsNullish(v) {
		return jsruntime.Null()
	}
	if jsruntime.AsObject(v) == nil {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'detail' field on 'Options': the provided value is not of type 'Object'.")
	}
	copied, err := vm.Clone(v, nil, nil)
	if err != nil {
		vm.Throw(err)
	}
	return copied
}

// timestamp reads a time, which must be finite and not negative.
func timestamp(vm *jsruntime.VM, v jsruntime.Value) float64 {
	ms := v.ToFloat()
	if math.IsNaN(ms) || math.IsInf(ms, 0) {
		vm.Throwf(jsruntime.TypeError, "The provided double value is non-finite.")
	}
	if ms < 0 {
		vm.Throwf(jsruntime.TypeError, "A timestamp cannot be negative.")
	}
	return ms
}

// timingNames are the attributes of PerformanceTiming, which stand for times in windows only.
var timingNames = []string{
	"navigationStart", "unloadEventStart", "unloadEventEnd", "redirectStart", "redirectEnd", "fetchStart",
	"domainLookupStart", "domainLookupEnd", "connectStart", "connectEnd", "secureConnectionStart",
	"requestStart", "responseStart", "responseEnd", "domLoading", "domInteractive",
	"domContentLoadedEventStart", "domContentLoadedEventEnd", "domComplete", "loadEventStart", "loadEventEnd",
}

// measure reads measure(name, startOrOptions, end).
func (p *performance) measure(vm *jsruntime.VM, args jsruntime.Args) *measure {
	const failed = "Failed to execute 'measure' on 'Performance': "
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, failed+"parameter 1 is not of type 'string'.")
	}
	m := &measure{entry{name: vm.Text(args[0]), kind: "measure", detail: jsruntime.Null()}}
	start, end, duration := args.At(1), args.At(2), jsruntime.Undefined()
	if options := jsruntime.AsObject(start); options != nil && given(options) {
		if !jsruntime.IsUndefined(end) {
			vm.Throwf(jsruntime.TypeError, failed+"options and an end mark cannot both be given.")
		}
		start, end, duration = options.Get("start"), options.Get("end"), options.Get("duration")
		if jsruntime.IsUndefined(start) && jsruntime.IsUndefined(end) {
			vm.Throwf(jsruntime.TypeError, failed+"options must have a start or an end.")
		}
		if !jsruntime.IsUndefined(start) && !jsruntime.IsUndefined(end) && !jsruntime.IsUndefined(duration) {
			vm.Throwf(jsruntime.TypeError, failed+"options cannot have start, end and duration.")
		}
		m.detail = detail(vm, options)
	} else if options != nil || jsruntime.IsNull(start) {
		start = jsruntime.Undefined()
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
		m.duration = timestamp(vm, duration)
		m.start = finish - m.duration
	default:
		m.duration = timestamp(vm, duration)
	}
	return m
}

// given tells whether a measure's options have any member.
func given(options *jsruntime.Object) bool {
	return slices.ContainsFunc([]string{"start", "end", "duration", "detail"}, func(name string) bool {
		return !jsruntime.IsUndefined(options.Get(name))
	})
}

// timeOf reads a time or the name of the last mark that has it.
func (p *performance) timeOf(vm *jsruntime.VM, v jsruntime.Value) float64 {
	if jsruntime.IsNumber(v) {
		return timestamp(vm, v)
	}
	name := vm.Text(v)
	if slices.Contains(timingNames, name) {
		vm.Throwf(jsruntime.TypeError, "'%s' is a time of windows only.", name)
	}
	for _, e := range slices.Backward(p.entries) {
		if e.kind == "mark" && e.name == name {
			return e.start
		}
	}
	vm.Throwf(jsruntime.DOMError+"SyntaxError", "The mark '%s' does not exist.", name)
	return 0
}
