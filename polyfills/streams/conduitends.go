package streams

import (
	"io"
	"sync"

	"paddock/jsruntime"
)

// conduitReader is the reading end outside of the loop.
type conduitReader struct {
	c       *conduit
	scope   *jsruntime.Scope // of those who write
	gone    <-chan struct{}  // the event that took it is over, or the isolate
	closed  chan struct{}
	closing sync.Once
	onClose func() // tells the writer that the reader has gone
}

func (r *conduitReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	type result struct {
		n   int
		err error
	}
	answer := make(chan result, 1)
	op := &readOp{max: len(p), done: func(b []byte, err error) { answer <- result{copy(p, b), err} }}
	r.c.startRead(op, false)
	var stopped error
	select {
	case res := <-answer:
		return res.n, res.err
	case <-r.closed:
		stopped = io.ErrClosedPipe
	case <-r.gone:
		stopped = errLost
	}
	if r.c.dropRead(op) {
		return 0, stopped
	}
	res := <-answer
	return res.n, res.err
}

// Starving implements [Scripted].
func (r *conduitReader) Starving(scope *jsruntime.Scope) func() bool {
	if r.scope != scope {
		return nil
	}
	return r.c.starved
}

// errLost is what the platform tells of a peer whose event has ended.
var errLost error = jsruntime.ConnectionLost(nil)

// Close tells the writer that nobody reads any more.
func (r *conduitReader) Close() error {
	r.closing.Do(func() {
		close(r.closed)
		r.onClose()
	})
	return nil
}

// conduitWriter is the writing end outside of the loop.
type conduitWriter struct {
	c    *conduit
	done chan struct{} // closed by Abort
	once sync.Once
	err  error
	fail func(error) // tells the loop of an abort
}

func (w *conduitWriter) Write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	answer := make(chan error, 1)
	op := &writeOp{b: b, done: func(err error) { answer <- err }}
	w.c.startWrite(op, false)
	select {
	case err := <-answer:
		return written(len(b), err)
	case <-w.done:
	}
	if w.c.dropWrite(op) {
		return 0, w.err
	}
	return written(len(b), <-answer)
}

func written(n int, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	return n, nil
}

func (w *conduitWriter) Close() error { return w.c.finish(false) }

// Abort ends the conduit with an error for both sides.
func (w *conduitWriter) Abort(err error) {
	w.once.Do(func() {
		w.err = err
		close(w.done)
		w.fail(err)
	})
}
