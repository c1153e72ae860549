const assert = require("assert");

test("the modules have the platform's members", () => {
	const members = "fail deepStrictEqual notDeepStrictEqual strictEqual notStrictEqual partialDeepStrictEqual match doesNotMatch throws rejects doesNotThrow doesNotReject ifError Assert AssertionError ok strict equal notEqual deepEqual notDeepEqual";
	assertEquals(Object.keys(assert).join(" "), members);
	assertEquals(Object.keys(require("assert/strict")).join(" "), members);
	assert(require("assert/strict") === assert && assert.strict.strict === assert.strict && assert.strict !== assert);
});

test("an AssertionError carries what was compared", () => {
	try {
		assert.strictEqual(1, 2);
	} catch (e) {
		assertEquals(Object.keys(e), ["generatedMessage", "code", "actual", "expected", "operator"]);
		assertEquals([e.generatedMessage, e.code, e.actual, e.expected, e.operator, e instanceof Error], [false, "ERR_ASSERTION", 1, 2, "strictEqual", true]);
		assert(String(e).startsWith("AssertionError [ERR_ASSERTION]: Values are not strictly equal"));
		assert(e.stack.startsWith("AssertionError [ERR_ASSERTION]: Values"), e.stack);
		return;
	}
	throw new Error("did not throw");
});

test("rejections are asserted", async () => {
	const message = async (f) => {
		try {
			await f();
		} catch (e) {
			return [e.name, e.message, e.operator];
		}
		return null;
	};
	assertEquals(await message(() => assert.rejects(Promise.resolve(1))), ["AssertionError", "Missing expected rejection.", "rejects"]);
	assertEquals(await message(() => assert.rejects(Promise.reject(new Error("x")), /y/)), ["AssertionError", "The input did not match the regular expression /y/. Input:\n\n'Error: x'\n", "rejects"]);
	assertEquals(await message(() => assert.rejects(() => 1)), ["TypeError", 'Expected instance of Promise to be returned from the "promiseFn" function but got type number (1).', undefined]);
	assertEquals(await message(() => assert.rejects(1)), ["TypeError", 'The "promiseFn" argument must be of type function or an instance of Promise. Received type number (1)', undefined]);
	assertEquals(await message(() => assert.rejects(async () => { throw new TypeError("q"); }, TypeError)), null);
	assertEquals(await message(() => assert.doesNotReject(Promise.reject(new Error("x")))), ["AssertionError", 'Got unwanted exception.\nActual message: "x"', "doesNotReject"]);
	assertEquals(await message(() => assert.doesNotReject(Promise.resolve())), null);
});

test("long common parts are left out of a difference", () => {
	const list = (change) => Array.from({ length: 40 }, (_, i) => (i === change ? i + 1 : i));
	assertThrows(() => assert.deepStrictEqual(list(-1), list(20)), "AssertionError", "+ actual - expected ... Lines skipped\n\n  [ 0,\n    1,\n...\n    18,\n    19,\n+   20,\n-   21,\n    21,\n...\n    37,\n    38,\n    39 ]");
});

test("Assert is a set of its own, with options", () => {
	const { Assert } = assert;
	const { strictEqual } = new Assert();
	assertThrows(() => strictEqual(1, 2), assert.AssertionError);
	new Assert({ strict: false }).deepEqual({ a: 1 }, { a: "1" });
	assertThrows(() => new Assert().deepEqual({ a: 1 }, { a: "1" }), assert.AssertionError);
	new Assert({ skipPrototype: true }).deepEqual({ __proto__: null, a: 1 }, { a: 1 });
	assertThrows(() => new Assert().deepEqual({ __proto__: null, a: 1 }, { a: 1 }), assert.AssertionError);
	assertThrows(() => Assert(), TypeError, "Class constructor Assert cannot be invoked without `new`");
	assertThrows(() => new Assert({ diff: "x" }), TypeError, "The property 'options.diff' must be one of: 'simple', 'full'. Received 'x'");
});

test("what an error must have is missed by name", () => {
	const said = (f) => assertThrows(f, assert.AssertionError).message;
	assertEquals(
		[
			said(() => assert.throws(() => { throw new Error("a"); }, { message: "a", code: 5 })),
			said(() => assert.throws(() => { throw "a"; }, { message: "a" })),
			said(() => assert.throws(() => { throw null; }, { message: "a" })),
		],
		["A key in the expected object is missing: code", "object is expected to thrown, but got string: a", "object is expected to thrown, but got null"],
	);
	assertThrows(() => assert.throws(() => { throw "a"; }, {}), TypeError, "The argument 'error' may not be an empty object. Received {}");
});
