package registry

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/worker"
	"paddock/polyfills/rpc"
	"paddock/polyfills/trace"
)

// process is another process as the Workers of this one see it.
type process struct {
	session *session
	log     *slog.Logger
}

var _ worker.Remote = (*process)(nil)

// Fetch implements worker.Remote.
func (p *process) Fetch(ctx context.Context, to bindings.Target, req *http.Request) (*http.Response, error) {
	t, err := targetOf(to)
	if err != nil {
		return nil, err
	}
	return p.session.fetch(ctx, opening{To: t}, req)
}

// Invoke implements worker.Remote.
func (p *process) Invoke(ctx context.Context, to bindings.Target, op rpc.Op, reply rpc.Reply) {
	t, err := targetOf(to)
	if err != nil {
		rpc.Discard(op.Args)
		reply(jsruntime.Message{}, err)
		return
	}
	p.session.invoke(ctx, head{To: t}, op, reply)
}

// Notify implements worker.Remote.
func (p *process) Notify(_ context.Context, _ bindings.Target, ev bindings.Event) error {
	return &bindings.Unsupported{Feature: ev.Handler + " events of Workers of another process"}
}

// Tell implements worker.Remote.
func (p *process) Tell(name string, routes []worker.Route, t *trace.Trace) {
	if err := p.session.tell(name, routes, t); err != nil {
		p.log.Debug("send a trace to another dev session", "worker", name, "error", err)
	}
}

// incompatible is a Worker of a process that speaks another version of the protocol.
type incompatible string

var _ worker.Remote = incompatible("")

func (i incompatible) Error() string {
	return fmt.Sprintf("Worker %q is not compatible with this version of the dev server. Please update all Worker instances to the same version.", string(i))
}

// Fetch implements worker.Remote.
func (i incompatible) Fetch(_ context.Context, _ bindings.Target, req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusServiceUnavailable, Status: "503 Service Unavailable", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/plain;charset=UTF-8"}},
		Body:   io.NopCloser(strings.NewReader(i.Error())), ContentLength: int64(len(i.Error())), Request: req,
	}, nil
}

// Invoke implements worker.Remote.
func (i incompatible) Invoke(_ context.Context, _ bindings.Target, op rpc.Op, reply rpc.Reply) {
	rpc.Discard(op.Args)
	reply(jsruntime.Message{}, remote(i.Error()))
}

// Notify implements worker.Remote.
func (i incompatible) Notify(context.Context, bindings.Target, bindings.Event) error { return i }

// Tell implements worker.Remote.
func (incompatible) Tell(string, []worker.Route, *trace.Trace) {}
