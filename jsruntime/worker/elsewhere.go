package worker

import (
	"context"
	"errors"
	"net/http"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/polyfills/trace"
)

// Elsewhere finds Workers that are not of this session.
type Elsewhere interface {
	// Find gives what takes the events of a Worker; nil if nobody runs it.
	Find(worker string) Remote
}

// Remote takes the events of a Worker of another session. Its methods do what those of a
// [bindings.Dispatcher] do.
type Remote interface {
	Fetch(ctx context.Context, to bindings.Target, req *http.Request) (*http.Response, error)
	Invoke(ctx context.Context, to bindings.Target, op rpc.Op, reply rpc.Reply)
	Notify(ctx context.Context, to bindings.Target, ev bindings.Event) error
	// Tell tells the Worker of an event that is over, and does not wait.
	Tell(worker string, routes []Route, t *trace.Trace)
}

// SetElsewhere says who is asked for Workers that the session has not. It belongs before the first
// event.
func (f *Fleet) SetElsewhere(e Elsewhere) { f.elsewhere = e }

// Has reports whether a Worker is of this session.
func (f *Fleet) Has(worker string) bool {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.current[worker] != nil
}

// remote gives who has the Worker that acquire did not find; nil if nobody has, or it was another error.
func (f *Fleet) remote(err error) Remote {
	var missing *NotFound
	if f.elsewhere == nil || !errors.As(err, &missing) || missing.Worker == "" {
		return nil
	}
	return f.elsewhere.Find(missing.Worker)
}

// refusal is what a caller over RPC sees of an error of acquire.
func refusal(err error) error {
	var missing *NotFound
	if !errors.As(err, &missing) {
		return err
	}
	return &jsruntime.Error{Class: jsruntime.PlainError, Msg: err.Error(), Err: err, Props: map[string]any{"remote": true}}
}
