// Package net is node:net and node:tls: clients over the sockets of cloudflare:sockets, and servers
// of node:net for what comes to a Worker's handler connect. TLS servers throw, as on the platform.
//
// The ideas to hold: a Socket is a Duplex over the two streams of a platform's socket, opened with
// "starttls", so that a TLSSocket can take it over. A server is an entry in a table of ports, which it
// shares with servers of node:http; no network stands behind either.
//
// Documentation: https://nodejs.org/api/net.html, https://nodejs.org/api/tls.html
// Platform: https://developers.cloudflare.com/workers/runtime-apis/nodejs/net/
package net

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
	"paddock/polyfills/sockets"
)

//go:embed *.js
var files embed.FS

// Modules gives the modules.
func Modules() []node.Module {
	return []node.Module{
		node.Script("net", files, "net.js", nil),
		node.Script("tls", files, "tls.js", nil),
		node.Script("_stream_wrap", files, "streamwrap.js", nil),
		node.Script("_tls_common", files, "_tls_common.js", nil),
		node.Script("_tls_wrap", files, "_tls_wrap.js", nil),
		node.Script(node.Internal+"net/address", files, "address.js", nil),
		node.Script(node.Internal+"net/bound", files, "bound.js", nil),
		node.Script(node.Internal+"net/normalize", files, "normalize.js", nil),
		node.Script(node.Internal+"net/ports", files, "ports.js", nil),
		node.Script(node.Internal+"net/server", files, "server.js", nil),
		node.Script(node.Internal+"net/socket", files, "socket.js", platform),
		node.Script(node.Internal+"tls/context", files, "context.js", nil),
		node.Script(node.Internal+"tls/socket", files, "tlssocket.js", flags),
	}
}

// flags tell the script what the Worker's date asks for: {strict}, to refuse options without effect.
func flags(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	if err := o.Set("strict", compat.Of(vm).Has("throw_on_not_implemented_tls_options")); err != nil {
		vm.Throw(err)
	}
	return o
}

// platform lends connect() of cloudflare:sockets, and failure, which tells why a socket of it failed, as
// "ECONNREFUSED", or undefined.
func platform(vm *jsruntime.VM) *jsruntime.Object {
	module, ok := vm.Module("cloudflare:sockets")
	if !ok {
		vm.Throwf(jsruntime.PlainError, "No such module \"cloudflare:sockets\".")
	}
	return vm.Plain().Object([]jsruntime.Member{
		{Name: "connect", Value: module.(*jsruntime.Object).Get("connect")},
		{Name: "failure", Value: vm.NewFunction("failure", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
			if name := sockets.Failure(call.Argument(0)); name != "" {
				return vm.ToValue(name)
			}
			return jsruntime.Undefined()
		})},
	})
}
