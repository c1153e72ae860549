package htmlrewriter

import (
	"io"
	"sync"
	"time"

	"paddock/jsruntime"
)

// pipeSize is how many bytes wait for a reader.
const pipeSize = 64 << 10

// pipe hands the output to a reader. Until the first read the writer waits at the first flush.
type pipe struct {
	mu    sync.Mutex // guards all below
	moved sync.Cond  // something below has changed
	buf   []byte
	err   error   // behind buf, for the reader: io.EOF or an error
	gone  bool    // the reader has closed
	met   bool    // somebody has read
	waits [2]bool // whether a Read, the writer waits for the other

	waited time.Duration // the writer, for whom alone it is

	scope   *jsruntime.Scope // of the handlers
	onClose func()
}

func newPipe(scope *jsruntime.Scope, onClose func()) *pipe {
	p := &pipe{scope: scope, onClose: onClose}
	p.moved.L = &p.mu
	return p
}

// The parties that may wait.
const (
	reads = iota
	writes
)

// wait is for something to move. It is called with the lock.
func (p *pipe) wait(party int) {
	begun := time.Now()
	p.waits[party] = true
	p.moved.Wait()
	p.waits[party] = false
	if party == writes {
		p.waited += time.Since(begun)
	}
}

func (p *pipe) waiting(party int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.waits[party]
}

// full reports whether the writer waits for somebody to read.
func (p *pipe) full() bool { return p.waiting(writes) }

// Write waits while much is unread.
func (p *pipe) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for rest := b; ; {
		if p.gone {
			return 0, io.ErrClosedPipe
		}
		n := min(len(rest), pipeSize-len(p.buf))
		p.buf = append(p.buf, rest[:n]...)
		if rest = rest[n:]; len(rest) == 0 {
			return len(b), nil
		}
		p.moved.Broadcast()
		p.wait(writes)
	}
}

// flush shows the reader what was written, and waits for the first.
func (p *pipe) flush() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.buf) > 0 {
		p.moved.Broadcast()
	}
	for !p.gone && !p.met && len(p.buf) > 0 {
		p.wait(writes)
	}
	if p.gone {
		return io.ErrClosedPipe
	}
	return nil
}

// end ends the writing; the reader gets err behind what was written.
func (p *pipe) end(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = err
	p.moved.Broadcast()
}

// Read waits for output.
func (p *pipe) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.met = true
	p.moved.Broadcast()
	for len(p.buf) == 0 {
		switch {
		case p.gone:
			return 0, io.ErrClosedPipe
		case p.err != nil:
			return 0, p.err
		}
		p.wait(reads)
	}
	n := copy(b, p.buf)
	p.buf = append(p.buf[:0], p.buf[n:]...)
	p.moved.Broadcast()
	return n, nil
}

// Starving implements [streams.Scripted]: while no handler runs, the work is outstanding.
func (p *pipe) Starving(scope *jsruntime.Scope) func() bool {
	if p.scope != scope {
		return nil
	}
	return func() bool { return p.waiting(reads) }
}

// Close ends the reading, and with it the work.
func (p *pipe) Close() error {
	p.mu.Lock()
	gone := p.gone
	p.gone = true
	p.moved.Broadcast()
	p.mu.Unlock()
	if !gone {
		p.onClose()
	}
	return nil
}
