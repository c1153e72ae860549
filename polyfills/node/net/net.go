// Package net is node:net and node:tls: clients over the sockets of cloudflare:sockets. Servers
// throw, as on the platform.
//
// The one idea: a Socket is a Duplex over the two streams of a platform's socket, opened with
// "starttls", so that a TLSSocket can take it over.
//
// Documentation: https://nodejs.org/api/net.html, https://nodejs.org/api/tls.html
// Platform: https://developers.cloudflare.com/workers/runtime-apis/nodejs/net/
package net

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
)

//go:embed *.js
var files embed.FS

// Modules gives the modules.
func Modules() []node.Module {
	return []node.Module{
		node.Script("net", files, "net.js", nil),
		node.Script("tls", files, "tls.js", nil),
		node.Script("_tls_common", files, "_tls_common.js", nil),
		node.Script("_tls_wrap", files, "_tls_wrap.js", nil),
		node.Script(node.Internal+"net/address", files, "address.js", nil),
		node.Script(node.Internal+"net/socket", files, "socket.js", connect),
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

// connect lends connect() of cloudflare:sockets.
func connect(vm *jsruntime.VM) *jsruntime.Object {
	sockets, ok := vm.Module("cloudflare:sockets")
	if !ok {
		vm.Throwf(jsruntime.PlainError, "No such module \"cloudflare:sockets\".")
	}
	return sockets.(*jsruntime.Object)
}
