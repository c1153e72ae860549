package workers

import (
	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// tracing is the host side of the export tracing. Spans are traced where a streaming tail Worker is told
// of them.
type tracing struct{ _ byte }

// tracingOf is the one object of a VM: it keeps nothing.
var tracingOf = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.Object { return tracingClass.New(vm, &tracing{}) })

var tracingClass = jsruntime.NewClass[tracing]("Tracing").
	Method("enterSpan", 0, inSpan("enterSpan", true)).
	Method("startActiveSpan", 0, inSpan("startActiveSpan", false)).
	Method("startSpan", 0, func(vm *jsruntime.VM, _ *tracing, args jsruntime.Args) jsruntime.Value {
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'startSpan' on 'Tracing': parameter 1 is not of type 'string'.")
		}
		return trace.NewUserSpan(vm, trace.Open(vm, vm.Text(args[0])))
	}).
	Method("getActiveSpan", 0, func(vm *jsruntime.VM, _ *tracing, _ jsruntime.Args) jsruntime.Value {
		return trace.Active(vm)
	}).
	Method("withActiveSpan", 0, func(vm *jsruntime.VM, _ *tracing, args jsruntime.Args) jsruntime.Value {
		if _, ok := trace.SpanClass.From(args.At(0)); !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'withActiveSpan' on 'Tracing': parameter 1 is not of type 'Span'.")
		}
		fn, ok := jsruntime.AsFunction(args.At(1))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'withActiveSpan' on 'Tracing': parameter 2 is not of type 'Function'.")
		}
		return within(vm, args[0], fn, args[2:])
	}).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		if err := proto.DefineDataProperty("Span", trace.SpanClass.Object(vm), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	})

// inSpan is a method that calls a function with a new span, which is active in it; ends: and ends with it.
func inSpan(method string, ends bool) func(*jsruntime.VM, *tracing, jsruntime.Args) jsruntime.Value {
	return func(vm *jsruntime.VM, _ *tracing, args jsruntime.Args) jsruntime.Value {
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'Tracing': parameter 1 is not of type 'string'.", method)
		}
		name := vm.Text(args[0])
		fn, ok := jsruntime.AsFunction(args.At(1))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'Tracing': parameter 2 is not of type 'Function'.", method)
		}
		s := trace.Open(vm, name)
		object := trace.NewUserSpan(vm, s)
		arguments := append([]jsruntime.Value{object}, args[2:]...)
		if s == nil || !ends {
			return within(vm, object, fn, arguments)
		}
		var result jsruntime.Value
		if err := vm.Try(func() { result = within(vm, object, fn, arguments) }); err != nil {
			s.Close()
			vm.Throw(err)
		}
		return s.Until(vm, result)
	}
}

// within calls a function in which a span is active.
func within(vm *jsruntime.VM, span jsruntime.Value, fn jsruntime.Callable, args []jsruntime.Value) (result jsruntime.Value) {
	trace.Within(vm, span, func() { result = vm.Call(fn, jsruntime.Undefined(), args...) })
	return result
}
