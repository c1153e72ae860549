package streams

import "paddock/jsruntime"

// byobRequest is the host side of ReadableStreamBYOBRequest.
type byobRequest struct {
	object  *object
	control *streamController // nil once it was answered
	view    value
	late    bool // its stream was closed before the answer, which nothing waits for
}

// byobRequestClass is the class ReadableStreamBYOBRequest.
var byobRequestClass = jsruntime.NewClass[byobRequest]("ReadableStreamBYOBRequest")

// byobRequest is ReadableByteStreamControllerGetBYOBRequest.
func (c *streamController) byobRequest() value {
	vm := c.stream.vm
	if c.request == nil && len(c.pending) > 0 {
		p := c.pending[0]
		c.request = &byobRequest{
			control: c,
			view:    newView(vm, "Uint8Array", p.buffer, p.offset+p.filled, p.length-p.filled),
		}
		c.request.object = byobRequestClass.New(vm, c.request)
	}
	if c.request == nil {
		return jsruntime.Null()
	}
	return c.request.object
}

// stands gives the request if it can still be answered, and throws if not.
func (r *byobRequest) stands(vm *jsruntime.VM) *byobRequest {
	if r.control == nil {
		vm.Throwf(jsruntime.TypeError, "This ReadableStreamBYOBRequest has been invalidated.")
	}
	return r
}

// answerLate takes an answer of n bytes after the stream was closed: none, or it throws with the words.
func (r *byobRequest) answerLate(vm *jsruntime.VM, n int, words string) value {
	if n != 0 {
		vm.Throwf(jsruntime.TypeError, "%s", words)
	}
	r.control.invalidate()
	return undefined()
}

func defineBYOBRequest() {
	byobRequestClass.
		Getter("view", func(_ *jsruntime.VM, r *byobRequest) value { return r.view }).
		// atLeast is the platform's own: how many bytes the read still wants.
		Getter("atLeast", func(vm *jsruntime.VM, r *byobRequest) value {
			if r.control == nil || len(r.control.pending) == 0 {
				return jsruntime.Null()
			}
			p := r.control.pending[0]
			return vm.ToValue(max(0, p.min-p.filled))
		}).
		Method("respond", 1, func(vm *jsruntime.VM, r *byobRequest, a args) value {
			if jsruntime.IsUndefined(a.At(0)) {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'respond' on 'ReadableStreamBYOBRequest': parameter 1 is not of type 'integer'.")
			}
			n := jsruntime.Integer(a.At(0))
			if r.stands(vm).late {
				return r.answerLate(vm, int(n), "The bytesWritten must be zero after the stream is closed.")
			}
			if detached(r.control.pending[0].buffer) {
				vm.Throwf(jsruntime.TypeError, "The BYOB request's buffer has been detached and so cannot be used as a response")
			}
			r.control.respond(int(n))
			return undefined()
		}).
		Method("respondWithNewView", 1, func(vm *jsruntime.VM, r *byobRequest, a args) value {
			view, ok := jsruntime.AsView(a.At(0))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'respondWithNewView' on 'ReadableStreamBYOBRequest': parameter 1 is not of type 'ArrayBufferView'.")
			}
			buffer := a.At(0).(*object).Get("buffer")
			if r.stands(vm).late {
				return r.answerLate(vm, view.Length, "The view byte length must be zero after the stream is closed.")
			}
			if jsruntime.IsPinned(buffer) {
				vm.Throwf(jsruntime.TypeError, "Unable to use non-detachable ArrayBuffer.")
			}
			if detached(buffer) {
				vm.Throwf(jsruntime.TypeError, "The given view's buffer has been detached and so cannot be used as a response")
			}
			r.control.respondWith(buffer, view.Offset, view.Length)
			return undefined()
		})
}
