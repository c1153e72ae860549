package hyperdrive

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/sockets"
)

// resource is one binding.
type resource struct {
	database
	binding string
	host    string // by which the worker reaches it
	log     *slog.Logger

	mu      sync.Mutex // guards failing
	failing string     // why the database was not reached last time; "": it was
}

var _ bindings.Resource = (*resource)(nil)

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	sockets.Route(vm, r.host, r.dial)
	return class.New(vm, r), nil
}

// dial connects to the database. The worker is told as little of a failure as on the platform, but for node:net;
// the user is told why, once for each reason.
func (r *resource) dial(ctx context.Context, address string) (net.Conn, error) {
	conn, err := r.database.dial(ctx, address)
	if err != nil && ctx.Err() != nil {
		return conn, err
	}
	reason := ""
	if err != nil {
		reason = err.Error()
	}
	r.mu.Lock()
	news := reason != r.failing
	r.failing = reason
	r.mu.Unlock()
	if news && err != nil {
		r.log.Warn(fmt.Sprintf("env.%s cannot connect to the local database at %s: %s", r.binding, r.address, reason))
	}
	if err != nil {
		err = &jsruntime.Error{Class: jsruntime.PlainError, Msg: "connection attempt failed", Err: err}
	}
	return conn, err
}

// Close implements bindings.Resource.
func (*resource) Close() error { return nil }

var class = jsruntime.NewClass[resource]("Hyperdrive").
	Getter("database", text(func(r *resource) string { return r.name })).
	Getter("user", text(func(r *resource) string { return r.user })).
	Getter("password", text(func(r *resource) string { return r.password })).
	Getter("host", text(func(r *resource) string { return r.host })).
	Getter("port", func(vm *jsruntime.VM, r *resource) jsruntime.Value {
		port, _ := strconv.Atoi(r.port) // a number of the package
		return vm.ToValue(port)
	}).
	Getter("connectionString", text(func(r *resource) string { return r.connectionString(r.host) })).
	Method("connect", 0, func(vm *jsruntime.VM, r *resource, _ jsruntime.Args) jsruntime.Value {
		globalscope.NeedsEvent(vm)
		return sockets.Connect(vm, r.dial, jsruntime.Args{vm.ToValue(r.host + ":" + r.port)})
	})

func text(of func(*resource) string) func(*jsruntime.VM, *resource) jsruntime.Value {
	return func(vm *jsruntime.VM, r *resource) jsruntime.Value { return vm.ToValue(of(r)) }
}
