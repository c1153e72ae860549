package registry

import (
	"io"

	"paddock/polyfills/rpc"
)

// What is handed out is an rpc.Receiver, an rpc.Service or an io.ReadCloser. The other side has one number for each
// time that it was handed out.

// hand hands something out and gives its number; 0 when the connection has ended, and it was given up.
func (s *session) hand(x any) uint64 {
	s.mu.Lock()
	if s.ended {
		s.mu.Unlock()
		giveUp(x)
		return 0
	}
	defer s.mu.Unlock()
	s.number++
	s.handed[s.number] = x
	return s.number
}

// held gives what was handed out; nil if it is not there.
func (s *session) held(ref uint64) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.handed[ref]
}

// take gives what was handed out, and it is no longer.
func (s *session) take(ref uint64) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.handed[ref]
	delete(s.handed, ref)
	return x
}

// giveUp ends what the other side no longer needs.
func giveUp(x any) {
	switch x := x.(type) {
	case rpc.Receiver: // a service, too
		x.Dispose()
	case io.ReadCloser:
		_ = x.Close() // nobody reads it
	}
}
