// Package url is node:url: the legacy parser, which takes apart what is not quite a URL, names of
// files as URLs, and the web's URL and URLSearchParams.
//
// Documentation: https://nodejs.org/api/url.html
package url

import (
	"embed"

	"paddock/polyfills/node"
)

//go:embed url.js legacy.js resolve.js
var files embed.FS

// Modules gives node:url and its internal parts.
func Modules() []node.Module {
	return []node.Module{
		node.Script("url", files, "url.js", nil),
		node.Script("internal/url/legacy", files, "legacy.js", nil),
		node.Script("internal/url/resolve", files, "resolve.js", nil),
	}
}
