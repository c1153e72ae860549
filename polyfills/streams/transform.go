package streams

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// transform is the host side of TransformStream.
type transform struct {
	vm           *jsruntime.VM
	readable     *stream
	source       *defaultController // of readable
	writable     *writable
	control      *transformController
	backpressure bool
	lasting      bool      // backpressure comes back: older dates forget it once there was a read
	changed      *resolver // settles when backpressure changes
}

// transformController is the host side of TransformStreamDefaultController.
type transformController struct {
	object *object
	stream *transform
	alg    transformAlgorithms
	finish *resolver // of the close, abort or cancel that runs; nil: none does
}

// transformAlgorithms are what a transformer does; they give promises.
type transformAlgorithms struct {
	transform func(chunk value) value
	flush     func() value
	cancel    func(reason value) value
}

// transformClass and transformControllerClass are the classes of transforms.
var (
	transformClass           = jsruntime.NewClass[transform]("TransformStream")
	transformControllerClass = jsruntime.NewClass[transformController]("TransformStreamDefaultController")
)

func (c *transformController) value() *object {
	if c.object == nil {
		c.object = transformControllerClass.New(c.stream.vm, c)
	}
	return c.object
}

// newTransform is InitializeTransformStream with the set-up of its controller.
func newTransform(vm *jsruntime.VM, start func(*transformController) value, alg transformAlgorithms, in, out strategy) *transform {
	t := &transform{vm: vm, lasting: compat.Of(vm).Has("fixup-transform-stream-backpressure")}
	t.control = &transformController{stream: t, alg: alg}
	started := newResolver(vm)
	t.writable = newWritable(vm)
	t.writable.lenient = rulesOf.Get(vm).former
	t.writable.owned(transformKinds)
	(&writableController{}).setup(t.writable, writableAlgorithms{
		start: func() value { return started.promise },
		write: t.write,
		close: t.close,
		abort: t.abort,
	}, in)
	t.readable, t.source = newDefault(vm, sourceAlgorithms{
		start:  func() value { return started.promise },
		pull:   t.pull,
		cancel: t.cancel,
	}, out)
	t.setBackpressure(true)
	started.resolve(start(t.control))
	return t
}

func (t *transform) setBackpressure(on bool) {
	if t.changed != nil {
		t.changed.resolve(undefined())
	}
	t.changed = newResolver(t.vm)
	t.backpressure = on
}

// fail is TransformStreamError.
func (t *transform) fail(reason value) {
	t.source.fail(reason)
	t.failWritable(reason)
}

// failWritable is TransformStreamErrorWritableAndUnblockWrite.
func (t *transform) failWritable(reason value) {
	t.control.alg = transformAlgorithms{}
	t.writable.control.failIfNeeded(reason)
	t.unblock()
}

func (t *transform) unblock() {
	if t.backpressure {
		t.setBackpressure(false)
	}
}

// write is TransformStreamDefaultSinkWriteAlgorithm.
func (t *transform) write(chunk value) value {
	if !t.backpressure {
		return t.control.transform(chunk)
	}
	return t.vm.ThenValue(t.changed.promise, func(value) value {
		if t.writable.state == erroring {
			panic(t.writable.stored)
		}
		return t.control.transform(chunk)
	}, nil)
}

// transform is TransformStreamDefaultControllerPerformTransform.
func (c *transformController) transform(chunk value) value {
	if c.alg.transform == nil { // the stream ended while the chunk waited
		return done(c.stream.vm)
	}
	return c.stream.vm.ThenValue(c.alg.transform(chunk), nil, func(reason value) value {
		c.stream.fail(reason)
		panic(reason)
	})
}

// abort is TransformStreamDefaultSinkAbortAlgorithm.
func (t *transform) abort(reason value) value {
	c := t.control
	if c.finish != nil {
		return c.finish.promise
	}
	c.finish = newResolver(t.vm)
	p := c.cancelled(reason)
	t.vm.Then(p, func(value) {
		if t.readable.state == stateErrored {
			c.finish.reject(t.readable.stored)
			return
		}
		t.source.fail(reason)
		c.finish.resolve(undefined())
	}, func(e value) {
		t.source.fail(e)
		c.finish.reject(e)
	})
	return c.finish.promise
}

// cancelled tells the transformer of an abort or a cancel, and drops the algorithms.
func (c *transformController) cancelled(reason value) value {
	cancel := c.alg.cancel
	c.alg = transformAlgorithms{}
	if cancel == nil { // the stream was terminated before
		return done(c.stream.vm)
	}
	return cancel(reason)
}

// close is TransformStreamDefaultSinkCloseAlgorithm.
func (t *transform) close() value {
	c := t.control
	if c.finish != nil {
		return c.finish.promise
	}
	c.finish = newResolver(t.vm)
	p := c.alg.flush()
	c.alg = transformAlgorithms{}
	t.vm.Then(p, func(value) {
		if t.readable.state == stateErrored {
			c.finish.reject(t.readable.stored)
			return
		}
		t.source.close()
		c.finish.resolve(undefined())
	}, func(e value) {
		t.source.fail(e)
		c.finish.reject(e)
	})
	return c.finish.promise
}

// pull is TransformStreamDefaultSourcePullAlgorithm.
func (t *transform) pull() value {
	t.setBackpressure(false)
	return t.changed.promise
}

// cancel is TransformStreamDefaultSourceCancelAlgorithm.
func (t *transform) cancel(reason value) value {
	c := t.control
	if c.finish != nil {
		return c.finish.promise
	}
	c.finish = newResolver(t.vm)
	p := c.cancelled(reason)
	t.vm.Then(p, func(value) {
		if t.writable.state == writableErrored {
			c.finish.reject(t.writable.stored)
			return
		}
		t.writable.control.failIfNeeded(reason)
		t.unblock()
		c.finish.resolve(undefined())
	}, func(e value) {
		t.writable.control.failIfNeeded(e)
		t.unblock()
		c.finish.reject(e)
	})
	return c.finish.promise
}

// enqueue is TransformStreamDefaultControllerEnqueue; it throws.
func (c *transformController) enqueue(chunk value) {
	t := c.stream
	if !t.source.canEnqueue() {
		t.vm.Throwf(jsruntime.TypeError, "Unable to enqueue")
	}
	if thrown, ok := attempt(t.vm, func() { t.source.enqueue(chunk) }); !ok {
		t.failWritable(thrown)
		panic(t.readable.stored)
	}
	if on := !t.source.shouldPull(); on != t.backpressure && t.lasting {
		t.setBackpressure(true)
	}
}

// terminate is TransformStreamDefaultControllerTerminate.
func (c *transformController) terminate() {
	t := c.stream
	t.source.close()
	t.failWritable(typeError(t.vm, "The transform stream has been terminated"))
}

// constructTransform makes a stream over the transformer of a script.
func constructTransform(vm *jsruntime.VM, a args, _ *object) *transform {
	if !compat.Of(vm).Has("transformstream_enable_standard_constructor") {
		id := newIdentity(vm, -1, strategy{})
		return identityParent(&id)
	}
	in, out := strategyMembers(vm, "TransformStream", a, 1), strategyMembers(vm, "TransformStream", a, 2)
	d := callbacks(vm, a.At(0), "Transformer")
	var c *transformController
	nothing := func() value { return done(vm) }
	alg := transformAlgorithms{
		transform: func(chunk value) value {
			if thrown, ok := attempt(vm, func() { c.enqueue(chunk) }); !ok {
				return rejected(vm, thrown)
			}
			return done(vm)
		},
		flush:  nothing,
		cancel: func(value) value { return done(vm) },
	}
	start := func(*transformController) value { return undefined() }
	// The members are read in the order of their names, as Web IDL has it.
	if f := d.function("cancel"); f != nil {
		alg.cancel = func(reason value) value { return f.promise(reason) }
	}
	expected := d.get("expectedLength")
	if f := d.function("flush"); f != nil {
		alg.flush = func() value { return f.promise(c.value()) }
	}
	if d.has("readableType") {
		vm.Throwf(wrongType(vm), "transformer.readableType must be undefined.")
	}
	if f := d.function("start"); f != nil {
		start = func(c *transformController) value { return started(vm, func() value { return f.call(c.value()) }) }
	}
	if f := d.function("transform"); f != nil {
		alg.transform = func(chunk value) value { return f.promise(chunk, c.value()) }
	}
	if d.has("writableType") {
		vm.Throwf(wrongType(vm), "transformer.writableType must be undefined.")
	}
	outPlan, inPlan := extract(vm, out, 0), extract(vm, in, 1)
	t := newTransform(vm, func(control *transformController) value {
		c = control
		return start(control)
	}, alg, inPlan, outPlan)
	if !jsruntime.IsUndefined(expected) { // as with a ReadableStream: the platform's own
		t.readable.length = int64(lengthOf(vm, expected))
	}
	return t
}

// wrongType is the class of the error of a type that a transform has not: the platform's, or the standard's.
func wrongType(vm *jsruntime.VM) string {
	if pedantic(vm) {
		return jsruntime.RangeError
	}
	return jsruntime.TypeError
}

func defineTransform() {
	transformClass.Constructor(0, constructTransform).
		Getter("readable", func(_ *jsruntime.VM, t *transform) value { return t.readable.value() }).
		Getter("writable", func(_ *jsruntime.VM, t *transform) value { return t.writable.value() })
	transformControllerClass.
		Getter("desiredSize", func(_ *jsruntime.VM, c *transformController) value {
			return desiredSize(c.stream.readable, c.stream.source.desired)
		}).
		Method("enqueue", 0, func(_ *jsruntime.VM, c *transformController, a args) value {
			c.enqueue(a.At(0))
			return undefined()
		}).
		Method("error", 0, func(_ *jsruntime.VM, c *transformController, a args) value {
			c.stream.fail(a.At(0))
			return undefined()
		}).
		Method("terminate", 0, func(_ *jsruntime.VM, c *transformController, _ args) value {
			c.terminate()
			return undefined()
		})
}
