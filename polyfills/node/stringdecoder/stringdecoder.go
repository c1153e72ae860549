// Package stringdecoder is node:string_decoder: text out of bytes that come in pieces.
//
// Documentation: https://nodejs.org/api/string_decoder.html
package stringdecoder

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed stringdecoder.js
var files embed.FS

// Module gives node:string_decoder.
func Module() node.Module { return node.Script("string_decoder", files, "stringdecoder.js", nil) }
