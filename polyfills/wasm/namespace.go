package wasm

import (
	"paddock/jsruntime"
)

// Options configure the API.
type Options struct {
	Cache *Cache // of machine code; nil: one for the isolates that are given this API
	Code  bool   // scripts may make modules of bytes, which the platform allows only at times
}

// API gives the global WebAssembly.
func API(opts Options) jsruntime.API {
	if opts.Cache == nil {
		opts.Cache = NewCache()
	}
	return jsruntime.API{
		Name:    "WebAssembly",
		BuiltIn: true,
		Globals: map[string]func(*jsruntime.VM) jsruntime.Value{"WebAssembly": namespace},
		Install: func(vm *jsruntime.VM) error {
			cacheSlot.Set(vm, opts.Cache)
			codeSlot.Get(vm).allowed = opts.Code
			return nil
		},
	}
}

// classes are the intrinsics of one isolate.
type classes struct {
	errors            map[string]*jsruntime.Object // constructors, by errorNames
	asInt64           func(jsruntime.Value) jsruntime.Value
	preventExtensions jsruntime.Callable
}

// errorClasses makes the classes of errors, which may be called without new.
var errorClasses = jsruntime.NewScript("paddock:wasm/errors", `(names) => names.map((name) => {
	const C = { [name]: function (message, options) {
		const e = Reflect.construct(Error, message === undefined ? [] : [message, options], new.target ?? C);
		const stack = e.stack.replace(/\n[^\n]*paddock:wasm[^\n]*/, "");
		Object.defineProperty(e, "stack", { value: stack, writable: true, configurable: true });
		return e;
	} }[name];
	Object.setPrototypeOf(C, Error);
	Object.defineProperty(C, "length", { value: 1 });
	Object.defineProperty(C, "prototype", { writable: false, value: Object.create(Error.prototype, {
		constructor: { value: C, writable: true, configurable: true },
		name: { value: name, writable: true, configurable: true },
		message: { value: "", writable: true, configurable: true },
	}) });
	return C;
})`)

func errorNames() []string {
	return []string{"CompileError", "LinkError", "RuntimeError", "SuspendError"}
}

func newClasses(vm *jsruntime.VM) classes {
	c := classes{errors: map[string]*jsruntime.Object{}}
	make, _ := jsruntime.AsFunction(errorClasses.Run(vm))
	names := errorNames()
	made := vm.Call(make, jsruntime.Undefined(), vm.ToValue(names)).(*jsruntime.Object)
	for i, name := range names {
		c.errors[name] = jsruntime.AsObject(made.Get(vm.ToValue(i).String()))
	}
	asIntN, _ := jsruntime.AsFunction(jsruntime.AsObject(vm.Get("BigInt")).Get("asIntN"))
	c.asInt64 = func(v jsruntime.Value) jsruntime.Value {
		return vm.Call(asIntN, jsruntime.Undefined(), vm.ToValue(64), v)
	}
	c.preventExtensions, _ = jsruntime.AsFunction(jsruntime.AsObject(vm.Get("Object")).Get("preventExtensions"))
	return c
}

// namespace makes the object WebAssembly.
func namespace(vm *jsruntime.VM) jsruntime.Value {
	o := vm.NewObject()
	check(vm, o.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("WebAssembly"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	function := func(name string, fn func(w *world, args jsruntime.Args) jsruntime.Value) {
		f := vm.NewFunction(name, 1, func(call jsruntime.FunctionCall) jsruntime.Value { return fn(worldSlot.Get(vm), call.Arguments) })
		check(vm, o.DefineDataProperty(name, f, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
	}
	function("compile", func(w *world, args jsruntime.Args) jsruntime.Value {
		return w.promise(inCompile, func() jsruntime.Value { return moduleClass.New(vm, w.compile(inCompile, args.At(0))) })
	})
	function("validate", func(w *world, args jsruntime.Args) jsruntime.Value {
		binary, ok := jsruntime.Bytes(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "WebAssembly.validate(): Argument 0 must be a buffer source")
		}
		return vm.ToValue(w.valid(binary))
	})
	function("instantiate", instantiate)
	class := func(name string, ctor *jsruntime.Object) {
		// Flags that let scripts write those of the platform's own classes do not speak of V8's.
		check(vm, ctor.DefineDataProperty("prototype", ctor.Get("prototype"), jsruntime.No, jsruntime.No, jsruntime.No))
		check(vm, o.DefineDataProperty(name, ctor, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	class("Module", moduleClass.Object(vm))
	class("Instance", instanceClass.Object(vm))
	class("Table", tableClass.class.Object(vm))
	class("Memory", memoryClass.class.Object(vm))
	class("Global", globalClass.class.Object(vm))
	class("Tag", tagClass.class.Object(vm))
	check(vm, o.DefineDataProperty("JSTag", worldSlot.Get(vm).javaScriptTag(), jsruntime.No, jsruntime.Yes, jsruntime.No))
	class("Exception", exceptionClass.class.Object(vm))
	const last = "SuspendError" // as in V8
	for _, name := range errorNames() {
		if name != last {
			class(name, worldSlot.Get(vm).classes.errors[name])
		}
	}
	class("Suspending", suspendingClass.Object(vm))
	function("promising", promising)
	class(last, worldSlot.Get(vm).classes.errors[last])
	return o
}

// What messages of functions begin with.
const (
	inCompile     = "WebAssembly.compile()"
	inInstantiate = "WebAssembly.instantiate()"
)

// instantiate is the function of that name: of a module it promises an Instance, of bytes both.
func instantiate(w *world, args jsruntime.Args) jsruntime.Value {
	if m, ok := moduleClass.From(args.At(0)); ok {
		return w.vm.Promised(func() (jsruntime.Value, error) {
			return instanceClass.New(w.vm, w.newInstance(inInstantiate, m, args.At(1))), nil
		})
	}
	if _, bytes := jsruntime.Bytes(args.At(0)); !bytes {
		words := inInstantiate + ": Argument 0 must be a buffer source"
		if jsruntime.AsObject(args.At(0)) == nil {
			words += " or a WebAssembly.Module object"
		}
		return w.vm.RejectedWith(jsruntime.Errorf(jsruntime.TypeError, "%s", words))
	}
	imports := args.At(1)
	if !jsruntime.IsUndefined(imports) && jsruntime.AsObject(imports) == nil {
		return w.vm.RejectedWith(jsruntime.Errorf(jsruntime.TypeError, inInstantiate+": Argument 1 must be an object"))
	}
	compiled := w.promise(inInstantiate, func() jsruntime.Value { return moduleClass.New(w.vm, w.compile(inInstantiate, args.At(0))) })
	return w.vm.ThenValue(compiled, func(module jsruntime.Value) jsruntime.Value {
		m, _ := moduleClass.From(module)
		both := w.vm.NewObject()
		check(w.vm, both.Set("module", module))
		check(w.vm, both.Set("instance", instanceClass.New(w.vm, w.newInstance(inInstantiate, m, imports))))
		return both
	}, nil)
}
