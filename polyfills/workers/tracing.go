package workers

import "paddock/jsruntime"

// tracing is the host side of the export tracing. Nothing here records spans, as in the local
// platform without a tracer: what is given to enterSpan runs with a span that is not traced.
type tracing struct{ _ byte }

var tracingClass = jsruntime.NewClass[tracing]("Tracing").
	Method("enterSpan", 2, func(vm *jsruntime.VM, _ *tracing, args jsruntime.Args) jsruntime.Value {
		name := vm.Text(args.At(0))
		fn, ok := jsruntime.AsFunction(args.At(1))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'enterSpan' on 'Tracing': parameter 2 is not of type 'Function'.")
		}
		given := append([]jsruntime.Value{spanClass.New(vm, &span{name})}, args[2:]...)
		return vm.Call(fn, jsruntime.Undefined(), given...)
	})

// span is the host side of what enterSpan gives.
type span struct{ name string }

var spanClass = jsruntime.NewClass[span]("Span").
	Getter("isTraced", func(vm *jsruntime.VM, _ *span) jsruntime.Value { return vm.ToValue(false) }).
	Method("setAttribute", 2, func(*jsruntime.VM, *span, jsruntime.Args) jsruntime.Value { return nil })
