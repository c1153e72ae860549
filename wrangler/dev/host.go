package dev

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/bindings/store"
	"paddock/jsruntime/worker"
)

// host lends the session's means to the kinds of bindings.
type host struct {
	state *store.State
	fleet *worker.Fleet
	front bindings.Dispatcher // fleet, behind what stands before its workers
	log   *slog.Logger
	now   func() time.Time
	// dynamic is the session's part of Load.
	dynamic func(context.Context, bindings.DynamicCode) (worker string, unload func(), err error)

	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup
}

var (
	_ bindings.Host    = (*host)(nil)
	_ bindings.Fronted = (*host)(nil)
	_ bindings.Loader  = (*host)(nil)
)

func newHost(state *store.State, fleet *worker.Fleet, front bindings.Dispatcher, log *slog.Logger) *host {
	h := &host{state: state, fleet: fleet, front: front, log: log, now: time.Now}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	return h
}

// DB implements bindings.Host.
func (h *host) DB(rel string) (*sql.DB, error) { return h.state.DB(rel) }

// Blobs implements bindings.Host.
func (h *host) Blobs(rel string) (bindings.Blobs, error) { return h.state.Blobs(rel) }

// StateFile implements bindings.Host.
func (h *host) StateFile(rel string) (string, error) { return h.state.StateFile(rel) }

// Workers implements bindings.Host.
func (h *host) Workers() bindings.Dispatcher { return h.fleet }

// Front implements bindings.Fronted.
func (h *host) Front() bindings.Dispatcher { return h.front }

// Background implements bindings.Host.
func (h *host) Background(task func(ctx context.Context)) {
	h.tasks.Add(1)
	go func() {
		defer h.tasks.Done()
		task(h.ctx)
	}()
}

// Load implements bindings.Loader.
func (h *host) Load(ctx context.Context, code bindings.DynamicCode) (worker string, unload func(), err error) {
	return h.dynamic(ctx, code)
}

// Now implements bindings.Host.
func (h *host) Now() time.Time { return h.now() }

// Log implements bindings.Host.
func (h *host) Log() *slog.Logger { return h.log }

// close cancels the tasks and waits for them.
func (h *host) close() {
	h.cancel()
	h.tasks.Wait()
}
