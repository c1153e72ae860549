package streams

import (
	"errors"
	"io"
	"sync"

	"paddock/jsruntime"
)

// split is a Go reader with two branches that each give all of its bytes. What one branch
// has read waits in memory for the other.
type split struct {
	mu      sync.Mutex // guards all below; not held while src is read
	ready   *sync.Cond
	src     io.ReadCloser
	reading bool
	queue   [2][]byte
	closed  [2]bool
	err     error
}

// branch is one side of a split.
type branch struct {
	s *split
	i int
}

// newSplit makes the two branches of rc. Closing both closes it.
func newSplit(rc io.ReadCloser) (a, b io.ReadCloser) {
	s := &split{src: rc}
	s.ready = sync.NewCond(&s.mu)
	return &branch{s, 0}, &branch{s, 1}
}

func (b *branch) Read(p []byte) (int, error) {
	s := b.s
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.closed[b.i]:
			return 0, io.ErrClosedPipe
		case len(s.queue[b.i]) > 0:
			n := copy(p, s.queue[b.i])
			if s.queue[b.i] = s.queue[b.i][n:]; len(s.queue[b.i]) == 0 {
				s.queue[b.i] = nil
			}
			return n, nil
		case s.err != nil:
			return 0, s.err
		case s.reading:
			s.ready.Wait()
		default:
			if n := s.fill(b.i, p); n > 0 {
				return n, nil
			}
		}
	}
}

// fill reads the source into p and keeps a copy for the other branch.
func (s *split) fill(i int, p []byte) int {
	s.reading = true
	s.mu.Unlock()
	n, err := s.src.Read(p)
	s.mu.Lock()
	s.reading, s.err = false, err
	if other := 1 - i; !s.closed[other] {
		s.queue[other] = append(s.queue[other], p[:n]...)
	}
	s.ready.Broadcast()
	return n
}

// Starving implements [Scripted].
func (b *branch) Starving(scope *jsruntime.Scope) func() bool { return Starving(b.s.src, scope) }

// interrupt ends both branches, in the middle of a read too.
func (b *branch) interrupt() { interrupt(b.s.src) }

// Close ends this branch; the source is closed with the second.
func (b *branch) Close() error {
	s := b.s
	s.mu.Lock()
	again, last := s.closed[b.i], s.closed[1-b.i]
	s.closed[b.i], s.queue[b.i] = true, nil
	s.ready.Broadcast()
	s.mu.Unlock()
	if again || !last {
		return nil
	}
	if err := s.src.Close(); err != nil && !errors.Is(err, io.ErrClosedPipe) {
		return err
	}
	return nil
}
