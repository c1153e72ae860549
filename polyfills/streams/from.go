package streams

import "paddock/jsruntime"

// iterable is the source of ReadableStream.from: an iterator record.
type iterable struct {
	vm       *jsruntime.VM
	iterator *object
	next     jsruntime.Callable
	sync     bool // values may be promises that have to be waited for
}

// openIterable is GetIterator(v, async); it throws.
func openIterable(vm *jsruntime.VM, v value) iterable {
	if jsruntime.IsNullish(v) {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'from' on 'ReadableStream': parameter 1 is not of type 'AsyncGenerator'.")
	}
	it := iterable{vm: vm}
	target := v.ToObject(vm.Runtime)
	open := target.GetSymbol(asyncIterator(vm))
	if jsruntime.IsNullish(open) {
		it.sync = true
		open = target.GetSymbol(jsruntime.SymIterator)
	}
	f, ok := jsruntime.AsFunction(open)
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'from' on 'ReadableStream': parameter 1 is not of type 'AsyncGenerator'.")
	}
	if it.iterator = jsruntime.AsObject(vm.Call(f, v)); it.iterator == nil {
		vm.Throwf(jsruntime.TypeError, "The iterator is not an object")
	}
	it.next, _ = jsruntime.AsFunction(it.iterator.Get("next"))
	return it
}

// from is ReadableStreamFromIterable; it throws.
func from(vm *jsruntime.VM, v value) *stream {
	if s, ok := asStream(v); ok && s.locked() {
		vm.Throwf(jsruntime.TypeError, lockedReadable)
	}
	it := openIterable(vm, v)
	var c *defaultController // pull runs after it is set
	s, c := newDefault(vm, sourceAlgorithms{
		pull:   func() value { return it.pull(c) },
		cancel: it.cancel,
	}, strategy{})
	return s
}

// pull moves one value from the iterator to the stream.
func (it iterable) pull(c *defaultController) value {
	vm := it.vm
	step := vm.Promised(func() (value, error) {
		if it.next == nil {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "The iterator has no method next")
		}
		return vm.Call(it.next, it.iterator), nil
	})
	return vm.ThenValue(step, func(v value) value {
		result := jsruntime.AsObject(v)
		if result == nil {
			vm.Throwf(jsruntime.TypeError, "The promise returned by the iterator.next() method must fulfill with an object")
		}
		if truthy(result.Get("done")) {
			c.close()
			return undefined()
		}
		item := result.Get("value")
		if item == nil {
			item = undefined()
		}
		if it.sync {
			return vm.ThenValue(vm.ToPromise(item), func(v value) value {
				c.enqueue(v)
				return undefined()
			}, nil)
		}
		c.enqueue(item)
		return undefined()
	}, nil)
}

// cancel ends the iterator.
func (it iterable) cancel(reason value) value {
	vm := it.vm
	var f jsruntime.Callable
	got := vm.Promised(func() (value, error) {
		end := it.iterator.Get("return")
		if jsruntime.IsNullish(end) {
			return undefined(), nil
		}
		var ok bool
		if f, ok = jsruntime.AsFunction(end); !ok {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "The iterator's return is not a function")
		}
		return vm.Call(f, it.iterator, reason), nil
	})
	return vm.ThenValue(got, func(v value) value {
		if f != nil && jsruntime.AsObject(v) == nil {
			vm.Throwf(jsruntime.TypeError, "The promise returned by the iterator.return() method must fulfill with an object")
		}
		return undefined()
	}, nil)
}
