package jsruntime

import (
	"context"
	"fmt"
	"regexp"
	"runtime/debug"
)

// Async runs work on a goroutine that the isolate owns and settles the promise it returns
// on the loop. work starts when the turn ends, with the context of the running scope; it
// cannot touch the VM because it is not given one. done makes the value; nil: ToValue.
func Async[T any](vm *VM, work func(ctx context.Context) (T, error), done func(*VM, T) (Value, error)) Value {
	return AsyncFrom(vm, func() func(context.Context) (T, error) { return work }, done)
}

// AsyncReading is Async for work that reads what JavaScript may have to give, see [Scope.Reading]; starved may be nil.
func AsyncReading[T any](vm *VM, starved func() bool, work func(ctx context.Context) (T, error), done func(*VM, T) (Value, error)) Value {
	if starved == nil {
		return Async(vm, work, done)
	}
	d := &Deferred{frame: vm.frame, pending: vm.newPending(), read: &reading{starved}}
	d.Promise = vm.ToValue(d.pending)
	vm.frame.scope.reads = append(vm.frame.scope.reads, d.read)
	return asyncFrom(vm, d, func() func(context.Context) (T, error) { return work }, done)
}

// AsyncFrom is Async for work with a beginning: begin runs on the loop when the turn ends, before that of what
// was asked for later, and gives the rest. It must not block.
func AsyncFrom[T any](vm *VM, begin func() (work func(ctx context.Context) (T, error)), done func(*VM, T) (Value, error)) Value {
	return asyncFrom(vm, vm.NewDeferred(), begin, done)
}

func asyncFrom[T any](vm *VM, d *Deferred, begin func() (work func(ctx context.Context) (T, error)), done func(*VM, T) (Value, error)) Value {
	ctx := vm.Context()
	vm.Emit(func() {
		work := begin()
		vm.iso.workers.Add(1)
		go func() {
			defer vm.iso.workers.Done()
			v, err := protect(ctx, work)
			d.Settle(func(vm *VM) (Value, error) {
				if err != nil {
					return nil, err
				}
				if done == nil {
					return vm.ToValue(v), nil
				}
				return done(vm, v)
			})
		}()
	})
	return d.Promise
}

// protect turns a panic of work into an error.
func protect[T any](ctx context.Context, work func(context.Context) (T, error)) (v T, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("internal error: %v\n%s", x, debug.Stack())
		}
	}()
	return work(ctx)
}

// Go runs work on a goroutine that the isolate owns and waits for at its end.
func (vm *VM) Go(work func(ctx context.Context)) {
	ctx := vm.Context()
	vm.iso.workers.Add(1)
	go func() {
		defer vm.iso.workers.Done()
		_, err := protect(ctx, func(ctx context.Context) (struct{}, error) { work(ctx); return struct{}{}, nil })
		if err != nil {
			vm.iso.opts.Log.Error("background work", "isolate", vm.iso.opts.Name, "error", err)
		}
	}()
}

// Deferred is a promise that host code settles later. It counts as outstanding I/O of the
// scope that made it until then.
type Deferred struct {
	Promise Value
	frame   *Frame
	pending *Promise
	read    *reading // what is outstanding; nil: something else
}

// NewDeferred makes a pending promise in the running scope.
func (vm *VM) NewDeferred() *Deferred {
	p := vm.newPending()
	vm.frame.scope.AddPending(1)
	return &Deferred{Promise: vm.ToValue(p), frame: vm.frame, pending: p}
}

// Settle settles the promise on the loop, behind the gate of the frame that made it, with
// what f returns. It may be called from any goroutine, once.
func (d *Deferred) Settle(f func(*VM) (Value, error)) {
	d.frame.scope.vm.iso.post(task{frame: d.frame, event: true, run: func(vm *VM) { d.SettleNow(vm, f) }})
}

// SettleNow is Settle for callers that are on the loop already.
func (d *Deferred) SettleNow(vm *VM, f func(*VM) (Value, error)) {
	if d.read != nil {
		d.frame.scope.endReading(d.read)
	} else {
		d.frame.scope.AddPending(-1)
	}
	var v, reason Value
	err := vm.guard(func() (err error) {
		if ex := vm.Runtime.Try(func() { v, err = f(vm) }); ex != nil {
			reason = ex.Value() // whose stack is not asked for yet: rejectNow may add to it
		}
		return err
	})
	if err != nil {
		reason = vm.ErrorValue(err)
	}
	if reason != nil {
		err = runWrapped(vm.Runtime, func() { vm.rejectNow(d.pending, reason) })
	} else {
		err = runWrapped(vm.Runtime, func() { vm.resolveNow(d.pending, v) })
	}
	if err != nil {
		vm.fatalLog(err)
	}
}

// Resolved makes a promise resolved with v: fulfilled unless v is a thenable.
func (vm *VM) Resolved(v Value) Value {
	p := vm.newPending()
	vm.resolveNow(p, v)
	return vm.ToValue(p)
}

// RejectedWith makes a promise rejected with err's value.
func (vm *VM) RejectedWith(err error) Value {
	reason := vm.ErrorValue(err)
	p := vm.newPending()
	vm.rejectNow(p, reason)
	return vm.ToValue(p)
}

// Promised runs f and gives a promise of its result, which is the result itself if that is a promise of
// the language's own; what f throws, panics with or returns as an error rejects it.
func (vm *VM) Promised(f func() (Value, error)) Value {
	v, err := vm.attempt(f)
	switch {
	case err != nil:
		return vm.RejectedWith(err)
	case vm.isOwnPromise(v):
		return v
	}
	return vm.Resolved(v)
}

// Asynchronous is what an asynchronous function of the host does for a script's call: it gives a promise
// as [VM.Promised] does. After [VM.ThrowAtOnce] it throws for arguments of a wrong type.
func (vm *VM) Asynchronous(f func() (Value, error)) Value {
	v, err := vm.attempt(f)
	switch {
	case err != nil:
		return vm.failed(err)
	case vm.isOwnPromise(v):
		return v
	}
	return vm.Resolved(v)
}

// failed is what an asynchronous function does for an error before it waits for anything.
func (vm *VM) failed(err error) Value {
	if vm.throwAtOnce {
		vm.throwMisuse(err)
	}
	return vm.RejectedWith(err)
}

// misuse is how the platform begins to tell that an argument has a wrong type, or is of no use, which it finds out
// before the function itself waits for anything.
var misuse = regexp.MustCompile(`^(Failed to execute '\w+' on '\w+': parameter|Incorrect type for the '|This TransformStream is being used as a byte stream, but received|Inter-TransformStream )`)

// throwMisuse throws an error if it tells of an argument of a wrong type.
func (vm *VM) throwMisuse(err error) {
	value := vm.ErrorValue(err)
	if ex := vm.Wrap(value); ex.Name == TypeError && misuse.MatchString(ex.Message) {
		panic(value)
	}
}

// attempt runs f and gives what it throws as an error, and so what it panics with by mistake.
func (vm *VM) attempt(f func() (Value, error)) (v Value, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = vm.Wrap(vm.mistake(x))
		}
	}()
	if ex := vm.Runtime.Try(func() { v, err = f() }); ex != nil {
		return nil, vm.Wrap(ex.Value())
	}
	return v, err
}

// NewResolvers makes a promise and its resolving functions for use on the loop: the first call of
// either counts. It does not count as outstanding I/O.
func (vm *VM) NewResolvers() (promise Value, resolve, reject func(Value)) {
	p, resolved := vm.newPending(), false
	settle := func(with func(v Value)) func(Value) {
		return func(v Value) {
			if resolved {
				return
			}
			resolved = true
			if err := runWrapped(vm.Runtime, func() { with(v) }); err != nil {
				panic(err) // uncatchable: unwinds to the loop, which ends the isolate
			}
		}
	}
	return vm.ToValue(p), settle(func(v Value) { vm.resolveNow(p, v) }), settle(func(v Value) { vm.rejectNow(p, v) })
}

// ToPromise gives v itself if it is a native promise, else Promise.resolve(v).
func (vm *VM) ToPromise(v Value) Value {
	if _, ok := AsPromise(v); ok {
		return v
	}
	if v == nil {
		v = Undefined()
	}
	return vm.Call(vm.resolve, vm.promise, v)
}

// Completion is ToPromise of what a script's function gave, where only its end counts. After
// [VM.IgnoreThenables] what is no native promise has ended.
func (vm *VM) Completion(v Value) Value {
	if vm.ignoreThenables {
		if _, ok := AsPromise(v); !ok {
			return vm.Resolved(Undefined())
		}
	}
	return vm.ToPromise(v)
}

// IgnoreThenables lets objects with a method then, which are no promises of the language, be results as
// any other, rather than promises of results.
func (vm *VM) IgnoreThenables() { vm.ignoreThenables = true }

// IgnoresThenables reports whether IgnoreThenables was called.
func (vm *VM) IgnoresThenables() bool { return vm.ignoreThenables }

// Then calls one of two host functions when a promise has settled, in a microtask, whatever scripts made
// of then. The rejection counts as handled; what the functions throw is one that nobody handles.
func (vm *VM) Then(promise Value, fulfilled, rejected func(Value)) {
	p, ok := AsPromise(promise)
	if !ok {
		vm.Call(vm.then, promise) // which throws
	}
	if vm.foreign(promise) != nil {
		p = vm.follow(p)
	}
	both := &struct {
		reactions [2]reaction
		callbacks [2]jobCallback
	}{}
	for i, f := range [2]func(Value){fulfilled, rejected} {
		both.callbacks[i] = jobCallback{func(call FunctionCall) Value {
			vm.react(f, call.Arguments[0])
			return nil
		}}
		both.reactions[i] = reaction{kind: i, handler: &both.callbacks[i]}
	}
	addReactions(p, &both.reactions[0], &both.reactions[1])
}

// react runs a reaction of Then. What it throws rejects a promise that nobody has.
func (vm *VM) react(f func(Value), v Value) {
	defer func() {
		if x := recover(); x != nil {
			ex := vm.Runtime.Try(func() { defer vm.contain(); panic(x) }) // what cannot be caught goes on
			reject(vm.newPending(), ex.Value())
			panic(ex.Value())
		}
	}()
	vm.called(func() { f(v) })
}

// ThenValue is Then with results: it gives the derived promise. A nil function passes on.
func (vm *VM) ThenValue(promise Value, fulfilled, rejected func(Value) Value) Value {
	t := trampolines.Get(vm)
	switch {
	case rejected == nil && fulfilled == nil:
		return vm.Call(vm.then, promise)
	case rejected == nil:
		return vm.Call(t.fulfilled, Undefined(), promise, &cell{Undefined(), fulfilled})
	case fulfilled == nil:
		return vm.Call(t.rejected, Undefined(), promise, &cell{Undefined(), rejected})
	}
	return vm.Call(t.both, Undefined(), promise, &cell{Undefined(), fulfilled}, &cell{Undefined(), rejected})
}

// Enter runs f as a function that JavaScript calls: the microtasks that f causes wait until
// it has returned. Host code that is not called by JavaScript (tasks, completions of
// [Async]) needs it when it does more than one thing that scripts can see, because the
// engine runs microtasks whenever a call returns to a host that no script called.
func (vm *VM) Enter(f func()) {
	if err := runWrapped(vm.Runtime, func() { defer vm.contain(); vm.called(f) }); err != nil {
		vm.Rethrow(err)
	}
}

// called runs f as a function that JavaScript calls, unless the isolate is to end.
func (vm *VM) called(f func()) {
	vm.machine.called(vm.Runtime, f, func() { vm.Call(trampolines.Get(vm).idle, Undefined()) })
}

// trampoline calls host functions from script functions, see [VM.Enter]; promise reactions
// are host functions that no script called. It is cheaper than a function object for each.
var trampoline = NewScript("paddock:trampoline", `(run, then) => ({
	idle: () => {},
	later: (f) => () => run(f),
	both: (p, f, g) => then(p, (v) => run(f, v), (v) => run(g, v)),
	fulfilled: (p, f) => then(p, (v) => run(f, v)),
	rejected: (p, g) => then(p, undefined, (v) => run(g, v)),
})`)

type trampolineFuncs struct{ idle, later, both, fulfilled, rejected Callable }

var trampolines = NewSlot(func(vm *VM) *trampolineFuncs {
	make := callableOf(trampoline.Run(vm))
	run := vm.ToValue(contained(vm, func(call FunctionCall) Value {
		f := call.Argument(0).(*cell).host.(func(Value) Value)
		return orUndefined(f(call.Argument(1)))
	}))
	then := vm.ToValue(func(call FunctionCall) Value {
		return vm.Call(vm.then, call.Argument(0), call.Arguments[1:]...)
	})
	o := vm.Call(make, Undefined(), run, then).(*Object)
	get := func(name string) Callable { return callableOf(o.Get(name)) }
	return &trampolineFuncs{get("idle"), get("later"), get("both"), get("fulfilled"), get("rejected")}
})

func callableOf(v Value) Callable {
	f, _ := AsFunction(v)
	return f
}

// MarkHandled keeps a rejection of promise from being reported.
func (vm *VM) MarkHandled(promise Value) { vm.Then(promise, func(Value) {}, func(Value) {}) }
