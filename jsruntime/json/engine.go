package json

import "paddock/jsruntime"

// engine is what of the engine's own the package uses, whatever scripts put in the places where it
// was found.
type engine struct {
	plain   *jsruntime.Plain
	object  *jsruntime.Object // Object.prototype
	isArray jsruntime.Callable
	keys    jsruntime.Callable // Object.keys
	get     jsruntime.Callable // (object, key) => object[key]
	set     jsruntime.Callable // (object, key, value): as an assignment
	define  jsruntime.Callable // (object, key, value): CreateDataProperty
	remove  jsruntime.Callable // (object, key): [[Delete]]

	desk  desk  // of the next parser
	paper paper // of the next writer, unless a writer is using it
}

var engineSlot = jsruntime.NewSlot(func(vm *jsruntime.VM) *engine {
	object := vm.Get("Object").(*jsruntime.Object)
	helpers := helperScript.Run(vm).(*jsruntime.Object)
	callable := func(v jsruntime.Value) jsruntime.Callable {
		fn, _ := jsruntime.AsFunction(v)
		return fn
	}
	return &engine{
		plain:   vm.Plain(),
		object:  object.Get("prototype").(*jsruntime.Object),
		isArray: callable(vm.Get("Array").(*jsruntime.Object).Get("isArray")),
		keys:    callable(object.Get("keys")),
		get:     callable(helpers.Get("get")),
		set:     callable(helpers.Get("set")),
		define:  callable(helpers.Get("define")),
		remove:  callable(helpers.Get("remove")),
	}
})

// helperScript is for what host code cannot say: keys with lone surrogates, and what fails silently.
var helperScript = jsruntime.NewScript("paddock:json", `(() => {
  const { defineProperty, deleteProperty } = Reflect;
  return {
    get: (o, k) => o[k],
    set: (o, k, v) => { o[k] = v; },
    define: (o, k, value) => defineProperty(o, k, { value, writable: true, enumerable: true, configurable: true }),
    remove: (o, k) => deleteProperty(o, k),
  };
})()`)

// Prepare makes in vm what the package needs of the engine, before scripts can change that.
func Prepare(vm *jsruntime.VM) { engineSlot.Get(vm) }

// array is IsArray of ECMA-262: it looks through proxies and throws for a revoked one.
func (e *engine) array(vm *jsruntime.VM, o *jsruntime.Object) bool {
	if jsruntime.IsProxy(o) {
		return vm.Call(e.isArray, jsruntime.Undefined(), o).ToBoolean()
	}
	return o.ClassName() == "Array"
}

// property gives a property by a key that may have lone surrogates.
func (e *engine) property(vm *jsruntime.VM, o *jsruntime.Object, key string) jsruntime.Value {
	if !wellFormed(key) {
		return vm.Call(e.get, jsruntime.Undefined(), o, text(vm, key))
	}
	if v := o.Get(key); v != nil {
		return v
	}
	return jsruntime.Undefined()
}

// keysOf are the names of an object's own enumerable properties.
func (e *engine) keysOf(vm *jsruntime.VM, o *jsruntime.Object) []string {
	keys := o.Keys()
	for i, key := range keys {
		if damaged(key) {
			list := vm.Call(e.keys, jsruntime.Undefined(), o).(*jsruntime.Object)
			for j := i; j < len(keys); j++ {
				keys[j] = jsruntime.WTF8(list.Get(itoa(j)))
			}
			return keys
		}
	}
	return keys
}
