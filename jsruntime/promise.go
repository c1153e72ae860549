package jsruntime

import "slices"

// newPending gives a promise that resolveNow and rejectNow settle.
func (vm *VM) newPending() *Promise { return newPromise(vm.Runtime, *vm.origins.slot) }

// resolveNow is the resolve function of a pending promise (ECMA-262, "Promise Resolve Functions").
// Like rejectNow it settles the promise at once; the reactions wait for the microtasks.
func (vm *VM) resolveNow(p *Promise, v Value) {
	o, isObject := v.(*Object)
	if !isObject {
		if v == nil {
			v = Undefined()
		}
		vm.settle(p, v, fulfill)
		return
	}
	if o == vm.objectOf(p) {
		vm.settle(p, vm.NewTypeError("Promise self-resolution"), reject) // the engine's words
		return
	}
	var then Value
	if ex := vm.Runtime.Try(func() { then = o.Get("then") }); ex != nil {
		vm.rejectNow(p, ex.Value())
		return
	}
	call, ok := assertCallable(then)
	if !ok {
		vm.settle(p, v, fulfill)
		return
	}
	if then == vm.thenObject && vm.originOf(p) == vm.origins.current {
		// Nobody sees the functions that a promise gets: the engine's own will do, which are cheaper here.
		enqueueJob(vm.Runtime, newThenableJob(vm.Runtime, p, v, &jobCallback{call}))
		return
	}
	vm.enqueue(func() {
		resolve, reject := vm.resolvingFunctions(p)
		ex := vm.Runtime.Try(func() { call(FunctionCall{This: v, Arguments: Args{resolve, reject}}) })
		if ex != nil {
			reject.Export().(native)(FunctionCall{Arguments: Args{ex.Value()}})
		}
	})
}

// rejectNow is the reject function of a pending promise.
func (vm *VM) rejectNow(p *Promise, reason Value) {
	if reason == nil {
		reason = Undefined()
	}
	vm.whoWaits(p, reason)
	vm.settle(p, reason, reject)
}

// enqueue has f run as a microtask.
func (vm *VM) enqueue(f func()) {
	settled, _ := AsPromise(vm.settled)
	job := newNativeFunc(vm.Runtime, func(FunctionCall) Value { f(); return Undefined() }, "", 0)
	performPromiseThen(vm.Runtime, settled, job, nil, nil)
}

// resolvingFunctions gives the functions that an executor gets.
func (vm *VM) resolvingFunctions(p *Promise) (resolve, reject *Object) {
	r := &resolving{vm: vm, promise: p}
	return newNativeFunc(vm.Runtime, r.resolve, "", 1), newNativeFunc(vm.Runtime, r.reject, "", 1)
}

// resolving is what the two functions of a promise share.
type resolving struct {
	vm      *VM
	promise *Promise
	already bool
}

func (r *resolving) resolve(call FunctionCall) Value {
	if r.already {
		return Undefined()
	}
	r.already = true
	r.vm.resolveNow(r.promise, call.Argument(0))
	return Undefined()
}

func (r *resolving) reject(call FunctionCall) Value {
	if !r.already {
		r.already = true
		r.vm.settle(r.promise, call.Argument(0), reject)
	}
	return Undefined()
}

// makePromises puts promises that know their origin in the place of those that new makes.
func (vm *VM) makePromises() {
	PatchConstruct(vm.promise, func(original NativeConstruct) NativeConstruct {
		return func(args []Value, newTarget *Object) *Object {
			executor, ok := assertCallable(Args(args).At(0))
			if !ok {
				return original(args, newTarget) // which throws
			}
			p := vm.newPromiseOf(newTarget)
			resolve, reject := vm.resolvingFunctions(p)
			ex := vm.Runtime.Try(func() { executor(FunctionCall{Arguments: Args{resolve, reject}}) })
			if ex != nil {
				reject.Export().(native)(FunctionCall{Arguments: Args{ex.Value()}})
			}
			return vm.objectOf(p)
		}
	})
}

// shortenThen spares the promise that then() makes where nobody sees it, and has promises of other events followed.
func (vm *VM) shortenThen() {
	vm.PatchMethod(vm.promiseProto, "then", func(then Native) Native {
		return func(call FunctionCall) Value {
			if p := vm.foreign(call.This); p != nil {
				return vm.thenForeign(p, call)
			}
			if p := vm.adopted(call); p != nil {
				return performPromiseThen(vm.Runtime, p, call.Argument(0), call.Argument(1), nil)
			}
			return then(call)
		}
	})
}

// tellPromisesApart keeps objects that only inherit from Promise.prototype, as the chunks of React's
// server components, from being taken for promises: the engine, at await and Promise.resolve(), takes
// every object for one whose constructor is Promise. Such an object gets a constructor of its own,
// which does all that Promise does.
func (vm *VM) tellPromisesApart() {
	var standIn Value
	vm.PatchMethod(vm.Get("Object").(*Object), "create", func(create Native) Native {
		return func(call FunctionCall) Value {
			made := create(call)
			o, ok := made.(*Object)
			if !ok || !call.Argument(0).SameAs(vm.promiseProto) || slices.Contains(o.GetOwnPropertyNames(), "constructor") {
				return made
			}
			if standIn == nil {
				standIn = vm.boundPromise()
			}
			must(o.DefineDataProperty("constructor", standIn, Yes, Yes, No))
			return made
		}
	})
}

// tellProxiesApart does the same for proxies of promises, whose then decides: their handlers are asked as before, and
// for the constructor by the stand-in's name.
func (vm *VM) tellProxiesApart() {
	get := vm.Get("Reflect").(*Object).Get("get").Export().(native)
	PatchConstruct(vm.Get("Proxy").(*Object), func(original NativeConstruct) NativeConstruct {
		return func(args []Value, newTarget *Object) *Object {
			if _, ok := AsPromise(Args(args).At(0)); ok && AsObject(Args(args).At(1)) != nil {
				args = []Value{args[0], vm.asking(AsObject(args[1]), get)}
			}
			return original(args, newTarget)
		}
	})
}

// asking gives a handler that does what another does, except that Promise is not what it gives as a constructor.
func (vm *VM) asking(handler *Object, get native) *Object {
	standIn := vm.boundPromise()
	own := vm.NewObject()
	must(own.SetPrototype(handler))
	must(own.DefineDataProperty("get", vm.ToValue(func(call FunctionCall) Value {
		var v Value
		if trap, ok := AsFunction(handler.Get("get")); ok {
			v = vm.Call(trap, handler, call.Arguments...)
		} else {
			v = get(call)
		}
		if v != nil && v.SameAs(vm.promise) && IsString(call.Argument(1)) && call.Argument(1).String() == "constructor" {
			return standIn
		}
		return v
	}), Yes, Yes, No))
	return own
}

// boundPromise is a function that stands for Promise and is another object.
func (vm *VM) boundPromise() Value {
	bound := vm.CallMethod(vm.promise, "bind", vm.promise).(*Object)
	must(bound.DefineDataProperty("name", vm.ToValue("Promise"), No, Yes, No))
	must(bound.DefineDataProperty("prototype", vm.promiseProto, No, No, No))
	must(bound.SetPrototype(vm.promise)) // its methods, as Promise.all
	return bound
}

// adopted gives the promise whose then() the engine calls because another was resolved with it, as
// an async function does that returns one. Nobody sees then what then() gives, and it need not be
// made; nil where anybody might.
func (vm *VM) adopted(then FunctionCall) *Promise {
	if *vm.depth > 0 || len(then.Arguments) != 2 { // scripts call from within a frame
		return nil
	}
	o, _ := then.This.(*Object)
	fulfilled, _ := then.Arguments[0].(*Object)
	rejected, _ := then.Arguments[1].(*Object)
	if o == nil || fulfilled == nil || rejected == nil || !isNative(fulfilled) || !isNative(rejected) {
		return nil
	}
	if !vm.isOwnPromise(o) {
		return nil
	}
	p, _ := AsPromise(o)
	return p
}

// isOwnPromise reports whether v is a promise of the language's own class, which no script changed.
func (vm *VM) isOwnPromise(v Value) bool {
	if _, ok := AsPromise(v); !ok {
		return false
	}
	o := v.(*Object)
	return PrototypeOf(o) == vm.promiseProto && vm.promise.SameAs(o.Get("constructor"))
}
