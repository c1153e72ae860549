package jsruntime

// pairIterator is the host side of an iterator over pairs.
type pairIterator struct {
	next func() (Value, bool)
}

// Pairs makes a class iterable by pairs (Web IDL, section 3.7.10): entries, keys, values and
// Symbol.iterator, whose iterators share a prototype named after the class. at gives pair i, as
// it is when it is asked for, and false behind the last.
func Pairs[T any](c *Class[T], at func(vm *VM, self *T, i int) (key, value Value, ok bool)) *Class[T] {
	iterators := NewClass[pairIterator](c.name+" Iterator").
		Method("next", 0, func(vm *VM, it *pairIterator, _ Args) Value {
			v, ok := it.next()
			return vm.IteratorResult(v, !ok)
		}).
		Setup(func(vm *VM, _, proto *Object) {
			must(proto.SetPrototype(vm.IteratorPrototype()))
			must(proto.Delete("constructor"))
		})
	method := func(name string, pick func(vm *VM, key, value Value) Value) {
		c.Method(name, 0, func(vm *VM, self *T, _ Args) Value {
			i := 0
			return iterators.New(vm, &pairIterator{next: func() (Value, bool) {
				k, v, ok := at(vm, self, i)
				if !ok {
					return Undefined(), false
				}
				i++
				return pick(vm, k, v), true
			}})
		})
	}
	method("entries", func(vm *VM, k, v Value) Value { return vm.NewArrayOf(k, v) })
	method("keys", func(_ *VM, k, _ Value) Value { return k })
	method("values", func(_ *VM, _, v Value) Value { return v })
	return c.Alias(func(*VM) *Symbol { return SymIterator }, "entries")
}

// IteratorResult makes { value, done }.
func (vm *VM) IteratorResult(v Value, done bool) Value {
	if v == nil {
		v = Undefined()
	}
	return vm.plain.Object([]Member{{"value", v}, {"done", vm.ToValue(done)}})
}

var iteratorPrototypes = NewSlot(func(vm *VM) *Object {
	iterator := vm.CallSymbol(vm.NewArray(), SymIterator)
	return iterator.Prototype().Prototype()
})

// IteratorPrototype is what all iterators of the language inherit from.
func (vm *VM) IteratorPrototype() *Object { return iteratorPrototypes.Get(vm) }

// CallSymbol calls the method of o under a symbol, which must give an object.
func (vm *VM) CallSymbol(o *Object, sym *Symbol) *Object {
	fn, ok := AsFunction(o.GetSymbol(sym))
	if !ok {
		vm.Throwf(TypeError, "object is not iterable")
	}
	result := AsObject(vm.Call(fn, o))
	if result == nil {
		vm.Throwf(TypeError, "result is not an object")
	}
	return result
}
