package streams

import "paddock/jsruntime"

// writableController is the host side of WritableStreamDefaultController.
type writableController struct {
	object  *object
	stream  *writable
	started bool
	queue   queue
	plan    strategy
	alg     writableAlgorithms
	aborter *object // the AbortController of signal, made when first asked for
	aborted value   // the reason, when it was aborted before
}

// writableAlgorithms are what a stream does; all but start give promises. They are dropped
// when the stream needs them no more.
type writableAlgorithms struct {
	start func() value
	write func(chunk value) value
	close func() value
	abort func(reason value) value
}

// writableControllerClass is the class WritableStreamDefaultController.
var writableControllerClass = jsruntime.NewClass[writableController]("WritableStreamDefaultController")

func (c *writableController) value() *object {
	if c.object == nil {
		c.object = writableControllerClass.New(c.stream.vm, c)
	}
	return c.object
}

// setupStarted is setup for host code, whose start has nothing to wait for.
func (c *writableController) setupStarted(w *writable, alg writableAlgorithms, plan strategy) {
	c.stream, c.alg, c.plan, c.started = w, alg, plan, true
	w.control = c
	w.setBackpressure(c.backpressure())
}

// setup is SetUpWritableStreamDefaultController.
func (c *writableController) setup(w *writable, alg writableAlgorithms, plan strategy) {
	c.stream, c.alg, c.plan = w, alg, plan
	w.control = c
	w.setBackpressure(c.backpressure())
	start := alg.start()
	w.vm.Then(settledWith(w.vm, start), func(value) {
		c.started = true
		if w.former && !w.begun {
			w.begun = true
			w.tellStart()
		}
		c.advance()
	}, func(reason value) {
		c.started = true
		w.reject(reason)
	})
}

func (c *writableController) desiredSize() float64 { return c.plan.highWaterMark - c.queue.total }

func (c *writableController) backpressure() bool { return c.desiredSize() <= 0 }

// clear drops the algorithms.
func (c *writableController) clear() {
	c.alg, c.plan.size = writableAlgorithms{}, nil
}

// advance is WritableStreamDefaultControllerAdvanceQueueIfNeeded.
func (c *writableController) advance() {
	w := c.stream
	if !c.started || w.inFlightWrite != nil {
		return
	}
	if w.state == erroring {
		w.finishErroring()
		return
	}
	if c.queue.empty() || w.state != writing {
		return
	}
	if entry := c.queue.peek(); entry.last {
		c.processClose()
	} else {
		c.processWrite(entry.value)
	}
}

func (c *writableController) processClose() {
	w := c.stream
	w.inFlightClose, w.closeRequest = w.closeRequest, nil
	c.queue.shift()
	p := c.alg.close()
	c.clear()
	w.vm.Then(p, func(value) { w.finishClose() }, w.failClose)
}

func (c *writableController) processWrite(chunk value) {
	w := c.stream
	w.inFlightWrite, w.requests = w.requests[0], w.requests[1:]
	w.vm.Then(c.alg.write(chunk), func(value) {
		w.finishWrite()
		c.queue.shift()
		if !w.closing() && w.state == writing {
			w.setBackpressure(c.backpressure())
		}
		c.advance()
	}, func(reason value) {
		if w.state == writing {
			c.clear()
		}
		w.failWrite(reason)
	})
}

// chunkSize is WritableStreamDefaultControllerGetChunkSize.
func (c *writableController) chunkSize(chunk value) float64 {
	if c.plan.size == nil {
		return 1
	}
	size := 1.0
	if thrown, ok := attempt(c.stream.vm, func() { size = c.plan.sizeOf(chunk) }); !ok {
		c.failIfNeeded(thrown)
		return 1
	}
	return size
}

func (c *writableController) write(chunk value, size float64) {
	if !validSize(size) {
		c.failIfNeeded(rangeError(c.stream.vm, invalidSize))
		return
	}
	c.queue.push(entry{value: chunk, size: size})
	if w := c.stream; !w.closing() && w.state == writing {
		w.setBackpressure(c.backpressure())
	}
	c.advance()
}

func (c *writableController) close() {
	c.queue.push(entry{last: true})
	c.advance()
}

// abort is the standard's [[AbortSteps]].
func (c *writableController) abort(reason value) value {
	p := c.alg.abort(reason)
	c.clear()
	return p
}

// fail is WritableStreamDefaultControllerError.
func (c *writableController) fail(reason value) {
	c.clear()
	c.stream.startErroring(reason)
}

func (c *writableController) failIfNeeded(reason value) {
	if c.stream.state == writing {
		c.fail(reason)
	}
}

// signalAbort aborts the signal.
func (c *writableController) signalAbort(reason value) {
	if c.aborted != nil {
		return
	}
	if c.aborted = reason; c.aborter != nil {
		c.stream.vm.CallMethod(c.aborter, "abort", reason)
	}
}

// signal gives the AbortSignal.
func (c *writableController) signal() value {
	vm := c.stream.vm
	if c.aborter == nil {
		aborter, err := vm.New(vm.Get("AbortController"))
		if err != nil {
			vm.Rethrow(err)
		}
		c.aborter = aborter
		if c.aborted != nil {
			vm.CallMethod(aborter, "abort", c.aborted)
		}
	}
	return c.aborter.Get("signal")
}

func defineWritableController() {
	writableControllerClass.
		Getter("signal", func(_ *jsruntime.VM, c *writableController) value { return c.signal() }).
		Method("error", 0, func(_ *jsruntime.VM, c *writableController, a args) value {
			c.failIfNeeded(a.At(0))
			return undefined()
		})
}
