package streams

import (
	"bytes"

	"paddock/jsruntime"
)

// tee is ReadableStreamTee. It throws when s is locked.
func (s *stream) tee() (a, b *stream) {
	vm := s.vm
	r := s.acquire()
	switch c := s.control.(type) {
	case *native:
		if s.state == stateReadable && c.idle() {
			live := c.src.live()
			x, y := newSplit(c.detach())
			return newNative(vm, &goSource{x, live}, s.length), newNative(vm, &goSource{y, live}, s.length)
		}
		return newTeeing(r).streams(true)
	case *streamController:
		return newTeeing(r).streams(true)
	default:
		return newTeeing(r).streams(false)
	}
}

// teeing is the state that both branches of a tee share.
type teeing struct {
	vm             *jsruntime.VM
	reader         *reader
	branches       [2]teeBranch
	reading, again bool
	cancelled      *resolver
}

// teeBranch is one branch.
type teeBranch struct {
	stream    *stream
	cancelled bool
	reason    value
}

func newTeeing(r *reader) *teeing {
	vm := r.stream.vm
	return &teeing{vm: vm, reader: r, cancelled: newResolver(vm)}
}

// streams makes the branches, as byte streams or default ones.
func (t *teeing) streams(asBytes bool) (a, b *stream) {
	for i := range t.branches {
		alg := sourceAlgorithms{
			start:  undefined,
			pull:   t.pull,
			cancel: func(reason value) value { return t.cancel(i, reason) },
		}
		s := newStream(t.vm)
		s.length = t.reader.stream.length
		t.branches[i].stream = s
		if asBytes {
			(&streamController{}).setup(s, alg, 0)
		} else {
			(&defaultController{}).setup(s, alg, strategy{highWaterMark: 1})
		}
	}
	t.vm.Then(t.reader.closed.get(), func(value) {}, func(reason value) {
		t.each(func(b *teeBranch) { fail(b.stream, reason) })
		t.release()
	})
	return t.branches[0].stream, t.branches[1].stream
}

// fail errors a stream through its controller.
func fail(s *stream, reason value) {
	switch c := s.control.(type) {
	case *defaultController:
		c.fail(reason)
	case *streamController:
		c.fail(reason)
	}
}

// each runs f for the branches that were not cancelled.
func (t *teeing) each(f func(*teeBranch)) {
	for i := range t.branches {
		if b := &t.branches[i]; !b.cancelled {
			f(b)
		}
	}
}

// release settles the promise of cancel when one branch still lives.
func (t *teeing) release() {
	if !t.branches[0].cancelled || !t.branches[1].cancelled {
		t.cancelled.resolve(undefined())
	}
}

// pull reads one chunk for both branches.
func (t *teeing) pull() value {
	if t.reading {
		t.again = true
		return done(t.vm)
	}
	t.reading = true
	t.reader.read(&readRequest{
		chunk: func(chunk value) {
			// A microtask later, so that an error that comes with the chunk is seen first.
			soon(t.vm, func() { t.chunk(chunk) })
		},
		close: func(value) { t.close() },
		fail:  func(value) { t.reading = false },
	})
	return done(t.vm)
}

func (t *teeing) chunk(chunk value) {
	t.again = false
	t.each(func(b *teeBranch) {
		switch c := b.stream.control.(type) {
		case *defaultController:
			_, _ = attempt(t.vm, func() { c.enqueue(chunk) })
		case *streamController:
			if data, ok := jsruntime.Bytes(chunk); ok && len(data) > 0 {
				c.enqueue(t.vm.NewBuffer(bytes.Clone(data)), 0, len(data))
			}
		}
	})
	if t.reading = false; t.again {
		t.pull()
	}
}

func (t *teeing) close() {
	t.reading = false
	t.each(func(b *teeBranch) {
		switch c := b.stream.control.(type) {
		case *defaultController:
			c.close()
		case *streamController:
			c.close()
			if len(c.pending) > 0 {
				c.respond(0)
			}
		}
	})
	t.release()
}

// cancel ends the source when both branches are cancelled.
func (t *teeing) cancel(i int, reason value) value {
	b := &t.branches[i]
	b.cancelled, b.reason = true, reason
	if other := &t.branches[1-i]; other.cancelled {
		both := t.vm.NewArrayOf(t.branches[0].reason, t.branches[1].reason)
		t.cancelled.resolve(t.reader.stream.cancel(both))
	}
	return t.cancelled.promise
}
