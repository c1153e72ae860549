package streams

import "paddock/jsruntime"

// defaultReaderClass and byobReaderClass are the classes of readers.
var (
	defaultReaderClass = jsruntime.NewClass[defaultReader]("ReadableStreamDefaultReader")
	byobReaderClass    = jsruntime.NewClass[byobReader]("ReadableStreamBYOBReader")
)

var errReleasedReader = jsruntime.Errorf(jsruntime.TypeError, "This ReadableStream reader has been released.")

// newBYOB locks s with a reader that brings buffers; it throws when s has no bytes.
func newBYOB(s *stream) *byobReader {
	if s.locked() {
		s.vm.Throwf(jsruntime.TypeError, lockedReadable)
	}
	if _, ok := s.control.(byteController); !ok {
		s.vm.Throwf(jsruntime.TypeError, "This ReadableStream does not support BYOB reads.")
	}
	r := &byobReader{}
	r.byob = true
	r.attach(s)
	return r
}

// readPromise makes a read request whose answer is a promise.
func readPromise(vm *jsruntime.VM) (value, *readRequest) {
	p, resolve, reject := vm.NewResolvers()
	return p, &readRequest{
		chunk: func(v value) { resolve(iterResult(vm, v, false)) },
		close: func(v value) { resolve(iterResult(vm, v, true)) },
		fail:  reject,
	}
}

// readInto is ReadableStreamBYOBReaderRead over a view of a script.
// It takes the view's buffer away, but where keep says that native streams leave it.
func (r *byobReader) readInto(vm *jsruntime.VM, v value, keep bool, least func(view jsruntime.View) (int, error)) (value, error) {
	view, ok := jsruntime.AsView(v)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Failed to execute 'read' on 'ReadableStreamBYOBReader': parameter 1 is not of type 'ArrayBufferView'.")
	}
	buffer := v.(*object).Get("buffer").(*object)
	whole, _ := jsruntime.Bytes(buffer)
	switch {
	case view.Buffer.Detached():
		return nil, jsruntime.Errorf(jsruntime.TypeError, "The buffer of the given view has been detached.")
	case view.Length == 0 || len(whole) == 0:
		return nil, jsruntime.Errorf(jsruntime.TypeError, "You must call read() on a \"byob\" reader with a positive-sized TypedArray object.")
	}
	if jsruntime.IsPinned(buffer) {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Unabled to use non-detachable ArrayBuffer.") // the platform's words
	}
	n, err := least(view)
	if err != nil {
		return nil, err
	}
	if r.stream == nil {
		return nil, errReleasedReader
	}
	if jsruntime.IsSharedBuffer(buffer) {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Unable to use non-detachable ArrayBuffer")
	}
	promise, req := readPromise(vm)
	s := r.stream
	s.disturbed = true
	if s.state == stateErrored {
		req.fail(s.stored)
		return promise, nil
	}
	p := pullInto{
		bufferLen: len(whole), offset: view.Offset, length: view.Length,
		min: n, elementSize: elementSize(view.Kind), kind: view.Kind, readerType: forBYOB,
	}
	if _, isNative := s.control.(*native); keep && isNative {
		p.buffer, p.kept, p.elementSize, p.kind = buffer, true, 1, "Uint8Array"
	} else {
		p.buffer = transfer(vm, buffer)
	}
	s.control.(byteController).pullInto(p, req)
	return promise, nil
}

// minimum reads the option min, which counts elements.
func minimum(vm *jsruntime.VM, options value) func(jsruntime.View) (int, error) {
	return func(view jsruntime.View) (int, error) {
		size := elementSize(view.Kind)
		o := jsruntime.AsObject(options)
		if o == nil || jsruntime.IsUndefined(o.Get("min")) {
			return size, nil
		}
		n := lengthOf(vm, o.Get("min"))
		switch {
		case n == 0:
			return 0, jsruntime.Errorf(jsruntime.TypeError, "Requested invalid minimum number of bytes to read (0).")
		case n > float64(view.Length/size):
			return 0, jsruntime.Errorf(jsruntime.RangeError, "Minimum bytes to read (%v) exceeds size of buffer (%d).", n*float64(size), view.Length)
		}
		return int(n) * size, nil
	}
}

// shared are the members of both readers.
func shared[T any](c *jsruntime.Class[T], up func(*T) *reader) *jsruntime.Class[T] {
	return c.
		Getter("closed", func(_ *jsruntime.VM, t *T) value { return up(t).closed.get() }).
		AsyncMethod("cancel", 0, func(_ *jsruntime.VM, t *T, a args) (value, error) {
			r := up(t)
			if r.stream == nil {
				return nil, errReleasedReader
			}
			if err := r.stream.refusal(); err != nil {
				return nil, err
			}
			return r.stream.cancel(a.At(0)), nil
		}).
		Method("releaseLock", 0, func(_ *jsruntime.VM, t *T, _ args) value {
			if r := up(t); r.stream != nil {
				r.release()
			}
			return undefined()
		})
}

// argument gives the stream that a reader's constructor gets.
func argument(vm *jsruntime.VM, a args, class string) *stream {
	s, ok := asStream(a.At(0))
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 1 is not of type 'ReadableStream'.", class)
	}
	return s
}

func defineReaders() {
	shared(defaultReaderClass, func(r *defaultReader) *reader { return &r.reader }).
		Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *defaultReader {
			r := &defaultReader{}
			r.attach(argument(vm, a, "ReadableStreamDefaultReader"))
			return r
		}).
		AsyncMethod("read", 0, func(vm *jsruntime.VM, r *defaultReader, _ args) (value, error) {
			if r.stream == nil {
				return nil, errReleasedReader
			}
			promise, req := readPromise(vm)
			r.read(req)
			return promise, nil
		})
	shared(byobReaderClass, func(r *byobReader) *reader { return &r.reader }).
		Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *byobReader {
			return newBYOB(argument(vm, a, "ReadableStreamBYOBReader"))
		}).
		AsyncMethod("read", 1, func(vm *jsruntime.VM, r *byobReader, a args) (value, error) {
			return r.readInto(vm, a.At(0), rulesOf.Get(vm).keep, minimum(vm, a.At(1)))
		}).
		AsyncMethod("readAtLeast", 2, func(vm *jsruntime.VM, r *byobReader, a args) (value, error) {
			return r.readInto(vm, a.At(1), false, func(view jsruntime.View) (int, error) {
				n, size := jsruntime.Integer(a.At(0)), int64(elementSize(view.Kind))
				switch {
				case n < 1:
					return 0, jsruntime.Errorf(jsruntime.TypeError, "Requested invalid minimum number of bytes to read (%d).", n)
				case n > int64(view.Length)/size:
					return 0, jsruntime.Errorf(jsruntime.TypeError, "Minimum bytes to read (%d) exceeds size of buffer (%d).", n*size, view.Length)
				}
				return int(n * size), nil
			})
		})
}
