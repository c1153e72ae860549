package capnweb

import (
	"context"
	"errors"
	"io"
	"sync"
)

const (
	// window is how many bytes may be under way to the peer: enough that a local one never waits.
	window = 1 << 20
	// chunkSize is how much of a [Stream] goes into one message.
	chunkSize = 128 << 10
	// smallChunk is what is better sent together with what comes next, unless the peer is idle.
	smallChunk = 16 << 10
)

// Writer is a WritableStream of the peer's: an io.WriteCloser. Write waits while much is under way,
// and fails once the peer has refused something; Close waits until everything has arrived. One
// goroutine uses it.
type Writer struct {
	stub    *Stub
	refused func() // called when the peer has refused something; may be nil

	mu     sync.Mutex // guards flying, err
	landed *sync.Cond
	flying int
	err    error
}

func newWriter(st *Stub) *Writer {
	w := &Writer{stub: st}
	w.landed = sync.NewCond(&w.mu)
	return w
}

// Write sends a chunk.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	for w.flying >= window && w.err == nil {
		w.landed.Wait()
	}
	err := w.err
	w.mu.Unlock()
	if err != nil {
		return 0, err
	}
	f, err := w.call("write", p)
	if err != nil {
		return 0, err
	}
	size := len(p)
	w.mu.Lock()
	w.flying += size
	w.mu.Unlock()
	f.whenKnown(func() {
		w.mu.Lock()
		w.flying -= size
		if w.err == nil {
			w.err = f.err
		}
		w.landed.Signal()
		w.mu.Unlock()
		if f.err != nil && w.refused != nil {
			w.refused()
		}
	})
	return size, nil
}

// drain waits until the peer has taken everything.
func (w *Writer) drain() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.flying > 0 && w.err == nil {
		w.landed.Wait()
	}
}

// Close ends the stream and waits for the peer to say that it has all.
func (w *Writer) Close() error {
	defer w.stub.Release()
	f, err := w.call("close")
	if err != nil {
		return err
	}
	_, err = f.wait(w.stub.session.ctx)
	return err
}

// Abort ends the stream with a reason.
func (w *Writer) Abort(reason error) {
	defer w.stub.Release()
	if f, err := w.call("abort", asError(reason)); err == nil {
		_, _ = f.wait(w.stub.session.ctx) // it ends in any case
	}
}

// call sends a message whose answer needs no release.
func (w *Writer) call(method string, args ...any) (*future, error) {
	s := w.stub.session
	expr, err := s.pipeline(w.stub.id, []any{method}, args, true)
	if err != nil {
		return nil, err
	}
	f := newFuture()
	_, err = s.push("stream", expr, f, false)
	return f, err
}

// pump begins to send a stream through a new pipe and gives its number.
func (s *Session) pump(from *Stream) (int64, error) {
	s.mu.Lock()
	if s.ended != nil {
		err := s.ended
		s.mu.Unlock()
		return 0, err
	}
	id := s.nextImport
	s.nextImport++
	s.imports[id] = &imported{refs: 1}
	s.queue(message("pipe"))
	s.workers.Add(1)
	s.mu.Unlock()
	w := newWriter(&Stub{session: s, id: id})
	go func() {
		defer s.workers.Done()
		s.copy(w, from)
	}()
	return id, nil
}

// copy sends a stream until either side ends.
func (s *Session) copy(to *Writer, from *Stream) {
	closing := sync.OnceValue(from.Close)
	defer closing() // it was only read
	stop := context.AfterFunc(s.ctx, func() { _ = closing() })
	defer stop()
	to.refused = func() { _ = closing() }
	buffer := make([]byte, chunkSize)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				to.stub.Release()
				return
			}
		}
		if n < smallChunk {
			to.drain() // a message costs the peer more than its bytes: what comes meanwhile is one
		}
		switch {
		case err == nil:
		case errors.Is(err, io.EOF):
			_ = to.Close() // the peer knows why it did not take all
			return
		default:
			to.Abort(err)
			return
		}
	}
}
