package es

import (
	"runtime"
	"sync"
	"weak"

	"paddock/jsruntime"
)

// weakKeys lets symbols be keys of WeakMap and members of WeakSet. The engine's own take objects
// only, so that each symbol has an object that stands in for it as long as the symbol lives.
var weakKeys = gap{probe: "(() => { try { return new WeakMap().set(Symbol(), 1); } catch {} })()", install: func(vm *jsruntime.VM) {
	for class, c := range map[string]struct{ add, refusal string }{
		"WeakMap": {"set", "Invalid value used as weak map key"},
		"WeakSet": {"add", "Invalid value used in weak set"},
	} {
		proto := vm.Get(class).(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
		for _, name := range []string{"get", "has", "delete"} {
			if fn, ok := proto.Get(name).(*jsruntime.Object); ok {
				jsruntime.Patch(fn, func(original jsruntime.Native) jsruntime.Native {
					return func(call jsruntime.FunctionCall) jsruntime.Value {
						if s, ok := call.Argument(0).(*jsruntime.Symbol); ok {
							call.Arguments = []jsruntime.Value{standIns.Get(vm).of(vm, s)}
						}
						return original(call)
					}
				})
			}
		}
		// Another function, not a patched one: the engine's constructors pass by the one that they know.
		add, _ := jsruntime.AsFunction(proto.Get(c.add))
		length := 1
		if c.add == "set" {
			length = 2
		}
		must(proto.DefineDataProperty(c.add, vm.NewFunction(c.add, length, func(call jsruntime.FunctionCall) jsruntime.Value {
			switch key := call.Argument(0).(type) {
			case *jsruntime.Object:
				return vm.Call(add, call.This, call.Arguments...)
			case *jsruntime.Symbol:
				if !registered(vm, key) {
					return vm.Call(add, call.This, standIns.Get(vm).of(vm, key), call.Argument(1))
				}
			}
			if of := jsruntime.AsObject(call.This); of == nil || vm.KindOf(of) != class {
				vm.Throwf(jsruntime.TypeError, "Method %s.prototype.%s called on incompatible receiver %s", class, c.add, vm.Sketch(call.This))
			}
			vm.Throwf(jsruntime.TypeError, "%s", c.refusal)
			return nil
		}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
}}

// symbolObjects are the objects that stand in for symbols.
type symbolObjects struct {
	mu      sync.Mutex // guards objects
	objects map[weak.Pointer[jsruntime.Symbol]]*jsruntime.Object
}

var standIns = jsruntime.NewSlot(func(*jsruntime.VM) *symbolObjects {
	return &symbolObjects{objects: map[weak.Pointer[jsruntime.Symbol]]*jsruntime.Object{}}
})

// of gives the object of a symbol.
func (s *symbolObjects) of(vm *jsruntime.VM, symbol *jsruntime.Symbol) *jsruntime.Object {
	key := weak.Make(symbol)
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.objects[key]
	if !ok {
		o = vm.NewObject()
		s.objects[key] = o
		runtime.AddCleanup(symbol, s.forget, key)
	}
	return o
}

func (s *symbolObjects) forget(key weak.Pointer[jsruntime.Symbol]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.objects, key)
}
