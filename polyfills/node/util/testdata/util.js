const util = require("util");

const message = (fn) => {
	try {
		return "gave " + fn();
	} catch (e) {
		return [e.name, e.code, e.message].join("|");
	}
};

test("the modules have the platform's members", () => {
	assertEquals(
		Object.keys(util).join(" "),
		"types callbackify promisify inspect format formatWithOptions stripVTControlCharacters inherits _extend MIMEParams MIMEType toUSVString log aborted debuglog debug deprecate getSystemErrorMap getSystemErrorMessage getSystemErrorName TextEncoder TextDecoder parseArgs parseEnv styleText transferableAbortController transferableAbortSignal getCallSite getCallSites isDeepStrictEqual convertProcessSignalToExitCode setTraceSigInt diff _errnoException _exceptionWithHostPort isArray isBoolean isBuffer isDate isError isFunction isNull isNullOrUndefined isNumber isObject isPrimitive isRegExp isString isSymbol isUndefined",
	);
	assertEquals(require("sys"), util);
	assertEquals(require("util/types"), util.types);
});

test("what the platform lacks says so", () => {
	assertThrows(() => util.parseArgs({}), Error, "node:util parseArgs is not implemented");
});

test("errors of the system have names and words", () => {
	assertEquals([util.getSystemErrorName(-2), util.getSystemErrorMessage(-111), util.getSystemErrorName(-99999)], ["ENOENT", "connection refused", "Unknown system error -99999"]);
	assertEquals([util.getSystemErrorMap().get(-98), util.getSystemErrorMap().get(-3008)], [["EADDRINUSE", "address already in use"], ["EAI_NONAME", "unknown node or service"]]);
	assertEquals(message(() => util.getSystemErrorName(5)), 'RangeError|ERR_OUT_OF_RANGE|The value of "err" is out of range. It must be a negative integer. Received 5');
	assertEquals(message(() => util.getSystemErrorMessage("x")), `TypeError|ERR_INVALID_ARG_TYPE|The "err" argument must be of type number. Received type string ('x')`);
});

test("controllers and signals can be moved as they are", () => {
	const { signal } = util.transferableAbortController();
	assertEquals(util.transferableAbortSignal(signal), signal);
	assertEquals(message(() => util.transferableAbortSignal()), 'TypeError|ERR_INVALID_ARG_TYPE|The "signal" argument must be an instance of AbortSignal. Received undefined');
});

test("promisify() makes promises of callbacks", async () => {
	const f = util.promisify((a, callback) => (a ? callback(null, a) : callback(new Error("none"))));
	assertEquals(await f(1), 1);
	await assertRejects(f(0), Error, "none");
	const custom = () => {};
	const other = async () => 2;
	custom[util.promisify.custom] = other;
	assertEquals(util.promisify(custom), other);
	assertEquals(message(() => util.promisify(1)), 'TypeError|ERR_INVALID_ARG_TYPE|The "original" argument must be of type function. Received type number (1)');
});

test("inherits() links prototypes", () => {
	function A() {}
	function B() {}
	util.inherits(B, A);
	assert(new B() instanceof A);
	assertEquals(B.super_, A);
	assertEquals(message(() => util.inherits(B, null)), 'TypeError|ERR_INVALID_ARG_TYPE|The "superCtor" argument must be of type function. Received null');
});

test("text is freed of control characters, and styled", () => {
	assertEquals(util.stripVTControlCharacters("\x1b[31ma\x1b[0m\x1b]8;;http://x\x07l\x1b]8;;\x07"), "al");
	assertEquals([util.styleText("red", "a"), util.styleText(["bold", "red"], "a", { validateStream: false })], ["a", "\x1b[1m\x1b[31ma\x1b[39m\x1b[22m"]);
	assert(message(() => util.styleText("nope", "a")).startsWith("TypeError|ERR_INVALID_ARG_VALUE|The argument 'format' must be one of: 'reset', 'bold'"));
	assertEquals(util.toUSVString("a\ud800"), "a\ufffd");
});

test("files of environment variables are read", () => {
	assertEquals(util.parseEnv("A=1\nB=\"x y\" # c\n#c\nexport C='q'\nD=`m\nn`\nE= t \n"), { A: "1", B: "x y", C: "q", D: "m\nn", E: "t" });
});

test("MIME types are parsed, changed and written", () => {
	const m = new util.MIMEType('text/HTML; charset=UTF-8;q="a b"');
	assertEquals([String(m), m.type, m.subtype, m.essence, m.params.get("charset"), [...m.params]], ['text/html;charset=UTF-8;q="a b"', "text", "html", "text/html", "UTF-8", [["charset", "UTF-8"], ["q", "a b"]]]);
	m.type = "application";
	m.params.delete("q");
	assertEquals(JSON.stringify(m), '"application/html;charset=UTF-8"');
	assertThrows(() => new util.MIMEType("x"), TypeError, "Not a valid MIME type: x");
	assertThrows(() => (m.subtype = ""), TypeError, "Not a valid MIME subtype");
});

test("values are told apart", () => {
	const { types } = util;
	assertEquals([types.isAsyncFunction(async () => {}), types.isAsyncFunction(() => {}), types.isGeneratorFunction(function* () {}), types.isGeneratorObject((function* () {})())], [true, false, true, true]);
	assertEquals([types.isMap(new Map()), types.isSet(new Map()), types.isDate(new Date()), types.isRegExp(/a/), types.isPromise(Promise.resolve()), types.isNativeError(new TypeError()), types.isProxy(new Proxy({}, {}))], [true, false, true, true, true, true, true]);
	assertEquals([types.isUint8Array(Buffer.alloc(1)), types.isInt8Array(new Uint8Array(1)), types.isTypedArray(new Float64Array(1)), types.isDataView(new DataView(new ArrayBuffer(1))), types.isAnyArrayBuffer(new ArrayBuffer(1))], [true, false, true, true, true]);
	assertEquals([types.isBoxedPrimitive(Object(1)), types.isStringObject("a"), types.isSymbolObject(Object(Symbol())), types.isWeakMap(new WeakMap()), types.isMapIterator(new Map().keys()), types.isArgumentsObject((function () { return arguments; })())], [true, false, true, true, true, true]);
});

test("values are compared deeply and strictly", () => {
	const same = (a, b) => util.isDeepStrictEqual(a, b);
	const circle = () => {
		const o = { n: 1 };
		o.self = o;
		return o;
	};
	const equal = [[{ a: [1, 2] }, { a: [1, 2] }], [new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 1]])], [new Set([{ a: 1 }, 2]), new Set([2, { a: 1 }])], [NaN, NaN], [circle(), circle()], [new Date(1), new Date(1)], [/a/g, /a/g], [Buffer.from("a"), Buffer.from("a")], [Object(1), Object(1)]];
	for (const [a, b] of equal) assert(same(a, b), util.inspect(a));
	const unequal = [[0, -0], [[1, , 3], [1, undefined, 3]], [new Error("a"), new Error("b")], [{ a: 1 }, { a: "1" }], [[1], { 0: 1, length: 1 }], [{ a: undefined }, {}], [new Map([[1, 1]]), new Map([[1, 2]])], [new Set([1]), new Set([2])], [new (class A {})(), {}], [{ [Symbol.for("a")]: 1 }, {}], [1, Object(1)]];
	for (const [a, b] of unequal) assert(!same(a, b), util.inspect(a));
});

test("aborted() waits for a signal", async () => {
	const controller = new AbortController();
	const waiting = util.aborted(controller.signal, {});
	controller.abort();
	assertEquals((await waiting).type, "abort");
	await assertRejects(util.aborted(1, {}), TypeError, 'The "signal" argument must be an instance of AbortSignal. Received type number (1)');
});

test("call sites name functions", () => {
	const where = (function here() {
		return util.getCallSites();
	})();
	assertEquals(where[0].functionName, "here");
	assert(where[0].lineNumber > 0);
});

test("diff tells what two texts or lists have", () => {
	assertEquals(util.diff("abc", "abd"), [[0, "a"], [0, "b"], [1, "c"], [-1, "d"]]);
	assertEquals(util.diff(["1", "2", "3"], ["1", "3", "4"]), [[0, "1"], [1, "2"], [0, "3"], [-1, "4"]]);
	assertEquals([util.diff("x", "x"), util.diff("", "ab")], [[], [[-1, "a"], [-1, "b"]]]);
	assertThrows(() => util.diff(1, "x"), TypeError, 'The "actual" argument must be of type string. Received type number (1)');
});

test("signals have codes of exit", () => {
	assertEquals([util.convertProcessSignalToExitCode("SIGTERM"), util.setTraceSigInt(true)], [143, undefined]);
	assert(message(() => util.convertProcessSignalToExitCode("x")).startsWith("TypeError|ERR_INVALID_ARG_VALUE|The argument 'signalCode' must be one of: 'SIGHUP',"));
});

test("shared buffers are told from others", () => {
	const { isArrayBuffer, isSharedArrayBuffer, isAnyArrayBuffer } = util.types;
	assertEquals([isArrayBuffer(new SharedArrayBuffer(1)), isSharedArrayBuffer(new SharedArrayBuffer(1)), isAnyArrayBuffer(new SharedArrayBuffer(1)), isArrayBuffer(new ArrayBuffer(1)), isSharedArrayBuffer(new ArrayBuffer(1))], [false, true, true, true, false]);
});

test("call sites have the functions' own names", () => {
	const object = { method: () => util.getCallSites()[0].functionName };
	class Made {
		name = util.getCallSites()[0].functionName;
	}
	assertEquals([object.method(), new Made().name.includes(".")], ["method", false]);
});
