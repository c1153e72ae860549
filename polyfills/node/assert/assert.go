// Package assert is node:assert with node:assert/strict, which are one on the platform: every
// comparison is strict.
//
// Documentation: https://nodejs.org/api/assert.html
package assert

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/node"
)

//go:embed assert.js error.js difference.js partial.js
var files embed.FS

// Modules gives node:assert, node:assert/strict and their internal parts.
func Modules() []node.Module {
	return []node.Module{
		node.Script("assert", files, "assert.js", nil),
		node.Script("internal/assert/error", files, "error.js", nil),
		node.Script("internal/assert/difference", files, "difference.js", nil),
		node.Script("internal/assert/partial", files, "partial.js", nil),
		{Name: "assert/strict", Make: func(vm *jsruntime.VM) jsruntime.Value { return node.Require(vm, "assert") }},
	}
}
