package es

import (
	"embed"

	"paddock/jsruntime"
)

//go:embed *.js
var files embed.FS

// gap is one thing that the engine lacks.
type gap struct {
	probe   string // typeof of this expression is "undefined" in the bare engine
	install func(*jsruntime.VM)
	global  string // or the name of a lazy global that make makes
	make    func(*jsruntime.VM) jsruntime.Value
}

// script is a gap filled by a JavaScript file: a function of define, which puts a method on
// an object as built-ins are: writable, configurable, not enumerable; and of shown, see sketchers.
func script(probe, file string) gap {
	s := load(file)
	return gap{probe: probe, install: func(vm *jsruntime.VM) {
		fn, _ := jsruntime.AsFunction(s.Run(vm))
		vm.Call(fn, jsruntime.Undefined(), definers.Get(vm), sketchers.Get(vm))
	}}
}

// lazyScript is a gap filled by a JavaScript file whose value becomes a global.
func lazyScript(name, file string) gap {
	s := load(file)
	return gap{probe: name, global: name, make: func(vm *jsruntime.VM) jsruntime.Value {
		fn, _ := jsruntime.AsFunction(s.Run(vm))
		return vm.Call(fn, jsruntime.Undefined(), definers.Get(vm), sketchers.Get(vm))
	}}
}

func load(file string) *jsruntime.Script {
	text, err := files.ReadFile(file)
	if err != nil {
		panic(err) // the file is embedded
	}
	return jsruntime.NewScript("paddock:es/"+file, string(text))
}

// definers is define in each VM; in Go it costs a third of Object.defineProperty.
var definers = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Value {
	return vm.ToValue(func(call jsruntime.FunctionCall) jsruntime.Value {
		target, value := call.Argument(0).(*jsruntime.Object), call.Argument(2)
		if symbol, ok := call.Argument(1).(*jsruntime.Symbol); ok {
			must(target.DefineDataPropertySymbol(symbol, value, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
		} else {
			must(target.DefineDataProperty(call.Argument(1).String(), value, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
		}
		return jsruntime.Undefined()
	})
})

// sketchers is shown in each VM, which names a value as messages do and runs no script.
var sketchers = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Value {
	return vm.ToValue(func(call jsruntime.FunctionCall) jsruntime.Value { return vm.ToValue(vm.Sketch(call.Argument(0))) })
})

// gaps is everything that the package adds, in order.
var gaps = []gap{
	symbol("asyncIterator"), symbol("dispose"), symbol("asyncDispose"),
	script("Object.groupBy", "object_groupby.js"),
	script("Map.groupBy", "map_groupby.js"),
	script("Object.prototype.__defineGetter__", "object_definegetter.js"),
	script("Promise.withResolvers", "promise_withresolvers.js"),
	script("undefined", "promise_any.js"),
	script("Promise.try", "promise_try.js"),
	wellFormed,
	script("Array.fromAsync", "array_fromasync.js"),
	script("RegExp.escape", "regexp_escape.js"),
	sumPrecise, halves, weakKeys,
	script("Map.prototype.getOrInsert", "map_getorinsert.js"),
	captureStackTrace, buffers,
	{probe: "Float16Array", global: "Float16Array", make: float16Array},
	{probe: "WeakRef", global: "WeakRef", make: func(vm *jsruntime.VM) jsruntime.Value { return weakRefClass.Object(vm) }},
	{probe: "FinalizationRegistry", global: "FinalizationRegistry", make: func(vm *jsruntime.VM) jsruntime.Value { return registryClass.Object(vm) }},
	lazyScript("SuppressedError", "suppressederror.js"),
	lazyScript("DisposableStack", "disposablestack.js"),
	lazyScript("AsyncDisposableStack", "asyncdisposablestack.js"),
	lazyScript("Atomics", "atomics.js"),
	{probe: "SharedArrayBuffer", global: "SharedArrayBuffer", make: sharedBuffers},
	script("Iterator", "iterator.js"), // with concat and zip
	annexB, arrays, limits,
	script("undefined", "asyncfunction.js"),
	bigInts, collections, properties, arraysFrom, functions, dateTexts, setRecords, numbers, mathematics, radixes, dates, sealing, entries, chains, proxies, conversions, loneSurrogates, stringLength, longTexts, asyncGenerators,
	regularExpressions, regexpTexts, nativeJSON,
}

// API gives it all.
func API() jsruntime.API {
	api := jsruntime.API{Name: "es", BuiltIn: true, Globals: map[string]func(*jsruntime.VM) jsruntime.Value{}}
	for _, g := range gaps {
		if g.make != nil {
			api.Globals[g.global] = g.make
		}
	}
	api.Install = func(vm *jsruntime.VM) error {
		return vm.Try(func() {
			for _, g := range gaps {
				if g.install != nil {
					g.install(vm)
				}
			}
		})
	}
	return api
}

// registered reports whether a symbol is one of Symbol.for, which lives for ever.
func registered(vm *jsruntime.VM, s *jsruntime.Symbol) bool {
	return !jsruntime.IsUndefined(vm.CallMethod(classOf(vm, "Symbol"), "keyFor", s))
}

// classOf gives a global class of the engine's.
func classOf(vm *jsruntime.VM, name string) *jsruntime.Object {
	return vm.Get(name).(*jsruntime.Object)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
