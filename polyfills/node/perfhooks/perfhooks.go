// Package perfhooks is node:perf_hooks: the global performance and its classes, with Node's names
// for what is not measured.
//
// Documentation: https://nodejs.org/api/perf_hooks.html
package perfhooks

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed perfhooks.js
var files embed.FS

// Module gives node:perf_hooks.
func Module() node.Module { return node.Script("perf_hooks", files, "perfhooks.js", nil) }
