package streams

import "paddock/jsruntime"

// iterator is the host side of a stream's asynchronous iterator.
type iterator struct {
	reader        *reader
	preventCancel bool
	ongoing       value // the promise of the last call, nil: none was made
	finished      bool
}

// iteratorClass is the class of iterators, which scripts know by their prototype only.
var iteratorClass = jsruntime.NewClass[iterator]("ReadableStreamAsyncIterator")

// after runs f when the calls before it are done, and gives a promise.
func (it *iterator) after(vm *jsruntime.VM, f func() value) value {
	if it.ongoing == nil {
		it.ongoing = f()
	} else {
		g := func(value) value { return f() }
		// Web IDL has a promise more in between, which gives the source's pull its turn.
		if p, ok := jsruntime.AsPromise(it.ongoing); ok && p.State() == jsruntime.Pending {
			it.ongoing = vm.ThenValue(it.ongoing, nil, nil)
		}
		it.ongoing = vm.ThenValue(it.ongoing, g, g)
	}
	return it.ongoing
}

func (it *iterator) next(vm *jsruntime.VM) value {
	if it.finished || it.reader.stream == nil {
		return vm.Resolved(iterResult(vm, undefined(), true))
	}
	promise, resolve, reject := vm.NewResolvers()
	it.reader.read(&readRequest{
		chunk: func(v value) { resolve(iterResult(vm, v, false)) },
		close: func(value) {
			it.finish()
			resolve(iterResult(vm, undefined(), true))
		},
		fail: func(reason value) {
			it.finish()
			reject(reason)
		},
	})
	return promise
}

func (it *iterator) finish() {
	it.finished = true
	if it.reader.stream != nil {
		it.reader.release()
	}
}

func (it *iterator) end(vm *jsruntime.VM, v value) value {
	if it.finished || it.reader.stream == nil {
		return vm.Resolved(iterResult(vm, v, true))
	}
	if it.preventCancel {
		it.finish()
		return vm.Resolved(iterResult(vm, v, true))
	}
	p := it.reader.stream.cancel(v)
	it.finish()
	return vm.ThenValue(p, func(value) value { return iterResult(vm, v, true) }, nil)
}

func defineIterator() {
	iteratorClass.
		AsyncMethod("next", 0, func(vm *jsruntime.VM, it *iterator, _ args) (value, error) {
			return it.after(vm, func() value { return it.next(vm) }), nil
		}).
		AsyncMethod("return", 1, func(vm *jsruntime.VM, it *iterator, a args) (value, error) {
			v := a.At(0) // now: the engine uses the arguments' memory again
			return it.after(vm, func() value { return it.end(vm, v) }), nil
		}).
		Setup(func(vm *jsruntime.VM, _, proto *object) {
			self := vm.NewFunction("[Symbol.asyncIterator]", 0, func(call jsruntime.FunctionCall) value { return call.This })
			_ = proto.DefineDataPropertySymbol(asyncIterator(vm), self, jsruntime.Yes, jsruntime.Yes, jsruntime.No)
			_ = proto.Delete("constructor")
		})
}
