const assert = require("assert");
const util = require("util");

// What workerd throws: name, message and operator of the error, or nothing.
const cases = [
	[()=>assert(false), ["AssertionError", "false == true", "=="]],
	[()=>assert.ok(0), ["AssertionError", "0 == true", "=="]],
	[()=>assert.ok(), ["AssertionError", "No value argument passed to `assert.ok()`", null]],
	[()=>assert(0,'m'), ["AssertionError", "m", "=="]],
	[()=>assert.equal(1,2), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   1\n+   2\n", "strictEqual"]],
	[()=>assert.equal(1,2,'m'), ["AssertionError", "m", "strictEqual"]],
	[()=>assert.notEqual(1,1), ["AssertionError", "Expected actual to be strictly unequal to expected", "notStrictEqual"]],
	[()=>assert.strictEqual(1,2), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   1\n+   2\n", "strictEqual"]],
	[()=>assert.strictEqual('a\nb','a\nc'), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n    a\\n\n-   b\n+   c\n\n", "strictEqual"]],
	[()=>assert.strictEqual({a:1},{a:1}), ["AssertionError", "Values have the same structure but are not reference-equal:\n\n    { a: 1 }\n", "strictEqual"]],
	[()=>assert.notStrictEqual(1,1), ["AssertionError", "Expected actual to be strictly unequal to expected", "notStrictEqual"]],
	[()=>assert.notStrictEqual(NaN,NaN), ["AssertionError", "Expected actual to be strictly unequal to expected", "notStrictEqual"]],
	[()=>assert.deepEqual({a:1},{a:2}), ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ { a: 1 }\n- { a: 2 }\n       ^", "deepStrictEqual"]],
	[()=>assert.deepStrictEqual({a:1,b:[1,2]},{a:1,b:[1,3]}), ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ { a: 1, b: [ 1, 2 ] }\n- { a: 1, b: [ 1, 3 ] }\n                  ^", "deepStrictEqual"]],
	[()=>assert.deepStrictEqual([1,2,3],[1,2,4]), ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ [ 1, 2, 3 ]\n- [ 1, 2, 4 ]\n          ^", "deepStrictEqual"]],
	[()=>assert.deepStrictEqual({a:1},{a:1,b:2}), ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ { a: 1 }\n- { a: 1, b: 2 }\n        ^", "deepStrictEqual"]],
	[()=>assert.notDeepEqual({a:1},{a:1}), ["AssertionError", "Expected actual to not be deeply strictly equal to expected", "notDeepStrictEqual"]],
	[()=>assert.notDeepStrictEqual([1],[1]), ["AssertionError", "Expected actual to not be deeply strictly equal to expected", "notDeepStrictEqual"]],
	[()=>assert.fail(), ["AssertionError", "Failed", "fail"]],
	[()=>assert.fail('m'), ["AssertionError", "m", "fail"]],
	[()=>assert.fail(new TypeError('t')), ["TypeError", "t"]],
	[()=>assert.throws(()=>{}), ["AssertionError", "Missing expected exception.", "throws"]],
	[()=>assert.throws(()=>{},TypeError), ["AssertionError", "Missing expected exception (TypeError).", "throws"]],
	[()=>assert.throws(()=>{throw new Error('x')},TypeError), ["AssertionError", "The error is expected to be an instance of \"TypeError\". Received \"Error\"\n\nError message:\n\nx", "throws"]],
	[()=>assert.throws(()=>{throw new Error('x')},/y/), ["AssertionError", "The input did not match the regular expression /y/. Input:\n\n'Error: x'\n", "throws"]],
	[()=>assert.throws(()=>{throw new Error('x')},{message:'y'}), ["AssertionError", "Expected values to be strictly deep-equal:\n\n'x' !== 'y'\n", "deepStrictEqual"]],
	[()=>assert.throws(()=>{throw new Error('x')},{message:/x/,name:'Error'}), null],
	[()=>assert.throws(()=>{throw new Error('x')},()=>false), ["AssertionError", "The validation function is expected to return \"true\". Received false\n\nCaught error:\n\nError: x", "throws"]],
	[()=>assert.throws(()=>{},'msg'), ["AssertionError", "Missing expected exception: msg", "throws"]],
	[()=>assert.throws(()=>{throw new Error('x')},'x'), ["TypeError", "The \"error/message\" argument is ambiguous. The error message \"x\" is identical to the message."]],
	[()=>assert.throws(()=>{throw new Error('x')},{}), ["TypeError", "The argument 'error' may not be an empty object. Received {}"]],
	[()=>assert.throws(()=>{throw 1},1), ["TypeError", "The \"error\" argument must be of type function or an instance of Error, RegExp, or Object. Received type number (1)"]],
	[()=>assert.throws(()=>{throw new Error('x')},function validate(e){throw new Error('inner')}), ["Error", "inner"]],
	[()=>assert.doesNotThrow(()=>{throw new Error('x')}), ["AssertionError", "Got unwanted exception.\nActual message: \"x\"", "doesNotThrow"]],
	[()=>assert.doesNotThrow(()=>{throw new Error('x')},'m'), ["AssertionError", "Got unwanted exception: m\nActual message: \"x\"", "doesNotThrow"]],
	[()=>assert.doesNotThrow(()=>{throw new Error('x')},TypeError), ["Error", "x"]],
	[()=>assert.ifError(null), null],
	[()=>assert.ifError(new Error('x')), ["AssertionError", "ifError got unwanted exception: x", "ifError"]],
	[()=>assert.ifError('s'), ["AssertionError", "ifError got unwanted exception: 's'", "ifError"]],
	[()=>assert.match('abc',/x/), ["AssertionError", "actual: \"abc\" expected to match: \"/x/\"", "match"]],
	[()=>assert.match(1,/x/), ["AssertionError", "actual: \"1\" expected to match: \"/x/\"", "match"]],
	[()=>assert.doesNotMatch('abc',/b/), ["AssertionError", "actual: \"abc\" expected to not match: \"/b/\"", "doesNotMatch"]],
	[()=>assert.doesNotMatch(1,/b/), ["AssertionError", "The \"string\" argument must be of type string. Received type number (1)", "doesNotMatch"]],
	[()=>assert.partialDeepStrictEqual({a:1,b:2},{a:1}), null],
	[()=>assert.partialDeepStrictEqual({a:1},{a:2}), ["AssertionError", "Expected actual to be partially deeply strictly equal to expected", "partialDeepStrictEqual"]],
	[()=>assert.partialDeepStrictEqual([1,2,3],[1,3]), ["AssertionError", "Expected actual to be partially deeply strictly equal to expected", "partialDeepStrictEqual"]],
	[()=>assert.partialDeepStrictEqual(new Set([1,2]),new Set([1])), null],
	[()=>assert.partialDeepStrictEqual(new Map([[1,{a:1,b:2}]]),new Map([[1,{a:1}]])), null],
	[()=>{throw new assert.AssertionError({message:'m'})}, ["AssertionError", "m", null]],
	[()=>{throw new assert.AssertionError({actual:1,expected:2,operator:'strictEqual'})}, ["AssertionError", "Expected values to be strictly equal:\n\n1 !== 2\n", "strictEqual"]],
	[()=>{throw new assert.AssertionError({actual:1,expected:2,operator:'foo'})}, ["AssertionError", "1 foo 2", "foo"]],
	[()=>assert.equal(1), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   1\n+   undefined\n", "strictEqual"]],
	[()=>assert.deepEqual(1), ["AssertionError", "Expected values to be strictly deep-equal:\n\n1 !== undefined\n", "deepStrictEqual"]],
	[()=>assert.deepStrictEqual(Array.from({length:40},(_,i)=>i),Array.from({length:40},(_,i)=>i+ (i===20?1:0))), ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected ... Lines skipped\n\n  [ 0,\n    1,\n...\n    18,\n    19,\n+   20,\n-   21,\n    21,\n...\n    37,\n    38,\n    39 ]", "deepStrictEqual"]],
	[()=>assert.strictEqual('hello','hellO'), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   hello\n+   hellO\n\n", "strictEqual"]],
	[()=>assert.deepStrictEqual(new Error('a'),new Error('b')), ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ [Error: a]\n- [Error: b]\n          ^", "deepStrictEqual"]],
	[()=>{class A{};assert.deepStrictEqual(new A,{})}, ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ A {}\n- {}", "deepStrictEqual"]],
	[()=>assert.notEqual({},1), null],
	[()=>assert.strictEqual(1,2,undefined), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   1\n+   2\n", "strictEqual"]],
	[()=>assert.strictEqual({a:1},2), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   { a: 1 }\n+   2\n", "strictEqual"]],
	[()=>assert.deepStrictEqual(new Date(0),new Date(1)), ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ 1970-01-01T00:00:00.000Z\n- 1970-01-01T00:00:00.001Z\n                        ^", "deepStrictEqual"]],
	[()=>assert.strictEqual(1,2,new RangeError('r')), ["AssertionError", "RangeError: r", "strictEqual"]],
	[()=>assert.deepStrictEqual(1,2,new RangeError('r')), ["AssertionError", "RangeError: r", "deepStrictEqual"]],
	[()=>assert.partialDeepStrictEqual([1,2,3],[1,2]), null],
	[()=>assert.equal(1,'1'), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   1\n+   '1'\n", "strictEqual"]],
	[()=>assert.notEqual(1,'1'), null],
	[()=>assert.equal(0,-0), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   0\n+   -0\n", "strictEqual"]],
	[()=>assert.strictEqual({a:1,b:'x'.repeat(50),c:'y'.repeat(50)},{a:2,b:'x'.repeat(50),c:'y'.repeat(50)}), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n    {\n-     a: 1,\n+     a: 2,\n      b: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',\n      c: 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'\n    }\n", "strictEqual"]],
	[()=>assert.strictEqual([1,2,3],[1,2,4]), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   [ 1, 2, 3 ]\n+   [ 1, 2, 4 ]\n", "strictEqual"]],
	[()=>assert.partialDeepStrictEqual({a:[{x:1,y:2}]},{a:[{x:1}]}), null],
	[()=>assert.partialDeepStrictEqual([1,2,3],[2,3]), ["AssertionError", "Expected actual to be partially deeply strictly equal to expected", "partialDeepStrictEqual"]],
	[()=>assert.match('a',/b/,'m'), ["AssertionError", "m", "match"]],
	[()=>assert.notStrictEqual(1,1,'m'), ["AssertionError", "m", "notStrictEqual"]],
	[()=>assert.notDeepStrictEqual(1,1,new TypeError('z')), ["AssertionError", "TypeError: z", "notDeepStrictEqual"]],
	[()=>assert.strictEqual(undefined,null), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   undefined\n+   null\n", "strictEqual"]],
	[()=>assert.strictEqual('a\nb\nc','a\nc'), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n    a\\n\n-   b\\n\n    c\n\n", "strictEqual"]],
	[()=>assert.deepStrictEqual('abcdefghijkl','abcdefghijkm'), ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ 'abcdefghijkl'\n- 'abcdefghijkm'\n              ^", "deepStrictEqual"]],
	[()=>assert.deepStrictEqual(1,2,'mm'), ["AssertionError", "mm", "deepStrictEqual"]],
	[()=>assert.ifError(Object.assign(new Error(''),{})), ["AssertionError", "ifError got unwanted exception: Error", "ifError"]],
	[()=>assert.deepEqual({a:1},{a:'1'}), ["AssertionError", "Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ { a: 1 }\n- { a: '1' }\n       ^", "deepStrictEqual"]],
	[()=>assert.notDeepEqual({a:1},{a:'1'}), null],
	[()=>{throw new assert.AssertionError({actual:{a:1},expected:{a:1},operator:'notDeepStrictEqual'})}, ["AssertionError", "Expected \"actual\" not to be strictly deep-equal to:\n\n{ a: 1 }", "notDeepStrictEqual"]],
	[()=>{throw new assert.AssertionError({actual:{a:1},expected:{a:2},operator:'deepEqual'})}, ["AssertionError", "Expected values to be loosely deep-equal:\n\n{ a: 1 }\n\nshould loosely deep-equal\n\n{ a: 2 }", "deepEqual"]],
	[()=>assert.strictEqual(1,2,''), ["AssertionError", "Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n-   1\n+   2\n", "strictEqual"]],
	[()=>assert.throws(()=>{},{message:'x'},'mmm'), ["AssertionError", "Missing expected exception: mmm", "throws"]],
	[()=>assert.throws(()=>{throw new Error('e')},{message:'x'},'mmm'), ["AssertionError", "Expected values to be strictly deep-equal:\n\n'e' !== 'x'\n", "deepStrictEqual"]],
	[()=>assert.partialDeepStrictEqual([1,2],[1,2,3]), ["AssertionError", "Expected actual to be partially deeply strictly equal to expected", "partialDeepStrictEqual"]],
	[()=>assert.partialDeepStrictEqual([3,1,2],[1,2,3]), ["AssertionError", "Expected actual to be partially deeply strictly equal to expected", "partialDeepStrictEqual"]],
];
for (const [fn, want] of cases) {
	test(`${String(fn).replace(/\s+/g, " ")} says what the platform says`, () => {
		let got = null;
		try {
			fn();
		} catch (e) {
			got = e instanceof assert.AssertionError ? [e.name, e.message, e.operator ?? null] : [e.name, e.message];
		}
		assertEquals(got, want);
	});
}

test("words of what does not fail as it should", async () => {
	const said = async (call) => {
		try {
			await call();
		} catch (e) {
			return e.message;
		}
	};
	const failing = () => {
		throw new Error("hello");
	};
	class Own extends Error {}
	assertEquals(await said(() => assert.throws(() => {}, { name: "TypeError" })), "Missing expected exception.");
	assertEquals(await said(() => assert.throws(() => {}, Own)), "Missing expected exception (Own).");
	assertEquals(await said(() => assert.rejects(Promise.resolve(), new TypeError("x"))), "Missing expected rejection.");
	assertEquals(await said(() => assert.throws(failing, { message: /y/ })), 'actual: "hello" expected to match: "/y/"');
	assertEquals(await said(() => assert.throws(failing, function check() { return 5; })), 'The validation function is expected to return "true". Received 5\n\nCaught error:\n\nError: hello');
	assertEquals(await said(() => assert.rejects(async () => failing(), function check() {})), 'The "validate" validation function is expected to return "true". Received undefined\n\nCaught error:\n\nError: hello');
	assertEquals(await said(() => assert.throws(() => { throw 5; }, Own)), 'The error is expected to be an instance of "Own". Received "Number"\n\nError message:\n\nundefined');
	assertEquals(await said(() => assert.doesNotThrow(failing, /other/, "mine")), 'Got unwanted exception: mine\nActual message: "hello"');
	assertEquals(await said(() => assert.doesNotThrow(failing, TypeError)), "hello");
});

test("an accessor on Object.prototype does not disturb its errors", () => {
	Object.defineProperty(Object.prototype, "get", { value() {}, configurable: true });
	try {
		assertThrows(() => assert.strictEqual(1, 2), assert.AssertionError);
	} finally {
		delete Object.prototype.get;
	}
});
