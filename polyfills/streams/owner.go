package streams

import "paddock/jsruntime"

// What the owner of both ends of a connection does to its streams, whoever has locked them.
// Each function panics when v is no stream of the kind: only the owner calls it.

// CloseWritable closes a WritableStream after what was written to it, and gives the promise that
// close() would.
func CloseWritable(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	w := writableClass.This(vm, v)
	if w.closing() || w.state == writableClosed {
		return Flush(vm, v)
	}
	return w.close()
}

// Flush gives a promise that is fulfilled when all that was written to a WritableStream, and
// its close, has left it or failed.
func Flush(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	w := writableClass.This(vm, v)
	last := w.inFlightWrite
	if n := len(w.requests); n > 0 {
		last = w.requests[n-1]
	}
	for _, req := range []*resolver{w.inFlightClose, w.closeRequest} {
		if req != nil {
			last = req
		}
	}
	if last == nil {
		return vm.Resolved(undefined())
	}
	if last.promise == nil { // host code waits without a promise
		done := newResolver(vm)
		resolve, reject := last.resolve, last.reject
		last.resolve = func(v value) { resolve(v); done.resolve(undefined()) }
		last.reject = func(v value) { reject(v); done.resolve(undefined()) }
		return done.promise
	}
	settled := func(value) value { return undefined() }
	return vm.ThenValue(last.promise, settled, settled)
}

// FailWritable errors a WritableStream: what was written and has not left fails too.
func FailWritable(vm *jsruntime.VM, v, reason jsruntime.Value) {
	w := writableClass.This(vm, v)
	if w.state == writing {
		w.control.fail(reason)
	}
}

// SealWritable makes a WritableStream that is done with, closed or not, fail with reason
// whatever is written from now on.
func SealWritable(vm *jsruntime.VM, v, reason jsruntime.Value) {
	w := writableClass.This(vm, v)
	if w.state == writableClosed {
		w.state, w.stored = writableErrored, reason
		return
	}
	FailWritable(vm, v, reason)
}

// FailReadable errors a ReadableStream: reads that wait fail with pending, later ones with reason.
func FailReadable(vm *jsruntime.VM, v, pending, reason jsruntime.Value) {
	s := readableClass.This(vm, v)
	if s.reader != nil {
		for _, req := range s.reader.take() {
			req.fail(pending)
		}
	}
	if s.state != stateErrored {
		s.fail(reason)
	}
}

// SealReadable ends a ReadableStream: who reads it is told that it is closed, and reads from now on fail with reason.
// Those that wait go on waiting until abandon fails them.
func SealReadable(vm *jsruntime.VM, v, reason jsruntime.Value) (abandon func(reason jsruntime.Value)) {
	s := readableClass.This(vm, v)
	var waiting []*readRequest
	if s.reader != nil {
		waiting = s.reader.take()
	}
	if s.state == stateReadable {
		s.close()
	}
	if s.state == stateClosed {
		s.state, s.stored = stateErrored, reason
	}
	return func(reason jsruntime.Value) {
		for _, req := range waiting {
			req.fail(reason)
		}
	}
}

// Detach locks a ReadableStream or a WritableStream for good; it does nothing and gives false
// when it is locked already.
func Detach(vm *jsruntime.VM, v jsruntime.Value) bool {
	if w, ok := writableClass.From(v); ok {
		if w.locked() {
			return false
		}
		(&writer{}).attach(w)
		return true
	}
	s := readableClass.This(vm, v)
	if s.locked() {
		return false
	}
	s.acquire()
	return true
}
