package streams

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// Texts of the platform about writable streams.
const (
	lockedWritable = "This WritableStream is currently locked to a writer."
	lockedSink     = "This WritableStream is currently locked to a writer" // of a pipe; the platform's words, without a stop
	closedWritable = "This WritableStream has been closed."
	releasedWriter = "This WritableStream writer has been released."
)

// writableState is the state of a writable stream.
type writableState uint8

const (
	writing writableState = iota
	erroring
	writableClosed
	writableErrored
)

// resolver is a promise with the functions that settle it, or two functions of host code
// that do without.
type resolver struct {
	promise         value
	resolve, reject func(value)
}

func newResolver(vm *jsruntime.VM) *resolver {
	r := &resolver{}
	r.promise, r.resolve, r.reject = vm.NewResolvers()
	return r
}

// writable is the host side of WritableStream.
type writable struct {
	vm      *jsruntime.VM
	object  *object
	state   writableState
	stored  value
	writer  *writer
	control *writableController
	sink    sink // what pipes of host code write to; nil when JavaScript is behind the stream
	owner   jsruntime.Owner
	kinds   *ioKinds // nil: every event may use it

	requests                                   []*resolver
	inFlightWrite, closeRequest, inFlightClose *resolver
	pendingAbort                               *abortRequest
	backpressure                               bool
	// By [rules.former]: lenient leaves promises of writers that are released, and their writes, as they are;
	// former has a writer ready once the stream has begun.
	lenient, former, begun bool
}

// abortRequest is an abort that waits for writes in flight.
type abortRequest struct {
	*resolver
	reason      value
	wasErroring bool
}

// ioKinds is what the platform calls that with which a writable stream does its I/O, by what is
// asked of it.
type ioKinds struct{ write, close, abort string }

// The kinds of streams of the host's and of transforms, whose functions have no names.
var (
	nativeKinds    = &ioKinds{"Writable", "Writable", "Writable"}
	transformKinds = &ioKinds{"$_5>", "$_7>", "RefcountedCanceler"}
)

// owned makes the stream one of the running event.
func (w *writable) owned(kinds *ioKinds) { w.owner, w.kinds = w.vm.Owner(), kinds }

// refusal is why the running event may not do what kind names, or nil.
func (w *writable) refusal(kind func(*ioKinds) string) error {
	if w.kinds == nil {
		return nil
	}
	return w.owner.Refusal(w.vm, kind(w.kinds))
}

func toWrite(k *ioKinds) string { return k.write }
func toClose(k *ioKinds) string { return k.close }
func toAbort(k *ioKinds) string { return k.abort }

// writableClass is the class WritableStream; its members are in defineWritable.
var writableClass = jsruntime.NewClass[writable]("WritableStream")

// WhyNot implements jsruntime.Uncloneable.
func (*writable) WhyNot() string { return "WritableStream can only be serialized for RPC." }

func newWritable(vm *jsruntime.VM) *writable { return &writable{vm: vm, stored: undefined()} }

func (w *writable) value() *object {
	if w.object == nil {
		w.object = writableClass.New(w.vm, w)
	}
	return w.object
}

func (w *writable) locked() bool { return w.writer != nil }

// abort is WritableStreamAbort; it gives a promise.
func (w *writable) abort(reason value) value {
	if w.state == writableClosed || w.state == writableErrored {
		return w.vm.Resolved(undefined())
	}
	w.control.signalAbort(reason)
	if w.state == writableClosed || w.state == writableErrored {
		return w.vm.Resolved(undefined())
	}
	if w.pendingAbort != nil {
		return w.pendingAbort.promise
	}
	was := w.state == erroring
	if was {
		reason = undefined()
	}
	req := &abortRequest{newResolver(w.vm), reason, was}
	w.pendingAbort = req
	if !was {
		w.startErroring(reason)
	}
	if w.inFlightWrite != nil && w.pendingAbort == req {
		w.interruptWrite(reason)
	}
	return req.promise
}

// interrupter is a sink that can end the write in flight.
type interrupter interface {
	interrupt(vm *jsruntime.VM, reason value)
}

// interruptWrite ends the write in flight of one of the platform's own streams: those do not wait
// for their readers when they are aborted.
func (w *writable) interruptWrite(reason value) {
	if k, ok := w.sink.(interrupter); ok && compat.Of(w.vm).Has("internal_writable_stream_abort_clears_queue") {
		k.interrupt(w.vm, reason)
	}
}

// close is WritableStreamClose; it gives a promise.
func (w *writable) close() value {
	if w.state == writableErrored && w.sink == nil && !pedantic(w.vm) {
		return rejected(w.vm, w.stored)
	}
	if w.state == writableClosed || w.state == writableErrored {
		return rejected(w.vm, typeError(w.vm, closedWritable))
	}
	req := newResolver(w.vm)
	w.closeRequest = req
	if w.writer != nil && w.backpressure && w.state == writing {
		w.writer.ready.fulfil(undefined())
	}
	w.control.close()
	return req.promise
}

// closing reports whether a close is queued or in flight.
func (w *writable) closing() bool { return w.closeRequest != nil || w.inFlightClose != nil }

// reject is WritableStreamDealWithRejection.
func (w *writable) reject(reason value) {
	if w.state == writing {
		w.startErroring(reason)
		return
	}
	w.finishErroring()
}

func (w *writable) startErroring(reason value) {
	w.state, w.stored = erroring, reason
	if w.writer != nil {
		w.writer.failReady(reason)
	}
	if w.inFlightWrite == nil && w.inFlightClose == nil && w.control.started {
		w.finishErroring()
	}
}

func (w *writable) finishErroring() {
	w.state = writableErrored
	w.control.queue.reset()
	requests := w.requests
	w.requests = nil
	for _, req := range requests {
		req.reject(w.stored)
	}
	req := w.pendingAbort
	if req == nil {
		w.rejectClosed()
		return
	}
	w.pendingAbort = nil
	if req.wasErroring {
		req.reject(w.stored)
		w.rejectClosed()
		return
	}
	w.vm.Then(w.control.abort(req.reason), func(value) {
		req.resolve(undefined())
		w.rejectClosed()
	}, func(reason value) {
		req.reject(reason)
		w.rejectClosed()
	})
}

// rejectClosed is WritableStreamRejectCloseAndClosedPromiseIfNeeded.
func (w *writable) rejectClosed() {
	if w.closeRequest != nil {
		w.closeRequest.reject(w.stored)
		w.closeRequest = nil
	}
	if w.writer != nil {
		w.writer.closed.fail(w.stored)
	}
}

// takeBack drops the writes that wait; the first is under way as soon as the sink has begun.
func (w *writable) takeBack(reason value) {
	waiting := w.requests
	if begins := w.inFlightWrite == nil && len(waiting) > 0; begins {
		w.requests, waiting = waiting[:1:1], waiting[1:]
	} else {
		w.requests = nil
	}
	w.control.queue.keepFirst()
	for _, req := range waiting {
		req.reject(reason)
	}
}

// finishWrite ends the write in flight.
func (w *writable) finishWrite() {
	w.inFlightWrite.resolve(undefined())
	w.inFlightWrite = nil
}

func (w *writable) failWrite(reason value) {
	w.inFlightWrite.reject(reason)
	w.inFlightWrite = nil
	w.reject(reason)
}

// finishClose ends the close in flight.
func (w *writable) finishClose() {
	w.inFlightClose.resolve(undefined())
	w.inFlightClose = nil
	if w.state == erroring {
		w.stored = undefined()
		if w.pendingAbort != nil {
			w.pendingAbort.resolve(undefined())
			w.pendingAbort = nil
		}
	}
	w.state = writableClosed
	if w.writer != nil {
		w.writer.closed.fulfil(undefined())
	}
}

func (w *writable) failClose(reason value) {
	w.inFlightClose.reject(reason)
	w.inFlightClose = nil
	if w.pendingAbort != nil {
		w.pendingAbort.reject(reason)
		w.pendingAbort = nil
	}
	w.reject(reason)
}

// setBackpressure is WritableStreamUpdateBackpressure.
func (w *writable) setBackpressure(on bool) {
	if w.writer != nil && on != w.backpressure {
		if on {
			w.writer.ready = newLazy(w.vm)
		} else {
			w.writer.ready.fulfil(undefined())
		}
	}
	w.backpressure = on
}

// defineWritable adds the members of WritableStream.
func defineWritable() {
	writableClass.Constructor(0, func(vm *jsruntime.VM, a args, this *object) *writable {
		needConstructors(vm, "WritableStream")
		w := newWritable(vm)
		w.object = this
		plan := strategyMembers(vm, "WritableStream", a, 1)
		sink := callbacks(vm, a.At(0), "UnderlyingSink")
		if sink.has("type") && pedantic(vm) {
			vm.Throwf(jsruntime.RangeError, "Invalid underlying sink type. Only undefined is valid.")
		}
		alg := writableAlgorithms{
			write: func(value) value { return done(vm) },
			close: func() value { return done(vm) },
			abort: func(value) value { return done(vm) },
			start: undefined,
		}
		c := &writableController{}
		if rulesOf.Get(vm).former {
			w.lenient, w.former, w.begun = true, true, !sink.has("start")
		}
		// The members are read in the order of their names, as Web IDL has it.
		if f := sink.function("abort"); f != nil {
			alg.abort = func(reason value) value { return f.promise(reason) }
		}
		if f := sink.function("close"); f != nil {
			alg.close = func() value { return f.promise() }
		}
		if f := sink.function("start"); f != nil {
			alg.start = func() value { return started(vm, func() value { return f.call(c.value()) }) }
		}
		if f := sink.function("write"); f != nil {
			alg.write = func(chunk value) value { return f.promise(chunk, c.value()) }
		}
		c.setup(w, alg, extract(vm, plan, 1))
		return w
	}).
		Getter("locked", func(vm *jsruntime.VM, w *writable) value { return vm.ToValue(w.locked()) }).
		AsyncMethod("abort", 0, func(vm *jsruntime.VM, w *writable, a args) (value, error) {
			if w.locked() {
				return nil, jsruntime.Errorf(jsruntime.TypeError, lockedWritable)
			}
			if err := w.refusal(toAbort); err != nil {
				return nil, err
			}
			return w.abort(a.At(0)), nil
		}).
		AsyncMethod("close", 0, func(vm *jsruntime.VM, w *writable, _ args) (value, error) {
			if w.locked() {
				return nil, jsruntime.Errorf(jsruntime.TypeError, lockedWritable)
			}
			if w.closing() {
				return nil, jsruntime.Errorf(jsruntime.TypeError, closedWritable)
			}
			if err := w.refusal(toClose); err != nil {
				return nil, err
			}
			return w.close(), nil
		}).
		Method("getWriter", 0, func(vm *jsruntime.VM, w *writable, _ args) value {
			wr := &writer{}
			wr.attach(w)
			return writerClass.New(vm, wr)
		})
}
