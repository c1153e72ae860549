package headers

import "paddock/jsruntime"

// cursor is the host side of an iterator. Unlike the standard's, whose iterators follow every
// change, the platform's go over the headers as they were when they were made.
type cursor struct {
	rest []entry
	pick func(vm *jsruntime.VM, e entry) jsruntime.Value
}

// iterable adds entries, keys, values and Symbol.iterator.
func iterable(c *jsruntime.Class[Headers]) {
	iterators := jsruntime.NewClass[cursor]("Headers Iterator").
		Method("next", 0, func(vm *jsruntime.VM, it *cursor, _ jsruntime.Args) jsruntime.Value {
			if len(it.rest) == 0 {
				return vm.IteratorResult(jsruntime.Undefined(), true)
			}
			e := it.rest[0]
			it.rest = it.rest[1:]
			return vm.IteratorResult(it.pick(vm, e), false)
		}).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
			// %IteratorPrototype%, which makes an iterator iterable, has no name in scripts.
			arrays := vm.CallSymbol(vm.NewArray(), jsruntime.SymIterator)
			if err := proto.SetPrototype(arrays.Prototype().Prototype()); err != nil {
				vm.Throw(err)
			}
			if err := proto.Delete("constructor"); err != nil {
				vm.Throw(err)
			}
		})
	method := func(name string, pick func(vm *jsruntime.VM, e entry) jsruntime.Value) {
		c.Method(name, 0, func(vm *jsruntime.VM, h *Headers, _ jsruntime.Args) jsruntime.Value {
			return iterators.New(vm, &cursor{h.entries(vm), pick})
		})
	}
	method("entries", func(vm *jsruntime.VM, e entry) jsruntime.Value {
		return vm.NewArrayOf(show(vm, e.name), show(vm, e.value))
	})
	method("keys", func(vm *jsruntime.VM, e entry) jsruntime.Value { return show(vm, e.name) })
	method("values", func(vm *jsruntime.VM, e entry) jsruntime.Value { return show(vm, e.value) })
	c.Alias(func(*jsruntime.VM) *jsruntime.Symbol { return jsruntime.SymIterator }, "entries")
}
