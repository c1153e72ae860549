// Package console is node:console: the global console, with what Node has on it besides, and the
// class Console, which writes to the streams that it is given.
//
// Documentation: https://nodejs.org/api/console.html
package console

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed *.js
var files embed.FS

// Modules gives node:console and its internal parts.
func Modules() []node.Module {
	return []node.Module{
		node.Script("console", files, "console.js", nil),
		node.Script("internal/console", files, "class.js", nil),
		node.Script("internal/console/text", files, "text.js", nil),
	}
}
