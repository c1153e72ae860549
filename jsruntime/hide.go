package jsruntime

import "strings"

// hide keeps from scripts how the host does things: the accessors that stand in for globals which
// nobody has used yet, the property under which an object carries its host struct, and the
// globals of the dialect and of the engine.
func (vm *VM) hide() {
	vm.hideLaziness()
	vm.hideProperties()
	must(vm.GlobalObject().Delete("GoError")) // the engine's, for errors of Go
}

// hideLaziness makes what describes properties of the global object, and of what it inherits from, make a
// lazy one first.
func (vm *VM) hideLaziness() {
	global := vm.GlobalObject()
	for _, holder := range []string{"Object", "Reflect"} {
		o := global.Get(holder).(*Object)
		describe := callableOf(o.Get("getOwnPropertyDescriptor"))
		must(o.DefineDataProperty("getOwnPropertyDescriptor", vm.NewFunction("getOwnPropertyDescriptor", 2, func(call FunctionCall) Value {
			of := AsObject(call.Argument(0))
			if of != nil && (of == global || of == vm.scope) && IsString(call.Argument(1)) && vm.lazy[lazyGlobal{of, call.Argument(1).String()}] {
				of.Get(call.Argument(1).String())
			}
			return vm.Call(describe, call.This, call.Arguments...)
		}), Yes, Yes, No))
	}
}

// dialectMark begins the names of the globals that compiled scripts use.
const dialectMark = "%"

// hideProperties takes what scripts shall not see out of the lists of properties that they get.
func (vm *VM) hideProperties() {
	global := vm.GlobalObject()
	wrap := func(holder, name string, hide func(list *Object, hidden func(name string) bool) Value) {
		o := vm.Get(holder).(*Object)
		list := callableOf(o.Get(name))
		must(o.DefineDataProperty(name, vm.NewFunction(name, 1, func(call FunctionCall) Value {
			v := vm.Call(list, call.This, call.Arguments...)
			switch of := AsObject(call.Argument(0)); {
			case of == nil:
			case of == global:
				return hide(v.(*Object), func(name string) bool { return strings.HasPrefix(name, dialectMark) })
			case IsProxy(of) || of.Get(hostKey) != nil:
				return hide(v.(*Object), func(name string) bool { return name == hostKey })
			}
			return v
		}), Yes, Yes, No))
	}
	names := func(list *Object, hidden func(string) bool) Value {
		var kept []Value
		for _, i := range list.Keys() {
			if name := list.Get(i); !IsString(name) || !hidden(name.String()) {
				kept = append(kept, name)
			}
		}
		return vm.NewArrayOf(kept...)
	}
	wrap("Object", "getOwnPropertyNames", names)
	wrap("Reflect", "ownKeys", names)
	wrap("Object", "getOwnPropertyDescriptors", func(list *Object, hidden func(string) bool) Value {
		for _, name := range list.GetOwnPropertyNames() {
			if hidden(name) {
				must(list.Delete(name))
			}
		}
		return list
	})
}
