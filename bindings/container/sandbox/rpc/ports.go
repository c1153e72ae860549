package rpc

import (
	"context"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/capnweb"
)

func (a *api) ports() methods {
	return methods{
		"watchPort":       a.watchPort,
		"exposePort":      a.exposePort,
		"unexposePort":    a.unexposePort,
		"getExposedPorts": a.exposedPorts,
	}
}

func (a *api) watchPort(_ context.Context, args capnweb.Args) (any, error) {
	var r sandbox.WatchPort
	if err := args.Into(0, &r); err != nil {
		return nil, err
	}
	return a.stream(event, func(ctx context.Context, emit func(any) error) error {
		return a.Ports.Watch(ctx, r, func(e sandbox.PortEvent) error { return emit(e) })
	})
}

// portResult is what becomes of a port.
type portResult struct {
	stamped
	Port int     `json:"port"`
	URL  *string `json:"url,omitempty"` // "": the Worker's half knows it
}

func (a *api) exposePort(_ context.Context, args capnweb.Args) (any, error) {
	var port int
	var name string
	if err := firstError(args.Into(0, &port), args.Into(2, &name)); err != nil {
		return nil, err
	}
	return portResult{stamp(), port, new(string)}, a.Ports.Expose(port, name)
}

func (a *api) unexposePort(_ context.Context, args capnweb.Args) (any, error) {
	var port int
	if err := args.Into(0, &port); err != nil {
		return nil, err
	}
	return portResult{stamped: stamp(), Port: port}, a.Ports.Unexpose(port)
}

func (a *api) exposedPorts(context.Context, capnweb.Args) (any, error) {
	type exposed struct {
		Port   int    `json:"port"`
		URL    string `json:"url"`
		Status string `json:"status"`
	}
	list := []exposed{}
	for _, port := range a.Ports.Exposed() {
		list = append(list, exposed{Port: port, Status: "active"})
	}
	return struct {
		stamped
		Ports []exposed `json:"ports"`
	}{stamp(), list}, nil
}
