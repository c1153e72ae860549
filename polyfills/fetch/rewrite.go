package fetch

import (
	"io"

	"paddock/jsruntime"
	"paddock/polyfills/streams"
)

// ErrLocked is what using a body fails with that is in use, or was used, in the words of the
// platform's own streams.
var ErrLocked = jsruntime.Errorf(jsruntime.TypeError, "The ReadableStream has been locked to a reader.")

// Failed reports whether the response is Response.error().
func (p *Response) Failed() bool { return p.failed }

// HasBody reports whether the response has a body, which may be empty.
func (p *Response) HasBody() bool { return p.body.present }

// Locked reports whether a reader holds the body, which has not been read from.
func (p *Response) Locked() bool {
	return p.body.kind == streamBody && !p.body.isUsed() && streams.Locked(p.body.stream)
}

// TakeBody takes the body of a response that has one, for reading outside of the loop.
func (p *Response) TakeBody(vm *jsruntime.VM) (io.ReadCloser, error) {
	if p.body.check() != nil {
		return nil, ErrLocked
	}
	r, _, err := p.body.take(vm)
	return r, err
}

// With makes a response like p with a stream as its body.
func (p *Response) With(vm *jsruntime.VM, stream *jsruntime.Object) *jsruntime.Object {
	q := &Response{status: p.status, statusText: p.statusText, named: p.named, cf: p.cf, encoded: p.encoded}
	q.headers.Header = p.headers.Header.Clone()
	q.body = Body{present: true, kind: streamBody, stream: stream}
	return responseClass.New(vm, q)
}
