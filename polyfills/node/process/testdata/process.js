const process = require("process");

const message = (fn) => {
	try {
		return "gave " + fn();
	} catch (e) {
		return [e.name, e.code, e.message].join("|");
	}
};

test("the module is the global process, with the platform's members", () => {
	assert(globalThis.process === process);
	assertEquals(
		Object.keys(process).join(" "),
		"assert version versions title argv argv0 execArgv arch platform config pid ppid getegid getgid getgroups geteuid getuid setegid setgid setgroups seteuid setuid initgroups setSourceMapsEnabled getSourceMapsSupport nextTick emitWarning env exit abort getBuiltinModule features allowedNodeEnvironmentFlags kill ref unref chdir cwd umask hrtime uptime loadEnvFile exitCode channel connected binding debugPort dlopen finalization getActiveResourcesInfo setUncaughtExceptionCaptureCallback hasUncaughtExceptionCaptureCallback memoryUsage noDeprecation permission release report resourceUsage send traceDeprecation throwDeprecation sourceMapsEnabled stdin stdout stderr threadCpuUsage cpuUsage execPath constrainedMemory availableMemory execve openStdin _rawDebug moduleLoadList _linkedBinding domain _exiting _getActiveRequests _getActiveHandles reallyExit _kill _fatalException _tickCallback _debugProcess _debugEnd _startProfilerIdleNotifier _stopProfilerIdleNotifier _preload_modules _disconnect _handleQueue _pendingMessage _channel _send _events _eventsCount _maxListeners",
	);
	assertEquals([process.version, process.platform, process.arch, process.cwd(), process.argv, process.pid, process.title, String(process), process instanceof require("events")], ["v22.23.4", "linux", "x64", "/bundle", ["workerd"], 1, "workerd", "[object process]", true]);
});

test("nextTick is a microtask", async () => {
	const seen = [];
	Promise.resolve().then(() => seen.push("p1"));
	process.nextTick((a) => seen.push("t1" + a), "x");
	Promise.resolve()
		.then(() => {
			seen.push("p2");
			process.nextTick(() => seen.push("t2"));
		})
		.then(() => seen.push("p3"));
	await new Promise((resolve) => setTimeout(resolve));
	assertEquals(seen, ["p1", "t1x", "p2", "t2", "p3"]);
});

test("the environment holds text", () => {
	process.env.X = 1;
	process.env.U = undefined;
	assertEquals([process.env.X, process.env.U, "X" in process.env, delete process.env.X, process.env.X, Object.keys(process.env)], ["1", "undefined", true, true, undefined, ["U"]]);
	assertThrows(() => { process.env[Symbol("a")] = 1; }, TypeError, "Cannot convert a symbol value to a string");
	assertThrows(() => Object.defineProperty(process.env, "q", { get() {} }), TypeError, "process.env value must not have getter/setter");
	delete process.env.U;
});

test("warnings are events", async () => {
	const seen = [];
	process.on("warning", (w) => seen.push(`${w.name}:${w.message}:${w.code}`));
	process.emitWarning("w", { code: "C", type: "T", detail: "d" });
	process.emitWarning("hello", "MyW", "C1");
	process.emitWarning(new Error("ew"));
	await null;
	assertEquals(seen, ["T:w:C", "MyW:hello:C1", "Error:ew:undefined"]);
	assertEquals(message(() => process.emitWarning(1)), 'TypeError|ERR_INVALID_ARG_TYPE|The "warning" argument must be an string or Error. Received type number (1)');
});

test("time is that of the Worker's clock", () => {
	const [seconds, nanos] = process.hrtime();
	assert(Math.abs(seconds + nanos / 1e9 - Date.now() / 1000) < 60);
	assertEquals(process.hrtime([seconds, nanos])[0], 0);
	assertEquals(typeof process.hrtime.bigint(), "bigint");
	assertEquals(message(() => process.hrtime(1)), 'TypeError|ERR_INVALID_ARG_TYPE|The "time" argument must be tuple of integers. Received type number (1)');
});

test("modules can be had without importing them", () => {
	assert(process.getBuiltinModule("path") === require("path") && process.getBuiltinModule("node:path") === require("path"));
	assertEquals([process.getBuiltinModule("zz"), process.getBuiltinModule("internal/errors")], [undefined, undefined]);
	assertEquals(typeof process.getBuiltinModule("cloudflare:workers").WorkerEntrypoint, "function");
});

test("what the platform lacks says so", () => {
	for (const name of ["kill", "binding", "dlopen", "cpuUsage", "getActiveResourcesInfo", "execve"]) assertEquals(message(() => process[name]()), `Error|ERR_METHOD_NOT_IMPLEMENTED|The process.${name} method is not implemented`);
	assertEquals(message(() => process.setuid(1)), "Error|EPERM|operation not permitted");
	assertEquals([process.umask(0o77), process.umask(), process.memoryUsage().rss, process.getgroups()], [18, 18, 0, [0]]);
	assertEquals(message(() => process.umask("9")), "TypeError|ERR_INVALID_ARG_VALUE|The argument 'mask' must be a 32-bit unsigned integer or an octal string. Received '9'");
});
