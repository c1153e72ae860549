package asynchooks

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// captured is the asynchronous context of a moment.
type captured struct {
	frame *jsruntime.Frame
	// event is the only scope in which it may be entered; nil: any.
	event *jsruntime.Scope
}

func capture(vm *jsruntime.VM) captured {
	c := captured{frame: vm.Frame()}
	if vm.InEvent() && compat.Of(vm).Has("bind_asynclocalstorage_snapshot_to_request") {
		c.event = vm.Scope()
	}
	return c
}

// call calls fn in the context.
func (c captured) call(vm *jsruntime.VM, fn jsruntime.Callable, this jsruntime.Value, args []jsruntime.Value) (result jsruntime.Value) {
	if c.event != nil && vm.Scope() != c.event {
		vm.Throwf(jsruntime.PlainError, "Cannot call this AsyncLocalStorage bound function outside of the request in which it was created.")
	}
	vm.InVarsOf(c.frame, func() { result = vm.Call(fn, this, args...) })
	return result
}

// bind makes a function that calls fn in the context.
func (c captured) bind(vm *jsruntime.VM, fn, this jsruntime.Value) *jsruntime.Object {
	callable, _ := jsruntime.AsFunction(fn)
	return vm.NewFunction("", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		return c.call(vm, callable, this, call.Arguments)
	})
}

// resource is the host side of an AsyncResource: the frame in which it was made.
type resource struct{ frame *jsruntime.Frame }

func newResource(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *resource {
	if v := args.At(0); !jsruntime.IsUndefined(v) {
		_ = vm.Text(v) // a symbol throws
	}
	options := jsruntime.AsObject(args.At(1))
	if options == nil && !jsruntime.IsNullish(args.At(1)) {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'AsyncResource': constructor parameter 2 is not of type 'Options'.")
	}
	if options != nil && !jsruntime.IsUndefined(options.Get("triggerAsyncId")) {
		vm.Throwf(jsruntime.PlainError, "The 'triggerAsyncId' field on 'Options' is not implemented.")
	}
	return &resource{frame: vm.Frame()}
}

var resourceClass = jsruntime.NewClass[resource]("AsyncResource").
	Constructor(0, newResource).
	Method("asyncId", 0, zero).
	Method("triggerAsyncId", 0, zero).
	MethodThis("bind", 0, func(vm *jsruntime.VM, this *jsruntime.Object, r *resource, args jsruntime.Args) jsruntime.Value {
		return r.bind(vm, this, args.At(0), args.At(1))
	}).
	Method("runInAsyncScope", 0, func(vm *jsruntime.VM, r *resource, args jsruntime.Args) (result jsruntime.Value) {
		fn, ok := jsruntime.AsFunction(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'runInAsyncScope' on 'AsyncResource': parameter 1 is not of type 'function'.")
		}
		var rest []jsruntime.Value
		if len(args) > 2 {
			rest = args[2:]
		}
		vm.InVarsOf(r.frame, func() { result = vm.Call(fn, receiver(vm, args.At(1)), rest...) })
		return result
	}).
	Method("emitDestroy", 0, func(*jsruntime.VM, *resource, jsruntime.Args) jsruntime.Value { return nil }).
	Setup(func(vm *jsruntime.VM, ctor, _ *jsruntime.Object) {
		static := vm.NewFunction("bind", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			this, err := vm.New(ctor, call.Argument(1))
			if err != nil {
				vm.Rethrow(err)
			}
			return vm.CallMethod(this, "bind", call.Argument(0), call.Argument(2))
		})
		if err := ctor.DefineDataProperty("bind", static, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	})

// bind makes a function that calls fn in the frame of the resource, which it names.
func (r *resource) bind(vm *jsruntime.VM, this *jsruntime.Object, fn, receiverValue jsruntime.Value) jsruntime.Value {
	if !jsruntime.IsFunction(fn) {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'bind' on 'AsyncResource': parameter 1 is not of type 'Function'.")
	}
	context := capture(vm)
	context.frame = r.frame
	bound := context.bind(vm, fn, receiver(vm, receiverValue))
	if err := bound.Set("asyncResource", this); err != nil {
		vm.Throw(err)
	}
	return bound
}

// receiver is the this of a call: the global object, if none is given.
func receiver(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	if jsruntime.IsUndefined(v) {
		return vm.GlobalObject()
	}
	return v
}

func zero(vm *jsruntime.VM, _ *resource, _ jsruntime.Args) jsruntime.Value { return vm.ToValue(0) }
