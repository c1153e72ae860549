package asynchooks

import "paddock/jsruntime"

// Storage is the host side of an AsyncLocalStorage, and the key of its value in a frame.
type Storage struct {
	name     string
	fallback jsruntime.Value
}

var storageClass = jsruntime.NewClass[Storage]("AsyncLocalStorage").
	Constructor(0, func(_ *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Storage {
		s := &Storage{fallback: jsruntime.Undefined()}
		if options := jsruntime.AsObject(args.At(0)); options != nil {
			if v := options.Get("defaultValue"); v != nil {
				s.fallback = v
			}
			if v := options.Get("name"); !jsruntime.IsUndefined(v) {
				s.name = v.String()
			}
		}
		return s
	}).
	Method("run", 0, func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) jsruntime.Value {
		fn := method(vm, "run", args, 1)
		return s.run(vm, args.At(0), fn, args[2:])
	}).
	Method("exit", 0, func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) jsruntime.Value {
		fn := method(vm, "exit", args, 0)
		return s.run(vm, jsruntime.Undefined(), fn, args[1:])
	}).
	Method("getStore", 0, func(vm *jsruntime.VM, s *Storage, _ jsruntime.Args) jsruntime.Value {
		if v, ok := vm.Var(s); ok {
			return v
		}
		return s.fallback
	}).
	Method("enterWith", 0, missing("enterWith")).
	Method("disable", 0, missing("disable")).
	Getter("name", func(vm *jsruntime.VM, s *Storage) jsruntime.Value { return vm.ToValue(s.name) }).
	Static("bind", 0, func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
		if !jsruntime.IsFunction(args.At(0)) {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'bind' on 'AsyncLocalStorage': parameter 1 is not of type 'Function'.")
		}
		return capture(vm).bind(vm, args.At(0), vm.GlobalObject())
	}).
	Static("snapshot", 0, func(vm *jsruntime.VM, _ jsruntime.Value, _ jsruntime.Args) jsruntime.Value {
		context := capture(vm)
		return vm.NewFunction("", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			fn, ok := jsruntime.AsFunction(call.Argument(0))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "The first argument must be a function")
			}
			return context.call(vm, fn, vm.GlobalObject(), call.Arguments[1:])
		})
	})

// Within runs f with a value in the storage.
func (s *Storage) Within(vm *jsruntime.VM, value jsruntime.Value, f func()) { vm.WithVar(s, value, f) }

func (s *Storage) run(vm *jsruntime.VM, value jsruntime.Value, fn jsruntime.Callable, args []jsruntime.Value) (result jsruntime.Value) {
	s.Within(vm, value, func() { result = vm.Call(fn, vm.GlobalObject(), args...) })
	return result
}

// method gives argument i of a method, which must be a function.
func method(vm *jsruntime.VM, name string, args jsruntime.Args, i int) jsruntime.Callable {
	fn, ok := jsruntime.AsFunction(args.At(i))
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'AsyncLocalStorage': parameter %d is not of type 'function'.", name, i+1)
	}
	return fn
}

// missing is a method that the platform has not either.
func missing(name string) func(*jsruntime.VM, *Storage, jsruntime.Args) jsruntime.Value {
	return func(vm *jsruntime.VM, _ *Storage, _ jsruntime.Args) jsruntime.Value {
		vm.Throwf(jsruntime.PlainError, "asyncLocalStorage.%s() is not implemented", name)
		return nil
	}
}
