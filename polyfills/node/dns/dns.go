// Package dns is node:dns: names are looked up as the platform does it, by DNS over HTTPS at
// cloudflare-dns.com, through the fetch of the Worker. Names that only this machine knows are
// therefore not found, as on the platform.
//
// Documentation: https://nodejs.org/api/dns.html
// Platform: https://developers.cloudflare.com/workers/runtime-apis/nodejs/dns/
package dns

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed *.js
var files embed.FS

// Modules gives the modules.
func Modules() []node.Module {
	return []node.Module{
		node.Script("dns", files, "dns.js", nil),
		node.Script("dns/promises", files, "promises.js", nil),
		node.Script(node.Internal+"dns/query", files, "query.js", nil),
	}
}
