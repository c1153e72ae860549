// Package punycode is node:punycode: names of domains in ASCII, as RFC 3492 has them.
//
// Documentation: https://nodejs.org/api/punycode.html
package punycode

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed punycode.js
var files embed.FS

// Module gives node:punycode.
func Module() node.Module { return node.Script("punycode", files, "punycode.js", nil) }
