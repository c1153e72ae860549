package streams

import (
	"bytes"
	"cmp"

	"paddock/jsruntime"
)

// byteEntry is memory in the queue of a byte stream.
type byteEntry struct {
	memory         []byte // of the whole buffer
	offset, length int
}

// streamController is the host side of ReadableByteStreamController.
type streamController struct {
	puller
	object         *object
	stream         *stream
	alg            sourceAlgorithms
	highWaterMark  float64
	autoAllocate   int // size of the buffers made for default readers; 0: none are made
	closeRequested bool
	request        *byobRequest
	pending        []*pullInto
	queue          []byteEntry
	total          int
}

// byteControllerClass is the class ReadableByteStreamController.
var byteControllerClass = jsruntime.NewClass[streamController]("ReadableByteStreamController")

func (c *streamController) value() *object {
	if c.object == nil {
		c.object = byteControllerClass.New(c.stream.vm, c)
	}
	return c.object
}

// setup is SetUpReadableByteStreamController.
func (c *streamController) setup(s *stream, alg sourceAlgorithms, highWaterMark float64) {
	c.stream, c.alg, c.highWaterMark = s, alg, highWaterMark
	s.control = c
	c.begin(s.vm, alg.start, c.pullIfNeeded, c.fail)
}

func (c *streamController) pullIfNeeded() {
	if c.shouldPull() {
		c.puller.pull(c.stream.vm, c.shouldPull, func() value { return c.alg.pull() }, c.fail)
	}
}

func (c *streamController) shouldPull() bool {
	if !c.canEnqueue() || !c.started {
		return false
	}
	if r := c.stream.reader; r != nil && len(r.requests) > 0 {
		return true
	}
	return c.desired() > 0
}

func (c *streamController) canEnqueue() bool {
	return !c.closeRequested && c.stream.state == stateReadable
}

func (c *streamController) desired() float64 { return c.highWaterMark - float64(c.total) }

func (c *streamController) clear() { c.alg = sourceAlgorithms{} }

func (c *streamController) invalidate() {
	if c.request != nil {
		c.request.control, c.request.view = nil, jsruntime.Null()
		c.request = nil
	}
}

func (c *streamController) clearPending() {
	c.invalidate()
	c.pending = nil
}

func (c *streamController) shiftPending() *pullInto {
	c.invalidate()
	p := c.pending[0]
	c.pending = c.pending[1:]
	return p
}

// close is ReadableByteStreamControllerClose; it throws.
func (c *streamController) close() {
	if !c.canEnqueue() {
		return
	}
	if c.total > 0 {
		c.closeRequested = true
		return
	}
	if len(c.pending) > 0 && c.pending[0].filled%c.pending[0].elementSize != 0 {
		e := typeError(c.stream.vm, "Insufficient bytes to fill elements in the given buffer")
		c.fail(e)
		panic(e)
	}
	c.clear()
	c.stream.close()
}

// closeReads ends the stream and the reads that wait, each with what it has so far. A request that somebody
// has asked for can still be answered, with nothing, and shows a copy.
func (c *streamController) closeReads() {
	c.clear()
	c.stream.close()
	pending := c.pending
	if r := c.request; r != nil {
		vm, p := c.stream.vm, pending[0]
		r.late = true
		r.view = newView(vm, "Uint8Array", vm.NewBuffer(bytes.Clone(p.memory())), p.filled, p.length-p.filled)
	}
	c.pending = nil
	if r := c.stream.reader; r != nil && r.byob {
		c.commitAll(pending)
	}
}

// commit answers the read of a filled descriptor.
func (c *streamController) commit(p *pullInto) {
	if p.readerType == forNone {
		return
	}
	done := c.stream.state == stateClosed && (p.filled == 0 || pedantic(c.stream.vm))
	view := p.view(c.stream.vm)
	req := c.stream.reader.shift()
	if done {
		req.close(view)
	} else {
		req.chunk(view)
	}
}

// enqueue is ReadableByteStreamControllerEnqueue for a view; it throws.
func (c *streamController) enqueue(buffer value, offset, length int) {
	if !c.canEnqueue() {
		return
	}
	vm := c.stream.vm
	if detached(buffer) {
		vm.Throwf(jsruntime.TypeError, "Cannot enqueue a detached buffer")
	}
	if len(c.pending) > 0 && detached(c.pending[0].buffer) {
		vm.Throwf(jsruntime.TypeError, "The BYOB request's buffer has been detached and so cannot be filled with an enqueued chunk")
	}
	memory, _ := jsruntime.Detach(buffer)
	if len(c.pending) > 0 {
		first := c.pending[0]
		c.invalidate()
		first.buffer = transfer(vm, first.buffer)
		if first.readerType == forNone {
			c.enqueueDetached(first)
		}
	}
	e := byteEntry{memory, offset, length}
	switch r := c.stream.reader; {
	case r == nil:
		c.push(e)
	case r.byob:
		c.push(e)
		c.commitAll(c.fillFromQueue())
	default:
		c.answerFromQueue()
		if len(r.requests) == 0 {
			c.push(e)
			break
		}
		if len(c.pending) > 0 {
			c.shiftPending()
		}
		r.shift().chunk(e.view(vm))
	}
	c.pullIfNeeded()
}

func (e byteEntry) view(vm *jsruntime.VM) value {
	return newView(vm, "Uint8Array", vm.NewBuffer(e.memory), e.offset, e.length)
}

func (c *streamController) push(e byteEntry) {
	c.queue = append(c.queue, e)
	c.total += e.length
}

func (c *streamController) enqueueCloned(b []byte) {
	c.push(byteEntry{bytes.Clone(b), 0, len(b)})
}

func (c *streamController) enqueueDetached(p *pullInto) {
	if p.filled > 0 {
		c.enqueueCloned(p.memory()[:p.filled])
	}
	c.shiftPending()
}

// fail is ReadableByteStreamControllerError.
func (c *streamController) fail(reason value) {
	if c.stream.state != stateReadable {
		return
	}
	c.clearPending()
	c.queue, c.total = nil, 0
	c.clear()
	c.stream.fail(reason)
}

// fill is ReadableByteStreamControllerFillPullIntoDescriptorFromQueue.
func (c *streamController) fill(p *pullInto) (ready bool) {
	most := min(c.total, p.length-p.filled)
	left := most
	end := p.filled + most
	if aligned := end - end%p.elementSize; aligned >= p.min {
		left = aligned - p.filled
		ready = true
	}
	for left > 0 {
		head := &c.queue[0]
		n := copy(p.memory()[p.filled:], head.memory[head.offset:head.offset+min(left, head.length)])
		if n == 0 {
			return ready
		}
		head.offset += n
		if head.length -= n; head.length == 0 {
			c.queue = c.queue[1:]
		}
		c.total -= n
		p.filled += n
		left -= n
	}
	return ready
}

// fillFromQueue is ReadableByteStreamControllerProcessPullIntoDescriptorsUsingQueue.
func (c *streamController) fillFromQueue() (filled []*pullInto) {
	for len(c.pending) > 0 && c.total > 0 {
		p := c.pending[0]
		if c.fill(p) {
			c.shiftPending()
			filled = append(filled, p)
		} else {
			break // it took all that there is
		}
	}
	return filled
}

func (c *streamController) commitAll(ps []*pullInto) {
	for _, p := range ps {
		c.commit(p)
	}
}

// answerFromQueue is ReadableByteStreamControllerProcessReadRequestsUsingQueue.
func (c *streamController) answerFromQueue() {
	r := c.stream.reader
	for len(r.requests) > 0 && c.total > 0 {
		c.answer(r.shift())
	}
}

func (c *streamController) answer(req *readRequest) {
	if !req.whole && !pedantic(c.stream.vm) {
		p := c.allocated(cmp.Or(c.autoAllocate, largeAllocation))
		c.fill(p)
		c.drained()
		req.chunk(p.view(c.stream.vm))
		return
	}
	e := c.queue[0]
	c.queue = c.queue[1:]
	c.total -= e.length
	c.drained()
	req.chunk(e.view(c.stream.vm))
}

// drained is ReadableByteStreamControllerHandleQueueDrain.
func (c *streamController) drained() {
	if c.total == 0 && c.closeRequested {
		c.clear()
		c.stream.close()
		return
	}
	c.pullIfNeeded()
}

// pullInto is ReadableByteStreamControllerPullInto with the buffer transferred already.
func (c *streamController) pullInto(view pullInto, req *readRequest) {
	p, s := &view, c.stream
	if len(c.pending) > 0 {
		c.pending = append(c.pending, p)
		s.reader.requests = append(s.reader.requests, req)
		return
	}
	if s.state == stateClosed {
		req.close(p.view(s.vm))
		return
	}
	if c.total > 0 {
		if c.fill(p) {
			v := p.view(s.vm)
			c.drained()
			req.chunk(v)
			return
		}
		if c.closeRequested && p.filled%p.elementSize == 0 { // less than asked for, as on the platform
			v := p.view(s.vm)
			c.drained()
			req.chunk(v)
			return
		}
		if c.closeRequested {
			e := typeError(s.vm, "Insufficient bytes to fill elements in the given buffer")
			c.fail(e)
			req.fail(e)
			return
		}
	}
	c.pending = append(c.pending, p)
	s.reader.requests = append(s.reader.requests, req)
	c.pullIfNeeded()
}

// respond is ReadableByteStreamControllerRespond; it throws.
func (c *streamController) respond(written int) {
	first := c.pending[0]
	if c.stream.state == stateClosed {
		if written != 0 {
			c.stream.vm.Throwf(jsruntime.TypeError, "The bytesWritten must be zero after the stream is closed.")
		}
	} else {
		if written <= 0 {
			c.stream.vm.Throwf(jsruntime.TypeError, "The bytesWritten must be more than zero while the stream is open.")
		}
		if first.filled+written > first.length {
			c.stream.vm.Throwf(jsruntime.RangeError, "Too many bytes [%d] in response to a BYOB read request.", written)
		}
	}
	first.buffer = transfer(c.stream.vm, first.buffer)
	c.responded(written)
}

// respondWith is ReadableByteStreamControllerRespondWithNewView; it throws.
func (c *streamController) respondWith(buffer value, offset, length int) {
	vm, first := c.stream.vm, c.pending[0]
	if c.stream.state == stateClosed {
		if length != 0 {
			vm.Throwf(jsruntime.TypeError, "The view byte length must be zero after the stream is closed.")
		}
	} else if length == 0 {
		vm.Throwf(jsruntime.TypeError, "The view byte length must be more than zero while the stream is open.")
	}
	memory, _ := jsruntime.Bytes(buffer)
	switch {
	case first.offset+first.filled != offset:
		vm.Throwf(jsruntime.RangeError, "The region specified by view does not match byobRequest")
	case first.bufferLen != len(memory):
		vm.Throwf(jsruntime.RangeError, "The underlying ArrayBuffer is not the correct length.")
	case first.filled+length > first.length:
		vm.Throwf(jsruntime.RangeError, "The region specified by view is larger than byobRequest")
	}
	first.buffer = transfer(vm, buffer)
	c.responded(length)
}

func (c *streamController) responded(written int) {
	first := c.pending[0]
	c.invalidate()
	if c.stream.state == stateClosed {
		c.respondedClosed(first)
	} else {
		c.respondedReadable(written, first)
	}
	c.pullIfNeeded()
}

func (c *streamController) respondedClosed(first *pullInto) {
	if first.readerType == forNone {
		c.shiftPending()
	}
	if r := c.stream.reader; r != nil && r.byob {
		var filled []*pullInto
		for len(filled) < len(r.requests) && len(c.pending) > 0 {
			filled = append(filled, c.shiftPending())
		}
		c.commitAll(filled)
	}
}

func (c *streamController) respondedReadable(written int, p *pullInto) {
	p.filled += written
	if p.readerType == forNone {
		c.enqueueDetached(p)
		c.commitAll(c.fillFromQueue())
		return
	}
	if p.filled < p.min {
		return
	}
	c.shiftPending()
	if rest := p.filled % p.elementSize; rest > 0 {
		c.enqueueCloned(p.memory()[p.filled-rest : p.filled])
		p.filled -= rest
	}
	filled := c.fillFromQueue()
	c.commit(p)
	c.commitAll(filled)
}

func (c *streamController) cancel(reason value) value {
	c.clearPending()
	c.queue, c.total = nil, 0
	p := c.alg.cancel(reason)
	c.clear()
	return p
}

// allocated is a buffer of size bytes for a default reader.
func (c *streamController) allocated(size int) *pullInto {
	return &pullInto{
		buffer: c.stream.vm.NewBuffer(make([]byte, size)), bufferLen: size,
		length: size, min: 1, elementSize: 1, kind: "Uint8Array", readerType: forDefault,
	}
}

func (c *streamController) pull(req *readRequest) {
	if c.total > 0 {
		c.answer(req)
		return
	}
	if c.autoAllocate > 0 {
		c.pending = append(c.pending, c.allocated(c.autoAllocate))
	}
	r := c.stream.reader
	r.requests = append(r.requests, req)
	c.pullIfNeeded()
}

func (c *streamController) release() {
	if len(c.pending) > 0 {
		c.pending[0].readerType = forNone
		c.pending = c.pending[:1]
	}
}

func defineByteController() {
	byteControllerClass.
		Getter("byobRequest", func(_ *jsruntime.VM, c *streamController) value { return c.byobRequest() }).
		Getter("desiredSize", func(vm *jsruntime.VM, c *streamController) value {
			if c.closeRequested && c.stream.state == stateReadable && !pedantic(vm) {
				return vm.ToValue(0)
			}
			return desiredSize(c.stream, c.desired)
		}).
		Method("close", 0, func(vm *jsruntime.VM, c *streamController, _ args) value {
			if !c.canEnqueue() {
				vm.Throwf(jsruntime.TypeError, "This ReadableStream is closed.")
			}
			if c.total == 0 && len(c.pending) > 0 && !pedantic(vm) {
				c.closeReads()
			} else {
				c.close()
			}
			return undefined()
		}).
		Method("enqueue", 1, func(vm *jsruntime.VM, c *streamController, a args) value {
			view, ok := jsruntime.AsView(a.At(0))
			buffer := value(nil)
			switch {
			case ok:
				buffer = a.At(0).(*object).Get("buffer")
			case jsruntime.IsArrayBuffer(a.At(0)): // the platform takes both
				buffer = a.At(0)
				view.Length = len(buffer.Export().(jsruntime.ArrayBuffer).Bytes())
			default:
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'enqueue' on 'ReadableByteStreamController': parameter 1 is not of type 'BufferSource'.")
			}
			switch {
			case detached(buffer):
				vm.Throwf(jsruntime.TypeError, "Cannot enqueue a detached buffer")
			case jsruntime.IsPinned(buffer):
				vm.Throwf(jsruntime.TypeError, "The provided ArrayBuffer must be detachable.")
			case view.Length == 0:
				vm.Throwf(jsruntime.TypeError, "Cannot enqueue a zero-length ArrayBuffer.")
			case !c.canEnqueue():
				vm.Throwf(jsruntime.TypeError, "This ReadableByteStreamController is closed.")
			}
			c.enqueue(buffer, view.Offset, view.Length)
			return undefined()
		}).
		Method("error", 0, func(_ *jsruntime.VM, c *streamController, a args) value {
			c.fail(a.At(0))
			return undefined()
		})
}
