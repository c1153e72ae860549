package wasm

import (
	"context"

	"github.com/tetratelabs/wazero/api"

	"paddock/jsruntime"
)

// Promise integration: WebAssembly.promising makes of an exported function one that gives a promise, and what it
// imports as WebAssembly.Suspending may wait. The module runs on a goroutine of its own then. What it calls of
// JavaScript runs on the loop, which waits for the module meanwhile, so that only one of them ever
// goes on. To suspend is to let the loop go on while the goroutine waits.

// suspending is the host side of WebAssembly.Suspending.
type suspending struct{ fn jsruntime.Callable }

// WhyNot implements jsruntime.Uncloneable.
func (*suspending) WhyNot() string { return "#<Suspending> could not be cloned." }

var suspendingClass = jsruntime.NewClass[suspending]("Suspending").
	NeedsNew("WebAssembly.Suspending(): WebAssembly.Suspending must be invoked with 'new'").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *suspending {
		fn, ok := jsruntime.AsFunction(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "WebAssembly.Suspending(): Argument 0 must be a function")
		}
		return &suspending{fn}
	}).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		check(vm, proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("WebAssembly.Suspending"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	})

// promising is the function of that name.
func promising(w *world, args jsruntime.Args) jsruntime.Value {
	const where = "WebAssembly.promising()"
	if !jsruntime.IsFunction(args.At(0)) {
		w.vm.Throwf(jsruntime.TypeError, "%s: Argument 0 must be a function", where)
	}
	f, ok := functionClass.From(args.At(0))
	if !ok {
		f, ok = promisingClass.From(args.At(0))
	}
	if !ok {
		w.vm.Throwf(jsruntime.TypeError, "%s: Argument 0 must be a WebAssembly exported function", where)
	}
	name := args.At(0).(*jsruntime.Object).Get("name").String()
	made := w.vm.NewFunction(name, len(f.sig.params), func(call jsruntime.FunctionCall) jsruntime.Value { return f.promise(call.Arguments) })
	promisingClass.Adopt(made, f)
	return made
}

// promisingClass marks the functions that promising has made, with those that they call.
var promisingClass = jsruntime.NewClass[function]("Function")

// promise calls the function and gives a promise of its result.
func (f *function) promise(args jsruntime.Args) jsruntime.Value {
	w := f.world
	w.collect()
	stack := f.arguments(args)
	promise, resolve, reject := w.vm.NewResolvers()
	e := &errand{world: w, function: f, stack: stack, toLoop: make(chan step), toModule: make(chan answer, 1), ended: make(chan struct{})}
	e.settle = func(v jsruntime.Value, err error) {
		if err != nil {
			reject(w.vm.ErrorValue(err))
		} else {
			resolve(v)
		}
	}
	if f.native != nil { // of JavaScript, and only passed through a module
		var v jsruntime.Value
		err := w.vm.Try(func() { f.run(stack); v = f.result(stack) })
		e.settle(v, err)
		return promise
	}
	callee := f.take()
	w.depth++
	w.errands.Add(1)
	w.vm.Go(func(ctx context.Context) { e.run(ctx, callee) })
	w.follow(e, callee)
	return promise
}

// errand is a call into a module that may wait.
type errand struct {
	world    *world
	function *function
	stack    []uint64
	toLoop   chan step
	toModule chan answer
	ended    chan struct{} // closed when the goroutine is through
	settle   func(jsruntime.Value, error)
	thrown   any // the panic of JavaScript that the module called

	gone <-chan struct{} // closed when nobody waits for the errand any more; for its goroutine
	lost bool            // it has ended so; for its goroutine
}

// step is what an errand asks the loop for: to call a function of JavaScript, or to take its end.
type step struct {
	f     *function // nil: it has ended
	stack []uint64
	err   error
}

// answer is what the loop says to that.
type answer struct {
	suspended bool // another answer follows
	thrown    any  // nil: the results are on the stack
}

type errandKey struct{}

// run is the errand on its goroutine.
func (e *errand) run(ctx context.Context, callee api.Function) {
	defer e.world.errands.Done()
	defer close(e.ended)
	e.gone = ctx.Done()
	err := callee.CallWithStack(context.WithValue(e.world.ctx, errandKey{}, e), e.stack)
	if !e.lost {
		e.toLoop <- step{err: err}
	}
}

// ask calls a function of JavaScript from the errand's goroutine.
func (e *errand) ask(f *function, stack []uint64) {
	e.toLoop <- step{f: f, stack: stack}
	a := <-e.toModule
	if a.suspended {
		select {
		case a = <-e.toModule:
		case <-e.gone:
			e.lost = true
		case <-e.world.ctx.Done(): // the isolate ends
			e.lost = true
		}
		if e.lost {
			panic(errThrown)
		}
	}
	if a.thrown != nil {
		e.thrown = a.thrown
		panic(errThrown)
	}
}

// follow does, on the loop, what an errand asks for until it suspends or has ended.
func (w *world) follow(e *errand, callee api.Function) {
	for {
		var s step
		select {
		case s = <-e.toLoop:
		case <-e.ended: // nobody waits for it
			return
		}
		w.moved()
		if s.f == nil {
			w.depth--
			e.function.idle = append(e.function.idle, callee)
			e.end(s.err)
			return
		}
		waits, thrown := w.step(s)
		if waits == nil {
			e.toModule <- answer{thrown: thrown}
			continue
		}
		e.toModule <- answer{suspended: true}
		goOn := func(thrown any) {
			e.toModule <- answer{thrown: thrown}
			w.follow(e, callee)
		}
		w.vm.Then(waits, func(v jsruntime.Value) {
			goOn(caught(func() { s.f.give(v, s.stack) }))
		}, func(reason jsruntime.Value) { goOn(reason) })
		return
	}
}

// step calls a function of JavaScript. waits is a promise that the module is to wait for; nil: none.
func (w *world) step(s step) (waits jsruntime.Value, thrown any) {
	w.following++
	defer func() { w.following-- }()
	thrown = caught(func() {
		if !s.f.suspends {
			s.f.run(s.stack)
			return
		}
		waits = w.vm.ToPromise(s.f.called(s.stack))
	})
	return waits, thrown
}

// caught gives what f panics with, also what scripts cannot catch; nil: nothing.
func caught(f func()) (thrown any) {
	defer func() { thrown = recover() }()
	f()
	return nil
}

// end settles the promise of an errand.
func (e *errand) end(err error) {
	w := e.world
	var v jsruntime.Value
	failed := w.vm.Try(func() {
		if err != nil {
			w.thrown, e.thrown = e.thrown, nil
			w.raise(err)
		}
		v = e.function.result(e.stack)
	})
	e.settle(v, failed)
}
