package streams

// readRequest is a read that waits: the standard's read request or read-into request.
type readRequest struct {
	chunk func(value)
	close func(value) // gets the emptied view of a read-into request, or undefined
	fail  func(value)
	into  *pullInto // what a native stream fills; nil for a default reader
	whole bool      // of host code, which takes chunks as they are; scripts get as much of a byte stream as fits a buffer
}

// reader is a reader of either kind, or a lock that host code holds. Its stream is nil once
// it was released.
type reader struct {
	stream   *stream
	closed   *lazy
	byob     bool
	requests []*readRequest
}

// defaultReader and byobReader tell the two classes apart.
type (
	defaultReader struct{ reader }
	byobReader    struct{ reader }
)

// acquire locks s; it throws when s is locked.
func (s *stream) acquire() *reader {
	r := &reader{}
	r.attach(s)
	return r
}

// attach is ReadableStreamReaderGenericInitialize.
func (r *reader) attach(s *stream) {
	if s.locked() {
		s.vm.Throwf("TypeError", lockedReadable)
	}
	r.stream, r.closed = s, newLazy(s.vm)
	s.reader = r
	switch s.state {
	case stateClosed:
		r.closed.fulfil(undefined())
	case stateErrored:
		r.closed.fail(s.stored)
	}
}

// take empties the list of requests.
func (r *reader) take() []*readRequest {
	reqs := r.requests
	r.requests = nil
	return reqs
}

// shift takes the first request.
func (r *reader) shift() *readRequest {
	req := r.requests[0]
	r.requests[0] = nil
	r.requests = r.requests[1:]
	return req
}

// read is ReadableStreamDefaultReaderRead.
func (r *reader) read(req *readRequest) {
	s := r.stream
	s.disturbed = true
	switch s.state {
	case stateClosed:
		req.close(undefined())
	case stateErrored:
		req.fail(s.stored)
	default:
		s.control.pull(req)
	}
}

// release is ReadableStreamDefaultReaderRelease and its BYOB twin.
func (r *reader) release() {
	s := r.stream
	vm := s.vm
	reason := typeError(vm, "This ReadableStream reader has been released.")
	if s.state != stateReadable {
		r.closed = newLazy(vm)
	}
	r.closed.fail(reason)
	s.control.release()
	s.reader, r.stream = nil, nil
	for _, req := range r.take() {
		req.fail(reason)
	}
}
