// Package absent has the modules of Node that the platform has in name only: their members are
// those of the platform, and what it cannot do throws in the platform's words or does nothing, as
// there. node:test, of which the platform has the mocks, is among them.
//
// The one idea: a module is a table of members (absent.js has the words for them), so that what
// each does can be compared with the platform's at a glance.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/nodejs/
package absent

import (
	"embed"
	"strings"

	"paddock/polyfills/node"
)

//go:embed *.js
var files embed.FS

// names are the modules, each in the file of its name.
var names = []string{
	"child_process", "cluster", "dgram", "domain", "http2", "inspector", "inspector/promises", "readline",
	"readline/promises", "repl", "sqlite", "test", "trace_events", "tty", "v8", "vm", "wasi", "worker_threads",
}

// Modules gives the modules, and the words of their tables.
func Modules() []node.Module {
	modules := []node.Module{node.Script(node.Internal+"absent", files, "absent.js", nil)}
	for _, name := range names {
		modules = append(modules, node.Script(name, files, strings.ReplaceAll(name, "/", "_")+".js", nil))
	}
	return modules
}
