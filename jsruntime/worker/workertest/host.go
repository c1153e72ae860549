package workertest

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

// host lends the means of a test to the kinds of bindings.
type host struct {
	state  *store.State
	fleet  *worker.Fleet
	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup
}

var _ bindings.Host = (*host)(nil)

func newHost(state *store.State, fleet *worker.Fleet) *host {
	h := &host{state: state, fleet: fleet}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	return h
}

func (h *host) DB(rel string) (*sql.DB, error)            { return h.state.DB(rel) }
func (h *host) Blobs(rel string) (bindings.Blobs, error)  { return h.state.Blobs(rel) }
func (h *host) StateFile(rel string) (string, error)      { return h.state.StateFile(rel) }
func (h *host) Workers() bindings.Dispatcher              { return h.fleet }
func (*host) Now() time.Time                              { return time.Now() }
func (*host) Log() *slog.Logger                           { return slog.New(slog.DiscardHandler) }
func (h *host) Background(task func(ctx context.Context)) { h.tasks.Go(func() { task(h.ctx) }) }

func (h *host) close() {
	h.cancel()
	h.tasks.Wait()
}
