// Package worker is the host of deployed workers: it loads a worker's program into an isolate,
// makes instances of its entrypoints and Durable Objects, and delivers events to them.
//
// The ideas to hold: a [Worker] is one version of one worker's code. A [Fleet] holds the
// current version of each worker of a session and is the [bindings.Dispatcher] that everything
// else calls. Each event has a scope of its own; a Durable Object's events share its input gate.
//
// How requests and responses look in JavaScript is polyfills/fetch, how calls cross over is
// polyfills/rpc, what stands in env is bindings.
package worker

import (
	"log/slog"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Binding is one property of env.
type Binding struct {
	Name     string
	Resource bindings.Resource
}

// Options describe one version of a worker.
type Options struct {
	Name    string
	Main    string             // what the platform calls the main module, as "index.js"
	Program *jsruntime.Program // an expression: async (deliver, require) => …, see wrangler/bundle
	Modules map[string]func(*jsruntime.VM) jsruntime.Value
	// ServiceWorker says that the program is in service-worker syntax: it exports nothing, listens
	// for events, and finds its bindings on the global object.
	ServiceWorker bool
	APIs          []jsruntime.API
	Bindings      []Binding
	// Attachers are asked for the properties of each Durable Object's ctx.
	Attachers []bindings.Attacher
	// ObjectClasses are the exports that are Durable Objects, with what makes their namespace
	// for ctx.exports.
	ObjectClasses map[string]bindings.Resource

	// Tails are the Workers of the session that are told of each event when it is over, and
	// StreamingTails those that are told while it goes on.
	Tails, StreamingTails []string

	Events   Events
	Log      *slog.Logger
	MapStack func(string) string
	Lower    func(src string) (string, error) // of texts for eval, see jsruntime.Options
	CPULimit time.Duration
	Now      func() time.Time
	// IdleTimeout is how long an object without events lives; 0: DefaultIdleTimeout, < 0: for ever.
	IdleTimeout time.Duration
}

// DefaultIdleTimeout is how long the platform's local runtime keeps an idle Durable Object.
const DefaultIdleTimeout = 10 * time.Second

// Events is told what the user should see of a worker.
type Events interface {
	// Exception reports an error that no caller sees, or that a caller sees only as a
	// failure: where is "fetch", "waitUntil", "alarm"…
	Exception(worker, where string, err error)
}
