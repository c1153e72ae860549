// Members are recorded from the platform.
const members = {
	"child_process": "ChildProcess _forkChild exec execFile execFileSync execSync fork spawn spawnSync",
	"cluster": "_events _eventsCount _maxListeners domain Worker isMaster isPrimary isWorker SCHED_NONE SCHED_RR schedulingPolicy settings workers",
	"dgram": "createSocket Socket",
	"domain": "Domain active createDomain create",
	"http2": "constants createSecureServer createServer Http2ServerRequest Http2ServerResponse connect getDefaultSettings getPackedSettings getUnpackedSettings performServerHandshake sensitiveHeaders",
	"inspector": "Session close console open url waitForDebugger Network",
	"inspector/promises": "close console Network open Session url waitForDebugger",
	"readline": "clearLine clearScreenDown createInterface cursorTo emitKeypressEvents moveCursor Interface promises",
	"readline/promises": "Interface Readline createInterface",
	"repl": "writer start Recoverable REPLServer builtinModules _builtinLibs REPL_MODE_SLOPPY REPL_MODE_STRICT",
	"sqlite": "DatabaseSync StatementSync constants backup",
	"test": "mock MockFunctionContext MockTracker",
	"trace_events": "createTracing getEnabledCategories",
	"tty": "isatty ReadStream WriteStream",
	"v8": "cachedDataVersionTag getHeapSnapshot getHeapStatistics getHeapSpaceStatistics getHeapCodeStatistics getCppHeapStatistics setFlagsFromString Serializer Deserializer DefaultSerializer DefaultDeserializer deserialize takeCoverage stopCoverage serialize writeHeapSnapshot promiseHooks queryObjects startupSnapshot setHeapSnapshotNearHeapLimit GCProfiler isStringOneByteRepresentation",
	"vm": "Script createContext createScript runInContext runInNewContext runInThisContext isContext compileFunction measureMemory constants",
	"wasi": "WASI",
	"worker_threads": "BroadcastChannel MessageChannel MessagePort Worker SHARE_ENV getEnvironmentData isMainThread isMarkedAsUntransferable markAsUntransferable markAsUncloneable moveMessagePortToContext parentPort receiveMessageOnPort resourceLimits setEnvironmentData postMessageToThread threadId workerData isInternalThread",
};

for (const [name, keys] of Object.entries(members)) {
	test(`node:${name} has the platform's members`, () => assertEquals(Object.keys(require(name)).join(" "), keys));
}

// thrown are calls, by module, that throw what the platform says is not implemented.
const thrown = {
	child_process: { execSync: "child_process.execSync", spawn: "child_process.spawn", fork: "child_process.fork" },
	http2: { createServer: "http2.createServer", connect: "http2.connect" },
	"inspector/promises": { open: "Inspector.open" },
	repl: { start: "start", writer: "writer" },
	v8: { serialize: "serialize", getHeapSnapshot: "getHeapSnapshot" },
	vm: { runInThisContext: "runInThisContext", measureMemory: "measureMemory" },
	worker_threads: { postMessageToThread: "postMessageToThread" },
};
for (const [name, calls] of Object.entries(thrown)) {
	for (const [method, words] of Object.entries(calls)) {
		test(`${method} of node:${name} throws`, () => {
			const error = assertThrows(() => require(name)[method](), Error, `The ${words} method is not implemented`);
			assertEquals(error.code, "ERR_METHOD_NOT_IMPLEMENTED");
		});
	}
}

test("classes that cannot be constructed throw", () => {
	const classes = { worker_threads: "Worker", child_process: "ChildProcess", wasi: "WASI", inspector: "Session", repl: "REPLServer", v8: "DefaultSerializer" };
	const words = { ChildProcess: "child_process.ChildProcess", DefaultSerializer: "Serializer" };
	for (const [name, key] of Object.entries(classes)) {
		const Class = require(name)[key];
		assertEquals(Class.name, key);
		assertThrows(() => new Class(), Error, `The ${words[key] ?? key} method is not implemented`);
	}
	assertThrows(() => new (require("sqlite").DatabaseSync)(), TypeError, "Illegal constructor");
});

test("arguments are checked first, as the platform does", () => {
	assertThrows(() => require("child_process").exec(), TypeError, 'The "command" argument must be of type string. Received undefined');
	assertThrows(() => require("v8").setFlagsFromString(), TypeError, 'The "flags" argument must be of type string. Received undefined');
	assertThrows(() => require("vm").compileFunction(), TypeError, 'The "code" argument must be of type string. Received undefined');
	assertThrows(() => require("vm").isContext(), TypeError, 'The "object" argument must be of type object. Received undefined');
	assertThrows(() => require("dgram").createSocket(), TypeError, 'The "type" argument must be of type object. Received undefined');
	assertThrows(() => require("trace_events").createTracing(), TypeError, 'The "options" argument must be of type object. Received undefined');
});

test("what does nothing on the platform does nothing", async () => {
	const { createInterface, promises } = require("readline");
	assertEquals([createInterface().getPrompt(), createInterface().getCursorPos()], ["", { rows: 0, cols: 0 }]);
	assertEquals(await promises.createInterface().question("?"), "");
	assertEquals(require("domain").createDomain().run((a) => a + 1, 1), 2);
	const socket = require("dgram").createSocket("udp4");
	assertEquals([socket.bind() === socket, socket.address(), socket.getSendQueueCount()], [true, {}, 0]);
	const { setEnvironmentData, getEnvironmentData } = require("worker_threads");
	setEnvironmentData("k", "v");
	assertEquals(getEnvironmentData("k"), "v");
	const given = { a: 1 }, context = require("vm").createContext(given);
	assertEquals([require("vm").isContext(context), require("vm").isContext(given), Object.keys(context), require("vm").createContext(context) === context], [true, false, [], true]);
	assertEquals(require("cluster").isPrimary, true);
	assertThrows(() => require("cluster").fork(), Error, "The cluster.fork method is not implemented");
	await assertRejects(require("worker_threads").Worker.prototype.terminate(), Error, "The Worker.terminate method is not implemented");
});
