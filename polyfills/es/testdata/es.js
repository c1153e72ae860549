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
