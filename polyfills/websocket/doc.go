// Package websocket is WebSocket, WebSocketPair and the frames beneath.
//
// The one idea: every WebSocket is one [End] of a pipe of messages. The other end belongs to
// another WebSocket, of any isolate, or to a pump that speaks frames (RFC 6455) over bytes.
// Between two scripts of one process no frame is ever made.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/websockets/
package websocket

import (
	"sync"

	"paddock/jsruntime"
)

// define completes the classes once per process: their members refer to them.
var define = sync.OnceFunc(func() {
	defineSocket()
	definePair()
	defineRequestResponse()
})

// API gives the globals.
func API(opts Options) jsruntime.API {
	define()
	return jsruntime.API{Name: "websocket", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"WebSocket":                    func(vm *jsruntime.VM) jsruntime.Value { return socketClass.Object(vm) },
		"WebSocketPair":                func(vm *jsruntime.VM) jsruntime.Value { return pairClass.Object(vm) },
		"WebSocketRequestResponsePair": func(vm *jsruntime.VM) jsruntime.Value { return requestResponseClass.Object(vm) },
	}, Install: func(vm *jsruntime.VM) error {
		transports.Set(vm, opts.Transport)
		return nil
	}}
}
