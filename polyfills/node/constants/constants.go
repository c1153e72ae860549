// Package constants is node:constants and internal/constants: the numbers of os.constants,
// fs.constants and crypto.constants, apart and in one object.
//
// Documentation: https://nodejs.org/api/os.html#os-constants
package constants

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed constants.js values.js
var files embed.FS

// Module gives node:constants.
func Module() node.Module { return node.Script("constants", files, "constants.js", nil) }

// Values gives internal/constants: {os, fs, crypto}.
func Values() node.Module { return node.Script("internal/constants", files, "values.js", nil) }
