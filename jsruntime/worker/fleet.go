package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// Fleet is the workers of one session by name, each in its current version.
type Fleet struct {
	mu      sync.RWMutex // guards current, closed
	current map[string]*Worker
	closed  bool

	elsewhere Elsewhere // nil: there are no other Workers than those of the session

	objectsMu sync.Mutex // guards objects, breaks
	objects   map[string]*actor
	breaks    map[string]breakage // of objects that were reset

	retired sync.WaitGroup // versions that finish what they have begun
}

// NewFleet makes an empty fleet.
func NewFleet() *Fleet {
	return &Fleet{current: map[string]*Worker{}, objects: map[string]*actor{}}
}

// Deploy loads a version and, when that succeeds, makes it the current one of its name.
// Requests in flight finish on the version that they began on. An error leaves everything as it was.
func (f *Fleet) Deploy(ctx context.Context, opts Options) error {
	w, err := load(ctx, f, opts)
	if err != nil {
		return err
	}
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return errors.Join(jsruntime.ErrClosed, w.Close())
	}
	old := f.current[opts.Name]
	f.current[opts.Name] = w
	f.mu.Unlock()
	if old != nil {
		f.retire(old)
	}
	return nil
}

// Remove takes a worker out of the session. What it is doing is finished first.
func (f *Fleet) Remove(name string) {
	f.mu.Lock()
	old := f.current[name]
	delete(f.current, name)
	closed := f.closed
	f.mu.Unlock()
	if old != nil && !closed {
		f.retire(old)
	}
}

// retire ends a version that is no longer current, when it is idle.
func (f *Fleet) retire(old *Worker) {
	f.retired.Add(1)
	go func() {
		defer f.retired.Done()
		old.retire()
	}()
}

// retire waits for the events that the version has begun, then ends it.
func (w *Worker) retire() {
	w.succeed()
	idle := make(chan struct{})
	go func() {
		w.events.Wait()
		close(idle)
	}()
	select {
	case <-idle:
	case <-w.ctx.Done():
	}
	_ = w.Close()
	<-idle
}

// Close ends every version and waits for them.
func (f *Fleet) Close() error {
	f.mu.Lock()
	f.closed = true
	all := f.current
	f.current = map[string]*Worker{}
	f.mu.Unlock()
	var errs []error
	for _, w := range all {
		errs = append(errs, w.Close())
	}
	f.retired.Wait()
	return errors.Join(errs...)
}

// acquire gives the current version and counts an event in; the caller calls release.
func (f *Fleet) acquire(name string) (w *Worker, release func(), err error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if name == "" && len(f.current) == 1 {
		for _, w = range f.current {
			break
		}
	} else {
		w = f.current[name]
	}
	if w == nil {
		if f.closed {
			return nil, nil, jsruntime.ErrClosed
		}
		return nil, nil, &NotFound{name}
	}
	w.events.Add(1)
	return w, w.events.Done, nil
}

// NotFound is the error for a worker that is not part of the session.
type NotFound struct{ Worker string }

func (e *NotFound) Error() string {
	return fmt.Sprintf("Worker %q not found. Make sure it is running locally.", e.Worker)
}

// NotDeployed tells kinds that the worker may still come.
func (e *NotFound) NotDeployed() bool { return true }

// maxDepth is how deep Workers may call each other. Deployed, a request may have 32 calls in all; the
// local platform knows no bound, and fills memory when services call each other in a circle.
const maxDepth = 100

var errDepth = jsruntime.Errorf(jsruntime.PlainError, "Subrequest depth limit exceeded. This request recursed through Workers too many times. This can happen e.g. if you have a Worker or Durable Object that calls other Workers or objects recursively.")

// Fetch implements bindings.Dispatcher.
func (f *Fleet) Fetch(ctx context.Context, to bindings.Target, req *http.Request) (*http.Response, error) {
	return f.Begin(ctx, to, req)()
}

// Begin implements bindings.Beginner.
func (f *Fleet) Begin(ctx context.Context, to bindings.Target, req *http.Request) func() (*http.Response, error) {
	if jsruntime.Depth(ctx) > maxDepth {
		return func() (*http.Response, error) { return nil, errDepth }
	}
	w, release, err := f.acquire(to.Worker)
	if err != nil {
		return func() (*http.Response, error) { return f.absent(ctx, to, req, err) }
	}
	wait := w.begin(ctx, to, req)
	return func() (*http.Response, error) {
		defer release()
		return wait()
	}
}

// absent answers a request to a worker that is not of the fleet, for the reason err.
func (f *Fleet) absent(ctx context.Context, to bindings.Target, req *http.Request, err error) (*http.Response, error) {
	if far := f.remote(err); far != nil {
		return far.Fetch(ctx, to, req)
	}
	var missing *NotFound
	if errors.As(err, &missing) {
		return &http.Response{
			StatusCode: http.StatusServiceUnavailable, Status: "503 Service Unavailable",
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"text/plain;charset=UTF-8"}},
			Body: io.NopCloser(strings.NewReader(err.Error())), ContentLength: int64(len(err.Error())), Request: req,
		}, nil
	}
	return nil, err
}

// Invoke implements bindings.Dispatcher.
func (f *Fleet) Invoke(ctx context.Context, to bindings.Target, op rpc.Op, reply rpc.Reply) {
	if jsruntime.Depth(ctx) > maxDepth {
		reply(jsruntime.Message{}, errDepth)
		return
	}
	w, release, err := f.acquire(to.Worker)
	if err != nil {
		if far := f.remote(err); far != nil {
			far.Invoke(ctx, to, op, reply)
			return
		}
		reply(jsruntime.Message{}, refusal(err))
		return
	}
	defer release()
	w.Invoke(ctx, to, op, reply)
}

// Alarm implements bindings.Dispatcher.
func (f *Fleet) Alarm(ctx context.Context, to bindings.Target, scheduled time.Time, retry int) error {
	w, release, err := f.acquire(to.Worker)
	if err != nil {
		return err
	}
	defer release()
	return w.Alarm(ctx, to, scheduled, retry)
}

// Call implements bindings.Caller.
func (f *Fleet) Call(to bindings.Target, ev bindings.Event, done func()) {
	w, release, err := f.acquire(to.Worker)
	if err != nil { // the session ends
		if done != nil {
			done()
		}
		return
	}
	defer release()
	w.Call(to, ev, done)
}

// Notify implements bindings.Dispatcher.
func (f *Fleet) Notify(ctx context.Context, to bindings.Target, ev bindings.Event) error {
	w, release, err := f.acquire(to.Worker)
	if err != nil {
		if far := f.remote(err); far != nil {
			return far.Notify(ctx, to, ev)
		}
		return err
	}
	defer release()
	return w.Notify(ctx, to, ev)
}

// Exports implements bindings.Dispatcher.
func (f *Fleet) Exports(worker, name string) bool {
	w, release, err := f.acquire(worker)
	if err != nil {
		return false
	}
	defer release()
	return w.Exports(name)
}

// breakage is how often an object was reset, and why it was the last time.
type breakage struct {
	count int
	err   error
}

// broken notes that an object was reset.
func (f *Fleet) broken(object string, err error) {
	f.objectsMu.Lock()
	defer f.objectsMu.Unlock()
	if f.breaks == nil {
		f.breaks = map[string]breakage{}
	}
	f.breaks[object] = breakage{f.breaks[object].count + 1, err}
}

// linked tells why a stub can no longer be used: the instance that it was first used with was reset.
func (f *Fleet) linked(object string, link *bindings.Link) error {
	if link == nil {
		return nil
	}
	f.objectsMu.Lock()
	defer f.objectsMu.Unlock()
	b := f.breaks[object]
	if link.Resets(b.count) {
		return b.err
	}
	return nil
}

// claim registers the instance of an object and gives the one of an older version, if there is one.
func (f *Fleet) claim(worker, key string, a *actor) (previous *actor) {
	f.objectsMu.Lock()
	defer f.objectsMu.Unlock()
	key = worker + "/" + key
	previous = f.objects[key]
	f.objects[key] = a
	if previous != nil && previous.home == a.home {
		return nil
	}
	return previous
}

// release takes an instance out of the register.
func (f *Fleet) release(worker, key string, a *actor) {
	f.objectsMu.Lock()
	defer f.objectsMu.Unlock()
	if key = worker + "/" + key; f.objects[key] == a {
		delete(f.objects, key)
	}
}
