package container

import (
	"context"
	"net"
	"strconv"

	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/proxy"
)

// connectorOf gives what takes the connections that are handed to a stub.
func connectorOf(args jsruntime.Args) (proxy.Connector, error) {
	if len(args) == 0 {
		return nil, noParameter("interceptOutboundTcp", 1, "string")
	}
	service, ok := rpc.RoundTripper(args.At(1))
	if !ok {
		return nil, noParameter("interceptOutboundTcp", 2, "Fetcher")
	}
	n, ok := service.(rpc.Connector)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Incoming CONNECT on this service is not supported.")
	}
	return connector{n}, nil
}

// connector hands connections to connect(socket) of an entrypoint.
type connector struct{ to rpc.Connector }

// String names what was given to ctx.container.interceptOutboundTcp, for records.
func (c connector) String() string { return nameOf(c.to) }

// Connect implements [proxy.Connector].
func (c connector) Connect(ctx context.Context, f proxy.Flow) error {
	address := f.Dst.String()
	if f.Host != "" {
		address = net.JoinHostPort(f.Host, strconv.Itoa(int(f.Dst.Port())))
	}
	return c.to.Connect(ctx, f.Conn, address, nil)
}
