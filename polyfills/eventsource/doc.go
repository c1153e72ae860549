// Package eventsource is EventSource of the HTML standard, section 9.2, with the platform's own
// EventSource.from(stream).
//
// The one idea: [Parser] makes events of bytes in Go; the class connects, feeds it and dispatches
// what it gives, one read at a time, so that a slow listener slows the server down.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/eventsource/
package eventsource

import (
	"context"
	"net/http"
	"sync"
	"time"

	"paddock/jsruntime"
)

// Options configure the API.
type Options struct {
	Transport http.RoundTripper // requests without a fetcher
	// Wait waits before a reconnection; nil: time passes.
	Wait func(ctx context.Context, d time.Duration) error
}

var define = sync.OnceFunc(defineClass)

// configured holds each isolate's Options.
var configured = jsruntime.NewSlot(func(*jsruntime.VM) Options { return Options{} })

// API gives the global.
func API(opts Options) jsruntime.API {
	define()
	if opts.Wait == nil {
		opts.Wait = wait
	}
	return jsruntime.API{
		Name: "eventsource",
		Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
			"EventSource": func(vm *jsruntime.VM) jsruntime.Value { return class.Object(vm) },
		},
		Install: func(vm *jsruntime.VM) error {
			configured.Set(vm, opts)
			return nil
		},
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
