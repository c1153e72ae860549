package streams

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// native is the controller of a stream whose bytes come from Go. It keeps no queue: each
// read asks the source for what it wants.
type native struct {
	stream  *stream
	src     source
	carry   []byte // what a released reader did not take
	eof     error  // what comes after carry: io.EOF or an error
	pulling bool
	taken   bool // the source belongs to a reader outside of the loop
	made    Made
	owner   jsruntime.Owner
}

// sourceKind is what the platform calls the source of a native stream.
const sourceKind = "ReadableStreamSource>"

func newNative(vm *jsruntime.VM, src source, length int64, made Made) *stream {
	s := newStream(vm)
	s.length = length
	s.control = &native{stream: s, src: src, made: made, owner: vm.Owner()}
	return s
}

func (n *native) pull(req *readRequest) {
	if err := n.refusal(); err != nil {
		req.fail(n.stream.vm.ErrorValue(err))
		return
	}
	if len(n.stream.reader.requests) > 0 && !pedantic(n.stream.vm) {
		req.fail(typeError(n.stream.vm, "This ReadableStream only supports a single pending read request at a time."))
		return
	}
	n.stream.reader.requests = append(n.stream.reader.requests, req)
	n.step()
}

func (n *native) pullInto(p pullInto, req *readRequest) {
	if n.stream.state == stateClosed {
		req.close(n.ended(&p))
		return
	}
	req.into = &p
	n.pull(req)
}

// step answers the first request from what is there, or asks the source.
func (n *native) step() {
	s := n.stream
	for s.state == stateReadable && s.reader != nil && len(s.reader.requests) > 0 {
		if len(n.carry) > 0 {
			n.feed()
			continue
		}
		if n.eof != nil {
			n.end()
			return
		}
		if n.pulling {
			return
		}
		want := chunkSize
		if into := s.reader.requests[0].into; into != nil {
			want = into.length - into.filled
		}
		n.pulling = true
		again := false // done was called before pull returned
		inside := true
		n.src.pull(s.vm, want, func(b []byte, err error) {
			n.pulling = false
			if s.state != stateReadable {
				return
			}
			n.carry, n.eof = b, err
			if inside {
				again = true
				return
			}
			n.step()
			if len(n.carry) == 0 && n.eof != nil && s.state == stateReadable {
				n.end()
			}
		})
		inside = false
		if !again {
			return
		}
	}
}

// feed gives the first request bytes of carry.
func (n *native) feed() {
	vm, r := n.stream.vm, n.stream.reader
	p := r.requests[0].into
	if p == nil {
		b := n.carry
		n.carry = nil
		r.shift().chunk(vm.NewBytes(b))
		return
	}
	k := copy(p.memory()[p.filled:], n.carry)
	if k == 0 { // the buffer was detached under the read
		r.shift().fail(typeError(vm, "The buffer of a pending read was detached."))
		return
	}
	n.carry = n.carry[k:]
	p.filled += k
	if p.filled >= p.min {
		n.answer(r.shift())
	}
}

// answer fulfils a read-into request; what does not fill an element stays for the next.
func (n *native) answer(req *readRequest) {
	p := req.into
	if rest := p.filled % p.elementSize; rest > 0 {
		m := p.memory()
		n.carry = append(bytes.Clone(m[p.filled-rest:p.filled]), n.carry...)
		p.filled -= rest
	}
	req.chunk(p.view(n.stream.vm))
}

// end closes or errors the stream after its last byte.
func (n *native) end() {
	s := n.stream
	if !errors.Is(n.eof, io.EOF) {
		s.fail(s.vm.ErrorValue(n.eof))
		return
	}
	var reqs []*readRequest
	if s.reader != nil && s.reader.byob {
		reqs = s.reader.take()
	}
	s.close()
	for _, req := range reqs {
		if p := req.into; p.filled >= p.elementSize {
			n.answer(req) // fewer than asked for, as the platform does
		} else {
			p.filled = 0
			req.close(n.ended(p))
		}
	}
}

// ended is what a read-into request gets at the end: its buffer back, in the past nothing.
func (n *native) ended(p *pullInto) value {
	if !compat.Of(n.stream.vm).Has("internal_stream_byob_return_view") {
		return undefined()
	}
	return p.view(n.stream.vm)
}

func (n *native) cancel(reason value) value {
	n.carry = nil
	return n.src.cancel(n.stream.vm, reason)
}

func (n *native) release() {}

// refusal is why the running event may not read, or nil.
func (n *native) refusal() error { return n.owner.Refusal(n.stream.vm, sourceKind) }

// idle reports whether the source may be given away.
func (n *native) idle() bool { return !n.pulling && !n.taken && n.refusal() == nil }

// detach gives the source away, with what was read of it already.
func (n *native) detach() io.ReadCloser {
	n.taken = true
	rc := n.src.detach(n.stream.vm)
	if len(n.carry) == 0 && n.eof == nil {
		return rc
	}
	head := bytes.NewReader(n.carry)
	n.carry = nil
	if n.eof != nil {
		return &joined{io.MultiReader(head, failing{n.eof}), rc}
	}
	return &joined{io.MultiReader(head, rc), rc}
}

// lend is detach for callers whose reading is not part of the event: it lasts until the
// reader has come to its end or is closed, if the source needs it.
func (n *native) lend() io.ReadCloser {
	live := n.src.live()
	rc := n.detach()
	if !live {
		return rc
	}
	vm := n.stream.vm
	scope, release := vm.Scope(), vm.Scope().Hold()
	stop := context.AfterFunc(vm.Context(), func() { interrupt(rc) })
	return &heldReader{ReadCloser: rc, release: func() {
		stop()
		scope.Post(func(*jsruntime.VM) { release() })
	}}
}

// heldReader calls release once it has come to its end or was closed.
type heldReader struct {
	io.ReadCloser
	once    sync.Once
	release func()
}

func (h *heldReader) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	if err != nil {
		h.once.Do(h.release)
	}
	return n, err
}

// Starving implements [Scripted].
func (h *heldReader) Starving(scope *jsruntime.Scope) func() bool {
	return Starving(h.ReadCloser, scope)
}

func (h *heldReader) underlying() io.ReadCloser { return h.ReadCloser }

// Close closes the reader.
func (h *heldReader) Close() error {
	defer h.once.Do(h.release)
	return h.ReadCloser.Close()
}

// joined reads what was read before from one, the rest from another.
type joined struct {
	io.Reader
	rc io.ReadCloser
}

func (j *joined) Close() error { return j.rc.Close() }

// Starving implements [Scripted].
func (j *joined) Starving(scope *jsruntime.Scope) func() bool { return Starving(j.rc, scope) }

func (j *joined) interrupt() { interrupt(j.rc) }

// failing is a reader that only has an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
func (f failing) Close() error             { return nil }
