// Package rpc calls methods of objects in other places: JavaScript RPC as Cloudflare Workers
// have it, between the entrypoints and Durable Objects of one process.
//
// The one idea: a [Receiver] is anything that takes an [Op]. A stub is a JavaScript proxy
// over a Receiver; functions, RpcTargets and stubs that cross over become receivers
// themselves, everything else is cloned by the engine's serialization. Where an event goes
// to is the business of jsruntime/worker; what a stub is for is that of bindings.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/rpc/
package rpc

import (
	"context"
	"net/http"

	"paddock/jsruntime"
)

// Op is one operation on a receiver: a call of the method at Path, or a read of the
// property there. An empty path calls the receiver itself.
type Op struct {
	Path []string
	Get  bool
	Args jsruntime.Message // an array; unused by Get
}

// Reply takes the outcome of an operation, once, on any goroutine.
type Reply func(result jsruntime.Message, err error)

// Receiver takes operations. Invoke does not wait; reply is called when the outcome is known.
type Receiver interface {
	Invoke(ctx context.Context, op Op, reply Reply)
	// Dispose tells that a stub is no longer needed. A receiver that is shared ignores it.
	Dispose()
}

// Service is what stands behind a stub that also takes requests: a service binding, a
// Durable Object, an entrypoint of one's own.
type Service interface {
	Receiver
	http.RoundTripper
}
