package jsruntime

import (
	"cmp"
	"slices"
)

// ownAccessor is an accessor that every instance of a class has itself, rather than its prototype.
type ownAccessor struct {
	name     string
	get, set Value
}

// AccessorsOnInstances puts the accessors named, by class, on the instances of the classes that are
// made from now on, in the order given: where the platform had them once. Subclasses inherit that.
func (vm *VM) AccessorsOnInstances(names map[string][]string) { vm.ownNames = names }

// owns reports whether instances have an accessor themselves.
func (vm *VM) owns(class, accessor string) bool { return slices.Contains(vm.ownNames[class], accessor) }

// inherit puts the own accessors of a class in order, those of its parent behind them.
func (b *built) inherit(vm *VM, d *definition) {
	if vm.ownNames == nil {
		return
	}
	order := vm.ownNames[d.name]
	slices.SortFunc(b.own, func(x, y ownAccessor) int {
		return cmp.Compare(slices.Index(order, x.name), slices.Index(order, y.name))
	})
	if d.parent != nil {
		b.own = append(b.own, d.parent.slot.Get(vm).own...)
	}
}

// give defines the own accessors on an instance.
func (b *built) give(o *Object) {
	for _, a := range b.own {
		must(o.DefineAccessorProperty(a.name, a.get, a.set, Yes, Yes))
	}
}
