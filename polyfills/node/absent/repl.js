(require) => {
	const { EventEmitter } = require("events");
	const { missing, type, table } = require("internal/absent");

	const of = (names) => Object.fromEntries(names.map((name) => [name, missing(name)]));
	const writer = Object.assign(missing("writer"), {
		options: { showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: true, maxArrayLength: 100, maxStringLength: 10000, breakLength: 128, compact: 3, sorted: false, getters: false, numericSeparator: false },
	});
	class Recoverable extends SyntaxError {
		constructor(err) {
			super();
			this.err = err;
		}
	}
	const builtinModules = [
		"assert", "assert/strict", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto", "dgram",
		"diagnostics_channel", "dns", "dns/promises", "domain", "events", "fs", "fs/promises", "http", "http2", "https", "inspector",
		"inspector/promises", "module", "net", "os", "path", "path/posix", "path/win32", "perf_hooks", "process", "punycode",
		"querystring", "readline", "readline/promises", "repl", "stream", "stream/consumers", "stream/promises", "stream/web",
		"string_decoder", "sys", "timers", "timers/promises", "tls", "trace_events", "tty", "url", "util", "util/types", "v8", "vm",
		"wasi", "worker_threads", "zlib",
	];
	return table({
		writer,
		start: missing("start"),
		Recoverable,
		REPLServer: type("REPLServer", EventEmitter, missing("REPLServer"), of(["setupHistory", "defineCommand", "displayPrompt", "clearBufferedCommand"])),
		builtinModules,
		_builtinLibs: builtinModules,
		REPL_MODE_SLOPPY: Symbol("repl-sloppy"),
		REPL_MODE_STRICT: Symbol("repl-strict"),
	});
}
