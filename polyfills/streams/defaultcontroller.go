package streams

import "paddock/jsruntime"

// sourceAlgorithms are what an underlying source does; pull and cancel give promises. One without a start
// is asked for chunks at once, as on the platform: the standard has it wait for a microtask.
type sourceAlgorithms struct {
	start  func() value
	pull   func() value
	cancel func(reason value) value
}

// puller calls a source's pull, once at a time: the part that both controllers share.
type puller struct {
	pulling, again, started bool
}

// pull calls alg when should says so, and again for what was asked meanwhile.
func (p *puller) pull(vm *jsruntime.VM, should func() bool, alg func() value, fail func(value)) {
	if !should() {
		return
	}
	if p.pulling {
		p.again = true
		return
	}
	p.pulling = true
	vm.Then(alg(), func(value) {
		p.pulling = false
		if p.again {
			p.again = false
			p.pull(vm, should, alg, fail)
		}
	}, fail)
}

// begin waits for a source's start, which may be nil.
func (p *puller) begin(vm *jsruntime.VM, start func() value, ready func(), fail func(value)) {
	if start == nil {
		p.started = true
		ready()
		return
	}
	vm.Then(settledWith(vm, start()), func(value) {
		p.started = true
		ready()
	}, fail)
}

// defaultController is the host side of ReadableStreamDefaultController.
type defaultController struct {
	puller
	object         *object
	stream         *stream
	queue          queue
	plan           strategy
	alg            sourceAlgorithms
	closeRequested bool
}

// defaultControllerClass is the class ReadableStreamDefaultController.
var defaultControllerClass = jsruntime.NewClass[defaultController]("ReadableStreamDefaultController")

func (c *defaultController) value() *object {
	if c.object == nil {
		c.object = defaultControllerClass.New(c.stream.vm, c)
	}
	return c.object
}

// setup is SetUpReadableStreamDefaultController.
func (c *defaultController) setup(s *stream, alg sourceAlgorithms, plan strategy) {
	c.stream, c.alg, c.plan = s, alg, plan
	s.control = c
	c.begin(s.vm, alg.start, c.pullIfNeeded, c.fail)
}

func (c *defaultController) pullIfNeeded() {
	if c.shouldPull() { // the algorithms may be gone otherwise
		c.puller.pull(c.stream.vm, c.shouldPull, func() value { return c.alg.pull() }, c.fail)
	}
}

func (c *defaultController) shouldPull() bool {
	if !c.canEnqueue() || !c.started {
		return false
	}
	if r := c.stream.reader; r != nil && len(r.requests) > 0 {
		return true
	}
	return c.desired() > 0
}

func (c *defaultController) canEnqueue() bool {
	return !c.closeRequested && c.stream.state == stateReadable
}

func (c *defaultController) desired() float64 { return c.plan.highWaterMark - c.queue.total }

func (c *defaultController) clear() { c.alg, c.plan.size = sourceAlgorithms{}, nil }

// close is ReadableStreamDefaultControllerClose.
func (c *defaultController) close() {
	if !c.canEnqueue() {
		return
	}
	c.closeRequested = true
	if c.queue.empty() {
		c.clear()
		c.stream.close()
	}
}

// enqueue is ReadableStreamDefaultControllerEnqueue; it throws.
func (c *defaultController) enqueue(chunk value) {
	if !c.canEnqueue() {
		return
	}
	vm := c.stream.vm
	if r := c.stream.reader; r != nil && len(r.requests) > 0 {
		r.shift().chunk(chunk)
		c.pullIfNeeded()
		return
	}
	size := 1.0
	if thrown, ok := attempt(vm, func() { size = c.plan.sizeOf(chunk) }); !ok {
		c.fail(thrown)
		if !pedantic(vm) {
			return // the platform tells of it to who reads
		}
		panic(thrown)
	}
	if !validSize(size) {
		e := rangeError(vm, invalidSize)
		c.fail(e)
		panic(e)
	}
	c.queue.push(entry{value: chunk, size: size})
	c.pullIfNeeded()
}

// fail is ReadableStreamDefaultControllerError.
func (c *defaultController) fail(reason value) {
	if c.stream.state != stateReadable {
		return
	}
	c.queue.reset()
	c.clear()
	c.stream.fail(reason)
}

func (c *defaultController) cancel(reason value) value {
	c.queue.reset()
	p := c.alg.cancel(reason)
	c.clear()
	return p
}

func (c *defaultController) pull(req *readRequest) {
	if c.queue.empty() {
		r := c.stream.reader
		r.requests = append(r.requests, req)
		c.pullIfNeeded()
		return
	}
	chunk := c.queue.shift().value
	if c.closeRequested && c.queue.empty() {
		c.clear()
		c.stream.close()
	} else {
		c.pullIfNeeded()
	}
	req.chunk(chunk)
}

func (c *defaultController) release() {}

// desiredSize is null when the stream is errored.
func desiredSize(s *stream, desired func() float64) value {
	switch s.state {
	case stateErrored:
		return jsruntime.Null()
	case stateClosed:
		return s.vm.ToValue(0)
	}
	return s.vm.ToValue(desired())
}

func defineDefaultController() {
	defaultControllerClass.
		Getter("desiredSize", func(_ *jsruntime.VM, c *defaultController) value { return desiredSize(c.stream, c.desired) }).
		Method("close", 0, func(vm *jsruntime.VM, c *defaultController, _ args) value {
			if !c.canEnqueue() {
				vm.Throwf(jsruntime.TypeError, "This ReadableStream is closed.")
			}
			c.close()
			return undefined()
		}).
		Method("enqueue", 0, func(vm *jsruntime.VM, c *defaultController, a args) value {
			if !c.canEnqueue() {
				vm.Throwf(jsruntime.TypeError, "Unable to enqueue")
			}
			c.enqueue(a.At(0))
			return undefined()
		}).
		Method("error", 0, func(_ *jsruntime.VM, c *defaultController, a args) value {
			c.fail(a.At(0))
			return undefined()
		})
}
