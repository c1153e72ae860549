package main

import "time"

// together is how long a status line may wait for those behind it: under load there is one of each
// request, and writing a line costs whoever reads it as much as it costs here.
const together = 5 * time.Millisecond

// held are status lines that are written together.
type held struct {
	text  []byte
	wrote time.Time // when the last of them were written
	timer *time.Timer
}

// hold writes a status line: at once, or, if one was written just before, soon, with others.
// No line of another kind overtakes it.
func (t *terminal) hold(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := &t.status
	first := len(h.text) == 0
	h.text = append(append(h.text, text...), '\n')
	since := time.Since(h.wrote)
	switch {
	case since >= together || len(h.text) > longest:
		t.release()
	case !first:
	case h.timer == nil:
		h.timer = time.AfterFunc(together-since, t.flush)
	default:
		h.timer.Reset(together - since)
	}
}

// flush writes the status lines that are held. A session does it at its end.
func (t *terminal) flush() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.release()
}

// release writes what is held; the caller has the lock.
func (t *terminal) release() {
	h := &t.status
	if len(h.text) == 0 {
		return
	}
	if h.timer != nil {
		h.timer.Stop()
	}
	_, _ = t.out.Write(h.text) // the terminal has gone: nobody to tell
	h.text, h.wrote = h.text[:0], time.Now()
}
