package jsruntime

// hide keeps from scripts how the host does things: the accessors that stand in for globals which
// nobody has used yet, and the property under which an object carries its host struct.
func (vm *VM) hide() {
	vm.hideLaziness()
	vm.hideHostKey()
}

// hideLaziness makes what describes properties of the global object make a lazy one first.
func (vm *VM) hideLaziness() {
	global := vm.GlobalObject()
	for _, holder := range []string{"Object", "Reflect"} {
		o := global.Get(holder).(*Object)
		describe := callableOf(o.Get("getOwnPropertyDescriptor"))
		must(o.DefineDataProperty("getOwnPropertyDescriptor", vm.NewFunction("getOwnPropertyDescriptor", 2, func(call FunctionCall) Value {
			if call.Argument(0) == global && IsString(call.Argument(1)) && vm.lazy[call.Argument(1).String()] {
				global.Get(call.Argument(1).String())
			}
			return vm.Call(describe, call.This, call.Arguments...)
		}), Yes, Yes, No))
	}
}

// hideHostKey takes the host's property out of the lists of properties that scripts can get.
func (vm *VM) hideHostKey() {
	wrap := func(holder, name string, hide func(list *Object) Value) {
		o := vm.Get(holder).(*Object)
		list := callableOf(o.Get(name))
		must(o.DefineDataProperty(name, vm.NewFunction(name, 1, func(call FunctionCall) Value {
			v := vm.Call(list, call.This, call.Arguments...)
			if of := AsObject(call.Argument(0)); of != nil && (IsProxy(of) || of.Get(hostKey) != nil) {
				return hide(v.(*Object))
			}
			return v
		}), Yes, Yes, No))
	}
	names := func(list *Object) Value {
		var kept []Value
		for _, i := range list.Keys() {
			if name := list.Get(i); !IsString(name) || name.String() != hostKey {
				kept = append(kept, name)
			}
		}
		return vm.NewArrayOf(kept...)
	}
	wrap("Object", "getOwnPropertyNames", names)
	wrap("Reflect", "ownKeys", names)
	wrap("Object", "getOwnPropertyDescriptors", func(list *Object) Value {
		must(list.Delete(hostKey))
		return list
	})
}
