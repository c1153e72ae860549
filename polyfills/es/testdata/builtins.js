test("a BigInt becomes the nearest number", () => {
  for (const [n, want] of [[12345678901234567890n, 12345678901234567000], [2n ** 64n, 2 ** 64], [-(2n ** 70n), -(2 ** 70)], [9007199254740993n, 2 ** 53], [2n ** 1024n, Infinity], [2n ** 1024n - 2n ** 970n - 1n, Number.MAX_VALUE], [0n, 0], [-5n, -5]]) {
    assertEquals(Number(n), want, String(n));
    assertEquals(new Number(n).valueOf(), want, String(n));
  }
});
test("parseInt tells negative zero, and reads the digits of what is large together", () => {
  for (const [text, want] of [["-0", -0], [" -0.9", -0], ["-0x0", -0], ["0", 0], [-0, 0], ["123456789012345678901234567890", 1.2345678901234568e29], ["-123456789012345678901234567890x", -1.2345678901234568e29], ["9".repeat(400), Infinity], ["0xffffffffffffffffffff", 2 ** 80]]) assert(Object.is(parseInt(text), want), String(text));
  assertEquals(parseInt("zzzzzzzzzzzzzzzzzzzz", 36), 1.3367494538843734e31);
});
test("BigInt.asIntN and asUintN take no more room than their result", () => {
  assertEquals([BigInt.asIntN(Number.MAX_SAFE_INTEGER, -1n), BigInt.asUintN(Number.MAX_SAFE_INTEGER, 1n), BigInt.asIntN(65, 2n ** 64n), BigInt.asUintN(65, 2n ** 64n), BigInt.asIntN(64, 2n ** 63n)], [-1n, 1n, -(2n ** 64n), 2n ** 64n, -(2n ** 63n)]);
  assertThrows(() => BigInt.asUintN(Number.MAX_SAFE_INTEGER, -1n), RangeError, "Maximum BigInt size exceeded");
});
test("long texts become the BigInt of their digits, with zeros in front, too", () => {
  const digits = "123456789012345678901234567890";
  for (const zeros of ["", "0", "00", "+0", "-0", " 0"]) assertEquals(BigInt(zeros + digits), zeros === "-0" ? -123456789012345678901234567890n : 123456789012345678901234567890n, zeros);
  assertEquals([BigInt("0x0" + "f".repeat(20)), BigInt("0O" + "7".repeat(22)), BigInt("0b" + "1".repeat(70)), BigInt.asIntN(200, "0" + digits), BigInt.asUintN(8, "0" + digits)], [2n ** 80n - 1n, 2n ** 66n - 1n, 2n ** 70n - 1n, 123456789012345678901234567890n, 210n]);
  for (const text of [digits + "_1", "0x" + digits + "_1", "-0x" + digits, "0x-" + digits, "+-" + digits, "0b2" + digits, digits + "n", digits + ".5", digits + "e3"]) assertThrows(() => BigInt(text), SyntaxError, `Cannot convert ${text} to a BigInt`);
});
test("zero times a negative number is negative zero", () => {
  const zero = (v) => Object.is(v, -0), times = (a, b) => a * b;
  for (const [a, b] of [[0, -5], [-5, 0], [0, -1], [-(2 ** 53), 0], [-3, false], ["-3", 0], [0, "-0.5"], [-0, 7]]) assert(zero(times(a, b)), `${a} * ${b}`);
  for (const [a, b, want] of [[0, 5, 0], [-0, -5, 0], [2 ** 31, 2 ** 31, 2 ** 62], [-(2 ** 53), 2 ** 53, -(2 ** 106)], [94906267, 94906267, 9007199515875289], [65536, 65536, 2 ** 32], [0.5, -4, -2], ["3", 2, 6], [NaN, 0, NaN], [Infinity, 0, NaN], [3n, -2n, -6n]]) assert(Object.is(times(a, b), want), `${a} * ${b}`);
  let x = -5;
  x *= 0;
  assert(zero(x), "x *= 0");
  assertThrows(() => times(1n, 2), TypeError);
  const order = [];
  times({ valueOf() { order.push(1); return 1; } }, { valueOf() { order.push(2); return 1; } });
  assertEquals(order, [1, 2]);
});
test("an array whose length can be written is not frozen", () => {
  const closed = (a) => [Object.isSealed(a), Object.isFrozen(a)];
  assertEquals([[], [,], [1]].map((a) => closed(Object.preventExtensions(a))), [[true, false], [true, false], [false, false]]);
  assertEquals([[], [1]].map((a) => closed(Object.seal(a))), [[true, false], [true, false]]);
  assertEquals([[], [,], [1]].map((a) => closed(Object.freeze(a))), [[true, true], [true, true], [true, true]]);
  assertEquals([Object.isFrozen(Object.preventExtensions(Object.defineProperty([], "length", { writable: false }))), Object.isFrozen(Object.preventExtensions({})), Object.isFrozen("x")], [true, true, true]);
});
test("instanceof asks proxies of functions", () => {
  class A {}
  const P = new Proxy(A, {});
  assertEquals([new A() instanceof P, new P() instanceof P, new P() instanceof A, ({}) instanceof P, 1 instanceof P], [true, true, true, false, false]);
  assertThrows(() => ({}) instanceof new Proxy(() => {}, {}), TypeError, "Function has non-object prototype 'undefined' in instanceof check");
  assertThrows(() => ({}) instanceof new Proxy({}, {}), TypeError);
});
test("Array.from gives built-in functions undefined for what is missing", () => {
  assertEquals(Array.from({ length: 3, 0: 1 }, String), ["1", "undefined", "undefined"]);
  assertEquals(Array.from({ length: 2 }, Object.is.bind(null, undefined)), [true, true]);
  assertEquals(Array.from({ length: 2 }, (v, i) => [v, i]), [[undefined, 0], [undefined, 1]]);
  assertEquals(Array.from([1, , 3], String), ["1", "undefined", "3"]);
});
test("years beyond four digits have six in toISOString", () => {
  const written = (year) => { const d = new Date(0); d.setUTCFullYear(year); return d.toISOString().slice(0, -20); };
  assertEquals([-271820, -1, 0, 9999, 10000, 275759].map(written), ["-271820", "-000001", "0000", "9999", "+010000", "+275759"]);
  assertEquals(JSON.stringify(new Date(Date.UTC(12000, 0))), '"+012000-01-01T00:00:00.000Z"');
});
test("typed arrays are not sealed with elements, nor closed while their length may change", () => {
  for (const [name, what] of [["freeze", "freeze"], ["seal", "seal"], ["preventExtensions", "prevent extensions"]]) {
    for (const fixed of [undefined, 2]) assertThrows(() => Object[name](new Uint8Array(new ArrayBuffer(4, { maxByteLength: 8 }), 0, fixed)), TypeError, `Cannot ${what}`);
    if (name !== "preventExtensions") assertThrows(() => Object[name](new Uint8Array(4)), TypeError, `Cannot ${what} array buffer views with elements`);
    Object[name](new Uint8Array(0));
    Object[name](new DataView(new ArrayBuffer(4)));
  }
  assertEquals([Reflect.preventExtensions(new Uint8Array(new ArrayBuffer(4, { maxByteLength: 8 }))), Reflect.preventExtensions(new Uint8Array(4))], [false, true]);
});
test("Math.sumPrecise is exact beyond the largest number", () => {
  for (const [list, want] of [[[1e308, 1e308, 0.1, 0.1, 1e30, 0.1, -1e30, -1e308, -1e308], 0.30000000000000004], [[8.98846567431158e307, 8.988465674311579e307, -1.7976931348623157e308], 9.9792015476736e291], [[1e308, 1e308], Infinity], [[Infinity, -Infinity], NaN], [[-0, -0], -0], [[-0, 0], 0], [[1, -1], 0], [[5e-324, 5e-324], 1e-323]]) {
    assert(Object.is(Math.sumPrecise(list), want), String(list));
  }
});
test("SuppressedError can be called, and what is made for a target without a prototype has its class's", () => {
  const e = SuppressedError(1, 2, "m");
  assertEquals([e instanceof SuppressedError, e.error, e.suppressed, e.message, Object.getOwnPropertyNames(e)], [true, 1, 2, "m", ["stack", "message", "error", "suppressed"]]);
  class Own extends SuppressedError { constructor() { super(1, 2); } }
  assertEquals([new Own() instanceof Own, new Own().name, SuppressedError.length], [true, "SuppressedError", 3]);
  const bare = function () {};
  bare.prototype = undefined;
  for (const C of [SuppressedError, DisposableStack, AsyncDisposableStack]) assert(Object.getPrototypeOf(Reflect.construct(C, [], bare)) === C.prototype, C.name);
});
test("Atomics look at the array before the index is converted, and again after", () => {
  const moved = (index = 0) => { const t = new Int32Array(4); return [t, { valueOf() { t.buffer.transfer(); return index; } }]; };
  const [a, b] = [moved(), moved()];
  assertThrows(() => Atomics.load(...a), TypeError, "Cannot perform Atomics.load on a detached or out-of-bounds ArrayBuffer");
  assertThrows(() => Atomics.notify(a[0], { valueOf() { throw 1; } }), TypeError, "Cannot perform Atomics.notify on a detached or out-of-bounds ArrayBuffer");
  assertEquals(Atomics.notify(...b), 0);
  assertThrows(() => Atomics.store(new Int32Array(4), 9, 1), RangeError, "Invalid atomic access index: 9");
  assertEquals([Atomics.add(new Uint8Array([250]), 0, 10), Atomics.compareExchange(new Int16Array([5]), 0, 5, 9)], [250, 5]);
});
test("built-in functions show no text", () => {
  const seen = new Set(), shown = [];
  const walk = (o, path) => {
    if (o === null || (typeof o !== "object" && typeof o !== "function") || seen.has(o)) return;
    seen.add(o);
    if (typeof o === "function" && !/^function [^{]*\(\) \{ \[native code\] \}$/.test(Function.prototype.toString.call(o))) shown.push(path);
    for (const key of Reflect.ownKeys(o)) {
      const d = Reflect.getOwnPropertyDescriptor(o, key);
      for (const part of ["value", "get", "set"]) walk(d[part], `${path}.${String(key)}`);
    }
    walk(Object.getPrototypeOf(o), `${path}.__proto__`);
  };
  for (const name of ["Object", "Function", "Array", "String", "Promise", "RegExp", "Math", "Atomics", "Uint8Array", "Map", "WeakMap", "Iterator", "SuppressedError", "DisposableStack", "AsyncDisposableStack", "Float16Array", "FinalizationRegistry", "Reflect", "JSON", "Date"]) walk(globalThis[name], name);
  for (const o of [function* () {}, async () => {}, [].values().map((x) => x), Iterator.concat(), "a".matchAll(/a/g)]) walk(Object.getPrototypeOf(o), Object.prototype.toString.call(o));
  assertEquals(shown, []);
  assertEquals([String(RegExp), String(Object.groupBy), String(function f() {}.bind()), Object.getOwnPropertyDescriptor(DisposableStack.prototype, "disposed").get.toString()], ["function RegExp() { [native code] }", "function groupBy() { [native code] }", "function () { [native code] }", "function get disposed() { [native code] }"]);
});
test("the constructors of kinds of functions inherit from Function", () => {
  for (const f of [async () => {}, function* () {}]) assert(Object.getPrototypeOf(Object.getPrototypeOf(f).constructor) === Function, f.constructor.name);
});

test("Math gives V8's numbers", () => {
  assertEquals([Math.expm1(1), Math.tan(1), Math.sinh(0.1), Math.log10(0.1), Math.cos(0.1), Math.cbrt(0.5), Math.atanh(0.5), Math.acos(0.5)],
    [1.7182818284590453, 1.5574077246549023, 0.10016675001984403, -1, 0.9950041652780258, 0.7937005259840998, 0.5493061443340549, 1.0471975511965979]);
  const small = 1e-7, third = 1 / 3;
  let raised = 0.1 + 0.2;
  raised **= 3;
  assertEquals([1e-7 ** 3, small ** 3, third ** 3, raised, Math.pow(third, 3), small ** "3", ({ valueOf: () => third }) ** 3],
    [1e-21, 1e-21, 0.03703703703703703, 0.027000000000000014, 0.03703703703703703, 1e-21, 0.03703703703703703]);
  assertEquals([Math.clz32(1e21), Math.imul(1e21, 3), Math.imul({ valueOf: () => 7 }, 3), 2 ** 10, 2n ** 10n], [0, -1679818752, 21, 1024, 1024n]);
  assertThrows(() => small ** 2n, TypeError, "Cannot mix BigInt and other types, use explicit conversions");
  assertThrows(() => Math.sin(1n), TypeError);
});

test("methods of strings keep surrogates without their other half", () => {
  assertEquals(["\ud800a".toUpperCase(), "A\udc00É😀".toLowerCase(), "e\u0301\ud800e\u0301".normalize(), " \ud800 b ".trim(), " \ud800 ".trimStart(), " \udfff ".trimEnd(), "\ud800b".toLocaleUpperCase()],
    ["\ud800A", "a\udc00é😀", "é\ud800é", "\ud800 b", "\ud800 ", " \udfff", "\ud800B"]);
  assertEquals(["😀a".toUpperCase(), "\ufffda".toUpperCase(), "\u2003é\u2003".trim()], ["😀A", "\ufffdA", "é"]);
  assertThrows(() => "\ud800a".normalize("x"), RangeError);
});

test("replaceAll puts something around each unit of any text", () => {
  assertEquals(["éa".replaceAll("", "-"), "é😀".replaceAll("", (match, at) => at), "é".replaceAll([], "$&x"), "é".replaceAll({ toString: () => "" }, "x"), "abé".replaceAll("b", "x"), "ab".replaceAll("", "-")],
    ["-é-a-", "0é1\ud83d2\ude003", "xéx", "xéx", "axé", "-a-b-"]);
  const order = [];
  String.prototype.replaceAll.call({ toString() { order.push("text"); return "é"; } }, { toString() { order.push("search"); return ""; } }, { toString() { order.push("by"); return ""; } });
  assertEquals(order, ["text", "search", "by"]);
  assertThrows(() => String.prototype.replaceAll.call(null, "", ""), TypeError);
});
test("Math.sign gives a number", () => {
  assertEquals([Math.sign(), Math.sign("a"), Math.sign(null), Object.is(Math.sign("-0"), -0), Math.sign("-5"), Math.sign(true)], [NaN, NaN, 0, true, -1, 1]);
});
test("Reflect and typed arrays refuse in V8's words", () => {
  assertThrows(() => Reflect.get(1), TypeError, "Reflect.get called on non-object");
  assertThrows(() => Reflect.ownKeys(1), TypeError, "Reflect.ownKeys called on non-object");
  assertThrows(() => Reflect.setPrototypeOf({}, 1), TypeError, "Object prototype may only be an Object or null: 1");
  assertThrows(() => Int16Array(1), TypeError, "Constructor Int16Array requires 'new'");
  assertThrows(() => new Map().forEach({}), TypeError, "object is not a function");
});

test("all descriptors of an array tell its length", () => {
  const all = Object.getOwnPropertyDescriptors([1, 2]);
  assertEquals([Object.keys(all), Object.entries(all.length), all[0].value], [["0", "1", "length"], [["value", 2], ["writable", true], ["enumerable", false], ["configurable", false]], 1]);
  assertEquals(Object.defineProperties([], Object.getOwnPropertyDescriptors([, 5])), [, 5]);
  assertEquals(Object.getOwnPropertyDescriptors(Object.freeze([1])).length, { value: 1, writable: false, enumerable: false, configurable: false });
});
test("BigInt.asIntN takes any width for what becomes a BigInt", () => {
  const width = 2 ** 53 - 1;
  assertEquals([BigInt.asIntN(width, "-12"), BigInt.asIntN(width, true), BigInt.asUintN(width, "0xff"), BigInt.asIntN(width, { valueOf: () => -1n })].map(String), ["-12", "1", "255", "-1"]);
  assertThrows(() => BigInt.asUintN(width, "-1"), RangeError);
});
test("Math.sumPrecise asks iterators for their parts", () => {
  const key = Symbol.iterator, log = [], bare = {};
  bare[key] = function () { return this; };
  assertThrows(() => Math.sumPrecise(Object.setPrototypeOf([1].values(), bare)), TypeError, "undefined is not a function");
  const of = (value) => ({ [key]: () => ({ get next() { log.push("next"); return () => ({ done: false, value }); }, return() { log.push("return"); throw 1; } }) });
  assertThrows(() => Math.sumPrecise(of("a")), TypeError, "Type of 'Iterator value' must be 'number', found 'string'");
  assertEquals(log, ["next", "return"]);
  assertThrows(() => Math.sumPrecise({ [key]: () => 5 }), TypeError, "5 is not an iterator");
  assertThrows(() => Math.sumPrecise({ [key]: () => ({ next: () => 5 }) }), TypeError, "Iterator result 5 is not an object");
  assertEquals([Math.sumPrecise(new Set([0.1, 0.2, 0.3])), Object.is(Math.sumPrecise([]), -0)], [0.6, true]);
});
