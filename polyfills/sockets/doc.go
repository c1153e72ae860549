// Package sockets is the module cloudflare:sockets: TCP connections, in the clear or with TLS.
//
// The idea to hold: a [Socket] has its two streams before it has a connection. They are over a
// [link], which makes readers and writers wait until the connection is there, and which startTls
// hands on to the socket that takes its place.
//
// Where connections go is the [Dialer]'s to say: the API's for connect() of the module, another
// for connect() of a binding or of a container's port, which call [Connect] too.
//
// That the other side has gone is found out by reading and writing only, so that closed settles
// when one of them notices. The option highWaterMark is checked and says nothing more: what is
// written leaves at once.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/
package sockets

import (
	"context"
	"crypto/tls"
	"errors"
	"net"

	"paddock/jsruntime"
	"paddock/polyfills/globalscope"
)

// Dialer connects to an address, "host:port".
type Dialer func(ctx context.Context, address string) (net.Conn, error)

// Options configure the API.
type Options struct {
	Dial Dialer      // of connect(); nil: no address can be reached
	TLS  *tls.Config // what servers are trusted; nil: those that the system trusts
}

// optionsOf holds each isolate's Options.
var optionsOf = jsruntime.NewSlot(func(*jsruntime.VM) Options { return Options{} })

// routes holds each isolate's dialers of single hosts.
var routes = jsruntime.NewSlot(func(*jsruntime.VM) map[string]Dialer { return map[string]Dialer{} })

// Route lets connections of the module to a host, on whatever port, be made by dial: the host is one
// that only a binding knows.
func Route(vm *jsruntime.VM, host string, dial Dialer) { routes.Get(vm)[host] = dial }

// routed is dial, but for the hosts that have a dialer of their own.
func routed(vm *jsruntime.VM, dial Dialer) Dialer {
	own := routes.Get(vm)
	if len(own) == 0 {
		return dial
	}
	return func(ctx context.Context, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		if d, ok := own[host]; ok { // nobody writes the map once the isolate has begun
			return d(ctx, address)
		}
		if dial == nil {
			return nil, errNoNetwork
		}
		return dial(ctx, address)
	}
}

// errNoNetwork is why nothing can be reached where there is no dialer.
var errNoNetwork = errors.New("there is no network")

// API gives the module.
func API(opts Options) jsruntime.API {
	return jsruntime.API{
		Name:    "sockets",
		Exports: map[string][]string{"cloudflare:sockets": {"connect"}},
		Install: func(vm *jsruntime.VM) error {
			optionsOf.Set(vm, opts)
			return nil
		},
		Modules: map[string]func(*jsruntime.VM) jsruntime.Value{"cloudflare:sockets": func(vm *jsruntime.VM) jsruntime.Value {
			exports := vm.NewObject()
			connect := vm.NewFunction("connect", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				globalscope.NeedsEvent(vm)
				return Connect(vm, routed(vm, opts.Dial), call.Arguments)
			})
			if err := exports.Set("connect", connect); err != nil {
				vm.Throw(err)
			}
			return exports
		}},
	}
}
