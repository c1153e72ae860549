package streams

import (
	"bytes"
	"io"
	"sync"

	"paddock/jsruntime"
)

// conduit hands bytes from a writer to a reader without keeping any: a write is done when
// its bytes are read. Each end is the loop, or a goroutine outside of it once the end was
// detached.
type conduit struct {
	mu     sync.Mutex // guards all below; never held while an op is finished
	write  *writeOp   // waits for a reader
	read   *readOp    // waits for a writer
	end    error      // what readers get when no write waits: io.EOF or an error
	broken error      // what writers get: the reader has gone, or the stream was errored
	limit  int64      // bytes that may still be written; < 0: any
	remote [2]bool    // whether the reading, the writing end is outside of the loop
}

const (
	readEnd  = 0
	writeEnd = 1
)

// party is who waits for an op.
type party struct {
	frame   *jsruntime.Frame // nil: a goroutine outside of the loop
	counted bool             // as outstanding I/O of the frame's scope
}

// newParty is the running JavaScript; outside tells that its partner is not on the loop.
func newParty(vm *jsruntime.VM, outside bool) party {
	p := party{frame: vm.Frame()}
	if outside {
		p.count()
	}
	return p
}

// count makes the wait outstanding I/O: only somebody outside of the loop can end it.
func (p *party) count() {
	if p.frame != nil && !p.counted {
		p.counted = true
		p.frame.Scope().AddPending(1)
	}
}

// tell runs f where the party lives.
func (p *party) tell(onLoop bool, f func()) {
	if p.frame == nil {
		f()
		return
	}
	done := func() {
		if p.counted {
			p.frame.Scope().AddPending(-1)
		}
		f()
	}
	if onLoop {
		done()
		return
	}
	p.frame.Post(func(vm *jsruntime.VM) { vm.Enter(done) })
}

// readOp is a read that waits. A done outside of the loop may use b only until it returns.
type readOp struct {
	party
	max  int
	done func(b []byte, err error)
}

// writeOp is a write that waits; b belongs to the writer until done is called.
type writeOp struct {
	party
	b    []byte
	done func(error)
}

// Texts of the platform about FixedLengthStream.
const (
	tooManyBytes = "Attempt to write too many bytes through a FixedLengthStream."
	tooFewBytes  = "FixedLengthStream did not see all expected bytes before close()."
)

// give finishes a read with bytes of w. What a script keeps of a writer outside of the loop
// is copied, because that may use its memory again at once.
func (r *readOp) give(onLoop bool, w *writeOp, b []byte) {
	if r.frame != nil && w.frame == nil {
		b = bytes.Clone(b)
	}
	r.tell(onLoop, func() { r.done(b, nil) })
}

// end finishes a read without bytes.
func (r *readOp) end(onLoop bool, err error) {
	r.tell(onLoop, func() { r.done(nil, err) })
}

// startRead begins a read; op.done is called at once or later.
func (c *conduit) startRead(op *readOp, onLoop bool) {
	c.mu.Lock()
	w := c.write
	switch {
	case w != nil:
		n := min(op.max, len(w.b))
		b := w.b[:n]
		full := n == len(w.b)
		if w.b = w.b[n:]; full {
			c.write = nil
		}
		c.mu.Unlock()
		op.give(onLoop, w, b)
		if full {
			w.tell(onLoop, func() { w.done(nil) })
		}
	case c.end != nil:
		err := c.end
		c.mu.Unlock()
		op.end(onLoop, err)
	default:
		c.read = op
		c.mu.Unlock()
	}
}

// startWrite begins a write of at least one byte.
func (c *conduit) startWrite(op *writeOp, onLoop bool) {
	c.mu.Lock()
	if c.broken == nil && c.end != nil {
		c.broken = io.ErrClosedPipe
	}
	if c.broken == nil && c.limit >= 0 {
		if c.limit -= int64(len(op.b)); c.limit < 0 {
			err := jsruntime.Errorf(jsruntime.TypeError, tooManyBytes)
			c.mu.Unlock()
			c.fail(err, err, onLoop)
			op.tell(onLoop, func() { op.done(err) })
			return
		}
	}
	if err := c.broken; err != nil {
		c.mu.Unlock()
		op.tell(onLoop, func() { op.done(err) })
		return
	}
	r := c.read
	if r == nil {
		c.write = op
		c.mu.Unlock()
		return
	}
	c.read = nil
	n := min(r.max, len(op.b))
	b := op.b[:n]
	full := n == len(op.b)
	if op.b = op.b[n:]; !full {
		c.write = op
	}
	c.mu.Unlock()
	r.give(onLoop, op, b)
	if full {
		op.tell(onLoop, func() { op.done(nil) })
	}
}

// finish ends the writing; it fails when a fixed length was not reached.
func (c *conduit) finish(onLoop bool) error {
	c.mu.Lock()
	broken, missing := c.broken, c.limit > 0
	c.mu.Unlock()
	switch {
	case broken != nil:
		return broken
	case missing:
		err := jsruntime.Errorf(jsruntime.TypeError, tooFewBytes)
		c.fail(err, err, onLoop)
		return err
	}
	c.fail(io.EOF, nil, onLoop)
	return nil
}

// fail ends the conduit: readers get end, waiting and later writers broken. Only the first
// end counts.
func (c *conduit) fail(end, broken error, onLoop bool) {
	c.mu.Lock()
	if c.end == nil {
		c.end = end
	}
	if c.broken == nil {
		c.broken = broken
	}
	end = c.end
	r, w := c.read, (*writeOp)(nil)
	c.read = nil
	if broken != nil {
		w, c.write = c.write, nil
	}
	c.mu.Unlock()
	if r != nil {
		r.end(onLoop, end)
	}
	if w != nil {
		w.tell(onLoop, func() { w.done(broken) })
	}
}

// dropRead takes a read back; false: it is being answered.
func (c *conduit) dropRead(op *readOp) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.read != op {
		return false
	}
	c.read = nil
	return true
}

// dropWrite takes a write back; false: it is being answered.
func (c *conduit) dropWrite(op *writeOp) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.write != op {
		return false
	}
	c.write = nil
	return true
}

// detachEnd says that an end lives outside of the loop from now on. It is for the loop.
func (c *conduit) detachEnd(end int, outside bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remote[end] = outside
	if !outside {
		return
	}
	if end == readEnd && c.write != nil {
		c.write.count()
	}
	if end == writeEnd && c.read != nil {
		c.read.count()
	}
}

// starved reports whether a reader outside of the loop waits for a writer on it.
func (c *conduit) starved() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.read != nil && c.read.frame == nil && !c.remote[writeEnd]
}

func (c *conduit) isRemote(end int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.remote[end]
}
