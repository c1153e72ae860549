(require, ops) => {
	const { ERR_INVALID_ARG_VALUE, ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");

	const builtinModules =
		"_http_agent,_http_client,_http_common,_http_incoming,_http_outgoing,_http_server,_stream_duplex,_stream_passthrough,_stream_readable,_stream_transform,_stream_wrap,_stream_writable,_tls_common,_tls_wrap,assert,assert/strict,async_hooks,buffer,child_process,cluster,console,constants,crypto,dgram,diagnostics_channel,dns,dns/promises,domain,events,fs,fs/promises,http,http2,https,inspector,inspector/promises,module,net,os,path,path/posix,path/win32,perf_hooks,process,punycode,querystring,readline,readline/promises,repl,stream,stream/consumers,stream/promises,stream/web,string_decoder,sys,timers,timers/promises,tls,trace_events,tty,url,util,util/types,v8,vm,wasi,worker_threads,zlib".split(
			",",
		);
	const unlisted = ["sqlite", "node:sqlite", "node:test"]; // the first is not in builtinModules, on the platform either
	const isBuiltin = (name) => {
		name = String(name);
		return unlisted.includes(name) || builtinModules.includes(name.replace(/^node:/, ""));
	};

	// found gives what require() does of a module with a default export: that, or at older dates a namespace.
	const namespaces = new Map();
	const found = (name, exports) => {
		if (ops.defaults) return exports;
		let space = namespaces.get(name);
		if (!space) {
			space = Object.defineProperty(Object.create(null), Symbol.toStringTag, { value: "Module" });
			for (const key of [...Object.keys(exports).filter((key) => key !== "default"), "default"].sort())
				Object.defineProperty(space, key, { get: () => (key === "default" ? exports : exports[key]), enumerable: true });
			namespaces.set(name, Object.preventExtensions(space));
		}
		return space;
	};

	const wrongPath = "The argument must be a file URL object, a file URL string, or an absolute path string.";
	const createRequire = (path) => {
		const text = `${path}`;
		let file = text;
		if (path instanceof URL || text.startsWith("file:")) file = require("url").fileURLToPath(text);
		else if (!text.startsWith("/")) throw new ERR_INVALID_ARG_VALUE("path", text, wrongPath);
		const folder = require("path").dirname(file);
		return (specifier) => {
			const name = `${specifier}`;
			const prefixed = /^(node|cloudflare|workerd):/.test(name);
			const known = prefixed ? name : isBuiltin(name) && ops.bare ? `node:${name}` : undefined;
			const exports = known && ops.find(known);
			if (exports) return prefixed && !/^node:/.test(name) ? exports : found(known, exports);
			if (ops.urls) throw new Error(`Module not found: ${known ?? name}`);
			if (known) throw new Error(`No such module "${known}".`);
			const at = require("path").posix.join(folder.slice(1), name);
			if (/^\.\.(\/|$)/.test(at)) throw new Error(`Invalid specifier path: ${name}`);
			throw new Error(`No such module "${at}".`);
		};
	};

	const missing = (name) =>
		({
			[name]() {
				throw new ERR_METHOD_NOT_IMPLEMENTED(`module.${name}`);
			},
		})[name];
	const bare = (o) => Object.assign(Object.create(null), o);

	function Module() {
		throw new ERR_METHOD_NOT_IMPLEMENTED("module.Module");
	}
	Object.defineProperty(Module.prototype, "isPreloading", { get: () => false });
	for (const name of ["load", "require", "_compile"]) Module.prototype[name] = missing(name);
	return Object.assign(Module, {
		register: missing("register"),
		constants: bare({ compileCacheStatus: bare({ FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }) }),
		enableCompileCache() {},
		findPackageJSON: missing("findPackageJSON"),
		flushCompileCache() {},
		getCompileCacheDir() {},
		stripTypeScriptTypes: missing("stripTypeScriptTypes"),
		findSourceMap: missing("findSourceMap"),
		SourceMap: function SourceMap() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("module.SourceMap");
		},
		getSourceMapsSupport: () => bare({ enabled: false, nodeModules: false, generatedCode: false }),
		setSourceMapsSupport: missing("setSourceMapsSupport"),
		createRequire,
		builtinModules,
		globalPaths: [],
		isBuiltin,
		runMain: missing("runMain"),
		syncBuiltinESMExports: missing("syncBuiltinESMExports"),
		wrap: missing("wrap"),
		_cache: bare({}),
		_debug: missing("_debug"),
		_extensions: { ".js": missing("_extensions.js"), ".json": missing("_extensions.json"), ".node": missing("_extensions.node") },
		_findPath: missing("_findPath"),
		_initPaths: missing("_initPaths"),
		_load: missing("_load"),
		_pathCache: bare({}),
		_preloadModules: missing("_preloadModules"),
		_resolveFilename: missing("_resolveFilename"),
		_resolveLookupPaths: missing("_resolveLookupPaths"),
		_nodeModulePaths: missing("_nodeModulePaths"),
		Module,
		registerHooks: missing("registerHooks"),
	});
}
