package rpc

import "paddock/jsruntime"

// promised is what an RpcPromise or an RpcProperty stands for.
type promised interface {
	call(args []jsruntime.Value) jsruntime.Value // args are the caller's; good until it returns
	read() jsruntime.Value                       // starts what is awaited and gives its promise
	dispose()
	property(name string) jsruntime.Value
}

// awaited is the host side of an RpcPromise or an RpcProperty: a function that is also a thenable, and
// has every property. Many of them are made for each call: it is in one piece with its traps.
type awaited struct {
	vm      *jsruntime.VM
	class   *jsruntime.Class[awaited]
	of      promised
	promise jsruntime.Value // what of.read gave; nil before somebody awaited it
	own     map[string]jsruntime.Value
	traps   jsruntime.ProxyTraps
}

// IsAwaitable reports whether a value is an RpcPromise or an RpcProperty, which is a promise of a result also where
// other objects with a method then are none.
func IsAwaitable(v jsruntime.Value) bool {
	_, ok := promiseClass.From(v)
	return ok
}

// newAwaitable makes the proxy. All of a class share one target, which is never changed.
func newAwaitable(vm *jsruntime.VM, class *jsruntime.Class[awaited], of promised) jsruntime.Value {
	a := &awaited{vm: vm, class: class, of: of}
	a.traps = jsruntime.ProxyTraps{
		Apply: a.apply, Get: a.get, GetSym: a.getSymbol, Set: a.set, DeleteProperty: a.remove,
		SetSym:            func(*jsruntime.Object, *jsruntime.Symbol, jsruntime.Value, jsruntime.Value) bool { return false },
		DefineProperty:    func(*jsruntime.Object, string, jsruntime.PropertyDescriptor) bool { return false },
		DefinePropertySym: func(*jsruntime.Object, *jsruntime.Symbol, jsruntime.PropertyDescriptor) bool { return false },
		SetPrototypeOf:    func(*jsruntime.Object, *jsruntime.Object) bool { return false },
		PreventExtensions: func(*jsruntime.Object) bool { return false },
	}
	return vm.ToValue(vm.NewProxy(targets.Get(vm)[class], &a.traps))
}

// settles gives the promise of what is awaited. It starts once.
func (a *awaited) settles() *jsruntime.Object {
	if a.promise == nil {
		a.promise = a.of.read()
	}
	return a.promise.(*jsruntime.Object)
}

func (a *awaited) apply(_ *jsruntime.Object, _ jsruntime.Value, args []jsruntime.Value) jsruntime.Value {
	return a.of.call(args)
}

func (a *awaited) get(target *jsruntime.Object, name string, _ jsruntime.Value) jsruntime.Value {
	if name == jsruntime.HostKey {
		return a.class.Cell(a)
	}
	if v, ok := a.own[name]; ok {
		return v
	}
	if v := inherited(target, name); v != nil {
		return v
	}
	if isIndex(name) {
		return jsruntime.Undefined()
	}
	return a.of.property(name)
}

func (a *awaited) getSymbol(target *jsruntime.Object, sym *jsruntime.Symbol, _ jsruntime.Value) jsruntime.Value {
	if sym == disposeSymbol(a.vm) {
		return a.vm.NewFunction("", 0, func(jsruntime.FunctionCall) jsruntime.Value {
			a.of.dispose()
			return jsruntime.Undefined()
		})
	}
	return orUndefined(target.GetSymbol(sym))
}

func (a *awaited) set(_ *jsruntime.Object, name string, value, _ jsruntime.Value) bool {
	if a.own == nil {
		a.own = map[string]jsruntime.Value{}
	}
	a.own[name] = value
	return true
}

func (a *awaited) remove(_ *jsruntime.Object, name string) bool {
	delete(a.own, name)
	return true
}

// targets are the functions that the proxies of a class stand before.
var targets = jsruntime.NewSlot(func(vm *jsruntime.VM) map[*jsruntime.Class[awaited]]*jsruntime.Object {
	made := map[*jsruntime.Class[awaited]]*jsruntime.Object{}
	for _, class := range []*jsruntime.Class[awaited]{promiseClass, propertyClass} {
		made[class] = vm.NewFunction(class.Name(), 0, func(jsruntime.FunctionCall) jsruntime.Value { return jsruntime.Undefined() })
		if err := made[class].SetPrototype(class.Prototype(vm)); err != nil {
			vm.Throw(err)
		}
		class.Adopt(made[class], &awaited{}) // else the proxies would not be asked for theirs
	}
	return made
})

var disposeSlot = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.Symbol {
	sym, _ := vm.Get("Symbol").(*jsruntime.Object).Get("dispose").(*jsruntime.Symbol)
	return sym
})

func disposeSymbol(vm *jsruntime.VM) *jsruntime.Symbol { return disposeSlot.Get(vm) }
