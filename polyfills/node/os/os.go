// Package os is node:os: what the platform answers about a machine that it does not show.
//
// Documentation: https://nodejs.org/api/os.html
package os

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed os.js
var files embed.FS

// Module gives node:os.
func Module() node.Module { return node.Script("os", files, "os.js", nil) }
