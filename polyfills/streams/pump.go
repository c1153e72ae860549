package streams

import (
	"context"
	"io"
	"sync"
	"time"

	"paddock/jsruntime"
)

// Texts of the platform for chunks that are no bytes: for who collects them, and for who passes them on.
const (
	notBytes     = "This ReadableStream did not return bytes."
	notDrainable = "Draining read encountered a value that cannot be converted to bytes"
)

// pump is a Go reader over a stream that JavaScript feeds. Read asks for what comes next on
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

	next chan readResult // capacity 1: the answer to the one outstanding request

	// The rest is for the loop.
	reader  *reader
	release func()    // of the scope's hold; nil when released
	gathers bool      // see Gather
	asked   bool      // Read waits
	reading bool      // the stream has been asked for a chunk
	batch   []byte    // what Read will get
	end     error     // behind that
	ending  bool      // the turn's end will hand the batch over
	began   time.Time // when the turn began to fill it
}

// How much Gather has come as one.
const (
	batchSize = 16 << 10
	batchTime = time.Millisecond // a stream that takes long to make the next chunk must not hold the last one back
)

func newPump(vm *jsruntime.VM, r *reader) io.ReadCloser {
	p := &pump{
		frame: vm.Frame(), gone: vm.Isolate().Done(),
		next: make(chan readResult, 1), reader: r, release: vm.Scope().Hold(),
	}
	p.ctx, p.stop = context.WithCancel(vm.Context())
	return p
}

// Gather has Read give as one what a turn of the loop gives, up to some amount: for who sends it over a network, to
// which a turn and a packet for each event would cost more than the event. It is for before the first Read.
func (p *pump) Gather() { p.gathers = true }

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

// request answers Read. It runs on the loop.
func (p *pump) request(vm *jsruntime.VM) {
	p.asked = true
	switch {
	case p.reader.stream == nil:
		p.finish(io.ErrClosedPipe)
	case len(p.batch) > 0 || p.end != nil:
		p.hand()
	case !p.reading:
		p.read(vm)
	}
}

// read asks the stream for a chunk.
func (p *pump) read(vm *jsruntime.VM) {
	p.reading = true
	p.reader.read(&readRequest{
		whole: true,
		chunk: func(v value) {
			p.reading = false
			data, ok := sinkBytes(vm, v)
			if !ok {
				reason := typeError(vm, notDrainable)
				p.finish(vm.Wrap(reason))
				vm.MarkHandled(p.reader.stream.cancel(reason))
				return
			}
			p.batch = append(p.batch, data...)
			p.more(vm)
		},
		close: func(value) { p.finish(io.EOF) },
		fail:  func(reason value) { p.finish(vm.Wrap(reason)) },
	})
}

// more goes on behind a chunk: what has come goes to Read, or with another one, at the latest at the turn's end.
func (p *pump) more(vm *jsruntime.VM) {
	if !p.asked {
		return
	}
	if !p.gathers && len(p.batch) > 0 {
		p.hand()
		return
	}
	if !p.ending {
		p.ending, p.began = true, time.Now()
		vm.AtTurnEnd(func() error {
			if p.ending = false; p.asked && len(p.batch) > 0 {
				p.hand()
			}
			return nil
		})
	}
	if len(p.batch) > 0 && (len(p.batch) >= batchSize || time.Since(p.began) > batchTime) {
		p.hand()
		return
	}
	soon(vm, func() {
		if p.asked && !p.reading && p.end == nil { // a microtask between chunks keeps the stack flat
			p.read(vm)
		}
	})
}

// hand gives Read what has come.
func (p *pump) hand() {
	p.asked = false
	p.next <- readResult{p.batch, p.end}
	p.batch = nil
	if p.end != nil {
		p.letGo()
	}
}

// finish notes why nothing comes any more. It runs on the loop.
func (p *pump) finish(err error) {
	p.reading, p.end = false, err
	if p.asked {
		p.hand()
	}
}

func (p *pump) letGo() {
	if p.release != nil {
		p.release()
		p.release = nil
	}
}

// Starving implements [Scripted].
func (p *pump) Starving(scope *jsruntime.Scope) func() bool {
	if p.frame.Scope() != scope {
		return nil
	}
	return func() bool { return p.asked }
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
	refuse := func(why string) {
		reason := typeError(vm, why)
		reject(reason)
		vm.MarkHandled(r.stream.cancel(reason))
	}
	var data []byte
	var next func()
	next = func() {
		r.read(&readRequest{
			whole: true,
			chunk: func(v value) {
				b, ok := jsruntime.Bytes(v)
				if !ok {
					refuse(notBytes)
					return
				}
				if len(b) > vm.Room()-len(data) {
					refuse(noRoom)
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
