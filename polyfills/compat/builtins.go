package compat

import "strings"

// builtins are the flags that some of Node's modules wait for; the others are there with any of Node's.
var builtins = map[string]string{
	"_http_agent":    "enable_nodejs_http_modules",
	"_http_client":   "enable_nodejs_http_modules",
	"_http_common":   "enable_nodejs_http_modules",
	"_http_incoming": "enable_nodejs_http_modules",
	"_http_outgoing": "enable_nodejs_http_modules",
	"_http_server":   "enable_nodejs_http_server_modules",
	"_stream_wrap":   "enable_nodejs_stream_wrap_module",
	"child_process":  "enable_nodejs_child_process_module",
	"cluster":        "enable_nodejs_cluster_module",
	"console":        "enable_nodejs_console_module",
	"dgram":          "enable_nodejs_dgram_module",
	"domain":         "enable_nodejs_domain_module",
	"fs":             "enable_nodejs_fs_module",
	"http":           "enable_nodejs_http_modules",
	"http2":          "enable_nodejs_http2_module",
	"https":          "enable_nodejs_http_modules",
	"inspector":      "enable_nodejs_inspector_module",
	"os":             "enable_nodejs_os_module",
	"perf_hooks":     "enable_nodejs_perf_hooks_module",
	"punycode":       "enable_nodejs_punycode_module",
	"readline":       "enable_nodejs_readline_module",
	"repl":           "enable_nodejs_repl_module",
	"sqlite":         "enable_nodejs_sqlite_module",
	"sys":            "nodejs_compat_v2",
	"trace_events":   "enable_nodejs_trace_events_module",
	"tty":            "enable_nodejs_tty_module",
	"v8":             "enable_nodejs_v8_module",
	"vm":             "enable_nodejs_vm_module",
	"wasi":           "enable_nodejs_wasi_module",
	"worker_threads": "enable_nodejs_worker_threads_module",
}

// Builtin reports whether a running Worker that has Node's modules finds the one of a name without "node:". It is for
// names that only a run knows: where a bundle imports a module that the platform does not have yet, wrangler's build
// brings one.
func (s Set) Builtin(name string) bool {
	flag, gated := builtins[name]
	if folder, file, ok := strings.Cut(name, "/"); !gated && ok && file == "promises" && folder != "fs" {
		flag, gated = builtins[folder]
	}
	return !gated || s.Has(flag)
}

// Bundled reports whether wrangler's build brings one of Node's modules, whole or in part, instead of leaving it to
// the platform.
func (s Set) Bundled(name string) bool {
	switch name {
	case "process":
		return !s.Has("enable_nodejs_process_v2") || !s.Has("fetch_iterable_type_support") || !s.Has("fetch_iterable_type_support_override_adjustment")
	case "fs/promises":
		return !s.Builtin("fs")
	}
	return !s.Builtin(name)
}
