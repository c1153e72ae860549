// Package all is the registry of Node's modules, one line for each, and of the globals that
// come with them.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/nodejs/
package all

import (
	"slices"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
	"paddock/polyfills/node/absent"
	"paddock/polyfills/node/assert"
	"paddock/polyfills/node/asynchooks"
	"paddock/polyfills/node/buffer"
	"paddock/polyfills/node/console"
	"paddock/polyfills/node/constants"
	"paddock/polyfills/node/crypto"
	"paddock/polyfills/node/diagnosticschannel"
	"paddock/polyfills/node/dns"
	"paddock/polyfills/node/errors"
	"paddock/polyfills/node/events"
	"paddock/polyfills/node/fs"
	"paddock/polyfills/node/http"
	"paddock/polyfills/node/module"
	"paddock/polyfills/node/net"
	"paddock/polyfills/node/os"
	"paddock/polyfills/node/path"
	"paddock/polyfills/node/perfhooks"
	"paddock/polyfills/node/process"
	"paddock/polyfills/node/punycode"
	"paddock/polyfills/node/querystring"
	"paddock/polyfills/node/stream"
	"paddock/polyfills/node/stringdecoder"
	"paddock/polyfills/node/timers"
	"paddock/polyfills/node/url"
	"paddock/polyfills/node/util"
	"paddock/polyfills/node/zlib"
)

// Modules gives every module, the same each time: their scripts are compiled once.
func Modules() []node.Module { return modules() }

var modules = sync.OnceValue(func() []node.Module {
	return slices.Concat([]node.Module{
		asynchooks.Module(),
		errors.Module(),
		errors.Validators(),
		events.Module(),
		buffer.Module(),
		buffer.Numbers(),
		constants.Module(),
		constants.Values(),
		diagnosticschannel.Module(),
		diagnosticschannel.Channels(),
		perfhooks.Module(),
		module.Module(),
		os.Module(),
		process.Module(),
		process.Config(),
		punycode.Module(),
		querystring.Module(),
		stringdecoder.Module(),
		timers.Module(),
		timers.Promises(),
	},
		absent.Modules(),
		console.Modules(),
		assert.Modules(),
		crypto.Modules(),
		dns.Modules(),
		fs.Modules(),
		http.Modules(),
		net.Modules(),
		path.Modules(),
		stream.Modules(),
		url.Modules(),
		util.Modules(),
		zlib.Modules(),
	)
})

// global is a global that Node has and the web has not.
type global struct {
	name string
	make func(*jsruntime.VM) jsruntime.Value
}

// globals are there with nodejs_compat_v2.
var globals = []global{
	{"Buffer", node.Member("buffer", "Buffer")},
	{"process", func(vm *jsruntime.VM) jsruntime.Value { return node.Require(vm, "process") }},
	{"global", func(vm *jsruntime.VM) jsruntime.Value { return vm.GlobalObject() }},
}

// API gives the modules, and the globals if the Worker's date and flags ask for them. Whether a
// module may be imported is the bundler's to say.
func API(set compat.Set) jsruntime.API {
	api := jsruntime.API{Name: "node", Modules: node.Specifiers(Modules()), Named: node.Named(), Globals: map[string]func(*jsruntime.VM) jsruntime.Value{}}
	api.Modules["cloudflare:node"] = http.CloudflareNode
	api.Exports = map[string][]string{"cloudflare:node": {"connectHandler", "handleAsNodeConnection", "handleAsNodeRequest", "httpServerHandler"}}
	if set.Has("nodejs_compat_v2") {
		for _, g := range globals {
			api.Globals[g.name] = g.make
			api.Own = append(api.Own, g.name)
		}
	}
	if set.Has("enable_nodejs_global_timers") {
		for _, name := range []string{"setTimeout", "clearTimeout", "setInterval", "clearInterval"} {
			api.Globals[name] = node.Member("timers", name)
			api.Own = append(api.Own, name)
		}
	}
	return api
}
