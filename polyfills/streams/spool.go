package streams

import (
	"io"
	"sync"
)

// spoolLimit is how much of a Go copy may wait in a spool.
const spoolLimit = 1 << 20

// spool is a queue of bytes between goroutines. Writes never wait, as the platform has it of
// its compression; [spool.drained] waits for those who can.
type spool struct {
	mu     sync.Mutex // guards all below
	change *sync.Cond
	buf    []byte
	end    error // what a reader gets after the last byte
	closed bool  // the reader has gone
}

func newSpool() *spool {
	s := &spool{}
	s.change = sync.NewCond(&s.mu)
	return s
}

func (s *spool) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.closed:
			return 0, io.ErrClosedPipe
		case len(s.buf) > 0:
			n := copy(p, s.buf)
			if s.buf = s.buf[n:]; len(s.buf) == 0 {
				s.buf = nil
			}
			s.change.Broadcast()
			return n, nil
		case s.end != nil:
			return 0, s.end
		}
		s.change.Wait()
	}
}

func (s *spool) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return 0, io.ErrClosedPipe
	case s.end != nil:
		return 0, s.end
	}
	s.buf = append(s.buf, p...)
	s.change.Broadcast()
	return len(p), nil
}

// drained waits until less than the limit is queued, or nobody reads any more.
func (s *spool) drained() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.buf) >= spoolLimit && !s.closed && s.end == nil {
		s.change.Wait()
	}
}

// finish ends the writing: the reader gets err after what is queued, or at once when it is
// not io.EOF.
func (s *spool) finish(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end == nil {
		s.end = err
	}
	if err != io.EOF {
		s.buf = nil
	}
	s.change.Broadcast()
}

// Close says that nobody reads any more.
func (s *spool) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.buf = true, nil
	s.change.Broadcast()
	return nil
}
