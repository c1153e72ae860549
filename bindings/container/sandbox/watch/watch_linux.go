// Package watch follows changes of files in a sandbox.
//
// It reads inotify itself: the protocol tells files that were moved in from files that were made,
// which libraries for many systems do not. Requests that ask for the same share one watch; one that
// was asked for its version outlives its listeners for ten minutes.
package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"paddock/bindings/container/sandbox"
)

const (
	// coalesce is how long equal events are gathered before they are sent.
	coalesce = 20 * time.Millisecond
	// maxPending bounds the events that wait for one listener; more are dropped.
	maxPending = 1000
	// idle is how long a watch outlives its last use.
	idle = 10 * time.Minute
)

// Watch implements [sandbox.Watch].
type Watch struct {
	env sandbox.Environment

	mu      sync.Mutex // guards the rest
	watches map[string]*watch
	count   int
	closed  bool
	wait    sync.WaitGroup
}

var _ sandbox.Watch = (*Watch)(nil)

// New gives the service.
func New(env sandbox.Environment) *Watch { return &Watch{env: env, watches: map[string]*watch{}} }

// Close ends all watches and waits for them.
func (w *Watch) Close() {
	w.mu.Lock()
	w.closed = true
	for _, one := range w.watches {
		one.stop(sandbox.WatchEvent{Type: "stopped", Reason: "Watch process ended"})
	}
	w.mu.Unlock()
	w.wait.Wait()
}

// watch is one watch and its listeners. Its fields are guarded by the service's mutex, except that
// files is its own goroutine's.
type watch struct {
	service   *Watch
	id, key   string
	files     *inotify
	cursor    int // events so far
	retained  bool
	listeners map[*listener]struct{}
	expiry    *time.Timer
	stopped   bool
}

// listener is who is told.
type listener struct {
	pending []sandbox.WatchEvent
	known   map[string]bool // of pending
	last    *sandbox.WatchEvent
	wake    chan struct{} // holds a token when there is something to be sent
}

// Watch implements [sandbox.Watch].
func (w *Watch) Watch(ctx context.Context, r sandbox.WatchFiles, emit func(sandbox.WatchEvent) error) error {
	one, l, err := w.listen(r)
	if err != nil {
		return err
	}
	defer w.leave(one, l)
	if err := emit(sandbox.WatchEvent{Type: "watching", Path: one.files.shown, WatchID: one.id}); err != nil {
		return err
	}
	for {
		select {
		case <-l.wake:
		case <-ctx.Done():
			return ctx.Err()
		}
		timer := time.NewTimer(coalesce)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		events, last := w.take(l)
		for _, e := range events {
			if err := emit(e); err != nil {
				return err
			}
		}
		if last != nil {
			return emit(*last)
		}
	}
}

func (w *Watch) take(l *listener) ([]sandbox.WatchEvent, *sandbox.WatchEvent) {
	w.mu.Lock()
	defer w.mu.Unlock()
	events := l.pending
	l.pending, l.known = nil, map[string]bool{}
	return events, l.last
}

// listen finds or begins the watch that is asked for.
func (w *Watch) listen(r sandbox.WatchFiles) (*watch, *listener, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	one, _, err := w.get(r)
	if err != nil {
		return nil, nil, err
	}
	l := &listener{known: map[string]bool{}, wake: make(chan struct{}, 1)}
	one.listeners[l] = struct{}{}
	one.expire()
	return one, l, nil
}

func (w *Watch) leave(one *watch, l *listener) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(one.listeners, l)
	if !one.retained && len(one.listeners) == 0 {
		one.stop(sandbox.WatchEvent{})
		return
	}
	one.expire()
}

// get gives the watch for a request. w.mu is held.
func (w *Watch) get(r sandbox.WatchFiles) (one *watch, created bool, err error) {
	place, err := w.normalize(&r)
	if err != nil {
		return nil, false, err
	}
	key, err := json.Marshal(r)
	if err != nil {
		return nil, false, err
	}
	if one, ok := w.watches[string(key)]; ok {
		return one, false, nil
	}
	if _, err := os.Stat(place); err != nil {
		return nil, false, sandbox.Errorf(sandbox.FileNotFound, "Path does not exist: %s", r.Path).With(sandbox.Context{"path": r.Path})
	}
	if w.closed {
		return nil, false, context.Canceled
	}
	files, err := newInotify(r, place)
	if err != nil {
		return nil, false, sandbox.Errorf(sandbox.WatchStartFail, "Failed to start file watcher: %v", err).With(sandbox.Context{"path": r.Path})
	}
	w.count++
	one = &watch{
		service: w, id: fmt.Sprintf("watch-%d-%d", w.count, time.Now().UnixMilli()), key: string(key),
		files: files, listeners: map[*listener]struct{}{},
	}
	w.watches[one.key] = one
	w.wait.Go(one.run)
	return one, true, nil
}

// run reads events until the files are closed.
func (o *watch) run() {
	last := sandbox.WatchEvent{Type: "stopped", Reason: "Watch process ended"}
	for {
		events, err := o.files.read()
		if len(events) > 0 {
			o.tell(events)
		}
		if err != nil {
			if !errors.Is(err, errRootGone) && !errors.Is(err, os.ErrClosed) {
				last = sandbox.WatchEvent{Type: "error", Error: err.Error()}
			}
			break
		}
	}
	o.service.mu.Lock()
	defer o.service.mu.Unlock()
	o.stop(last)
}

func (o *watch) tell(events []sandbox.WatchEvent) {
	o.service.mu.Lock()
	defer o.service.mu.Unlock()
	o.cursor += len(events)
	for l := range o.listeners {
		for _, e := range events {
			l.add(e)
		}
	}
}

func (l *listener) add(e sandbox.WatchEvent) {
	key := fmt.Sprint(e.EventType, "|", e.Path, "|", *e.IsDirectory)
	if l.known[key] || len(l.pending) >= maxPending {
		return
	}
	l.known[key] = true
	l.pending = append(l.pending, e)
	l.signal()
}

func (l *listener) signal() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// stop ends a watch. The service's mutex is held.
func (o *watch) stop(last sandbox.WatchEvent) {
	if o.stopped {
		return
	}
	o.stopped = true
	delete(o.service.watches, o.key)
	if o.expiry != nil {
		o.expiry.Stop()
	}
	for l := range o.listeners {
		l.last = &last
		l.signal()
	}
	o.files.close()
}

// expire ends a watch some time after its last use. The service's mutex is held.
func (o *watch) expire() {
	if o.expiry != nil {
		o.expiry.Stop()
		o.expiry = nil
	}
	if o.stopped || !o.retained || len(o.listeners) > 0 {
		return
	}
	o.expiry = time.AfterFunc(idle, func() {
		o.service.mu.Lock()
		defer o.service.mu.Unlock()
		if len(o.listeners) == 0 {
			o.stop(sandbox.WatchEvent{})
		}
	})
}

// Check implements [sandbox.Watch].
func (w *Watch) Check(_ context.Context, r sandbox.WatchFiles) (sandbox.Changes, error) {
	since := r.Since
	r.Since = ""
	if err := checkSince(since); err != nil {
		return sandbox.Changes{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	one, created, err := w.get(r)
	if err != nil {
		return sandbox.Changes{}, err
	}
	one.retained = true
	one.expire()
	c := sandbox.Changes{Success: true, Status: "unchanged", Version: one.id + ":" + strconv.Itoa(one.cursor), Timestamp: sandbox.Now()}
	if since == "" {
		return c, nil
	}
	id, cursor, ok := parseVersion(since)
	switch {
	case !ok:
		return c, sandbox.Errorf(sandbox.Invalid, "since must be a version returned by checkChanges()").With(sandbox.Context{"since": since})
	case id != one.id:
		c.Status, c.Reason = "resync", "restarted"
		if created {
			c.Reason = "expired"
		}
	case cursor > one.cursor:
		e := sandbox.Errorf(sandbox.Invalid, "since refers to a newer version than the current watch state")
		return c, e.With(sandbox.Context{"since": since, "currentVersion": c.Version})
	case cursor < one.cursor:
		c.Status = "changed"
	}
	return c, nil
}

func checkSince(since string) error {
	if strings.Contains(since, "\x00") {
		return sandbox.Errorf(sandbox.Invalid, "since contains invalid null bytes").With(sandbox.Context{"since": since})
	}
	if since != "" && strings.TrimSpace(since) == "" {
		return sandbox.Errorf(sandbox.Invalid, "since must be a non-empty string when provided").With(sandbox.Context{"since": since})
	}
	return nil
}

func parseVersion(text string) (id string, cursor int, ok bool) {
	at := strings.LastIndexByte(text, ':')
	if at <= 0 {
		return "", 0, false
	}
	cursor, err := strconv.Atoi(text[at+1:])
	return text[:at], cursor, err == nil && cursor >= 0
}
