test("symbols", () => {
  assertEquals([typeof Symbol.asyncIterator, typeof Symbol.dispose, String(Symbol.asyncDispose)], ["symbol", "symbol", "Symbol(Symbol.asyncDispose)"]);
});
test("groupBy", () => {
  assertEquals(Object.groupBy([1, 2, 3], (x) => (x % 2 ? "odd" : "even")), { odd: [1, 3], even: [2] });
  assertEquals(Map.groupBy([1, 2, 3], (x) => x % 2).get(1), [1, 3]);
  assertEquals(Object.keys(Object), []);
});
test("promises", async () => {
  const { promise, resolve } = Promise.withResolvers();
  resolve(1);
  assertEquals(await promise, 1);
  await assertRejects(Promise.try(() => { throw new TypeError("x"); }), TypeError);
  assertEquals(await Promise.try((a) => a, 3), 3);
});
test("well-formed strings", () => {
  assertEquals(["a".isWellFormed(), "\ud800".isWellFormed(), "😀".isWellFormed(), "\udc00x".isWellFormed()], [true, false, true, false]);
  assertEquals("a\ud800b😀".toWellFormed(), "a\ufffdb😀");
});
test("prepareStackTrace is given the frames", () => {
  let seen;
  Error.prepareStackTrace = (error, sites) => (seen = [error, sites], sites.map((s) => s.getFunctionName()));
  const o = {};
  (function outer() { (function inner() { Error.captureStackTrace(o); })(); })();
  assertEquals([seen, typeof o.stack], [undefined, "object"], "they are asked for lazily");
  const [error, [first, second]] = seen;
  assertEquals([error === o, o.stack.slice(0, 2), first.getLineNumber() > 0, first.getColumnNumber() > 0, typeof first.getFileName(), first.getTypeName(), first.getThis(), first.isNative(), first.isConstructor(), first.isToplevel()],
    [true, ["inner", "outer"], true, true, "string", null, undefined, false, false, true]);
  assert(String(second).startsWith("outer ("), String(second));
  (function outer() { (function inner() { Error.captureStackTrace(o, inner); })(); })();
  assertEquals(o.stack[0], "outer");
  delete Error.prepareStackTrace;
  Error.captureStackTrace(o);
  assertEquals(typeof o.stack, "string");
});
test("captureStackTrace", () => {
  class E { constructor() { this.name = "E"; this.message = "m"; Error.captureStackTrace(this, E); } }
  const e = new E();
  assert(e.stack.startsWith("E: m\n    at "), e.stack);
  assert(!e.stack.includes("new E"), e.stack);
  assertEquals(Error.stackTraceLimit, 10);
});
test("__defineGetter__ and its kin", () => {
  const o = {};
  o.__defineGetter__("a", () => 1);
  assertEquals([o.a, typeof o.__lookupGetter__("a"), o.__lookupSetter__("a")], [1, "function", undefined]);
});
test("WeakRef", () => {
  const o = {};
  assertEquals(new WeakRef(o).deref() === o, true);
  assertThrows(() => new WeakRef(1), TypeError);
  const r = new FinalizationRegistry(() => {}), token = {};
  r.register(o, 1, token);
  assertEquals([r.unregister(token), r.unregister(token)], [true, false]);
});
test("stacks of disposables", async () => {
  const seen = [];
  const first = new DisposableStack();
  first.use({ [Symbol.dispose]() { seen.push("used"); } });
  first.adopt("x", (v) => seen.push(v));
  first.defer(() => seen.push("deferred"));
  first[Symbol.dispose]();
  assertEquals(seen, ["deferred", "x", "used"]);
  const s = new DisposableStack();
  s.defer(() => { throw new Error("1"); });
  s.defer(() => { throw new Error("2"); });
  const e = assertThrows(() => s.dispose(), "SuppressedError");
  assertEquals([e.error.message, e.suppressed.message, s.disposed], ["1", "2", true]);
  const a = new AsyncDisposableStack();
  a.defer(async () => { await null; seen.push("async"); });
  await a.disposeAsync();
  assertEquals(seen.at(-1), "async");
});
test("iterator helpers", () => {
  const it = () => [1, 2, 3, 4].values();
  assertEquals(it().map((x) => x * 2).filter((x) => x > 2).take(2).toArray(), [4, 6]);
  assertEquals(it().drop(2).toArray(), [3, 4]);
  assertEquals(it().flatMap((x) => [x, x]).toArray().length, 8);
  assertEquals([it().reduce((a, b) => a + b), it().some((x) => x > 3), it().every((x) => x > 3), it().find((x) => x > 1)], [10, true, false, 2]);
  assertEquals(Iterator.from({ next: () => ({ done: true }) }).toArray(), []);
  assert(it() instanceof Iterator);
  let closed = 0;
  const source = { __proto__: Iterator.prototype, next: () => ({ value: 1, done: false }), return() { closed++; return {}; } };
  source.take(1).toArray();
  for (const x of source.map((x) => x)) break;
  assertEquals(closed, 2);
  assertThrows(() => new Iterator(), TypeError);
  class Mine extends Iterator {}
  assert(new Mine().map);
});
test("Array.fromAsync", async () => {
  assertEquals(await Array.fromAsync([1, Promise.resolve(2)], (x) => x + 1), [2, 3]);
  assertEquals(await Array.fromAsync({ [Symbol.asyncIterator]() { let i = 0; return { next: async () => ({ value: ++i, done: i > 2 }) }; } }), [1, 2]);
  assertEquals(await Array.fromAsync({ length: 2, 0: "a", 1: "b" }), ["a", "b"]);
});
test("RegExp.escape", () => {
  assertEquals(RegExp.escape("a.b-c d"), "\\x61\\.b\\x2dc\\x20d");
});
test("\\p{…} at run time", () => {
  const r = new RegExp("^\\p{L}+$", "u");
  assertEquals([r.test("äß"), r.test("1"), r instanceof RegExp, /a/ instanceof RegExp, /a/.constructor === RegExp], [true, false, true, true, true]);
  class R extends RegExp { twice() { return 2; } }
  assertEquals(new R("a").twice(), 2);
  assertEquals("a1b".replace(RegExp("\\d", "g"), "-"), "a-b");
  const x = /x/g;
  assert(RegExp(x) === x);
});
test("ArrayBuffer.transfer", () => {
  const b = new Uint8Array([1, 2]).buffer, c = b.transfer(3);
  assertEquals([b.detached, b.byteLength, c.byteLength, new Uint8Array(c)[1], c.detached], [true, 0, 3, 2, false]);
  assertThrows(() => b.transfer(), TypeError);
});
test("Math.sumPrecise", () => {
  assertEquals(Math.sumPrecise([1e20, 0.1, -1e20]), 0.1);
  assertEquals(Math.sumPrecise([]), -0);
});

test("Atomics", () => {
  const a = new Int32Array(new SharedArrayBuffer(8));
  assertEquals([Atomics.add(a, 0, 5), Atomics.load(a, 0), Atomics.compareExchange(a, 0, 5, 7), Atomics.exchange(a, 0, 1), Atomics.store(a, 1, 9.7), a[1]], [0, 5, 5, 7, 9, 9]);
  assertEquals([Atomics.or(a, 0, 6), Atomics.and(a, 0, 3), Atomics.xor(a, 0, 1), Atomics.sub(a, 0, 1), a[0], Atomics.notify(a, 0)], [1, 7, 3, 2, 1, 0]);
  assertThrows(() => Atomics.add(new Float64Array(1), 0, 1), TypeError);
  assertThrows(() => Atomics.load(a, 2), RangeError);
  assertThrows(() => Atomics.wait(a, 0, 0), TypeError);
  assertEquals(Atomics.add(new BigInt64Array(1), 0, 2n), 0n);
});
test("SharedArrayBuffer", () => {
  const b = new SharedArrayBuffer(4);
  new Uint8Array(b).set([1, 2, 3, 4]);
  assertEquals([b.byteLength, b.growable, String(b), b instanceof SharedArrayBuffer, b instanceof ArrayBuffer], [4, false, "[object SharedArrayBuffer]", true, false]);
  assertEquals([...new Uint8Array(b.slice(1, 3))], [2, 3]);
  assertThrows(() => SharedArrayBuffer(1), TypeError, "requires 'new'");
});
test("getOrInsert", () => {
  const m = new Map([["a", 1]]), w = new WeakMap(), key = {};
  assertEquals([m.getOrInsert("a", 2), m.getOrInsert("b", 2), m.getOrInsertComputed("c", (k) => k + "!"), m.get("b")], [1, 2, "c!", 2]);
  assertEquals([w.getOrInsert(key, 1), w.getOrInsertComputed(key, () => 2)], [1, 1]);
});
test("half precision", () => {
  assertEquals([1.337, 65519, 65520, 5.960464477539063e-8, 2.98e-8, -0.1, 2049, 2051].map(Math.f16round), [1.3369140625, 65504, Infinity, 5.960464477539063e-8, 0, -0.0999755859375, 2048, 2052]);
  const d = new DataView(new ArrayBuffer(2));
  for (const x of [1.5, -2, 65504, Infinity, -0, 6e-8]) {
    d.setFloat16(0, x);
    assert(Object.is(d.getFloat16(0), Math.f16round(x)), String(x));
  }
  assertEquals((d.setFloat16(0, 1), d.getUint16(0)), 0x3c00);
});
test("Iterator.concat", () => {
  assertEquals([...Iterator.concat([1, 2], new Set([3]))], [1, 2, 3]);
  assertThrows(() => Iterator.concat(1), TypeError);
});
test("bad regular expressions are refused in V8's words", () => {
  const message = (...args) => { try { new RegExp(...args); } catch (e) { return String(e); } };
  const cases = { "(": "Unterminated group", "[a": "Unterminated character class", "*": "Nothing to repeat", "a**": "Nothing to repeat", "a)": "Unmatched ')'",
    "[z-a]": "Range out of order in character class", "a{2,1}": "numbers out of order in {} quantifier", "\\": "\\ at end of pattern" };
  for (const [pattern, why] of Object.entries(cases)) assertEquals(message(pattern), `SyntaxError: Invalid regular expression: /${pattern}/: ${why}`);
  assertEquals(message("(", "g"), "SyntaxError: Invalid regular expression: /(/g: Unterminated group");
  assertEquals(message("a", "zz"), "SyntaxError: Invalid flags supplied to RegExp constructor 'zz'");
});
test("a string or buffer that cannot be had is a RangeError", () => {
  assertThrows(() => "x".repeat(2 ** 30), "RangeError", "Invalid string length");
  assertThrows(() => "x".padStart(2 ** 30), "RangeError", "Invalid string length");
  assertThrows(() => "abc".padEnd(2 ** 31, "de"), "RangeError", "Invalid string length");
  const many = "a".repeat(1e5), long = "b".repeat(1e5);
  for (const way of [() => many.replaceAll("a", long), () => many.replaceAll("", long + "$&"), () => many.replace(/a/g, long), () => many.replaceAll(/a/g, long),
    () => Array(1e5).fill(long).join(), () => Array(2 ** 16).join(long), () => new Array(2 ** 30).join()]) {
    assertThrows(way, "RangeError", "Invalid string length");
  }
  assertEquals([many.replace("a", long).length, many.replaceAll("b", long).length, many.replace(/a{99999}/g, long).length], [199999, 1e5, 100001]);
  assertEquals([many.replaceAll("a", "$$").length, many.replace(/a/, long).length, many.replaceAll("a", () => "").length], [1e5, 199999, 0]);
  assertEquals([[1, long, , null].join("--").length, Array.prototype.join.call({ length: 2, 0: "x" }, "-"), [..."ab"].join()], [1e5 + 7, "x-", "a,b"]);
  assertThrows(() => "x".repeat(-1), "RangeError");
  assertThrows(() => "x".repeat(Infinity), "RangeError");
  assertEquals("ab".repeat(3) + "x".padStart(3, "-") + "".repeat(2 ** 30) + "x".padEnd(3), "ababab--xx  ");
  assertThrows(() => new Uint8Array(2 ** 40), "RangeError", "Invalid typed array length: 1099511627776");
  assertThrows(() => new ArrayBuffer(2 ** 40), "RangeError", "Array buffer allocation failed");
});
test("patterns without the flag u find pairs of surrogates", () => {
  assertEquals("a😀b🤖".match(RegExp("x|[\\ud800-\\udbff][\\udc00-\\udfff]", "g")), ["😀", "🤖"]);
  assertEquals(new RegExp("[\\ud83c\\ud83d][\\udc00-\\udfff](?=b)").exec("a😀b")?.index, 1);
});
test("Atomics.waitAsync and notify", async () => {
  const a = new Int32Array(new SharedArrayBuffer(16));
  assertEquals([Atomics.waitAsync(a, 0, 1), Atomics.waitAsync(a, 0, 0, 0)], [{ async: false, value: "not-equal" }, { async: false, value: "timed-out" }]);
  const first = Atomics.waitAsync(a, 1, 0), second = Atomics.waitAsync(a, 1, 0), other = Atomics.waitAsync(a, 2, 0);
  assertEquals([first.async, Atomics.notify(a, 1, 1), Atomics.notify(a, 1), Atomics.notify(a, 1), Atomics.notify(new Int32Array(4), 1)], [true, 1, 1, 0, 0]);
  assertEquals(await Promise.all([first.value, second.value]), ["ok", "ok"]);
  assertEquals(Atomics.notify(a, 2), 1);
  assertThrows(() => Atomics.waitAsync(new Int32Array(4), 0, 0), TypeError, "[object Int32Array] is not a shared typed array.");
  assertThrows(() => Atomics.wait(a, 0, 0), TypeError, "Atomics.wait cannot be called in this context");
  assertThrows(() => Atomics.pause(1.5), TypeError, "Atomics.pause argument must be undefined or an integer");
  assertThrows(() => Atomics.notify(new Uint8Array(4), 0), TypeError, "[object Uint8Array] is not an int32 or BigInt64 typed array.");
  assertThrows(() => Atomics.load({}, 0), TypeError, "#<Object> is not an integer typed array.");
});
test("iterator helpers check before they convert and close what they were given", () => {
  let closed = 0;
  const it = { __proto__: Iterator.prototype, next() { return { done: true }; }, return() { closed++; return {}; } };
  assertThrows(() => it.drop({ valueOf() { throw new RangeError("mine"); } }), RangeError, "mine");
  assertThrows(() => it.take(NaN), RangeError);
  assertEquals(closed, 2);
  assertThrows(() => Iterator.prototype.take.call(null, { valueOf() { closed++; } }), TypeError);
  const broken = { __proto__: Iterator.prototype, next() { return { done: false, get value() { throw new Error("value"); } }; }, return() { closed++; } };
  assertThrows(() => broken.take(1).next(), Error, "value");
  assertThrows(() => broken.map((x) => x).next(), Error, "value");
  assertEquals(closed, 2);
});
test("WeakRef and FinalizationRegistry are as built-ins are", () => {
  assertEquals([Object.keys(WeakRef.prototype), Object.keys(FinalizationRegistry.prototype)], [[], []]);
  assertThrows(() => WeakRef({}), TypeError, "Constructor WeakRef requires 'new'");
  assertThrows(() => FinalizationRegistry(() => {}), TypeError, "Constructor FinalizationRegistry requires 'new'");
  assertThrows(() => new WeakRef(Symbol.for("x")), TypeError, "WeakRef: invalid target");
  const registry = new FinalizationRegistry(() => {}), token = Symbol();
  registry.register(Symbol("target"), 1, token);
  assertEquals([registry.unregister(token), registry.unregister(token)], [true, false]);
  assertThrows(() => registry.register(Symbol.for("x"), 1), TypeError, "FinalizationRegistry.prototype.register: invalid target");
});
test("built-ins refuse receivers that are no objects, and symbols as texts", () => {
  for (const name of ["__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"]) assertThrows(() => Object.prototype[name].call(undefined, "x", () => 1), TypeError, "Cannot convert undefined or null to object");
  assertThrows(() => String.prototype.isWellFormed.call(Symbol()), TypeError);
  assertThrows(() => String.prototype.toWellFormed.call({ toString: () => Symbol() }), TypeError);
});
test("typed arrays are made from strings and numbers", () => {
  assertEquals([[...Uint8Array.from("123")], [...Uint8Array.from("ab", (c) => c.charCodeAt(0))], [...Float32Array.from(5)]], [[1, 2, 3], [97, 98], []]);
  assertThrows(() => Uint8Array.from(null), TypeError, "object null is not iterable (cannot read property Symbol(Symbol.iterator))");
  assertThrows(() => Uint8Array.from(), TypeError, "undefined is not iterable (cannot read property Symbol(Symbol.iterator))");
});
test("a stack is in V8's form however it is read", () => {
  const seen = (read) => /^RangeError: x\n {4}at /.test(read(new RangeError("x")));
  const reads = [(e) => e["stack"], (e) => { const { stack } = e; return stack; }, (e) => { let s; ({ stack: s } = e); return s; },
    (e) => Object.getOwnPropertyDescriptor(e, "stack").get.call(e), (e) => Reflect.getOwnPropertyDescriptor(e, "stack").get.call(e), (e) => Object.getOwnPropertyDescriptors(e).stack.get.call(e),
    (e) => JSON.parse(JSON.stringify(e, Object.getOwnPropertyNames(e))).stack, (e) => e[Reflect.ownKeys(e)[0]],
    (e) => { try { throw e; } catch ({ stack }) { return stack; } }];
  assertEquals(reads.map(seen), reads.map(() => true));
  assertEquals(Object.getOwnPropertyNames(new Error("x")), ["stack", "message"]);
  const mine = Object.defineProperty(new Error("x"), "stack", { get: () => "\n\tat mine" });
  assertEquals([Object.keys(mine), typeof Object.getOwnPropertyDescriptor(mine, "stack").get], [[], "function"]);
});
test("Promise.any tells that all promises were rejected", async () => {
  const told = (p) => p.then((v) => v, (e) => [e.constructor === AggregateError, e.message, e.errors, Object.keys(e)]);
  assertEquals(await told(Promise.any([Promise.reject(1), Promise.reject(2)])), [true, "All promises were rejected", [1, 2], []]);
  assertEquals(await told(Promise.any([])), [true, "All promises were rejected", [], []]);
  assertEquals(await told(Promise.any([Promise.reject(1), 5, new Promise(() => {})])), 5);
  class Mine extends Promise {}
  assertEquals(Mine.any([1]) instanceof Mine, true);
  let closed = 0;
  const items = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }), return() { closed++; return {}; } }) };
  class Broken extends Promise { static resolve() { throw new RangeError("mine"); } }
  await Broken.any(items).then(() => { throw new Error("no error"); }, (e) => assertEquals([e.message, closed], ["mine", 1]));
  await Promise.any(5).then(() => { throw new Error("no error"); }, (e) => assertEquals(e instanceof TypeError, true));
  assertThrows(() => Promise.any.call(5, []), TypeError, "Promise.any called on non-object");
});
test("newer functions of Promise refuse what they cannot take", async () => {
  const words = (p) => p.then(() => "no error", (e) => e.message);
  assertEquals([await words(Promise.try(5)), await words(Promise.try()), await words(Promise.try({}))], ["number 5 is not a function", "undefined is not a function", "object is not a function"]);
  assertThrows(() => Promise.withResolvers.call(5), TypeError, "Promise.withResolvers called on non-object");
  assertThrows(() => new DisposableStack().use(5), TypeError, "An object is expected with `using` declarations");
  assertThrows(() => Math.sumPrecise([1, "2"]), TypeError, "Type of 'Iterator value' must be 'number', found 'string'");
  assertThrows(() => RegExp.escape(5), TypeError, "input argument must be a string");
});
test("functions in blocks of a text given to eval are variables outside of them", () => {
  assertEquals((0, eval)("{ function inBlock() { return 1; } } typeof inBlock"), "function");
  assertEquals([inBlock(), (0, eval)(5), (0, eval)("'use strict'; { function inStrict() {} } typeof inStrict")], [1, 5, "undefined"]);
  delete globalThis.inBlock;
});

test("concat of a long string makes what it made of a short one", () => {
  const long = "x".repeat(300), o = { toString: () => "o", valueOf: () => "v" };
  for (const s of ["x", long]) {
    assertEquals(s.concat("a", 1, null, undefined, true, 2n).slice(-17), "xa1nullundefinedtrue2".slice(-17));
    assertEquals([s.concat(), s.concat(o).slice(-2), s.concat("é", o).slice(-3)], [s, "xo", "xéo"]);
    assertThrows(() => s.concat(Symbol("x")), TypeError);
  }
  assertEquals([String.prototype.concat.call(5, "a"), long.concat("a") === long + "a"], ["5a", true]);
});
test("errors of Promise.any are elements as others", async () => {
  const error = await Promise.any([Promise.reject(1), Promise.reject(2)]).catch((e) => e);
  assertEquals([Object.keys(error.errors), JSON.stringify({ ...error.errors })], [["0", "1"], '{"0":1,"1":2}']);
});
test("Promise.try and withResolvers want functions of a class, and try gives a promise of it as it is", () => {
  const p = Promise.resolve();
  assertEquals(Promise.try(() => p) === p, true);
  for (const Broken of [function () {}, function (f) { f(null, () => {}); }, function (f) { f(() => {}, null); }]) {
    for (const name of ["try", "withResolvers"]) assertThrows(() => Promise[name].call(Broken, () => 1), TypeError, "Promise resolve or reject function is not callable");
  }
});
test("a count of iterators is a safe integer or infinite", () => {
  for (const name of ["drop", "take"]) {
    assertThrows(() => [1].values()[name](2 ** 53), RangeError, "9007199254740992 must be positive");
    [1].values()[name](Infinity);
  }
});
