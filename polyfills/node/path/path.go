// Package path is node:path with node:path/posix and node:path/win32: names of files as text, by
// the rules of Unix and of Windows. As on the platform, relative names are resolved against "/".
//
// Documentation: https://nodejs.org/api/path.html
package path

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/node"
)

//go:embed path.js posix.js win32.js
var files embed.FS

// Modules gives node:path, node:path/posix and node:path/win32.
func Modules() []node.Module {
	member := func(name, key string) node.Module {
		return node.Module{Name: name, Make: func(vm *jsruntime.VM) jsruntime.Value {
			return node.Require(vm, "path").(*jsruntime.Object).Get(key)
		}}
	}
	return []node.Module{
		node.Script("path", files, "path.js", nil),
		node.Script("internal/path/posix", files, "posix.js", nil),
		node.Script("internal/path/win32", files, "win32.js", nil),
		member("path/posix", "posix"),
		member("path/win32", "win32"),
	}
}
