// Package bindtest is the workbench of the kinds of bindings: a [Host] on a folder of the test
// with a clock that the test sets, isolates in which resources stand as globals, and the
// contract that every kind keeps ([Run]).
package bindtest

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"paddock/bindings"
	"paddock/bindings/store"
)

// Host is a bindings.Host on a state folder.
type Host struct {
	t          testing.TB
	dir        string
	state      *store.State
	dispatcher bindings.Dispatcher

	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup

	log slog.Handler

	mu  sync.Mutex // guards now
	now time.Time  // zero: the clock of the machine
}

var _ bindings.Host = (*Host)(nil)

// NewHost opens a state folder with the clock of the machine; the end of the test closes it.
func NewHost(t testing.TB, dir string) *Host {
	t.Helper()
	state, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := &Host{t: t, dir: dir, state: state, log: slog.DiscardHandler}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	t.Cleanup(h.Close)
	return h
}

// Close ends the tasks and closes the folder; closing twice does nothing.
func (h *Host) Close() {
	h.t.Helper()
	if h.state == nil {
		return
	}
	h.cancel()
	h.tasks.Wait()
	if err := h.state.Close(); err != nil {
		h.t.Error(err)
	}
	h.state = nil
}

// SetClock stops the host's clock at a time.
func (h *Host) SetClock(at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = at
}

// SetDispatcher says who receives events.
func (h *Host) SetDispatcher(d bindings.Dispatcher) { h.dispatcher = d }

// Open gives the resource of the first binding of a section, or of the first that a kind implies
// where there is no key.
func (h *Host) Open(kind bindings.Kind, key, section string) bindings.Resource {
	h.t.Helper()
	specs, err := parse(kind, key, section)
	if err != nil {
		h.t.Fatal(err)
	}
	if len(specs) == 0 {
		h.t.Fatalf("the section %s has no binding", section)
	}
	r, err := kind.Open(context.Background(), h, specs[0])
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

// parse gives the bindings of a section, or those that a kind implies where there is no key.
func parse(kind bindings.Kind, key, section string) ([]bindings.Spec, error) {
	if implicit, ok := kind.(bindings.Implicit); ok && key == "" {
		return implicit.Implied(project), nil
	}
	return kind.Parse(project, key, json.RawMessage(section))
}

// project is what kinds may know of the worker.
var project = bindings.Project{Worker: "test", Dir: "/", Section: func(string) json.RawMessage { return nil }}

var errClosed = errors.New("the host is closed")

// DB implements bindings.Host.
func (h *Host) DB(rel string) (*sql.DB, error) {
	if h.state == nil {
		return nil, errClosed
	}
	return h.state.DB(rel)
}

// Blobs implements bindings.Host.
func (h *Host) Blobs(rel string) (bindings.Blobs, error) {
	if h.state == nil {
		return nil, errClosed
	}
	return h.state.Blobs(rel)
}

// StateFile implements bindings.Host.
func (h *Host) StateFile(rel string) (string, error) { return h.state.StateFile(rel) }

// Workers implements bindings.Host.
func (h *Host) Workers() bindings.Dispatcher { return h.dispatcher }

// Background implements bindings.Host.
func (h *Host) Background(task func(ctx context.Context)) {
	h.tasks.Add(1)
	go func() {
		defer h.tasks.Done()
		task(h.ctx)
	}()
}

// Now implements bindings.Host.
func (h *Host) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.now.IsZero() {
		return time.Now()
	}
	return h.now
}

// Log implements bindings.Host.
func (h *Host) Log() *slog.Logger { return slog.New(h.log) }

// SetLog gives what kinds say to a handler, which is to be done before any is opened.
func (h *Host) SetLog(to slog.Handler) { h.log = to }
