package bundle

import "paddock/polyfills/compat"

// nodeSupport is how much of Node a worker may import.
type nodeSupport uint8

const (
	nodeNone     nodeSupport = iota
	nodeHooks                // nodejs_als: node:async_hooks
	nodePrefixed             // nodejs_compat: names with node: in front
	nodeFull                 // nodejs_compat_v2: bare names too
)

// nodeSupportOf reads the flags and the date.
func nodeSupportOf(in Input) nodeSupport {
	set := compat.New(in.CompatDate, in.CompatFlags)
	switch {
	case set.Has("nodejs_compat_v2"):
		return nodeFull
	case set.Node():
		return nodePrefixed
	case set.Has("nodejs_als"):
		return nodeHooks
	}
	return nodeNone
}

// nodeBuiltins are the modules of Node that may be imported without node: in front.
var nodeBuiltins = map[string]bool{
	"_http_agent": true, "_http_client": true, "_http_common": true, "_http_incoming": true, "_http_outgoing": true, "_http_server": true,
	"_stream_duplex": true, "_stream_passthrough": true, "_stream_readable": true, "_stream_transform": true, "_stream_wrap": true,
	"_stream_writable": true, "_tls_common": true, "_tls_wrap": true,
	"assert": true, "assert/strict": true, "async_hooks": true, "buffer": true, "child_process": true, "cluster": true, "console": true,
	"constants": true, "crypto": true, "dgram": true, "diagnostics_channel": true, "dns": true, "dns/promises": true, "domain": true,
	"events": true, "fs": true, "fs/promises": true, "http": true, "http2": true, "https": true, "inspector": true, "inspector/promises": true,
	"module": true, "net": true, "os": true, "path": true, "path/posix": true, "path/win32": true, "perf_hooks": true, "process": true,
	"punycode": true, "querystring": true, "readline": true, "readline/promises": true, "repl": true, "stream": true, "stream/consumers": true,
	"stream/promises": true, "stream/web": true, "string_decoder": true, "sys": true, "timers": true, "timers/promises": true, "tls": true,
	"trace_events": true, "tty": true, "url": true, "util": true, "util/types": true, "v8": true, "vm": true, "wasi": true,
	"worker_threads": true, "zlib": true,
}
