(require, ops) => {
	const EventEmitter = require("events");
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_METHOD_NOT_IMPLEMENTED, ERR_OUT_OF_RANGE, define } = require("internal/errors");
	const { validateObject, validateString } = require("internal/validators");

	const missing = (name) => {
		const key = name.split(".").at(-1);
		const f = {
			[key]() {
				throw new ERR_METHOD_NOT_IMPLEMENTED(`process.${name}`);
			},
		};
		return f[key];
	};
	const nothing = (name) => ({ [name]() {} })[name];
	const always = (name, value) => ({ [name]: () => value })[name];

	// The environment. Its values are text; what else is in the Worker's env is left out, unless it
	// is plain data, which becomes JSON.

	const plain = (value, seen = new Set()) => {
		if (value === null || ["boolean", "number", "string"].includes(typeof value)) return true;
		if (typeof value !== "object" || seen.has(value)) return false;
		seen.add(value);
		const proto = Object.getPrototypeOf(value);
		return (proto === Object.prototype || proto === Array.prototype) && Object.values(value).every((v) => plain(v, seen));
	};
	const variables = {};
	for (const [name, value] of Object.entries(ops.variables())) {
		if (typeof value === "string") variables[name] = value;
		else if (plain(value)) variables[name] = JSON.stringify(value);
	}
	const noSymbols = (...values) => {
		if (values.some((v) => typeof v === "symbol")) throw new TypeError("Cannot convert a symbol value to a string");
	};
	const env = new Proxy(variables, {
		set(target, name, value) {
			noSymbols(name, value);
			target[name] = `${value}`;
			return true;
		},
		defineProperty(target, name, descriptor) {
			validateObject(descriptor, "descriptor");
			if ("get" in descriptor || "set" in descriptor) throw new ERR_INVALID_ARG_VALUE("descriptor", descriptor, "process.env value must not have getter/setter");
			for (const flag of ["configurable", "enumerable", "writable"]) {
				if (!descriptor[flag]) throw new ERR_INVALID_ARG_VALUE(`descriptor.${flag}`, descriptor, `process.env value must be ${flag}`);
			}
			if (!("value" in descriptor)) throw new ERR_INVALID_ARG_VALUE("descriptor.value", descriptor, "process.env value must be specified explicitly");
			noSymbols(name, descriptor.value);
			return Reflect.defineProperty(target, name, { ...descriptor, value: `${descriptor.value}` });
		},
	});

	// Time is the Worker's clock, in milliseconds.

	const hrtime = (time) => {
		if (time !== undefined && !Array.isArray(time)) throw new ERR_INVALID_ARG_TYPE("time", "tuple of integers", time);
		if (time !== undefined && time.length !== 2) throw new ERR_OUT_OF_RANGE("time", "2", time);
		const now = Date.now();
		let seconds = Math.floor(now / 1000) - (time?.[0] ?? 0);
		let nanos = (now % 1000) * 1e6 - (time?.[1] ?? 0);
		if (nanos < 0) {
			seconds--;
			nanos += 1e9;
		}
		return [seconds, nanos];
	};
	hrtime.bigint = () => BigInt(Date.now()) * 1000000n;

	const warningOf = (warning, options, code, ctor) => {
		let type = options;
		let detail;
		if (typeof options === "function") {
			[type, ctor] = [undefined, options];
		} else if (typeof options === "object" && !Array.isArray(options)) {
			({ type, code, detail, ctor } = options);
		} else if (options !== undefined && typeof options !== "string") {
			throw new ERR_INVALID_ARG_TYPE("options", "object", options);
		} else {
			if (code !== undefined && typeof code !== "string") [code, ctor] = [undefined, code];
			if (ctor !== undefined && typeof ctor !== "function") throw new ERR_INVALID_ARG_TYPE("ctor", "function", ctor);
		}
		if (warning instanceof Error) {
			if (type) warning.name = type;
		} else if (typeof warning === "string") {
			const ErrorConstructor = ctor ?? Error;
			warning = new ErrorConstructor(warning);
			warning.name = type ?? "Warning";
		} else {
			throw new ERR_INVALID_ARG_TYPE("warning", "string or Error", warning);
		}
		if (code) warning.code = code;
		if (typeof detail === "string") warning.detail = detail;
		return warning;
	};
	const emitWarning = (warning, options, code, ctor) => {
		nextTick((w) => process.emit("warning", w), warningOf(warning, options, code, ctor));
	};
	const nextTick = (callback, ...args) => queueMicrotask(() => callback(...args));

	const maskRule = "must be a 32-bit unsigned integer or an octal string";
	const umask = (mask) => {
		if (mask === undefined) return 18;
		if (typeof mask !== "string" && typeof mask !== "number") throw new ERR_INVALID_ARG_TYPE("mask", "number", mask);
		const n = typeof mask === "number" ? mask : /^[0-7]+$/.test(mask) ? parseInt(mask, 8) : NaN;
		if (!(n >= 0 && n <= 0xffffffff && Number.isInteger(n))) throw new ERR_INVALID_ARG_VALUE("mask", mask, maskRule);
		return 18; // files have no permissions that it could change
	};

	let directory = "/bundle";
	const chdir = (path) => {
		validateString(path, "directory");
		const fs = require("fs");
		const target = require("path").resolve(directory, path);
		if (!fs.existsSync(target) || !fs.statSync(target).isDirectory()) {
			throw new (define("ENOENT", Error, `no such file or directory, chdir '${path}'`))();
		}
		directory = target;
	};

	const notPermitted = (syscall) => new (define("EPERM", Error, "operation not permitted", () => ({ syscall, errno: 1 })))();
	const setId = (name) => {
		const f = {
			[name](id) {
				if (id !== 0) throw notPermitted(name);
			},
		};
		return f[name];
	};
	const setGroups = (name) => {
		const f = {
			[name]() {
				throw notPermitted(name);
			},
		};
		return f[name];
	};

	const names = ["node", "v8", "modules", "zlib", "brotli", "zstd", "ares", "napi", "llhttp", "nghttp2", "acorn", "ada", "simdutf", "nbytes", "ncrypto", "uvwasi", "uv", "openssl", "sqlite", "icu", "undici", "simdjson", "unicode", "cldr", "tz", "cjs_module_lexer", "amaro", "merve"];
	const versions = Object.fromEntries(names.map((name) => [name, name === "node" ? ops.version() : ""]));

	const features = Object.freeze({
		cached_builtins: true,
		debug: false,
		inspector: false,
		ipv6: true,
		openssl_is_boringssl: true,
		require_module: false,
		tls: true,
		tls_alpn: true,
		tls_ocsp: true,
		tls_sni: true,
		typescript: false,
		uv: true,
	});

	const usage = ["userCPUTime", "systemCPUTime", "maxRSS", "sharedMemorySize", "unsharedDataSize", "unsharedStackSize", "minorPageFault", "majorPageFault", "swappedOut", "fsRead", "fsWrite", "ipcSent", "ipcReceived", "signalsCount", "voluntaryContextSwitches", "involuntaryContextSwitches"];
	const zeros = (keys) => Object.fromEntries(keys.map((key) => [key, 0]));

	const process = {
		assert: (...args) => require("assert").ok(...args),
		version: `v${versions.node}`,
		versions,
		title: "workerd",
		argv: ["workerd"],
		argv0: "workerd",
		execArgv: [],
		arch: "x64",
		platform: "linux",
		config: require("internal/process/config"),
		pid: 1,
		ppid: 0,
		getegid: always("getegid", 0),
		getgid: always("getgid", 0),
		getgroups: () => [0],
		geteuid: always("geteuid", 0),
		getuid: always("getuid", 0),
		setegid: setId("setegid"),
		setgid: setId("setgid"),
		setgroups: setGroups("setgroups"),
		seteuid: setId("seteuid"),
		setuid: setId("setuid"),
		initgroups: setGroups("initgroups"),
		setSourceMapsEnabled: nothing("setSourceMapsEnabled"),
		getSourceMapsSupport: () => ({ enabled: false, nodeModules: false, generatedCode: false }),
		nextTick,
		emitWarning,
		env,
		exit: (code) => ops.exit(code ?? 0),
		abort: () => ops.exit(1),
		getBuiltinModule(id) {
			const { isBuiltin } = require("module");
			const name = String(id);
			if (isBuiltin(name)) return ops.builtin(`node:${name.replace(/^node:/, "")}`);
			return /^cloudflare:/.test(name) ? ops.builtin(name) : undefined;
		},
		features,
		allowedNodeEnvironmentFlags: new Set(),
		kill: missing("kill"),
		ref: nothing("ref"),
		unref: nothing("unref"),
		chdir,
		cwd: () => directory,
		umask,
		hrtime,
		uptime: always("uptime", 0),
		loadEnvFile(path = ".env") {
			const text = require("fs").readFileSync(path instanceof URL ? path : String(path), "utf8");
			Object.assign(env, require("internal/util/dotenv").parse(text));
		},
		exitCode: undefined,
		channel: null,
		connected: false,
		binding: missing("binding"),
		debugPort: 0,
		dlopen: missing("dlopen"),
		finalization: {
			register: missing("finalization.register"),
			registerBeforeExit: missing("finalization.registerBeforeExit"),
			unregister: missing("finalization.unregister"),
		},
		getActiveResourcesInfo: missing("getActiveResourcesInfo"),
		setUncaughtExceptionCaptureCallback: missing("setUncaughtExceptionCaptureCallback"),
		hasUncaughtExceptionCaptureCallback: missing("hasUncaughtExceptionCaptureCallback"),
		memoryUsage: () => zeros(["rss", "heapTotal", "heapUsed", "external", "arrayBuffers"]),
		noDeprecation: false,
		permission: { has: missing("permission.has") },
		release: { name: "node", lts: true, sourceUrl: "", headersUrl: "" },
		report: {
			compact: false,
			directory: "",
			filename: "",
			getReport: () => ({}),
			reportOnFatalError: false,
			reportOnSignal: false,
			reportOnUncaughtException: false,
			excludeNetwork: false,
			excludeEnv: false,
			signal: "SIGUSR2",
			writeReport: missing("report.writeReport"),
		},
		resourceUsage: () => zeros(usage),
		send: always("send", false),
		traceDeprecation: false,
		throwDeprecation: false,
		sourceMapsEnabled: false,
		stdin: undefined,
		stdout: undefined,
		stderr: undefined,
		threadCpuUsage: missing("threadCpuUsage"),
		cpuUsage: missing("cpuUsage"),
		execPath: "",
		constrainedMemory: always("constrainedMemory", 0),
		availableMemory: always("availableMemory", 0),
		execve: missing("execve"),
		openStdin: () => process.stdin,
		_rawDebug: (...args) => console.log(...args),
		moduleLoadList: [],
		_linkedBinding: missing("_linkedBinding"),
		domain: null,
		_exiting: false,
		_getActiveRequests: () => [],
		_getActiveHandles: () => [],
		reallyExit: (code) => ops.exit(code || 0),
		_kill: missing("_kill"),
		_fatalException: always("_fatalException", false),
		_tickCallback: nothing("_tickCallback"),
		_debugProcess: nothing("_debugProcess"),
		_debugEnd: nothing("_debugEnd"),
		_startProfilerIdleNotifier: nothing("_startProfilerIdleNotifier"),
		_stopProfilerIdleNotifier: nothing("_stopProfilerIdleNotifier"),
		_preload_modules: [],
		_disconnect: undefined,
		_handleQueue: undefined,
		_pendingMessage: undefined,
		_channel: undefined,
		_send: undefined,
	};

	// The standard streams are made when first used: few Workers need streams for them.

	const socketLike = { allowHalfOpen: false, bufferSize: 0, connecting: false, readyState: "open" };
	const output = (fd) => {
		const { Writable } = require("stream");
		const { write } = require("internal/fs/stdio");
		class SyncWriteStream extends Writable {
			constructor() {
				super({ autoDestroy: true, decodeStrings: false });
				Object.assign(this, { fd, _type: "fs", _isStdio: true, readable: false, ...socketLike, bytesRead: 0, bytesWritten: 0, pending: false });
			}
			_write(chunk, encoding, callback) {
				const { Buffer } = require("buffer");
				write(fd, typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
				callback();
			}
		}
		return new SyncWriteStream();
	};
	const input = () => {
		const { ReadStream } = require("fs");
		return Object.assign(new ReadStream(null, { fd: 0, autoClose: false }), socketLike);
	};
	const lazily = (name, make) => {
		const set = (value) => Object.defineProperty(process, name, { value, writable: true, enumerable: true, configurable: true });
		Object.defineProperty(process, name, {
			enumerable: true,
			configurable: true,
			get() {
				const stream = make();
				set(stream);
				return stream;
			},
			set,
		});
	};
	lazily("stdin", input);
	lazily("stdout", () => output(1));
	lazily("stderr", () => output(2));

	Object.setPrototypeOf(process, EventEmitter.prototype);
	EventEmitter.call(process);
	Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });

	// The global object is listened to only if somebody listens here.
	const forwarded = {
		unhandledRejection: ["unhandledrejection", (e) => [e.reason, e.promise]],
		rejectionHandled: ["rejectionhandled", (e) => [e.promise]],
	};
	process.on("newListener", (name) => {
		if (!Object.hasOwn(forwarded, name)) return;
		const [type, args] = forwarded[name];
		delete forwarded[name];
		addEventListener(type, (event) => process.emit(name, ...args(event)));
	});
	return process;
}
