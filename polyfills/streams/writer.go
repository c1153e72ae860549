package streams

import "paddock/jsruntime"

// writer is the host side of WritableStreamDefaultWriter, or a lock that host code holds.
// Its stream is nil once it was released.
type writer struct {
	vm     *jsruntime.VM
	stream *writable
	ready  *lazy
	closed *lazy
}

// writerClass is the class WritableStreamDefaultWriter; its members are in defineWriter.
var writerClass = jsruntime.NewClass[writer]("WritableStreamDefaultWriter")

// attach is SetUpWritableStreamDefaultWriter; it throws when w is locked.
func (wr *writer) attach(w *writable) {
	if w.locked() {
		w.vm.Throwf(jsruntime.TypeError, lockedWritable)
	}
	wr.vm, wr.stream = w.vm, w
	wr.ready, wr.closed = newLazy(w.vm), newLazy(w.vm)
	w.writer = wr
	switch w.state {
	case writing:
		if w.former {
			w.tellStart()
		} else if w.closing() || !w.backpressure {
			wr.ready.fulfil(undefined())
		}
	case erroring:
		if w.former {
			w.tellStart()
		} else {
			wr.ready.fail(w.stored)
		}
	case writableClosed:
		wr.ready.fulfil(undefined())
		wr.closed.fulfil(undefined())
	case writableErrored:
		wr.ready.fail(w.stored)
		wr.closed.fail(w.stored)
	}
}

func (wr *writer) failReady(reason value) {
	if wr.ready.settled {
		wr.ready = newLazy(wr.vm)
	}
	wr.ready.fail(reason)
}

func (wr *writer) failClosed(reason value) {
	if wr.closed.settled {
		wr.closed = newLazy(wr.vm)
	}
	wr.closed.fail(reason)
}

// release is WritableStreamDefaultWriterRelease.
func (wr *writer) release() {
	reason := typeError(wr.vm, releasedWriter)
	if w := wr.stream; w.sink == nil && !pedantic(wr.vm) {
		w.takeBack(reason)
	}
	if !wr.stream.lenient || !wr.ready.settled {
		wr.failReady(reason)
	}
	wr.failClosed(reason)
	wr.stream.writer, wr.stream = nil, nil
}

// tellStart makes the writer of a former stream ready if the stream has started, whatever its backpressure.
func (w *writable) tellStart() {
	if w.begun && w.writer != nil && !w.writer.ready.settled {
		w.writer.ready.fulfil(undefined())
	}
}

// mistakes reports whether a chunk is none that the stream takes.
func (w *writable) mistakes(chunk value) bool {
	return w.sink != nil && !jsruntime.IsUndefined(chunk) && !isBytes(chunk)
}

// write is WritableStreamDefaultWriterWrite; it settles req.
func (wr *writer) write(chunk value, req *resolver) {
	w := wr.stream
	if w.mistakes(chunk) {
		req.reject(typeError(wr.vm, notBytesWritten)) // and nothing happens to the stream
		return
	}
	size := w.control.chunkSize(chunk)
	switch {
	case wr.stream != w && !w.lenient: // size() released the writer
		req.reject(typeError(wr.vm, releasedWriter))
	case w.state == writableErrored, w.state == erroring && !w.closing():
		req.reject(w.stored)
	case w.closing(), w.state == writableClosed:
		req.reject(typeError(wr.vm, closedWritable))
	default:
		w.requests = append(w.requests, req)
		w.control.write(chunk, size)
	}
}

// closeOrPropagate is WritableStreamDefaultWriterCloseWithErrorPropagation.
func (wr *writer) closeOrPropagate() value {
	w := wr.stream
	switch {
	case w.closing(), w.state == writableClosed:
		return wr.vm.Resolved(undefined())
	case w.state == writableErrored:
		return rejected(wr.vm, w.stored)
	}
	return w.close()
}

// desiredSize is null when the stream is errored.
func (wr *writer) desiredSize() value {
	switch w := wr.stream; w.state {
	case writableErrored, erroring:
		return jsruntime.Null()
	case writableClosed:
		return wr.vm.ToValue(0)
	default:
		return wr.vm.ToValue(w.control.desiredSize())
	}
}

var errReleasedWriter = jsruntime.Errorf(jsruntime.TypeError, releasedWriter)

// defineWriter adds the members of WritableStreamDefaultWriter.
func defineWriter() {
	writerClass.Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *writer {
		w, ok := writableClass.From(a.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to construct 'WritableStreamDefaultWriter': constructor parameter 1 is not of type 'WritableStream'.")
		}
		wr := &writer{}
		wr.attach(w)
		return wr
	}).
		Getter("closed", func(_ *jsruntime.VM, wr *writer) value { return wr.closed.get() }).
		Getter("ready", func(_ *jsruntime.VM, wr *writer) value { return wr.ready.get() }).
		Getter("desiredSize", func(vm *jsruntime.VM, wr *writer) value {
			if wr.stream == nil {
				vm.Throw(errReleasedWriter)
			}
			return wr.desiredSize()
		}).
		AsyncMethod("abort", 0, func(vm *jsruntime.VM, wr *writer, a args) (value, error) {
			if wr.stream == nil {
				return nil, errReleasedWriter
			}
			if err := wr.stream.refusal(toAbort); err != nil {
				return nil, err
			}
			return wr.stream.abort(a.At(0)), nil
		}).
		AsyncMethod("close", 0, func(vm *jsruntime.VM, wr *writer, _ args) (value, error) {
			if wr.stream == nil {
				return nil, errReleasedWriter
			}
			if wr.stream.closing() {
				return nil, jsruntime.Errorf(jsruntime.TypeError, closedWritable)
			}
			if err := wr.stream.refusal(toClose); err != nil {
				return nil, err
			}
			return wr.stream.close(), nil
		}).
		Method("releaseLock", 0, func(_ *jsruntime.VM, wr *writer, _ args) value {
			if wr.stream != nil {
				wr.release()
			}
			return undefined()
		}).
		AsyncMethod("write", 0, func(_ *jsruntime.VM, wr *writer, a args) (value, error) {
			if wr.stream == nil {
				return nil, errReleasedWriter
			}
			if err := wr.stream.refusal(toWrite); err != nil {
				return nil, err
			}
			if wr.stream.mistakes(a.At(0)) {
				return nil, jsruntime.Errorf(jsruntime.TypeError, notBytesWritten)
			}
			req := newResolver(wr.vm)
			wr.write(a.At(0), req)
			return req.promise, nil
		})
}
