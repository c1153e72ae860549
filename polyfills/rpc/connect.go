package rpc

import (
	"context"
	"fmt"
	"net"

	"paddock/jsruntime"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/sockets"
)

// Connector is optional on a [Service]: it takes connections.
type Connector interface {
	// Connect hands a connection to an address, "host:port", over to connect(socket), and waits
	// until that has ended. accepted (nil: nobody asks) is called when there is such a handler.
	Connect(ctx context.Context, conn net.Conn, address string, accepted func()) error
}

// connect is Fetcher.connect(address, options): a Socket whose other side is the service's.
func connect(vm *jsruntime.VM, f *fetcher, args jsruntime.Args) jsruntime.Value {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'connect' on 'Fetcher': parameter 1 is not of type 'SocketAddress or string'.")
	}
	to, ok := f.service.(Connector)
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Incoming CONNECT on this service is not supported.")
	}
	globalscope.NeedsEvent(vm)
	f.owner.Check(vm, f.kind)
	if o := jsruntime.AsObject(args.At(1)); o != nil && o.Get("secureTransport") != nil && o.Get("secureTransport").String() == "on" {
		vm.Throwf(jsruntime.PlainError, "Incoming CONNECT with TLS not supported")
	}
	c := &connection{accepted: make(chan struct{}), ended: make(chan struct{}), asked: make(chan string, 1)}
	socket := sockets.Connect(vm, c.dial, args)
	vm.Go(func(ctx context.Context) { c.run(ctx, to) })
	return socket
}

// connection is one that a service is asked to take.
type connection struct {
	asked    chan string // the address, when the socket wants the connection
	near     net.Conn    // there before accepted
	accepted chan struct{}
	err      error // there before ended
	ended    chan struct{}
}

// run lets the service have the connection.
func (c *connection) run(ctx context.Context, to Connector) {
	defer close(c.ended)
	select {
	case address := <-c.asked:
		var far net.Conn
		c.near, far = sockets.Pipe()
		// Why it is not taken is for the other side's console: the socket fails in the platform's words.
		c.err = fmt.Errorf("connect: %v", to.Connect(ctx, far, address, func() { close(c.accepted) }))
		_ = far.Close() // never fails
	case <-ctx.Done():
		c.err = ctx.Err()
	}
}

// dial is the [sockets.Dialer] of the socket.
func (c *connection) dial(ctx context.Context, address string) (net.Conn, error) {
	c.asked <- address
	select {
	case <-c.accepted:
		return c.near, nil
	case <-c.ended:
		select {
		case <-c.accepted: // it was short
			return c.near, nil
		default:
			return nil, c.err
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
