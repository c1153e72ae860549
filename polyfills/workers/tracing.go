package workers

import (
	"crypto/rand"
	"encoding/hex"
	"slices"

	"paddock/jsruntime"
)

// tracing is the host side of the export tracing. Spans can be made, nested and asked for what they are,
// but nothing records them, as in the local platform without a tracer: none is traced.
type tracing struct{ _ byte }

// activeSpan is the key of the span in which something runs, an asynchronous variable.
type activeSpan struct{}

// tracingOf is the one object of a VM: it keeps nothing.
var tracingOf = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.Object { return tracingClass.New(vm, &tracing{}) })

var tracingClass = jsruntime.NewClass[tracing]("Tracing").
	Method("enterSpan", 0, inSpan("enterSpan")).
	Method("startActiveSpan", 0, inSpan("startActiveSpan")).
	Method("startSpan", 0, func(vm *jsruntime.VM, _ *tracing, args jsruntime.Args) jsruntime.Value {
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'startSpan' on 'Tracing': parameter 1 is not of type 'string'.")
		}
		_ = vm.Text(args[0]) // may throw; the name of a span that is not traced is seen nowhere
		return newSpan(vm)
	}).
	Method("getActiveSpan", 0, func(vm *jsruntime.VM, _ *tracing, _ jsruntime.Args) jsruntime.Value {
		if active, ok := vm.Var(activeSpan{}); ok {
			return active
		}
		if !vm.InEvent() {
			return jsruntime.Undefined()
		}
		return newSpan(vm) // that of the event
	}).
	Method("withActiveSpan", 0, func(vm *jsruntime.VM, _ *tracing, args jsruntime.Args) jsruntime.Value {
		if _, ok := spanClass.From(args.At(0)); !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'withActiveSpan' on 'Tracing': parameter 1 is not of type 'Span'.")
		}
		fn, ok := jsruntime.AsFunction(args.At(1))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'withActiveSpan' on 'Tracing': parameter 2 is not of type 'Function'.")
		}
		return within(vm, args[0], fn, args[2:])
	}).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		if err := proto.DefineDataProperty("Span", spanClass.Object(vm), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	})

// inSpan is a method that calls a function with a new span, which is active in it.
func inSpan(method string) func(*jsruntime.VM, *tracing, jsruntime.Args) jsruntime.Value {
	return func(vm *jsruntime.VM, _ *tracing, args jsruntime.Args) jsruntime.Value {
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'Tracing': parameter 1 is not of type 'string'.", method)
		}
		_ = vm.Text(args[0]) // may throw
		fn, ok := jsruntime.AsFunction(args.At(1))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'Tracing': parameter 2 is not of type 'Function'.", method)
		}
		span := newSpan(vm)
		return within(vm, span, fn, append([]jsruntime.Value{span}, args[2:]...))
	}
}

// within calls a function in which a span is active.
func within(vm *jsruntime.VM, span jsruntime.Value, fn jsruntime.Callable, args []jsruntime.Value) (result jsruntime.Value) {
	vm.WithVar(activeSpan{}, span, func() { result = vm.Call(fn, jsruntime.Undefined(), args...) })
	return result
}

// span is the host side of a Span.
type span struct{ id string }

func newSpan(vm *jsruntime.VM) jsruntime.Value { return spanClass.New(vm, &span{}) }

// traceID is the key of the identifier of a scope's trace, a string.
type traceID struct{}

var spanClass = jsruntime.NewClass[span]("Span").
	Getter("isTraced", func(vm *jsruntime.VM, _ *span) jsruntime.Value { return vm.ToValue(false) }).
	Method("spanContext", 0, func(vm *jsruntime.VM, s *span, _ jsruntime.Args) jsruntime.Value {
		trace, ok := vm.Scope().Value(traceID{}).(string)
		if !ok {
			trace = identifier(16)
			vm.Scope().SetValue(traceID{}, trace)
		}
		if s.id == "" {
			s.id = identifier(8)
		}
		o := vm.NewObject()
		for _, p := range []struct {
			name string
			v    any
		}{{"traceId", trace}, {"spanId", s.id}, {"traceFlags", 0}} {
			if err := o.Set(p.name, p.v); err != nil {
				vm.Throw(err)
			}
		}
		return o
	}).
	MethodThis("setAttribute", 0, func(_ *jsruntime.VM, this *jsruntime.Object, _ *span, _ jsruntime.Args) jsruntime.Value { return this }).
	MethodThis("setAttributes", 0, func(vm *jsruntime.VM, this *jsruntime.Object, _ *span, args jsruntime.Args) jsruntime.Value {
		if jsruntime.AsObject(args.At(0)) == nil {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'setAttributes' on 'Span': parameter 1 is not of type 'object'.")
		}
		return this
	}).
	Method("recordException", 0, func(*jsruntime.VM, *span, jsruntime.Args) jsruntime.Value { return nil }).
	MethodThis("updateName", 0, func(_ *jsruntime.VM, this *jsruntime.Object, _ *span, _ jsruntime.Args) jsruntime.Value { return this }).
	MethodThis("setStatus", 0, func(vm *jsruntime.VM, this *jsruntime.Object, _ *span, args jsruntime.Args) jsruntime.Value {
		status := jsruntime.AsObject(args.At(0))
		if status == nil {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'setStatus' on 'Span': parameter 1 is not of type 'TracingSpanStatus'.")
		}
		if code := status.Get("code"); code == nil || !slices.Contains([]string{"unset", "ok", "error"}, vm.Text(code)) {
			vm.Throwf(jsruntime.TypeError, "Span status code must be 'unset', 'ok', or 'error'.")
		}
		return this
	}).
	Method("end", 0, func(*jsruntime.VM, *span, jsruntime.Args) jsruntime.Value { return nil })

// identifier gives random bytes in hexadecimal digits.
func identifier(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
