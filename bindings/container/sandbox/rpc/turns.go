package rpc

import "sync"

// turns lets the commands of a session begin in the order in which they came. The zero value is ready.
type turns struct {
	mu   sync.Mutex // guards last
	last map[string]chan struct{}
}

// join takes the next place in a session's line. wait returns when it is its turn, and leave, which
// must be called, lets the next one go.
func (t *turns) join(session string) (wait, leave func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last == nil {
		t.last = map[string]chan struct{}{}
	}
	before, own := t.last[session], make(chan struct{})
	t.last[session] = own
	wait = func() {
		if before != nil {
			<-before
		}
	}
	return wait, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.last[session] == own {
			delete(t.last, session)
		}
		close(own)
	}
}
