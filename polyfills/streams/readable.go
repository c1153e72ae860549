package streams

import "paddock/jsruntime"

// state is the state of a readable or a writable stream.
type state uint8

const (
	stateReadable state = iota
	stateClosed
	stateErrored
)

const lockedReadable = "This ReadableStream is currently locked to a reader."

// stream is the host side of ReadableStream.
type stream struct {
	vm        *jsruntime.VM
	object    *object
	state     state
	disturbed bool
	stored    value   // why it is errored
	reader    *reader // nil: not locked
	control   controller
	length    int64 // bytes to come in all; < 0: unknown
}

// controller is what feeds a readable stream: the default and the byte controller of the
// standard, and [native] over Go.
type controller interface {
	pull(*readRequest)         // the standard's [[PullSteps]]
	cancel(reason value) value // [[CancelSteps]]: gives a promise
	release()                  // [[ReleaseSteps]]
}

// byteController is a controller that fills buffers of the reader.
type byteController interface {
	controller
	pullInto(view pullInto, req *readRequest)
}

// newStream makes a stream that JavaScript cannot see yet.
func newStream(vm *jsruntime.VM) *stream { return &stream{vm: vm, length: -1, stored: undefined()} }

// value gives the stream's object, made when first needed.
func (s *stream) value() *object {
	if s.object == nil {
		s.object = readableClass.New(s.vm, s)
	}
	return s.object
}

func (s *stream) locked() bool { return s.reader != nil }

// close is ReadableStreamClose.
func (s *stream) close() {
	s.state = stateClosed
	r := s.reader
	if r == nil {
		return
	}
	r.closed.fulfil(undefined())
	if !r.byob {
		for _, req := range r.take() {
			req.close(undefined())
		}
	}
}

// fail is ReadableStreamError.
func (s *stream) fail(reason value) {
	s.state, s.stored = stateErrored, reason
	r := s.reader
	if r == nil {
		return
	}
	r.closed.fail(reason)
	for _, req := range r.take() {
		req.fail(reason)
	}
}

// refusal is why the running event may not use the stream, or nil.
func (s *stream) refusal() error {
	if n, ok := s.control.(*native); ok {
		return n.refusal()
	}
	return nil
}

// cancel is ReadableStreamCancel; it gives a promise.
func (s *stream) cancel(reason value) value {
	s.disturbed = true
	switch s.state {
	case stateClosed:
		return s.vm.Resolved(undefined())
	case stateErrored:
		return rejected(s.vm, s.stored)
	}
	s.close()
	if r := s.reader; r != nil && r.byob {
		for _, req := range r.take() {
			req.close(undefined())
		}
	}
	return void(s.vm, s.control.cancel(reason))
}

// asStream gives the stream of a ReadableStream object.
func asStream(v value) (*stream, bool) {
	if v == nil {
		return nil, false
	}
	return readableClass.From(v)
}

// readableClass is the class ReadableStream; its members are in defineReadable.
var readableClass = jsruntime.NewClass[stream]("ReadableStream")

// WhyNot implements jsruntime.Uncloneable.
func (*stream) WhyNot() string { return "ReadableStream can only be serialized for RPC." }
