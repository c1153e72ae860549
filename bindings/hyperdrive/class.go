package hyperdrive

import (
	"strconv"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/sockets"
)

// resource is one binding.
type resource struct {
	database
	host string // by which the worker reaches it
}

var _ bindings.Resource = (*resource)(nil)

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	sockets.Route(vm, r.host, r.dial)
	return class.New(vm, r), nil
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
