package es

import (
	"math/rand/v2"
	"weak"

	"paddock/jsruntime"
)

// chains bounds how many prototypes built-ins give an object, one after the other.
var chains = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	bounded := func(of *jsruntime.Object, name string) {
		vm.PatchMethod(of, name, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				made := original(call)
				if o := jsruntime.AsObject(made); o != nil {
					vm.Lengthens(o)
				}
				return made
			}
		})
	}
	bounded(vm.Get("Object").(*jsruntime.Object), "create")
	bounded(vm.Get("Reflect").(*jsruntime.Object), "construct")
}}

// growth is that of chains of prototypes whose ends are given further prototypes, which the objects that such a chain
// begins with do not tell of.
var growth = jsruntime.NewSlot(func(vm *jsruntime.VM) *growing { return &growing{} })

// sometimes is how seldom one is looked at.
const sometimes = 1 << 10

// growing is an object that was given a prototype, of those whose prototypes become more and more.
type growing struct {
	o          weak.Pointer[jsruntime.Object]
	prototypes int
}

// given is told of each object that is about to get a prototype.
func (g *growing) given(vm *jsruntime.VM, v jsruntime.Value) {
	o := jsruntime.AsObject(v)
	if o == nil || rand.Uint32()%sometimes != 0 {
		return
	}
	vm.BoundPrototypes(o)
	if begin := g.o.Value(); begin != nil {
		if n := vm.BoundPrototypes(begin); n > g.prototypes {
			g.prototypes = n
			return
		}
	}
	g.o, g.prototypes = weak.Make(o), vm.BoundPrototypes(o)
}
