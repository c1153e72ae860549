package streams

import (
	"bytes"

	"paddock/jsruntime"
)

// byteTeeing is the state of a tee of a stream of bytes (ReadableByteStreamTee): what a branch
// reads into its own buffer is read from the source into that buffer, and copied to the other.
type byteTeeing struct {
	vm        *jsruntime.VM
	source    *stream
	reader    *reader // of the kind of the last read
	branches  [2]teeBranch
	reading   bool
	again     [2]bool
	cancelled *resolver
}

func newByteTeeing(r *reader) *byteTeeing {
	vm := r.stream.vm
	return &byteTeeing{vm: vm, source: r.stream, reader: r, cancelled: newResolver(vm)}
}

// streams makes the branches.
func (t *byteTeeing) streams() (a, b *stream) {
	for i := range t.branches {
		s := newStream(t.vm)
		s.length = t.source.length
		t.branches[i].stream = s
		(&streamController{}).setup(s, sourceAlgorithms{
			start:  undefined,
			pull:   func() value { return t.pull(i) },
			cancel: func(reason value) value { return t.cancel(i, reason) },
		}, 0)
	}
	t.forward()
	return t.branches[0].stream, t.branches[1].stream
}

func (t *byteTeeing) control(i int) *streamController {
	return t.branches[i].stream.control.(*streamController)
}

// alive tells whether a branch was not cancelled.
func (t *byteTeeing) alive(i int) bool { return !t.branches[i].cancelled }

// settle resolves the promise of cancel when a branch still lives.
func (t *byteTeeing) settle() {
	if t.alive(0) || t.alive(1) {
		t.cancelled.resolve(undefined())
	}
}

// forward errors the branches when the source fails under the reader.
func (t *byteTeeing) forward() {
	r := t.reader
	t.vm.Then(r.closed.get(), func(value) {}, func(reason value) {
		if t.reader != r {
			return
		}
		t.control(0).fail(reason)
		t.control(1).fail(reason)
		t.settle()
	})
}

// use makes the reader one of the kind that is needed.
func (t *byteTeeing) use(byob bool) {
	if t.reader.byob == byob {
		return
	}
	t.reader.release()
	t.reader = &reader{byob: byob}
	t.reader.attach(t.source)
	t.forward()
}

func (t *byteTeeing) pull(i int) value {
	if t.reading {
		t.again[i] = true
		return done(t.vm)
	}
	t.reading = true
	t.control(i).byobRequest()
	if request := t.control(i).request; request != nil {
		t.pullInto(i, request.view)
	} else {
		t.pullChunk()
	}
	return done(t.vm)
}

// pullAgain serves the branch that asked while a read was running.
func (t *byteTeeing) pullAgain() {
	t.reading = false
	for i, again := range t.again {
		if again {
			t.pull(i)
			return
		}
	}
}

// pullChunk is pullWithDefaultReader.
func (t *byteTeeing) pullChunk() {
	t.use(false)
	t.reader.read(&readRequest{
		// A microtask later, so that an error that comes with the chunk is seen first.
		chunk: func(chunk value) {
			soon(t.vm, func() {
				t.again = [2]bool{}
				both := t.alive(0) && t.alive(1)
				second := chunk
				if both {
					second = t.clone(chunk)
				}
				if t.alive(0) {
					t.enqueue(0, chunk)
				}
				if t.alive(1) {
					t.enqueue(1, second)
				}
				t.pullAgain()
			})
		},
		close: func(value) {
			t.reading = false
			for i := range t.branches {
				if t.alive(i) {
					t.control(i).close()
				}
			}
			for i := range t.branches {
				if c := t.control(i); len(c.pending) > 0 {
					c.respond(0)
				}
			}
			t.settle()
		},
		fail: func(value) { t.reading = false },
	})
}

// pullInto is pullWithBYOBReader for the branch whose reader has brought the view.
func (t *byteTeeing) pullInto(i int, view value) {
	t.use(true)
	other := 1 - i
	req := &readRequest{
		chunk: func(chunk value) {
			soon(t.vm, func() {
				t.again = [2]bool{}
				var copied value
				if t.alive(other) {
					copied = t.clone(chunk)
				}
				if t.alive(i) {
					t.respond(i, chunk)
				}
				if copied != nil {
					t.enqueue(other, copied)
				}
				t.pullAgain()
			})
		},
		close: func(chunk value) { t.closeInto(i, chunk) },
		fail:  func(value) { t.reading = false },
	}
	t.source.disturbed = true
	if t.source.state == stateErrored {
		req.fail(t.source.stored)
		return
	}
	v, _ := jsruntime.AsView(view)
	buffer := view.(*object).Get("buffer").(*object)
	memory, _ := jsruntime.Bytes(buffer)
	t.source.control.(byteController).pullInto(pullInto{
		buffer: transfer(t.vm, buffer), bufferLen: len(memory), offset: v.Offset, length: v.Length,
		min: 1, elementSize: 1, kind: "Uint8Array", readerType: forBYOB,
	}, req)
}

// closeInto is the end of the source under a read of branch i.
func (t *byteTeeing) closeInto(i int, chunk value) {
	t.reading = false
	other := 1 - i
	for _, b := range []int{i, other} {
		if t.alive(b) {
			t.control(b).close()
		}
	}
	if !jsruntime.IsUndefined(chunk) {
		if t.alive(i) {
			t.respond(i, chunk)
		}
		if c := t.control(other); t.alive(other) && len(c.pending) > 0 {
			c.respond(0)
		}
	}
	t.settle()
}

// clone is CloneAsUint8Array.
func (t *byteTeeing) clone(chunk value) value {
	data, _ := jsruntime.Bytes(chunk)
	return t.vm.NewBytes(bytes.Clone(data))
}

func (t *byteTeeing) enqueue(i int, chunk value) {
	if view, ok := jsruntime.AsView(chunk); ok && view.Length > 0 {
		t.control(i).enqueue(chunk.(*object).Get("buffer"), view.Offset, view.Length)
	}
}

// respond answers the branch's reader with the view that it brought.
func (t *byteTeeing) respond(i int, chunk value) {
	if view, ok := jsruntime.AsView(chunk); ok && len(t.control(i).pending) > 0 {
		t.control(i).respondWith(chunk.(*object).Get("buffer"), view.Offset, view.Length)
	}
}

// cancel ends the source when both branches are cancelled.
func (t *byteTeeing) cancel(i int, reason value) value {
	t.branches[i].cancelled, t.branches[i].reason = true, reason
	if !t.alive(1 - i) {
		t.cancelled.resolve(t.source.cancel(bothReasons(t.vm, reason, t.branches[0].reason, t.branches[1].reason)))
	} else if !pedantic(t.vm) {
		return cancelledAlone(t.source)
	}
	return t.cancelled.promise
}
