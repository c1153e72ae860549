// Package module is node:module: which modules Node has, and require functions for them.
//
// Documentation: https://nodejs.org/api/module.html
package module

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed module.js
var files embed.FS

// Module gives node:module.
func Module() node.Module { return node.Script("module", files, "module.js", nil) }
