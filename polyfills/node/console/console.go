// Package console is node:console: the global console, with what Node has on it besides.
//
// Documentation: https://nodejs.org/api/console.html
package console

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed console.js
var files embed.FS

// Module gives node:console.
func Module() node.Module { return node.Script("console", files, "console.js", nil) }
