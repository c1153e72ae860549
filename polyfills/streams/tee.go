package streams

import "paddock/jsruntime"

// tee is ReadableStreamTee. It throws when s is locked.
func (s *stream) tee() (a, b *stream) {
	vm := s.vm
	r := s.acquire()
	s.disturbed = true
	switch c := s.control.(type) {
	case *native:
		if s.state == stateReadable && c.idle() {
			live, made := c.src.live(), c.made.branches()
			x, y := newSplit(c.detach())
			return newNative(vm, &goSource{x, live}, s.length, made), newNative(vm, &goSource{y, live}, s.length, made)
		}
		return newByteTeeing(r).streams()
	case *streamController:
		return newByteTeeing(r).streams()
	default:
		return newTeeing(r).streams()
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

// streams makes the branches.
func (t *teeing) streams() (a, b *stream) {
	for i := range t.branches {
		alg := sourceAlgorithms{
			start:  undefined,
			pull:   t.pull,
			cancel: func(reason value) value { return t.cancel(i, reason) },
		}
		s := newStream(t.vm)
		s.length = t.reader.stream.length
		t.branches[i].stream = s
		(&defaultController{}).setup(s, alg, strategy{highWaterMark: 1})
	}
	t.vm.Then(t.reader.closed.get(), func(value) {}, func(reason value) {
		t.each(func(c *defaultController) { c.fail(reason) })
		t.release()
	})
	return t.branches[0].stream, t.branches[1].stream
}

// each runs f for the branches that were not cancelled.
func (t *teeing) each(f func(*defaultController)) {
	for i := range t.branches {
		if b := &t.branches[i]; !b.cancelled {
			f(b.stream.control.(*defaultController))
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
	t.each(func(c *defaultController) { _, _ = attempt(t.vm, func() { c.enqueue(chunk) }) })
	if t.reading = false; t.again {
		t.pull()
	}
}

func (t *teeing) close() {
	t.reading = false
	t.each((*defaultController).close)
	t.release()
}

// cancel ends the source when both branches are cancelled.
func (t *teeing) cancel(i int, reason value) value {
	b := &t.branches[i]
	b.cancelled, b.reason = true, reason
	if other := &t.branches[1-i]; other.cancelled {
		t.cancelled.resolve(t.reader.stream.cancel(bothReasons(t.vm, reason, t.branches[0].reason, t.branches[1].reason)))
	} else if !pedantic(t.vm) {
		return cancelledAlone(t.reader.stream)
	}
	return t.cancelled.promise
}

// bothReasons is what the source of two cancelled branches is told: by the standard both reasons, by the platform the last.
func bothReasons(vm *jsruntime.VM, last, first, second value) value {
	if pedantic(vm) {
		return vm.NewArrayOf(first, second)
	}
	return last
}

// cancelledAlone is what the first branch that is cancelled hears: how its source stands.
func cancelledAlone(source *stream) value {
	if source.state == stateErrored {
		return rejected(source.vm, source.stored)
	}
	return done(source.vm)
}
