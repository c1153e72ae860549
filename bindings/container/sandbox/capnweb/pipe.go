package capnweb

import (
	"io"
	"sync"
)

// maxQueued bounds the bytes of a pipe that wait for their reader. A peer that minds the answers to
// its writes stays far below.
const maxQueued = 64 << 20

// pipe is the way of a stream from the peer to us: calls write chunks, an [Incoming] reads them.
type pipe struct {
	mu      sync.Mutex // guards what follows
	arrived *sync.Cond
	chunks  []chunk
	queued  int
	end     error // io.EOF after close, a reason after abort; nil before
	closing *future
	taken   bool  // has a reader
	closed  error // of the reader; nil while it reads
}

// chunk is a write whose answer is given when it was read.
type chunk struct {
	value any
	read  *future
}

func newPipe() *pipe {
	p := &pipe{}
	p.arrived = sync.NewCond(&p.mu)
	return p
}

// receive does what a call of the peer asks for. It does not wait.
func (p *pipe) receive(f *future, path []any, args []any) {
	method := pathText(path)
	if len(path) != 1 {
		f.settle(nil, plainError("WritableStream stub only supports direct method calls"))
		return
	}
	arg := Args(args).At(0)
	if hasFutures(arg) {
		f.settle(nil, typeError("a promise cannot be a chunk"))
		return
	}
	switch method {
	case "write":
		p.write(chunk{arg, f})
	case "close":
		p.finish(io.EOF, f)
	case "abort":
		reason, ok := arg.(*Error)
		if !ok {
			reason = plainError("WritableStream was aborted")
		}
		p.fail(reason)
		f.settle(Undefined{}, nil)
	default:
		f.settle(nil, plainError("Unknown WritableStream method: "+method))
	}
}

func (p *pipe) write(c chunk) {
	p.mu.Lock()
	err := p.closed
	if err == nil && p.end != nil {
		err = typeError("This WritableStream has been closed.")
	}
	size := sizeOf(c.value)
	if err == nil && p.queued+size > maxQueued {
		err = plainError("too many chunks wait to be read")
	}
	if err == nil {
		p.chunks, p.queued = append(p.chunks, c), p.queued+size
		p.arrived.Signal()
	}
	p.mu.Unlock()
	if err != nil {
		c.read.settle(nil, err)
	}
}

// finish marks the end of input. The close is answered when everything was read.
func (p *pipe) finish(end error, f *future) {
	p.mu.Lock()
	closed := p.closed
	if p.end == nil {
		p.end, p.closing = end, f
		f = nil
	}
	drained := len(p.chunks) == 0
	p.arrived.Signal()
	p.mu.Unlock()
	switch {
	case f != nil:
		f.settle(nil, typeError("This WritableStream has been closed."))
	case closed != nil:
		p.closing.settle(nil, closed)
	case drained:
		p.closing.settle(Undefined{}, nil)
	}
}

// fail ends the input before its time, unless it has ended already.
func (p *pipe) fail(reason error) {
	p.mu.Lock()
	if p.end != nil {
		p.mu.Unlock()
		return
	}
	p.end = reason
	waiting := p.chunks
	p.chunks, p.queued = nil, 0
	p.arrived.Signal()
	p.mu.Unlock()
	for _, c := range waiting {
		c.read.settle(nil, reason)
	}
}

// Incoming is a ReadableStream of the peer's: an io.ReadCloser whose errors are the peer's reason to
// abort. One goroutine reads it, and closes it.
type Incoming struct {
	pipe *pipe
	rest []byte // of the chunk being read
	done *future
}

var _ io.ReadCloser = (*Incoming)(nil)

// Next gives the next chunk as it was sent; io.EOF after the last.
func (in *Incoming) Next() (any, error) {
	in.answer()
	p := in.pipe
	p.mu.Lock()
	for len(p.chunks) == 0 && p.end == nil {
		p.arrived.Wait()
	}
	if len(p.chunks) == 0 {
		err := p.end
		p.mu.Unlock()
		return nil, err
	}
	c := p.chunks[0]
	p.chunks, p.queued = p.chunks[1:], p.queued-sizeOf(c.value)
	last := len(p.chunks) == 0 && p.closing != nil
	p.mu.Unlock()
	in.done = c.read
	if last {
		p.closing.settle(Undefined{}, nil)
	}
	return c.value, nil
}

// answer lets the writer know that its chunk is done with.
func (in *Incoming) answer() {
	if in.done != nil {
		in.done.settle(Undefined{}, nil)
		in.done = nil
	}
}

// Read reads a stream whose chunks are bytes.
func (in *Incoming) Read(to []byte) (int, error) {
	for len(in.rest) == 0 {
		v, err := in.Next()
		if err != nil {
			return 0, err
		}
		b, ok := v.([]byte)
		if !ok {
			return 0, typeError("the stream has a chunk that is no Uint8Array")
		}
		in.rest = b
	}
	n := copy(to, in.rest)
	in.rest = in.rest[n:]
	return n, nil
}

// Close tells the peer that no more is wanted.
func (in *Incoming) Close() error {
	in.answer()
	p := in.pipe
	p.mu.Lock()
	if p.closed == nil {
		p.closed = plainError("ReadableStream RPC stub was disposed without being consumed")
	}
	waiting, closing := p.chunks, p.closing
	p.chunks, p.queued = nil, 0
	if p.end == nil {
		p.end = io.ErrClosedPipe
	}
	p.mu.Unlock()
	for _, c := range waiting {
		c.read.settle(nil, p.closed)
	}
	if closing != nil {
		closing.settle(nil, p.closed)
	}
	return nil
}

func sizeOf(v any) int {
	switch v := v.(type) {
	case []byte:
		return len(v)
	case string:
		return len(v)
	}
	const some = 64
	return some
}

// pipeReader takes the readable end of a pipe, once.
func (s *Session) pipeReader(id int64) (*Incoming, error) {
	s.mu.Lock()
	var p *pipe
	if x := s.exports[id]; x != nil {
		p, _ = x.value.(*pipe)
	}
	s.mu.Unlock()
	if p != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		if !p.taken {
			p.taken = true
			return &Incoming{pipe: p}, nil
		}
	}
	return nil, plainError("Export " + jsonText(id) + " is not a pipe or its readable end was already consumed.")
}
