package jsruntime

import "paddock/jsruntime/dialect"

// Lengthens is to be called with an object that has been made with a prototype of a script's choice. Now and then it
// looks whether there are more prototypes than the engine can go through, and throws V8's RangeError.
func (vm *VM) Lengthens(o *Object) { dialect.Lengthens(vm.Runtime, o) }

// BoundPrototypes counts the prototypes of an object, up to a proxy, and throws what Lengthens does.
func (vm *VM) BoundPrototypes(o *Object) int {
	n := dialect.Prototypes(o)
	if n > dialect.LongestChain {
		vm.Throwf(RangeError, "%s", dialect.TooDeep)
	}
	return n
}
