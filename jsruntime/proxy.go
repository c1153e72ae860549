package jsruntime

import (
	"reflect"
	"slices"

	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
)

// OwnArguments makes the traps apply and construct of a Proxy get lists of arguments that stay as
// they are, as `new Proxy` gave it. The engine's lists show the caller's stack, on which other
// values lie once the trap waits, or has returned and left its list to somebody.
func OwnArguments(vm *VM, proxy *Object) {
	if !IsFunction(proxy) {
		return // it has neither trap
	}
	standingIn(vm, proxy)
}

// CheckKeys gives what the trap ownKeys of a Proxy of a script's returns to check, which gives what the engine gets.
func CheckKeys(vm *VM, proxy *Object, check func(list *Object) Value) {
	if p, ok := proxy.Export().(Proxy); ok && p.Handler() != nil {
		standingIn(vm, proxy).checkKeys = check
	}
}

// BoundDescent makes what goes down through a Proxy of a script's to others, or round and round, end with V8's error:
// the engine calls itself for each, and would end the process. It does nothing for one that is revoked.
func BoundDescent(vm *VM, proxy *Object) {
	if p, ok := proxy.Export().(Proxy); ok && p.Handler() != nil {
		standingIn(vm, proxy).bound = proxy
	}
}

// IsBound reports whether BoundDescent has been called for an object.
func IsBound(proxy *Object) bool {
	p, ok := proxy.Export().(Proxy)
	if !ok || p.Handler() == nil || p.Handler().ExportType() != trapsType {
		return false
	}
	return p.Handler().Export().(*traps).bound != nil
}

// standingIn gives what stands for the handler of a Proxy from now on.
func standingIn(vm *VM, proxy *Object) *traps {
	field := handlerField(proxy)
	if (*field).ExportType() == trapsType {
		return (*field).Export().(*traps)
	}
	t := &traps{vm: vm, handler: *field}
	stand := vm.Runtime.NewDynamicObject(t)
	_ = stand.SetPrototype(nil)
	*field = stand
	return t
}

// descentSteps is after how many steps of Descend it is seen how deep they have led, which takes long.
const descentSteps = 1 << 10

// Descend is told of each step on a way that may lead ever deeper while no function of a script is called. It
// throws V8's error where it has.
func (vm *VM) Descend() {
	if vm.descents++; vm.descents%descentSteps == 0 && dialect.DeepInGo() {
		vm.Throwf(RangeError, dialect.TooDeep)
	}
}

// HandlerOf gives the handler that a script gave to a Proxy; nil if that is revoked, or the host's.
func HandlerOf(proxy Proxy) *Object {
	handler := proxy.Handler()
	if handler != nil && handler.ExportType() == trapsType {
		return handler.Export().(*traps).handler
	}
	return handler
}

// handlerField is where the engine keeps the handler of a Proxy that a script made.
func handlerField(proxy *Object) **Object {
	return fieldOf[*Object](behind(proxy).FieldByName("handler").Elem().Elem(), "handler")
}

// traps stands for a handler where the engine looks for it. Each trap that the handler has it
// gives as one function of its VM, which calls the trap on the handler itself.
type traps struct {
	vm      *VM
	handler *Object
	bound   *Object // the Proxy itself, if how far down the traps are looked for is watched; or nil
	// checkKeys looks at what the trap ownKeys returns; nil: nobody does.
	checkKeys func(*Object) Value
	name      string // of the trap that was looked for last
	trap      Callable
}

var (
	_         goja.DynamicObject = (*traps)(nil)
	trapsType                    = reflect.TypeFor[*traps]()
)

// Get gives what the engine calls next.
func (t *traps) Get(name string) Value {
	if t.bound != nil {
		t.vm.Descend()
	}
	v := t.handler.Get(name)
	trap, ok := AsFunction(v)
	if !ok {
		if t.bound != nil {
			t.hop(name)
		}
		return v
	}
	t.vm.hops = 0
	t.name, t.trap = name, trap
	return callTrap.Get(t.vm)
}

// mostHops is how many proxies V8 goes through where it looks for a prototype.
const mostHops = 100 << 10

// hop ends what goes round and round through prototypes, which the engine does in a loop that runs no script.
func (t *traps) hop(trap string) {
	if trap != "getPrototypeOf" {
		return
	}
	if t.vm.hops++; t.vm.hops%descentSteps != 0 {
		return
	}
	t.vm.Breathe()
	if t.vm.hops >= mostHops {
		t.vm.hops = 0
		if leadsBack(t.bound) { // or scripts have asked as often
			t.vm.Throwf(RangeError, dialect.TooDeep)
		}
	}
}

// leadsBack reports whether a Proxy is among the prototypes of what it stands for, while no trap hides them.
func leadsBack(proxy *Object) bool {
	o := proxy.Export().(Proxy).Target()
	for n := 0; o != nil && o != proxy; n++ {
		if n > mostHops {
			return true
		}
		if IsProxy(o) {
			o = o.Export().(Proxy).Target()
		} else {
			o = o.Prototype()
		}
	}
	return o != nil
}

// The engine only ever gets.
func (*traps) Set(string, Value) bool { return false }
func (*traps) Has(string) bool        { return false }
func (*traps) Delete(string) bool     { return false }
func (*traps) Keys() []string         { return nil }

// callTrap is the function that stands for every trap; its receiver tells for which.
var callTrap = NewSlot(func(vm *VM) Value {
	return vm.ToValue(func(call FunctionCall) Value {
		t := call.This.(*Object).Export().(*traps)
		name, trap := t.name, t.trap
		t.trap = nil
		switch name {
		case "apply":
			own(call.Argument(2))
		case "construct":
			own(call.Argument(1))
		}
		result := vm.Call(trap, t.handler, call.Arguments...)
		if list := AsObject(result); list != nil && name == "ownKeys" && t.checkKeys != nil {
			return t.checkKeys(list)
		}
		return result
	})
})

// own gives an array values of its own.
func own(array Value) {
	values := inside[[]Value](array.(*Object), "values")
	*values = slices.Clone(*values)
}
