// Package workers is the module cloudflare:workers: the base classes of entrypoints, env,
// exports and waitUntil.
//
// The one idea: it says what the classes are, not where their instances live. The host of a
// worker (jsruntime/worker) fills [World] in once per isolate and constructs instances.
// RPC between them is polyfills/rpc.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/bindings/#importing-env-as-a-global
package workers

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/rpc"
)

// entrypoint is the host side of an instance of one of the base classes.
type entrypoint struct{}

func base(name string) *jsruntime.Class[entrypoint] {
	return jsruntime.NewClass[entrypoint](name).
		Constructor(0, func(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *entrypoint {
			if jsruntime.AsObject(args.At(0)) == nil {
				vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 1 is not of type 'Object'.", name)
			}
			for i, property := range []string{"ctx", "env"} {
				if err := this.DefineDataProperty(property, args.At(i), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
					vm.Throw(err)
				}
			}
			return &entrypoint{}
		})
}

var (
	workerEntrypoint   = base("WorkerEntrypoint")
	durableObject      = base("DurableObject")
	workflowEntrypoint = base("WorkflowEntrypoint")
)

// World is what a worker's host lends to the module in one isolate.
type World struct {
	Env     *jsruntime.Object
	Exports *jsruntime.Object
	// WaitUntil extends the running event.
	WaitUntil func(vm *jsruntime.VM, promise jsruntime.Value)
}

// Worlds holds each isolate's World; the host sets it before any script runs.
var Worlds = jsruntime.NewSlot(func(vm *jsruntime.VM) *World {
	return &World{Env: vm.NewObject(), Exports: vm.NewObject(), WaitUntil: func(*jsruntime.VM, jsruntime.Value) {}}
})

// ClassKind tells what an exported class is.
type ClassKind uint8

// The kinds of classes.
const (
	NoBase ClassKind = iota // a class or function that extends none of the base classes
	Entrypoint
	DurableObject
	Workflow
)

// KindOf tells which base class a constructor extends.
func KindOf(vm *jsruntime.VM, ctor *jsruntime.Object) ClassKind {
	bases := [...]*jsruntime.Object{Entrypoint: workerEntrypoint.Object(vm), DurableObject: durableObject.Object(vm), Workflow: workflowEntrypoint.Object(vm)}
	for o := ctor; o != nil; o = o.Prototype() {
		for kind, b := range bases {
			if b != nil && o.SameAs(b) {
				return ClassKind(kind)
			}
		}
	}
	return NoBase
}

// envKey is the asynchronous variable in which withEnv keeps its environment.
type envKey struct{}

// exportsKey is that of withExports.
type exportsKey struct{}

// API gives the module.
func API() jsruntime.API {
	rpc.Define()
	return jsruntime.API{
		Name:    "cloudflare:workers",
		Modules: map[string]func(*jsruntime.VM) jsruntime.Value{"cloudflare:workers": module},
		Exports: map[string][]string{"cloudflare:workers": {
			"DurableObject", "RpcPromise", "RpcProperty", "RpcStub", "RpcTarget", "ServiceStub", "WorkerEntrypoint", "WorkflowEntrypoint",
			"abortIsolate", "cache", "env", "exports", "restore", "tracing", "waitUntil", "withEnv", "withEnvAndExports", "withExports",
		}},
	}
}

// abortIsolate ends the isolate; its events fail with the reason.
func abortIsolate(vm *jsruntime.VM) *jsruntime.Object {
	return vm.NewFunction("abortIsolate", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		reason := "abortIsolate() called"
		if v := call.Argument(0); !jsruntime.IsUndefined(v) {
			reason = vm.Text(v)
		}
		vm.Abort(jsruntime.Errorf(jsruntime.PlainError, "%s", reason))
		return jsruntime.Undefined()
	})
}

func module(vm *jsruntime.VM) jsruntime.Value {
	world := Worlds.Get(vm)
	m := vm.NewObject()
	set := func(name string, v jsruntime.Value) {
		if err := m.DefineDataProperty(name, v, jsruntime.No, jsruntime.No, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
	set("WorkerEntrypoint", workerEntrypoint.Object(vm))
	set("DurableObject", durableObject.Object(vm))
	set("WorkflowEntrypoint", workflowEntrypoint.Object(vm))
	set("RpcTarget", rpc.TargetClass(vm))
	set("RpcStub", rpc.RPCClass(vm))
	set("RpcPromise", rpc.PromiseClass(vm))
	set("RpcProperty", rpc.PropertyClass(vm))
	set("ServiceStub", rpc.FetcherClass(vm))
	importable := func(o func() *jsruntime.Object) func() *jsruntime.Object {
		if compat.Of(vm).Has("disallow_importable_env") {
			return vm.NewObject
		}
		return o
	}
	set("env", live(vm, envKey{}, importable(func() *jsruntime.Object { return world.Env })))
	set("exports", live(vm, exportsKey{}, importable(func() *jsruntime.Object { return world.Exports })))
	set("waitUntil", vm.NewFunction("waitUntil", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		if len(call.Arguments) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'waitUntil' on 'EntrypointsModule': parameter 1 is not of type 'Promise'.")
		}
		world.WaitUntil(vm, call.Argument(0))
		return jsruntime.Undefined()
	}))
	with := func(name string, keys ...any) {
		set(name, vm.NewFunction(name, len(keys)+1, func(call jsruntime.FunctionCall) jsruntime.Value {
			fn, ok := jsruntime.AsFunction(call.Argument(len(keys)))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'EnvModule': parameter %d is not of type 'function'.", name, len(keys)+1)
			}
			var result jsruntime.Value
			run := func() { result = vm.Call(fn, jsruntime.Undefined()) }
			for i, key := range keys {
				inner := run
				run = func() { vm.WithVar(key, call.Argument(i), inner) }
			}
			run()
			return result
		}))
	}
	with("withEnv", envKey{})
	with("withExports", exportsKey{})
	with("withEnvAndExports", envKey{}, exportsKey{})
	set("tracing", tracingOf.Get(vm))
	set("abortIsolate", abortIsolate(vm))
	set("restore", jsruntime.NewSymbol("cloudflare:workers:restore"))
	set("cache", vm.NewObject())
	return m
}

// live is a proxy of the environment that the running code sees.
func live(vm *jsruntime.VM, key any, fallback func() *jsruntime.Object) jsruntime.Value {
	nullable := compat.Of(vm).Has("env_module_nullable_support")
	current := func() *jsruntime.Object {
		if v, ok := vm.Var(key); ok {
			if o := jsruntime.AsObject(v); o != nil {
				return o
			}
			if nullable && jsruntime.IsNullish(v) {
				return vm.NewObject()
			}
		}
		return fallback()
	}
	return vm.ToValue(vm.NewProxy(vm.NewObject(), &jsruntime.ProxyTraps{
		Get: func(_ *jsruntime.Object, name string, _ jsruntime.Value) jsruntime.Value {
			if v := current().Get(name); v != nil {
				return v
			}
			return jsruntime.Undefined()
		},
		Has: func(_ *jsruntime.Object, name string) bool { return current().Get(name) != nil },
		Set: func(_ *jsruntime.Object, name string, v, _ jsruntime.Value) bool {
			return current().Set(name, v) == nil
		},
		OwnKeys: func(*jsruntime.Object) *jsruntime.Object {
			names := vm.NewArray()
			for i, name := range current().Keys() {
				if err := names.Set(vm.ToValue(i).String(), name); err != nil {
					vm.Throw(err)
				}
			}
			return names
		},
		GetOwnPropertyDescriptor: func(_ *jsruntime.Object, name string) jsruntime.PropertyDescriptor {
			v := current().Get(name)
			if v == nil {
				return jsruntime.PropertyDescriptor{}
			}
			return jsruntime.PropertyDescriptor{Value: v, Writable: jsruntime.Yes, Enumerable: jsruntime.Yes, Configurable: jsruntime.Yes}
		},
	}))
}
