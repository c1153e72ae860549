package es

import (
	"slices"

	"paddock/jsruntime"
)

// proxies gives the traps of a Proxy lists of arguments that last, and bounds how far the engine goes down through
// proxies that are nested, or in a circle.
var proxies = gap{
	probe: "new Proxy(Object, { apply: (target, self, list) => () => [list][0][0] })(1)() === 1 || undefined",
	install: func(vm *jsruntime.VM) {
		class := classOf(vm, "Proxy")
		has := classOf(vm, "Reflect").Get("has").Export().(native)
		jsruntime.PatchConstruct(class, func(original jsruntime.NativeConstruct) jsruntime.NativeConstruct {
			return func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
				proxy := original(args, newTarget)
				jsruntime.OwnArguments(vm, proxy)
				checkKeys(vm, has, proxy, args)
				bind(vm, proxy, args)
				return proxy
			}
		})
		vm.PatchMethod(class, "revocable", func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				made := original(call)
				proxy := made.(*jsruntime.Object).Get("proxy").(*jsruntime.Object)
				jsruntime.OwnArguments(vm, proxy)
				checkKeys(vm, has, proxy, call.Arguments)
				bind(vm, proxy, call.Arguments)
				return made
			}
		})
		object := classOf(vm, "Object")
		bound := func(set jsruntime.Value, arguments func(jsruntime.FunctionCall) (of, prototype jsruntime.Value)) {
			jsruntime.Patch(set.(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
				return func(call jsruntime.FunctionCall) jsruntime.Value {
					of, prototype := arguments(call)
					growth.Get(vm).given(vm, of)
					bindCycle(vm, of, prototype)
					return original(call)
				}
			})
		}
		given := func(call jsruntime.FunctionCall) (of, prototype jsruntime.Value) {
			return call.Argument(0), call.Argument(1)
		}
		bound(object.Get("setPrototypeOf"), given)
		bound(classOf(vm, "Reflect").Get("setPrototypeOf"), given)
		describe, _ := jsruntime.AsFunction(object.Get("getOwnPropertyDescriptor"))
		inherited := vm.Call(describe, object, object.Get("prototype"), vm.ToValue("__proto__")).(*jsruntime.Object)
		bound(inherited.Get("set"), func(call jsruntime.FunctionCall) (of, prototype jsruntime.Value) {
			return call.This, call.Argument(0)
		})
	},
}

// checkKeys has a list of keys from a script be one that the engine may read: it reads what is not there.
func checkKeys(vm *jsruntime.VM, has native, proxy *jsruntime.Object, args []jsruntime.Value) {
	handler := jsruntime.AsObject(jsruntime.Args(args).At(1))
	if handler == nil || !behindProxy(handler) && !has(jsruntime.FunctionCall{Arguments: []jsruntime.Value{handler, vm.ToValue("ownKeys")}}).ToBoolean() {
		return
	}
	jsruntime.CheckKeys(vm, proxy, func(list *jsruntime.Object) jsruntime.Value {
		keys := shortList(vm, list)
		if elements, dense := jsruntime.Dense(keys.(*jsruntime.Object)); dense {
			for _, key := range elements {
				if !jsruntime.IsString(key) && !jsruntime.IsSymbol(key) {
					vm.Throwf(jsruntime.TypeError, "%s is not a valid property name", vm.Sketch(key))
				}
			}
		}
		return keys
	})
}

// native is a function of the engine's own without the object around it.
type native = func(jsruntime.FunctionCall) jsruntime.Value

// deepProxy is how many proxies may lie behind one before what goes down through it is counted.
const deepProxy = 100

// bind counts what goes down through a new proxy that is one of many, or given one that is.
func bind(vm *jsruntime.VM, proxy *jsruntime.Object, args []jsruntime.Value) {
	if !slices.ContainsFunc(args, behindProxy) {
		return
	}
	deep, n := false, 0
	through(proxy, func(o *jsruntime.Object) bool {
		if jsruntime.IsProxy(o) {
			n++
			deep = n > deepProxy || jsruntime.IsBound(o)
		}
		return !deep
	})
	if deep {
		jsruntime.BoundDescent(vm, proxy)
	}
}

// behindProxy reports whether a value is a proxy, or inherits from one.
func behindProxy(v jsruntime.Value) bool {
	for o := jsruntime.AsObject(v); o != nil; o = o.Prototype() {
		if jsruntime.IsProxy(o) {
			return true
		}
	}
	return false
}

// bindCycle does it where the way from a new prototype leads through proxies back to what it is the prototype of.
func bindCycle(vm *jsruntime.VM, of, prototype jsruntime.Value) {
	o, to := jsruntime.AsObject(of), jsruntime.AsObject(prototype)
	if o == nil || to == nil {
		return
	}
	for jsruntime.IsProxy(o) { // it hands it on
		if o = o.Export().(jsruntime.Proxy).Target(); o == nil {
			return
		}
	}
	found := false
	var proxies []*jsruntime.Object
	through(to, func(next *jsruntime.Object) bool {
		if found = found || next == o; jsruntime.IsProxy(next) {
			proxies = append(proxies, next)
		}
		return true
	})
	if found {
		for _, proxy := range proxies {
			jsruntime.BoundDescent(vm, proxy)
		}
	}
}

// through calls visit for everything that the engine may ask where it looks for a property of o: prototypes, and
// the targets and handlers of proxies, as long as visit wants more. It goes through no proxy that is bound.
func through(o *jsruntime.Object, visit func(o *jsruntime.Object) bool) {
	var next, seen []*jsruntime.Object // proxies: few, as those with many behind them are bound
	for {
		for o != nil && !slices.Contains(seen, o) {
			if !visit(o) {
				return
			}
			if !jsruntime.IsProxy(o) {
				o = o.Prototype()
				continue
			}
			if jsruntime.IsBound(o) {
				break
			}
			seen = append(seen, o)
			proxy := o.Export().(jsruntime.Proxy)
			if handler := jsruntime.HandlerOf(proxy); handler != nil {
				next = append(next, handler)
			}
			o = proxy.Target()
		}
		if len(next) == 0 {
			return
		}
		o, next = next[len(next)-1], next[:len(next)-1]
	}
}
