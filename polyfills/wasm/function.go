package wasm

import (
	"context"
	"errors"
	"strconv"

	"github.com/tetratelabs/wazero/api"
	tables "github.com/tetratelabs/wazero/experimental/table"

	"paddock/jsruntime"
)

// function is an Exported Function: one of a module, or one of JavaScript that has been through a
// module.
type function struct {
	world  *world
	sig    signature
	object *jsruntime.Object
	home   api.Module          // exports the function; nil if it was found in a table
	field  string              // as what
	native jsruntime.Callable  // of a function of JavaScript; nil for one of a module
	fresh  func() api.Function // makes something to call; nothing can be called again before it has returned
	idle   []api.Function
	lent   api.Module // exports it as "x", with "ref"; nil until needed
	ref    uint64     // 0 until needed

	suspends bool // its caller waits for what it promises
}

// functionClass marks the objects of Exported Functions.
var functionClass = jsruntime.NewClass[function]("Function")

// newFunction makes the JavaScript object.
func (w *world) newFunction(f *function, index uint32) *function {
	f.world = w
	f.object = w.vm.NewFunction(strconv.FormatUint(uint64(index), 10), len(f.sig.params), f.call)
	functionClass.Adopt(f.object, f)
	return f
}

// exported gives the function that a module exports under a name.
func (w *world) exported(m api.Module, field string, sig signature, index uint32) *function {
	native := m.ExportedFunction(field)
	def := native.Definition()
	if f, ok := w.functions[def]; ok {
		return f
	}
	f := w.newFunction(&function{
		sig: sig, home: m, field: field, idle: []api.Function{native},
		fresh: func() api.Function { return m.ExportedFunction(field) },
	}, index)
	w.functions[def] = f
	return f
}

// call is the function as JavaScript calls it.
func (f *function) call(call jsruntime.FunctionCall) jsruntime.Value {
	w := f.world
	w.collect()
	stack := f.arguments(call.Arguments)
	if f.native != nil {
		f.run(stack)
	} else {
		callee := f.take()
		defer func() { f.idle = append(f.idle, callee) }()
		w.call(callee, stack)
	}
	return f.result(stack)
}

// arguments gives what a module is called with.
func (f *function) arguments(args jsruntime.Args) []uint64 {
	stack := make([]uint64, max(len(f.sig.params), len(f.sig.results)))
	for i, typ := range f.sig.params {
		stack[i] = f.world.toWasm(args.At(i), typ)
	}
	return stack
}

// result gives what is on the stack afterwards.
func (f *function) result(stack []uint64) jsruntime.Value {
	w := f.world
	switch len(f.sig.results) {
	case 0:
		return jsruntime.Undefined()
	case 1:
		return w.toJS(stack[0], f.sig.results[0])
	}
	values := make([]jsruntime.Value, len(f.sig.results))
	for i, typ := range f.sig.results {
		values[i] = w.toJS(stack[i], typ)
	}
	return w.vm.NewArrayOf(values...)
}

func (f *function) take() api.Function {
	if n := len(f.idle); n > 0 {
		callee := f.idle[n-1]
		f.idle = f.idle[:n-1]
		return callee
	}
	return f.fresh()
}

// errThrown is what a function of JavaScript that threw breaks its caller off with. What it threw
// is in world.thrown.
var errThrown = errors.New("a function of JavaScript threw")

// host is the function of JavaScript as a module calls it.
func (f *function) host(ctx context.Context, stack []uint64) {
	if e, ok := ctx.Value(errandKey{}).(*errand); ok {
		e.ask(f, stack)
		return
	}
	w := f.world
	defer func() {
		// The engine would make an error of it, also of what scripts cannot catch.
		if x := recover(); x != nil {
			w.thrown = x
			panic(errThrown)
		}
	}()
	w.moved()
	f.run(stack)
}

// run calls the function of JavaScript with what is on the stack, and puts its results there.
func (f *function) run(stack []uint64) {
	if w := f.world; f.suspends && w.following > 0 {
		w.throwf("SuspendError", "trying to suspend JS frames")
	} else if f.suspends {
		w.throwf("SuspendError", "trying to suspend without WebAssembly.promising")
	}
	f.give(f.called(stack), stack)
}

// called calls it and gives its result.
func (f *function) called(stack []uint64) jsruntime.Value {
	args := make([]jsruntime.Value, len(f.sig.params))
	for i, typ := range f.sig.params {
		args[i] = f.world.toJS(stack[i], typ)
	}
	return f.world.vm.Call(f.native, jsruntime.Undefined(), args...)
}

// give puts a result on the stack.
func (f *function) give(v jsruntime.Value, stack []uint64) {
	w := f.world
	switch len(f.sig.results) {
	case 0:
	case 1:
		stack[0] = w.toWasm(v, f.sig.results[0])
	default:
		f.unpack(v, stack)
	}
}

// unpack takes several results out of an iterable.
func (f *function) unpack(v jsruntime.Value, stack []uint64) {
	w := f.world
	if !w.vm.IsIterable(v) {
		w.vm.Throwf(jsruntime.TypeError, "multi-return value must be iterable")
	}
	var values []jsruntime.Value
	w.vm.Iterate(v, func(item jsruntime.Value) bool {
		values = append(values, item)
		return true
	})
	if len(values) != len(f.sig.results) {
		w.vm.Throwf(jsruntime.TypeError, "multi-return length mismatch")
	}
	for i, typ := range f.sig.results {
		stack[i] = w.toWasm(values[i], typ)
	}
}

// imported makes a function of JavaScript one that modules can import.
func (w *world) imported(fn jsruntime.Callable, sig signature, index uint32) *function {
	f := w.newFunction(&function{sig: sig, native: fn, field: theExport}, index)
	compiled, err := w.runtime.NewHostModuleBuilder("JavaScript").NewFunctionBuilder().
		WithGoFunction(api.GoFunc(f.host), sig.params, sig.results).Export(theExport).Compile(w.ctx)
	if err == nil {
		f.home, err = w.runtime.InstantiateModule(w.ctx, compiled, anonymous())
	}
	if err != nil {
		w.vm.Throw(w.failure(err))
	}
	w.functions[f.home.ExportedFunctionDefinitions()[theExport]] = f
	return f
}

// lend gives the module that exports the function as "x". If scripts may come upon a reference to
// it (referable), that must be a module where it is function 0 and not a host module, because
// the engine cannot tell more of what an imported function's reference refers to.
func (f *function) lend(referable bool) api.Module {
	if f.native != nil && !referable {
		return f.home
	}
	if f.lent == nil {
		f.lent = f.caller()
	}
	return f.lent
}

// caller makes a module with a function that calls this one.
func (f *function) caller() api.Module {
	var m api.Module
	if f.home != nil {
		m = f.world.assembled(calls(f.field, f.sig), f.home)
	} else {
		m = f.world.assembled(callsElement(f.sig), nil)
		f.world.call(m.ExportedFunction("set"), []uint64{0, f.ref})
	}
	f.world.functions[m.ExportedFunction(theExport).Definition()] = f
	return m
}

// reference gives a reference to the function.
func (f *function) reference() uint64 {
	if f.ref == 0 {
		var stack [1]uint64
		f.world.call(f.caller().ExportedFunction("ref"), stack[:])
		f.ref = stack[0]
		f.world.byRef[f.ref] = f
	}
	return f.ref
}

// referenced gives the function that a reference refers to, nil for null.
func (w *world) referenced(ref uint64) *function {
	if ref == 0 {
		return nil
	}
	if f, ok := w.byRef[ref]; ok {
		return f
	}
	w.point(ref)
	for _, sig := range w.signatures {
		native := w.lookup(sig)
		if native == nil {
			continue
		}
		def := native.Definition()
		f, ok := w.functions[def]
		if !ok {
			f = w.newFunction(&function{sig: sig, ref: ref, idle: []api.Function{native}, fresh: func() api.Function {
				w.point(ref)
				return w.lookup(sig)
			}}, def.Index())
			w.functions[def] = f
		}
		w.byRef[ref] = f
		return f
	}
	w.vm.Throwf(jsruntime.TypeError, "type incompatibility when transforming from/to JS")
	return nil
}

// point makes the one element of the probe's table refer to what ref does.
func (w *world) point(ref uint64) {
	if w.probe == nil {
		w.probe = w.assembled(oneElement(), nil)
	}
	w.call(w.probe.ExportedFunction("set"), []uint64{0, ref})
}

// lookup gives the function that the probe's element refers to if it has a signature, or nil.
// The engine has no other way to ask for the signature.
func (w *world) lookup(sig signature) (f api.Function) {
	defer func() {
		if recover() != nil {
			f = nil
		}
	}()
	return tables.LookupFunction(w.probe, 0, 0, sig.params, sig.results)
}

// knows notes the signatures that functions may have.
func (w *world) knows(sigs []signature) {
next:
	for _, sig := range sigs {
		for _, known := range w.signatures {
			if known.equal(sig) {
				continue next
			}
		}
		w.signatures = append(w.signatures, sig)
	}
}
