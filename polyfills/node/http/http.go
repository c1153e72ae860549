// Package http is node:http, node:https and their parts, and cloudflare:node, which lets a server
// of node:http answer a Worker's requests, and one of node:net take its connections.
//
// The ideas to hold: there are no sockets in it. A ClientRequest collects its body and fetches
// when it ends; a Server is an entry in a table of ports, and its ServerResponse becomes a Response
// when its headers are sent. What the platform cannot do throws its words.
//
// Differences from the platform: the headers of a client's response have set-cookie as a list and
// rawHeaders are filled, as in Node; "close" comes at the end of a response and not with its headers.
//
// Documentation: https://nodejs.org/api/http.html
// Platform: https://developers.cloudflare.com/workers/runtime-apis/nodejs/http/
package http

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
	var modules []node.Module
	for _, name := range []string{
		"http", "https", "_http_agent", "_http_client", "_http_common", "_http_incoming", "_http_outgoing", "_http_server",
	} {
		modules = append(modules, node.Script(name, files, name+".js", nil))
	}
	for _, name := range []string{"agents", "client", "common", "incoming", "outgoing", "server", "secure_server"} {
		modules = append(modules, node.Script(node.Internal+"http/"+name, files, name+".js", flags))
	}
	return append(modules, node.Script(node.Internal+"cloudflare_node", files, "cloudflare_node.js", nil))
}

// flags tell scripts what the Worker's date allows: {servers}.
func flags(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	if err := o.Set("servers", compat.Of(vm).Has("enable_nodejs_http_server_modules")); err != nil {
		vm.Throw(err)
	}
	return o
}

// CloudflareNode makes the exports of cloudflare:node.
func CloudflareNode(vm *jsruntime.VM) jsruntime.Value {
	return node.Require(vm, node.Internal+"cloudflare_node")
}
