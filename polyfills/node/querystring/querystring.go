// Package querystring is node:querystring: query strings the way of Node, which differs from
// URLSearchParams in what it escapes and in giving plain objects.
//
// Documentation: https://nodejs.org/api/querystring.html
package querystring

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed querystring.js
var files embed.FS

// Module gives node:querystring.
func Module() node.Module { return node.Script("querystring", files, "querystring.js", nil) }
