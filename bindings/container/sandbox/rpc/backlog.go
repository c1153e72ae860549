package rpc

import (
	"bytes"
	"io"
	"sync"
)

// maxBacklog is how much of a stream may wait for the client, in bytes.
const maxBacklog = 256 << 10

// backlog joins a writer of many small events with a reader that takes all there are at once: each
// message to the client costs it much more than the bytes in it. A slow reader holds the writer back.
type backlog struct {
	mu      sync.Mutex // guards what follows
	changed *sync.Cond
	waiting bytes.Buffer
	end     error // of the writer
	closed  bool  // by the reader
}

var _ io.ReadCloser = (*backlog)(nil)

func newBacklog() *backlog {
	b := &backlog{}
	b.changed = sync.NewCond(&b.mu)
	return b
}

// Write adds an event; io.ErrClosedPipe when nobody reads any more.
func (b *backlog) Write(event []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.waiting.Len() >= maxBacklog && !b.closed {
		b.changed.Wait()
	}
	if b.closed {
		return 0, io.ErrClosedPipe
	}
	b.waiting.Write(event)
	b.changed.Broadcast()
	return len(event), nil
}

// finish ends the stream; nil is io.EOF.
func (b *backlog) finish(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		err = io.EOF
	}
	b.end = err
	b.changed.Broadcast()
}

// Read implements [io.Reader].
func (b *backlog) Read(to []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.waiting.Len() == 0 && b.end == nil && !b.closed {
		b.changed.Wait()
	}
	if b.closed {
		return 0, io.ErrClosedPipe
	}
	if b.waiting.Len() == 0 {
		return 0, b.end
	}
	n, _ := b.waiting.Read(to) // there is something
	b.changed.Broadcast()
	return n, nil
}

// Close implements [io.Closer].
func (b *backlog) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.changed.Broadcast()
	return nil
}
