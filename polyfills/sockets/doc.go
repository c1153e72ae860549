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

// API gives the module.
func API(opts Options) jsruntime.API {
	return jsruntime.API{
		Name: "sockets",
		Install: func(vm *jsruntime.VM) error {
			optionsOf.Set(vm, opts)
			return nil
		},
		Modules: map[string]func(*jsruntime.VM) jsruntime.Value{"cloudflare:sockets": func(vm *jsruntime.VM) jsruntime.Value {
			exports := vm.NewObject()
			connect := vm.NewFunction("connect", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				globalscope.NeedsEvent(vm)
				return Connect(vm, opts.Dial, call.Arguments)
			})
			if err := exports.Set("connect", connect); err != nil {
				vm.Throw(err)
			}
			return exports
		}},
	}
}
