package streams

import "paddock/jsruntime"

// pipeOptions are the options of pipeTo.
type pipeOptions struct {
	preventAbort, preventCancel, preventClose bool
	signal                                    *object // AbortSignal; nil: none
}

// readPipeOptions converts the StreamPipeOptions dictionary of a method; it throws.
func readPipeOptions(vm *jsruntime.VM, method string, v value) pipeOptions {
	if jsruntime.IsNullish(v) {
		return pipeOptions{}
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'ReadableStream': parameter 2 is not of type 'PipeToOptions'.", method)
	}
	opts := pipeOptions{
		preventAbort:  truthy(o.Get("preventAbort")),
		preventCancel: truthy(o.Get("preventCancel")),
		preventClose:  truthy(o.Get("preventClose")),
	}
	if signal := o.Get("signal"); !jsruntime.IsUndefined(signal) {
		if opts.signal = jsruntime.AsObject(signal); opts.signal == nil || !jsruntime.IsFunction(opts.signal.Get("addEventListener")) {
			vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'signal' field on 'PipeToOptions': the provided value is not of type 'AbortSignal'.")
		}
	}
	return opts
}

// aborted reports whether the signal has aborted before the pipe.
func (o pipeOptions) aborted() bool { return o.signal != nil && truthy(o.signal.Get("aborted")) }

// onAbort runs f with the reason when the signal aborts, at once if it has; remove takes it back.
func (o pipeOptions) onAbort(vm *jsruntime.VM, f func(reason value)) (remove func()) {
	if o.signal == nil {
		return func() {}
	}
	if o.aborted() {
		f(o.signal.Get("reason"))
		return func() {}
	}
	listener := vm.ToValue(func(jsruntime.FunctionCall) value {
		f(o.signal.Get("reason"))
		return undefined()
	})
	vm.CallMethod(o.signal, "addEventListener", vm.ToValue("abort"), listener)
	return func() { vm.CallMethod(o.signal, "removeEventListener", vm.ToValue("abort"), listener) }
}

// pipe is one running pipeTo.
type pipe struct {
	vm       *jsruntime.VM
	opts     pipeOptions
	reader   *reader
	writer   *writer
	src      *stream
	dst      *writable
	done     *resolver
	stopping bool
	writes   int    // that are not done
	broken   value  // what a write failed with; nil if none has
	idle     func() // waits for them; nil: nothing does
	remove   func()
}

// pipeTo is ReadableStreamPipeTo for streams that are not locked; it gives a promise.
func (s *stream) pipeTo(w *writable, opts pipeOptions) value {
	if n, ok := s.control.(*native); ok {
		if err := n.refusal(); err != nil {
			return s.vm.RejectedWith(err)
		}
	}
	if p, ok := s.pipeNative(w, opts); ok {
		return p
	}
	vm := s.vm
	p := &pipe{vm: vm, opts: opts, src: s, dst: w, done: newResolver(vm), remove: func() {}}
	p.reader, p.writer = s.acquire(), &writer{}
	p.writer.attach(w)
	s.disturbed = true
	p.remove = opts.onAbort(vm, p.abort)
	if p.stopping { // the signal was aborted before
		return p.done.promise
	}
	p.watch()
	p.step()
	return p.done.promise
}

// watch reacts to streams that close or fail, at once when they have.
func (p *pipe) watch() {
	vm := p.vm
	ignore := func(value) {}
	if p.src.state == stateErrored {
		p.sourceFailed(p.src.stored)
	} else {
		vm.Then(p.reader.closed.get(), ignore, p.sourceFailed)
	}
	if p.dst.state == writableErrored || p.dst.state == erroring {
		p.sinkFailed(p.dst.stored)
	} else {
		vm.Then(p.writer.closed.get(), ignore, func(value) { p.sinkLost() })
	}
	if p.src.state == stateClosed {
		p.sourceClosed(undefined())
	} else {
		vm.Then(p.reader.closed.get(), p.sourceClosed, ignore)
	}
	if p.dst.closing() || p.dst.state == writableClosed {
		p.sinkClosed()
	}
}

func (p *pipe) sourceFailed(reason value) {
	if p.opts.preventAbort {
		p.stop(nil, true, reason)
		return
	}
	p.stop(func() value { return p.dst.abort(reason) }, true, reason)
}

func (p *pipe) sinkFailed(reason value) {
	if p.opts.preventCancel {
		p.stop(nil, true, reason)
		return
	}
	p.stop(func() value { return p.src.cancel(reason) }, true, reason)
}

// unreadable is what a write to a transform fails with whose readable side has ended.
const unreadable = "The readable side of this TransformStream is no longer readable."

// sinkLost is sinkFailed for a destination that failed while the pipe ran. A heedless pipe tells of a write
// that failed, no more.
func (p *pipe) sinkLost() {
	reason, failed := p.dst.stored, true
	if p.dst.sink == nil && rulesOf.Get(p.vm).heedless {
		if failed = p.broken != nil; failed && p.dst.kinds == transformKinds {
			reason = typeError(p.vm, unreadable)
		}
	}
	if p.opts.preventCancel {
		p.stop(nil, failed, reason)
		return
	}
	p.stop(func() value { return p.src.cancel(p.dst.stored) }, failed, reason)
}

func (p *pipe) sourceClosed(value) {
	if p.opts.preventClose {
		p.stop(nil, false, nil)
		return
	}
	p.stop(func() value { return p.writer.closeOrPropagate() }, false, nil)
}

func (p *pipe) sinkClosed() {
	p.sinkFailed(typeError(p.vm, closedWritable))
}

// abort is what a signal does.
func (p *pipe) abort(reason value) {
	p.stop(func() value {
		var actions []value
		if !p.opts.preventAbort && p.dst.state == writing {
			actions = append(actions, p.dst.abort(reason))
		}
		if !p.opts.preventCancel && p.src.state == stateReadable {
			actions = append(actions, p.src.cancel(reason))
		}
		return all(p.vm, actions)
	}, true, reason)
}

// all waits for promises; the first rejection wins.
func all(vm *jsruntime.VM, promises []value) value {
	r := newResolver(vm)
	left := len(promises)
	if left == 0 {
		r.resolve(undefined())
	}
	for _, p := range promises {
		vm.Then(p, func(value) {
			if left--; left == 0 {
				r.resolve(undefined())
			}
		}, r.reject)
	}
	return r.promise
}

// step moves one chunk when the sink wants one, and goes on in a microtask.
func (p *pipe) step() {
	p.vm.Then(p.writer.ready.get(), func(value) {
		if p.stopping {
			return
		}
		if p.dst.backpressure && p.dst.state == writing {
			p.step() // ready was renewed meanwhile
			return
		}
		p.reader.read(&readRequest{
			chunk: func(chunk value) {
				if p.dst.sink != nil && !isBytes(chunk) {
					p.abort(typeError(p.vm, notBytesPiped))
					return
				}
				p.writes++
				// A microtask later: enqueue() must not run the sink's code.
				soon(p.vm, func() { p.writer.write(chunk, &resolver{resolve: p.wrote, reject: p.failed}) })
				p.step()
			},
			close: func(value) {},
			fail:  func(value) {},
		})
	}, func(value) {})
}

// stop is "shutdown with an action": it waits for the writes, acts and ends the pipe. A nil
// action is a plain shutdown.
func (p *pipe) stop(action func() value, failed bool, reason value) {
	if p.stopping {
		return
	}
	p.stopping = true
	finish := func() {
		if action == nil {
			p.finish(failed, reason)
			return
		}
		p.vm.Then(action(), func(value) { p.finish(failed, reason) }, func(other value) { p.finish(true, other) })
	}
	if p.dst.state == writing && !p.dst.closing() {
		p.flushed(finish)
		return
	}
	finish()
}

// failed is told of each write that has failed.
func (p *pipe) failed(reason value) {
	p.broken = reason
	p.wrote(undefined())
}

// wrote is told of each write that is done, or has failed.
func (p *pipe) wrote(value) {
	if p.writes--; p.writes == 0 && p.idle != nil {
		p.flushed(p.idle)
	}
}

// flushed runs f in a microtask when all writes are done; one may be added while it waits.
func (p *pipe) flushed(f func()) {
	if p.idle = f; p.writes > 0 {
		return
	}
	soon(p.vm, func() {
		if p.writes == 0 && p.idle != nil {
			p.idle = nil
			f()
		}
	})
}

func (p *pipe) finish(failed bool, reason value) {
	p.writer.release()
	p.reader.release()
	p.remove()
	if failed {
		p.done.reject(reason)
		return
	}
	p.done.resolve(undefined())
}

// pipeThrough is the method of that name.
func pipeThrough(vm *jsruntime.VM, s *stream, a args) value {
	pair := jsruntime.AsObject(a.At(0))
	if pair == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'pipeThrough' on 'ReadableStream': parameter 1 is not of type 'Transform'.")
	}
	readable := pair.Get("readable")
	if !IsReadable(readable) {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'readable' field on 'Transform': the provided value is not of type 'ReadableStream'.")
	}
	w, ok := writableClass.From(pair.Get("writable"))
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'writable' field on 'Transform': the provided value is not of type 'WritableStream'.")
	}
	opts := readPipeOptions(vm, "pipeThrough", a.At(1))
	if s.locked() {
		vm.Throwf(jsruntime.TypeError, lockedReadable)
	}
	if w.locked() {
		vm.Throwf(jsruntime.TypeError, lockedSink)
	}
	if err := s.refusesPipe(w, opts); err != nil {
		vm.Throw(err)
	}
	vm.MarkHandled(s.pipeTo(w, opts))
	return readable
}
