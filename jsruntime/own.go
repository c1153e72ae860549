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

// inherit puts what instances have themselves in order, what is of the parent behind the rest.
func (b *built) inherit(vm *VM, d *definition) {
	if d.parent != nil {
		b.values = append(slices.Clip(d.parent.slot.Get(vm).values), b.values...)
	}
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

// ownValue is a member of a class whose value every instance keeps as a property of its own.
type ownValue struct {
	name string
	get  func(vm *VM, this Value) Value
}

// give defines on an instance what it has itself.
func (b *built) give(vm *VM, o *Object) {
	for i := len(b.values) - 1; i >= 0; i-- {
		must(o.DefineDataProperty(b.values[i].name, orUndefined(b.values[i].get(vm, o)), No, Yes, Yes))
	}
	for _, a := range b.own {
		must(o.DefineAccessorProperty(a.name, a.get, a.set, Yes, Yes))
	}
}
