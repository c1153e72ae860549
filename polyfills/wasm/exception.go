package wasm

import "paddock/jsruntime"

// exception is the host side of WebAssembly.Exception. Scripts may throw and catch it among
// themselves; modules do not see it.
type exception struct {
	tag    *tag
	values []jsruntime.Value
}

// WhyNot implements jsruntime.Uncloneable.
func (*exception) WhyNot() string { return "#<Exception> could not be cloned." }

var exceptionClass = newExceptionClass()

func newExceptionClass() *class[exception] {
	c := &class[exception]{}
	c.class = jsruntime.NewClass[exception]("Exception").
		NeedsNew("WebAssembly.Exception(): WebAssembly.Exception must be invoked with 'new'").
		Constructor(2, func(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *exception {
			e := worldSlot.Get(vm).newException(args.At(0), args.At(1))
			stack := jsruntime.Undefined()
			if options := jsruntime.AsObject(args.At(2)); options != nil {
				if traced := options.Get("traceStack"); traced != nil && traced.ToBoolean() {
					stack = vm.NewErrorObject(jsruntime.PlainError, "").Get("stack")
				}
			}
			check(vm, this.DefineDataProperty("stack", stack, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
			return e
		}).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) { c.define(vm, "Exception", proto, exceptionMethods) })
	return c
}

var exceptionMethods = methods[exception]{
	{name: "getArg", length: 2, call: func(w *world, e *exception, args jsruntime.Args) jsruntime.Value {
		const where = "WebAssembly.Exception.getArg()"
		t := w.tagOf(where, args.At(0))
		i := w.unsigned(args.At(1), where+": Index")
		if t != e.tag {
			w.vm.Throwf(jsruntime.TypeError, "%s: First argument does not match the exception tag", where)
		}
		if uint64(i) >= uint64(len(e.values)) {
			w.vm.Throwf(jsruntime.RangeError, "%s: Index out of range", where)
		}
		return e.values[i]
	}},
	{name: "is", length: 1, call: func(w *world, e *exception, args jsruntime.Args) jsruntime.Value {
		return w.vm.ToValue(w.tagOf("WebAssembly.Exception.is()", args.At(0)) == e.tag)
	}},
}

// tagOf takes an argument that has to be a tag.
func (w *world) tagOf(where string, v jsruntime.Value) *tag {
	t, ok := tagClass.class.From(v)
	if !ok {
		w.vm.Throwf(jsruntime.TypeError, "%s: Argument 0 must be a WebAssembly.Tag", where)
	}
	return t
}

// newException makes an exception of what its tag takes, converted as a module would have it.
func (w *world) newException(of, values jsruntime.Value) *exception {
	const where = "WebAssembly.Exception()"
	t, ok := tagClass.class.From(of)
	if !ok {
		w.vm.Throwf(jsruntime.TypeError, "%s: Argument 0 must be a WebAssembly tag", where)
	}
	if t.ofScripts {
		w.vm.Throwf(jsruntime.TypeError, "%s: Argument 0 cannot be WebAssembly.JSTag", where)
	}
	if !w.vm.IsIterable(values) {
		w.vm.Throwf(jsruntime.TypeError, "%s: Exception values must be an iterable object", where)
	}
	var given []jsruntime.Value
	w.vm.Iterate(values, func(v jsruntime.Value) bool {
		given = append(given, v)
		return true
	})
	if len(given) != len(t.params) {
		w.vm.Throwf(jsruntime.TypeError, "%s: Number of exception values does not match signature length", where)
	}
	for i, typ := range t.params {
		given[i] = w.toJS(w.toWasm(given[i], typ), typ)
	}
	return &exception{t, given}
}
