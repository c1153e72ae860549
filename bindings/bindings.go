// Package bindings is the contract between the emulator and the services that a
// worker can be given. It holds types only: each kind of binding lives in a
// folder of its own and is registered by one line in bindings/all.
//
// The one idea: a kind has two lives. In Go it is a [Resource], opened once,
// safe for concurrent use, outliving reloads and isolates. In JavaScript it is
// what [Resource.Bind] makes of that resource, once per isolate, on its loop.
package bindings

import (
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/polyfills/trace"
)

// Kind is one sort of binding: KV, R2, Durable Objects, containers…
type Kind interface {
	// Name is the kind's name in messages and state folders, as "kv".
	Name() string
	// Keys lists the wrangler keys it owns, as "kv_namespaces".
	Keys() []string
	// Parse reads the value of one of its keys. project lends what a spec may depend on.
	Parse(project Project, key string, raw json.RawMessage) ([]Spec, error)
	// Open makes the resource behind a spec. Opening one spec twice gives two views of one state.
	Open(ctx context.Context, host Host, spec Spec) (Resource, error)
}

// Project is what a kind may know of the worker that declares it.
type Project struct {
	Worker  string // name with the environment's suffix, as wrangler derives it
	Dir     string // absolute folder of the configuration file
	Section func(key string) json.RawMessage
}

// Spec is one declared binding.
type Spec struct {
	Kind   string
	Name   string // property on env; "" for a kind that only attaches to classes
	ID     string // identity of its state
	Label  string // what the table of bindings shows in parentheses; "" for none
	Type   string // the table's resource column, as "KV Namespace"; "" is not in the table
	Secret bool   // the table hides the value
	Config any    // the kind's own options
	Path   string // JSON path in the configuration, for messages
	Turn   int    // among the specs of its kind: on env those of a lower one come first
	Gap    string // what is not emulated, as "Queue bindings"; "" if it is
}

// Resource is the state behind one spec.
type Resource interface {
	// Bind makes the value that stands on env. It is called on the isolate's loop.
	Bind(vm *jsruntime.VM) (jsruntime.Value, error)
	Close() error
}

// Stateless is a resource that has nothing to close. It is its own Bind.
type Stateless func(vm *jsruntime.VM) (jsruntime.Value, error)

// Bind implements Resource.
func (s Stateless) Bind(vm *jsruntime.VM) (jsruntime.Value, error) { return s(vm) }

// Close implements Resource.
func (Stateless) Close() error { return nil }

// Host is all that the emulator lends to a kind. No field for the sake of a
// single kind may be added: a new need is a new general loan or an optional interface.
type Host interface {
	// DB opens (or gives again) the SQLite file of one resource.
	// rel is wrangler's path below the state folder, as "kv/miniflare-KVNamespaceObject/<id>.sqlite".
	DB(rel string) (*sql.DB, error)
	// Blobs gives a folder for bodies below the state folder, as "kv/<namespace>/blobs".
	Blobs(rel string) (Blobs, error)
	// StateFile gives the absolute path of a file below the state folder and makes its folder.
	StateFile(rel string) (string, error)
	Workers() Dispatcher
	// Background runs a task that is cancelled and awaited when the session closes.
	Background(task func(ctx context.Context))
	Now() time.Time
	// Log takes news: the user sees those of the levels Info and Warn, as sentences without
	// attributes.
	Log() *slog.Logger
}

// Blobs is a folder of immutable byte strings with random names.
type Blobs interface {
	// Write stores r under a new name and returns when it is safe on disk.
	Write(ctx context.Context, r io.Reader) (name string, size int64, err error)
	// Open gives length bytes from offset (length < 0: all that follow).
	Open(name string, offset, length int64) (io.ReadCloser, error)
	// Remove deletes a blob; one that is gone already is no error.
	Remove(name string) error
	// Mark tells that this process writes, so that what it leaves when it is killed is swept. Write
	// does it by itself; who takes rows away and removes their blobs afterwards calls it before.
	Mark() error
	// Sweep removes what a killed process left; live gives the names that the resource's rows
	// have. It belongs before the first Write, and may be called again.
	Sweep(live func() (names []string, err error)) error
}

// Target names who receives an event.
type Target struct {
	Worker     string             // "" for the only one
	Entrypoint string             // export name; "" is "default"
	Object     string             // Durable Object id, 64 hex digits; "" for a stateless entrypoint
	ObjectName string             // the name that the id was made from; "" if unknown
	Props      *jsruntime.Message // ctx.props; nil for none
	Link       *Link              // of the stub that sends to an object; nil for none
	Facet      *Facet             // the part of the object that is meant; nil for the object itself
}

// Facet is a part of a Durable Object that is an instance of a class of its own.
type Facet struct {
	Of   string   // the namespace of the object: "<worker>-<class>"
	Path []string // names, from the object down
	ID   any      // what its ctx.id is made of; nil: the object's
	// Began is called on the loop with each new instance.
	Began func(Object)
}

// Link ties a stub to the instance of a Durable Object that it was first used with: when that
// is reset, the stub stays broken.
type Link struct {
	mu    sync.Mutex // guards used, count
	used  bool
	count int
}

// Resets tells, of an object that was reset count times, whether that was after the stub's
// first use.
func (l *Link) Resets(count int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.used {
		l.used, l.count = true, count
	}
	return l.count != count
}

// Dispatcher sends events into workers. Implemented by jsruntime/worker.
type Dispatcher interface {
	// Fetch delivers a request. An answer with status 101 has a Body that is a
	// websocket.Carrier or an io.ReadWriteCloser.
	Fetch(ctx context.Context, to Target, req *http.Request) (*http.Response, error)
	// Invoke carries out an RPC operation on the target; it does not wait.
	Invoke(ctx context.Context, to Target, op rpc.Op, reply rpc.Reply)
	// Alarm delivers alarm(info) to an object; retry counts the failures before. scheduled is
	// the time the alarm was set for.
	Alarm(ctx context.Context, to Target, scheduled time.Time, retry int) error
	// Notify delivers an event that has no answer, and waits until its handler and what that gave
	// to waitUntil have ended. The error is that of the first to fail.
	Notify(ctx context.Context, to Target, ev Event) error
	// Exports reports whether the worker's main module exports a name.
	Exports(worker, name string) bool
}

// Event is something that happens to an entrypoint: a cron trigger, a batch of a queue, a mail.
type Event struct {
	Handler string // "scheduled", "queue", "email", "tail", "test", "connect"
	// Brief names the compatibility flag of the Worker with which the event ends with its handler,
	// and not with what that gave to waitUntil; "": none.
	Brief string
	// Arguments makes the handler's own arguments; env and ctx are not among them. It is called
	// on the loop, in the event's scope. nil: none.
	Arguments func(vm *jsruntime.VM) ([]jsruntime.Value, error)
	// Dispatch sends the event to the listeners of a worker in service-worker syntax; nil: such a
	// worker cannot have it.
	Dispatch func(vm *jsruntime.VM, waitUntil func(*jsruntime.VM, jsruntime.Value))
	// Result takes the handler's outcome, on the loop, before the event's scope ends: it may give
	// promises to the scope's WaitUntil. The error that it returns is the event's. It is not called
	// for a handler whose isolate or scope has ended. nil: nobody asks.
	Result func(vm *jsruntime.VM, v jsruntime.Value, err error) error
	// Yields ends the event with [ErrUpdated] when a newer version of its worker is deployed, which
	// otherwise waits for it. It is for what can last for days and begin again where it was.
	Yields bool
	// Info is what tail Workers are told of the event; nil: nothing.
	Info trace.Info
}

// Beginner is optional on a Dispatcher: it delivers requests in the order in which they are begun.
type Beginner interface {
	// Begin is the first half of Fetch, which does not block: it sends a request off. wait, which must be called
	// once, is the second.
	Begin(ctx context.Context, to Target, req *http.Request) (wait func() (*http.Response, error))
}

// Caller is optional on a Dispatcher: it delivers events that are known only to one kind, as
// the messages of hibernating WebSockets.
type Caller interface {
	// Call calls a handler of an object and does not wait; a class without it is passed over.
	// done (nil: nothing) is called on any goroutine when the handler has ended.
	Call(to Target, ev Event, done func())
}

// Fronted is optional on a Host: its workers may have something before them that answers requests, as
// static assets.
type Fronted interface {
	// Front is Workers as requests from elsewhere find them.
	Front() Dispatcher
}

// Service gives a target as something that a stub can stand for.
func Service(d Dispatcher, to Target) rpc.Service { return service{d, to} }

type service struct {
	dispatcher Dispatcher
	to         Target
}

// RoundTrip sends a request. It has no header Host but the one that its sender has set, as on the
// platform: nothing is on the wire.
func (s service) RoundTrip(req *http.Request) (*http.Response, error) { return s.Begin(req)() }

// Begin implements fetch.Beginner.
func (s service) Begin(req *http.Request) func() (*http.Response, error) {
	within := *req
	within.Host = ""
	var wait func() (*http.Response, error)
	if b, ok := s.dispatcher.(Beginner); ok {
		wait = b.Begin(req.Context(), s.to, &within)
	} else {
		wait = func() (*http.Response, error) { return s.dispatcher.Fetch(req.Context(), s.to, &within) }
	}
	return func() (*http.Response, error) {
		resp, err := wait()
		if err != nil && jsruntime.Called(req.Context()) {
			err = rpc.RemoteFetch(err)
		}
		return resp, err
	}
}

func (s service) Invoke(ctx context.Context, op rpc.Op, reply rpc.Reply) {
	s.dispatcher.Invoke(ctx, s.to, op, reply)
}

func (s service) Dispose() {}

// ObjectID implements rpc.OfObject.
func (s service) ObjectID() string { return s.to.Object }

// String names the entrypoint, for records.
func (s service) String() string {
	if s.to.Entrypoint == "" {
		return "default"
	}
	return s.to.Entrypoint
}

// Notify delivers an event to what the service stands for, as [Dispatcher] does.
func (s service) Notify(ctx context.Context, ev Event) error {
	return s.dispatcher.Notify(ctx, s.to, ev)
}

// Resetter is optional: it empties the state between the tests of a CI run.
type Resetter interface {
	Reset(ctx context.Context) error
}

// Implicit is optional on a Kind: the bindings that every worker has without declaring them.
type Implicit interface {
	Implied(project Project) []Spec
}

// Provider is optional on a Resource: it brings globals of scripts, as caches.
type Provider interface {
	API() jsruntime.API
}

// Door is optional on a Resource: it answers requests from outside before the worker is asked.
type Door interface {
	// Answer gives nil for a request that is the worker's. Where there is no worker it answers all.
	Answer(req *http.Request, worker bool) *http.Response
}

// Loopback is optional on a Resource: what stands on ctx.exports is another value than on env.
type Loopback interface {
	BindLoopback(vm *jsruntime.VM) (jsruntime.Value, error)
}

// Module is optional on a Resource: a Worker of modules imports what Bind makes, as the default
// export of a module with the binding's name, and has no such property on env.
type Module interface {
	IsModule()
}

// Attacher is optional on a Resource: it puts properties on the ctx of a Durable Object's
// instance instead of on env, as ctx.storage and ctx.container. The worker's host asks every
// resource for every object, so that sibling kinds stay strangers to each other. Attach gives
// nothing for classes that are not its own; it is called on the loop.
type Attacher interface {
	Attach(vm *jsruntime.VM, object Object) ([]Property, error)
}

// ErrUpdated is why an object's instance ends that makes room for a newer version of its code.
// What belongs to the object rather than to the instance, as its container, stays.
var ErrUpdated error = &jsruntime.Error{
	Class: jsruntime.PlainError, Msg: "The Durable Object was reset because its code was updated.",
	Props: map[string]any{"retryable": true, "durableObjectReset": true},
}

// Property is one property of an object's ctx.
type Property struct {
	Name  string
	Value jsruntime.Value
}

// Object is the instance of a Durable Object as its attachments see it. Its methods are for
// the loop, but Abort.
type Object interface {
	Target() Target // Entrypoint is the class's export name
	// Class is the constructor, for questions like: has its prototype an alarm method?
	Class() *jsruntime.Object
	// Scope is the object's own I/O context, which lives as long as the instance.
	Scope() *jsruntime.Scope
	// Gate is the input gate.
	Gate() *jsruntime.Gate
	// Abort resets the object: its events fail with err, the next one makes a new instance.
	// It may be called on any goroutine.
	Abort(err error)
	// OnEnd runs f on the loop when the instance has ended.
	OnEnd(f func())
	// Pin keeps an idle instance from being evicted until unpin is called.
	Pin() (unpin func())
}

// Unsupported is the error for a feature that the platform has and the emulator has not.
type Unsupported struct {
	Feature string
}

func (e *Unsupported) Error() string { return "not emulated: " + e.Feature }

// Explorer is optional on a Kind: its part of the API by which tools look at a running session from
// outside and change its state, as `wrangler workflows --local` does.
type Explorer interface {
	// Explore answers requests whose path, below that of the API, begins with the name of the kind. Only
	// those of this machine come to it.
	Explore(host Host) http.Handler
}
