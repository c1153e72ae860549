package store

import (
	"runtime"
	"sync"
)

// Writer makes changes to one database file. Changes that come while others are being committed
// are committed together: a commit costs about the same for one as for many. It is safe for
// concurrent use.
type Writer struct {
	conn *Conn // of whoever leads

	mu      sync.Mutex // guards waiting, leading
	waiting []*change
	leading bool
}

// change is one call of Do.
type change struct {
	run  func(c *Conn) error
	turn chan bool // gets true when the change is to lead, false when it has been made
	err  error
}

// NewWriter opens a file, whose folder exists, for changes.
func NewWriter(path string) (*Writer, error) {
	conn, err := OpenConn(path)
	if err != nil {
		return nil, err
	}
	return &Writer{conn: conn}, nil
}

// Do makes a change, as a transaction, and returns when it is committed. run must not call Do;
// it is called again when a change that shared its transaction has failed.
func (w *Writer) Do(run func(c *Conn) error) error {
	c := &change{run: run, turn: make(chan bool, 1)}
	w.mu.Lock()
	w.waiting = append(w.waiting, c)
	lead := !w.leading
	w.leading = true
	w.mu.Unlock()
	if !lead && !<-c.turn {
		return c.err
	}
	runtime.Gosched() // whoever is ready to make a change as well joins this transaction
	w.lead()
	return c.err
}

// lead makes the changes that are waiting, and leaves those that came meanwhile to one of them.
func (w *Writer) lead() {
	w.mu.Lock()
	batch := w.waiting
	w.waiting = nil
	w.mu.Unlock()
	w.commit(batch)
	for _, c := range batch {
		select {
		case c.turn <- false:
		default: // the leader's own
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiting) == 0 {
		w.leading = false
		return
	}
	w.waiting[0].turn <- true
}

// commit makes changes as one transaction; when that fails, each as one of its own.
func (w *Writer) commit(batch []*change) {
	err := w.transact(batch)
	if err == nil {
		return
	}
	for _, c := range batch {
		if c.err = err; len(batch) > 1 {
			c.err = w.transact([]*change{c})
		}
	}
}

func (w *Writer) transact(batch []*change) error {
	if err := w.conn.Begin(); err != nil {
		return err
	}
	for _, c := range batch {
		if err := c.run(w.conn); err != nil {
			w.conn.Rollback()
			return err
		}
	}
	return w.conn.Commit()
}

// Close closes the file. No call of Do may be running.
func (w *Writer) Close() error { return w.conn.Close() }
