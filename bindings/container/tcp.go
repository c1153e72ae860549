package container

import (
	"context"
	"net"
	"strconv"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/polyfills/sockets"
	"paddock/polyfills/trace"
	"paddock/proxy"
)

// notifiable is a stub's service that takes events, as that of an entrypoint.
type notifiable interface {
	Notify(ctx context.Context, ev bindings.Event) error
}

// connectorOf gives what takes the connections that are handed to a stub.
func connectorOf(v jsruntime.Value) (proxy.Connector, error) {
	service, ok := rpc.RoundTripper(v)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Failed to execute 'interceptOutboundTcp' on 'Container': parameter 2 is not of type 'Fetcher'.")
	}
	n, ok := service.(notifiable)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Incoming CONNECT on this service is not supported.")
	}
	return connector{n}, nil
}

// connector hands connections to connect(socket) of an entrypoint.
type connector struct{ to notifiable }

// String names what was given to ctx.container.interceptOutboundTcp, for records.
func (c connector) String() string { return nameOf(c.to) }

// Connect implements [proxy.Connector].
func (c connector) Connect(ctx context.Context, f proxy.Flow) error {
	return c.to.Notify(ctx, bindings.Event{Handler: "connect", Info: trace.Connect{}, Arguments: func(vm *jsruntime.VM) ([]jsruntime.Value, error) {
		dial := func(context.Context, string) (net.Conn, error) { return f.Conn, nil }
		address := f.Dst.String()
		if f.Host != "" {
			address = net.JoinHostPort(f.Host, strconv.Itoa(int(f.Dst.Port())))
		}
		return []jsruntime.Value{sockets.Connect(vm, dial, jsruntime.Args{vm.ToValue(address)})}, nil
	}})
}
