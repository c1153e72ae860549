package worker

import (
	"errors"

	"paddock/jsruntime"
)

// living gives the isolate for the next event; nil if the last has died, or the version is closed.
func (w *Worker) living() *home {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed || w.renewing || w.home.iso.Err() != nil {
		return nil
	}
	return w.home
}

// renewed gives then a fresh isolate once it is there. It does not wait: who asks may be on the loop of another
// Worker, or on that of the isolate that is dying, whose end must come first.
func (w *Worker) renewed(then func(*home, error)) {
	w.mu.Lock()
	w.waiting = append(w.waiting, then)
	begun := w.renewing
	w.renewing = true
	w.mu.Unlock()
	if begun {
		return
	}
	release := w.hold()
	go func() {
		defer release()
		h, err := w.renew()
		for then := w.next(); then != nil; then = w.next() {
			then(h, err)
		}
	}()
}

// next takes what has waited longest for a fresh isolate; nil: nothing waits any more.
func (w *Worker) next() (then func(*home, error)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiting) == 0 {
		w.renewing, w.waiting = false, nil
		return nil
	}
	then, w.waiting = w.waiting[0], w.waiting[1:]
	return then
}

// behind calls f behind what waits for a fresh isolate.
func (w *Worker) behind(f func()) {
	w.mu.Lock()
	if w.renewing {
		w.waiting = append(w.waiting, func(*home, error) { f() })
		w.mu.Unlock()
		return
	}
	w.mu.Unlock()
	f()
}

// renew makes an isolate in the place of one that has died, and waits for that to end: an object must not be
// in two places.
func (w *Worker) renew() (*home, error) {
	w.mu.Lock()
	dead, closed := w.home, w.closed
	w.mu.Unlock()
	switch {
	case closed:
		return nil, jsruntime.ErrClosed
	case dead.iso.Err() == nil:
		return dead, nil
	}
	h, err := w.newHome()
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	closed = w.closed
	if !closed {
		w.home = h
	}
	w.mu.Unlock()
	if closed {
		return nil, errors.Join(jsruntime.ErrClosed, h.iso.Close())
	}
	return h, dead.iso.Close()
}

// current waits for the isolate for the next event. It is not for loops.
func (w *Worker) current() (h *home, err error) {
	if h := w.living(); h != nil {
		return h, nil
	}
	done := make(chan struct{})
	w.renewed(func(fresh *home, failed error) {
		h, err = fresh, failed
		close(done)
	})
	<-done
	return h, err
}
