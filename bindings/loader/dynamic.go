package loader

import (
	"context"
	"net/http"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// dynamic is a Worker that is there or still to come. It is safe for concurrent use.
type dynamic struct {
	workers bindings.Dispatcher
	arrived chan struct{} // closed when name or err is set

	mu     sync.Mutex // guards the rest
	name   string
	err    error
	queue  []func() // what was sent before it came, in order
	unload func()
	ended  bool
}

func newDynamic(workers bindings.Dispatcher) *dynamic {
	return &dynamic{workers: workers, arrived: make(chan struct{})}
}

// arrive tells that the Worker is there, or why there is none.
func (d *dynamic) arrive(name string, err error) {
	d.mu.Lock()
	d.name, d.err = name, err
	for len(d.queue) > 0 { // what comes meanwhile queues up behind
		queue := d.queue
		d.queue = nil
		d.mu.Unlock()
		for _, send := range queue {
			send()
		}
		d.mu.Lock()
	}
	close(d.arrived)
	d.mu.Unlock()
}

// unloads keeps what ends the Worker, or calls it when that was asked for already.
func (d *dynamic) unloads(unload func()) {
	d.mu.Lock()
	ended := d.ended
	d.unload = unload
	d.mu.Unlock()
	if ended {
		unload()
	}
}

// end lets go of the Worker.
func (d *dynamic) end() {
	d.mu.Lock()
	unload, again := d.unload, d.ended
	d.ended = true
	d.mu.Unlock()
	if unload != nil && !again {
		unload()
	}
}

// entrypoint is an entrypoint of a Worker.
type entrypoint struct {
	worker *dynamic
	to     bindings.Target // without the Worker
}

var _ rpc.Service = (*entrypoint)(nil)

// RoundTrip implements http.RoundTripper.
func (e *entrypoint) RoundTrip(req *http.Request) (*http.Response, error) {
	select {
	case <-e.worker.arrived:
	case <-req.Context().Done():
		return nil, context.Cause(req.Context())
	}
	service, err := e.service()
	if err != nil {
		return nil, err
	}
	return service.RoundTrip(req)
}

// Invoke implements rpc.Receiver.
func (e *entrypoint) Invoke(ctx context.Context, op rpc.Op, reply rpc.Reply) {
	send := func() {
		service, err := e.service()
		if err != nil {
			reply(jsruntime.Message{}, err)
			return
		}
		service.Invoke(ctx, op, reply)
	}
	d := e.worker
	d.mu.Lock()
	select {
	case <-d.arrived:
	default:
		d.queue = append(d.queue, send)
		d.mu.Unlock()
		return
	}
	d.mu.Unlock()
	send()
}

// service gives what is behind the entrypoint of a Worker that has come.
func (e *entrypoint) service() (rpc.Service, error) {
	e.worker.mu.Lock()
	defer e.worker.mu.Unlock()
	if e.worker.err != nil {
		return nil, e.worker.err
	}
	to := e.to
	to.Worker = e.worker.name
	return bindings.Service(e.worker.workers, to), nil
}

// Dispose implements rpc.Receiver.
func (*entrypoint) Dispose() {}
