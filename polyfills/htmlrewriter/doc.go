// Package htmlrewriter emulates HTMLRewriter, which changes HTML as it streams through a Response.
//
// The one idea: package rewrite does the work on a goroutine, from the body's reader to the reader
// of the new body; bytes never pass through JavaScript. It stops only to have a handler called on the
// loop, and goes on when the handler's promise has settled, which also holds the input back.
//
// As on the platform the work begins before anybody reads, and waits for a reader once there is
// output.
//
// The answers recorded in testdata are those of workerd of April 2026. What it has mended since is
// mended here: [A] finds the attribute a, :not(:not(x)) is x, and selectors find an SVG title or
// foreignObject and a MathML annotation-xml.
//
// Differences: members of tokens are on their prototypes, not on each token; a tag or comment of more
// than 3 MiB that comes in pieces fails even where no handler wants it; of a body that comes in pieces
// the chunks of text depend on the pieces, as on the platform, but these may be others.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/
package htmlrewriter

import "paddock/jsruntime"

// API gives the global.
func API() jsruntime.API {
	define()
	return jsruntime.API{Name: "htmlrewriter", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"HTMLRewriter": func(vm *jsruntime.VM) jsruntime.Value { return class.Object(vm) },
	}}
}
