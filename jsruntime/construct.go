package jsruntime

import "github.com/dop251/goja"

// Constructor gives what makes instances of a class, with another newTarget if that is not nil.
// It throws a TypeError for what is no constructor.
func (vm *VM) Constructor(class Value) NativeConstruct {
	construct, ok := goja.AssertConstructor(class)
	if !ok {
		vm.Throwf(TypeError, "%s is not a constructor", vm.Sketch(class))
	}
	return func(args []Value, newTarget *Object) *Object {
		o, err := construct(newTarget, args...)
		if err != nil {
			vm.Rethrow(err)
		}
		return o
	}
}

// Species gives the class of what is derived from o: its constructor's Symbol.species, or
// standard where those say nothing (SpeciesConstructor).
func (vm *VM) Species(o, standard *Object) Value {
	class := o.Get("constructor")
	if IsUndefined(class) {
		return standard
	}
	c := AsObject(class)
	if c == nil {
		vm.Throwf(TypeError, "The .constructor property is not an object")
	}
	if species := c.GetSymbol(SymSpecies); !IsNullish(species) {
		return species
	}
	return standard
}

// OwnProperty gives the descriptor of a property as scripts see it; nil for none.
func (vm *VM) OwnProperty(o *Object, name string) *Object {
	return AsObject(vm.Call(intrinsicsSlot.Get(vm).describe, Undefined(), o, vm.ToValue(name)))
}
