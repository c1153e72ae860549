package streams

import (
	"bytes"
	"context"
	"io"
	"sync"

	"paddock/jsruntime"
)

// Texts of the platform for chunks that are no bytes: for who collects them, and for who passes them on.
const (
	notBytes     = "This ReadableStream did not return bytes."
	notDrainable = "Draining read encountered a value that cannot be converted to bytes"
)

// pump is a Go reader over a stream that JavaScript feeds. Read asks for the next chunk on
// the loop and waits, so that the stream is pulled no faster than it is read. Strings are UTF-8, as
// in what is written ([sinkBytes]).
type pump struct {
	frame *jsruntime.Frame
	ctx   context.Context // of the scope
	gone  <-chan struct{} // the loop has ended
	stop  context.CancelFunc

	mu   sync.Mutex // guards rest, err against Close
	rest []byte
	err  error

	next    chan readResult // capacity 1: the answer to the one outstanding request
	reader  *reader         // for the loop
	release func()          // of the scope's hold; for the loop; nil when released
}

func newPump(vm *jsruntime.VM, r *reader) io.ReadCloser {
	p := &pump{
		frame: vm.Frame(), gone: vm.Isolate().Done(),
		next: make(chan readResult, 1), reader: r, release: vm.Scope().Hold(),
	}
	p.ctx, p.stop = context.WithCancel(vm.Context())
	return p
}

func (p *pump) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.rest) == 0 && p.err == nil {
		p.rest, p.err = p.ask()
	}
	if len(p.rest) == 0 {
		return 0, p.err
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// ask gets the next bytes from the loop.
func (p *pump) ask() ([]byte, error) {
	if err := p.ctx.Err(); err != nil {
		return nil, context.Cause(p.ctx)
	}
	if !p.frame.Post(func(vm *jsruntime.VM) { vm.Enter(func() { p.request(vm) }) }) {
		return nil, jsruntime.ErrClosed
	}
	select {
	case r := <-p.next:
		return r.data, r.err
	case <-p.ctx.Done():
		return nil, context.Cause(p.ctx)
	case <-p.gone:
		return nil, jsruntime.ErrClosed
	}
}

// request reads one chunk that is not empty. It runs on the loop.
func (p *pump) request(vm *jsruntime.VM) {
	if p.reader.stream == nil {
		p.next <- readResult{err: io.ErrClosedPipe}
		return
	}
	p.reader.read(&readRequest{
		chunk: func(v value) {
			data := sinkBytes(vm, v)
			switch {
			case !isBytes(v):
				reason := typeError(vm, notDrainable)
				p.finish(vm.Wrap(reason))
				vm.MarkHandled(p.reader.stream.cancel(reason))
			case len(data) == 0:
				soon(vm, func() { p.request(vm) })
			default:
				p.next <- readResult{data: bytes.Clone(data)}
			}
		},
		close: func(value) { p.finish(io.EOF) },
		fail:  func(reason value) { p.finish(vm.Wrap(reason)) },
	})
}

// finish answers the last request and lets the scope go. It runs on the loop.
func (p *pump) finish(err error) {
	p.next <- readResult{err: err}
	p.letGo()
}

func (p *pump) letGo() {
	if p.release != nil {
		p.release()
		p.release = nil
	}
}

// Close cancels the stream unless it was read to its end. A Read that waits fails.
func (p *pump) Close() error {
	p.cancel(func(*jsruntime.VM) value { return undefined() })
	return nil
}

// cancel is Close with a reason, which is made on the loop.
func (p *pump) cancel(reason func(*jsruntime.VM) value) {
	p.stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.rest, p.err = nil, io.ErrClosedPipe
	}
	p.frame.Post(func(vm *jsruntime.VM) {
		vm.Enter(func() {
			if s := p.reader.stream; s != nil && s.state == stateReadable {
				vm.MarkHandled(s.cancel(reason(vm)))
			}
			p.letGo()
		})
	})
}

// readAll collects the bytes of a stream on the loop.
func readAll(vm *jsruntime.VM, r *reader, result func(*jsruntime.VM, []byte) (value, error)) value {
	promise, resolve, reject := vm.NewResolvers()
	var data []byte
	var next func()
	next = func() {
		r.read(&readRequest{
			chunk: func(v value) {
				b, ok := jsruntime.Bytes(v)
				if !ok {
					reason := typeError(vm, notBytes)
					reject(reason)
					vm.MarkHandled(r.stream.cancel(reason))
					return
				}
				data = append(data, b...)
				// A microtask between chunks keeps the stack flat.
				soon(vm, next)
			},
			close: func(value) {
				resolve(vm.Promised(func() (value, error) { return result(vm, data) }))
			},
			fail: reject,
		})
	}
	next()
	return promise
}
