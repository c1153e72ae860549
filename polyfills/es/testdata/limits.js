const said = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
const tooLong = "RangeError: Invalid array length", tooLarge = "RangeError: Maximum BigInt size exceeded";

test("a function's text has the length of a string at most", () => {
  const long = "v".repeat(2 ** 24);
  assertEquals(said(() => new Function(...Array(40).fill(long), "done")), "RangeError: Invalid string length");
});
test("lists that nobody has memory for are refused", () => {
  for (const length of [2 ** 27, 2 ** 32, 2 ** 53]) {
    assertEquals(said(() => (() => {}).apply(null, { length })), tooLong);
    assertEquals(said(() => Reflect.apply(() => {}, null, { length })), tooLong);
    assertEquals(said(() => Reflect.construct(function () {}, { length })), tooLong);
  }
  assertEquals(said(() => (() => {}).apply(null, new Array(4e9))), tooLong);
  assertEquals(said(() => Array.from({ length: 2 ** 32 })), tooLong);
  assertEquals(said(() => Array.from({ length: Infinity })), tooLong);
});
test("calls have as many arguments as V8 has room for", () => {
  const tooDeep = "RangeError: Maximum call stack size exceeded", count = (...all) => all.length;
  class Counts { constructor(...all) { this.n = all.length; } }
  const calls = [(l) => count(...l), (l) => count.apply(null, l), (l) => Reflect.apply(count, null, l), (l) => new Counts(...l).n, (l) => Reflect.construct(Counts, l).n, (l) => [].push(...l), (l) => String.fromCharCode.apply(null, l).length, (l) => count?.(...l)];
  for (const call of calls) assertEquals([said(() => call(Array(110_000).fill(65))), said(() => call(Array(130_000).fill(65)))], [110_000, tooDeep]);
  assertEquals(said(() => Math.max(...Array(4e6).fill(1))), tooDeep);
  assertEquals([...Array(130_000)].length, 130_000);
});
test("lists that are no arrays are given as arguments", () => {
  const all = (...args) => args;
  assertEquals(all.apply(null, { length: 3, 1: 5 }), [undefined, 5, undefined]);
  assertEquals(all.apply(null, { length: -1 }), []);
  assertEquals(all.apply(null, {}), []);
  assertEquals(all.apply(null, [1, , 3]), [1, undefined, 3]);
  assertEquals(all.apply(null, new Uint8Array([1, 2])), [1, 2]);
  assertEquals((function () { return Reflect.apply(all, null, arguments); })(1, 2), [1, 2]);
  assertEquals(Array.from({ length: 2 }), [undefined, undefined]);
});
test("methods of arrays do with what claims to be long what they do with others", () => {
  const { prototype } = Array, length = 2 ** 24 + 5, o = { length, 0: "a", 1: "z" };
  assertEquals(prototype.indexOf.call(o, "z"), 1);
  assertEquals(prototype.some.call(o, (v, i, of) => i === 1 && v === "z" && of === o), true);
  assertEquals(prototype.find.call(o, (v, i, of) => of === o && i === 5 && v === undefined), undefined);
  assertEquals([prototype.findLastIndex.call(o, (v, i, of) => of === o && i === length - 3), prototype.shift.length], [length - 3, 0]);
  assertThrows(() => prototype.fill.call(Object.freeze({ length }), 1), TypeError);
  assertThrows(() => prototype.sort.call({ length }, null), TypeError);
  const sparse = [];
  sparse[2 ** 24 + 5] = "z";
  assertEquals(sparse.findLastIndex((v, i, of) => v === "z" && of === sparse), 2 ** 24 + 5);
  for (const method of ["sort", "toSorted", "toReversed"]) assertEquals(said(() => prototype[method].call({ length: 2 ** 53 - 1 })), tooLong);
  assertEquals(said(() => Array(2 ** 32 - 1).join()), "RangeError: Invalid string length");
  assertEquals(said(() => Array.from({ length: 2 ** 31 })), tooLong);
  assertEquals([Array.from({ length: 2, 1: 1 }, (v) => v), Array.from({ get length() { return 2; } }).length], [[undefined, 1], 2]);
  assertEquals([prototype.indexOf.name, prototype.indexOf.length, Object.keys(prototype)], ["indexOf", 1, []]);
});
test("lists within lists that are longer than memory are refused", () => {
  assertEquals(said(() => [1].concat(Array(2 ** 32 - 1))), tooLong);
  assertEquals(said(() => [Array(2 ** 32 - 1)].flat()), tooLong);
  const million = Array(1e6).fill(1);
  assertEquals(said(() => [].concat(...Array(200).fill(million))), tooLong);
  const o = { length: 2 ** 53 - 1 };
  assertEquals([[].concat(o)[0] === o, [1].concat(Array(3)).length, [[1, , 2], [3]].flat()], [true, 4, [1, 2, 3]]);
});
test("buffers that nobody has memory for are refused under any name", () => {
  const made = (f) => said(() => f().byteLength), invalid = (n) => `RangeError: Invalid typed array length: ${n}`;
  for (const Class of [Uint8Array, Float64Array, BigInt64Array, Uint8ClampedArray]) {
    const n = 2 ** 40;
    assertEquals([made(() => new Class(n)), made(() => Reflect.construct(Class, [n])), made(() => new (class extends Class {})(n))], [invalid(n), invalid(n), invalid(n)]);
    assertEquals([new Class(2).length, Class.name, Class.length, new (class extends Class {})([1, 2].map((x) => new Class(1)[0])).length], [2, Class.name, 3, 2]);
    assertThrows(() => Class(1), TypeError);
  }
  const Buffers = ArrayBuffer;
  for (const f of [() => new Buffers(2 ** 36), () => new (class extends ArrayBuffer {})(2 ** 36)]) assertEquals(made(f), "RangeError: Array buffer allocation failed");
  assertEquals(made(() => new Buffers(8)), 8);
});
test("a function that finds is given undefined for holes", () => {
  const seen = [];
  assertEquals([, 1].find((v, i, of) => { seen.push([v], of.length); return v === 1; }), 1);
  assertEquals([seen.length, 0 in seen[0], seen[0][0]], [4, true, undefined]);
  for (const method of ["find", "findIndex", "findLast", "findLastIndex"]) assertEquals([, ,][method](Math.sign), method.includes("Index") ? -1 : undefined);
  assertEquals(Array.prototype.find.call({ length: 2 }, String), undefined);
});
test("a sort's function may change the array", () => {
  const by = (change) => { const a = [3, 2, 1]; a.sort((x, y) => { change(a); return x - y; }); return a; };
  assertEquals(by((a) => { a.length = 0; }), [1, 2, 3]);
  assertEquals(by((a) => a.push(0)).slice(0, 3), [1, 2, 3]);
  assertEquals([3, , 1, undefined].sort((x, y) => x - y), [1, 3, undefined, ,]);
  const kept = [2, 1];
  assertEquals([kept.sort((x, y) => x - y) === kept, kept], [true, [1, 2]]);
  assertThrows(() => Object.freeze([2, 1]).sort((x, y) => x - y), TypeError);
  class Own extends Array {}
  assertEquals(Own.from([2, 1]).sort((x, y) => x - y) instanceof Own, true);
});
test("big integers that nobody has memory for are refused, also as literals", () => {
  let two = 2n;
  const huge = two ** 64n, bits = two ** 30n;
  assertEquals(said(() => two ** huge), tooLarge);
  assertEquals(said(() => two ** bits), tooLarge);
  assertEquals(said(() => 2n ** (2n ** 64n)), tooLarge);
  assertEquals(said(() => { two **= huge; }), tooLarge);
  assertEquals(said(() => 1n << bits), tooLarge);
  assertEquals(said(() => two ** -1n), "RangeError: Exponent must be positive");
  assertEquals(said(() => two ** 2), "TypeError: Cannot mix BigInt and other types, use explicit conversions");
});
test("powers and shifts are what they were", () => {
  const zero = 0n, one = 1n, huge = 2n ** 64n;
  assertEquals([zero ** huge, one ** huge, (-one) ** huge, zero << huge].map(String), ["0", "1", "1", "0"]);
  let x = 3, y = 2, three = { valueOf: () => 3 };
  x **= y;
  assertEquals([x, x ** y, three ** y, y ** three, 1n << 3n, 3n ** 4n].map(String), ["9", "81", "9", "8", "8", "81"]);
});
test("shifts by variables are bounded too, and by numbers what they were", () => {
  let one = 1n, huge = 2n ** 64n, n = 3;
  const of = (x) => x, o = { x: 1n, n: 5 };
  assertEquals(said(() => one << huge), tooLarge);
  assertEquals(said(() => one >> -huge), tooLarge);
  assertEquals(said(() => of(one) << of(huge)), tooLarge);
  assertEquals(said(() => { o.x <<= huge; }), tooLarge);
  assertEquals(said(() => { one <<= huge; }), tooLarge);
  assertEquals([one >> huge, -one >> huge, one << -huge, 5n >> one, of(5n) << of(2n)].map(String), ["0", "-1", "0", "2", "20"]);
  o.n <<= n; n >>= of(1);
  assertEquals([o.n, n, of(n) << of(33), -8 >> n, "8" >> of("1")], [40, 1, 2, -4, 4]);
  assertEquals(said(() => one << n), "TypeError: Cannot mix BigInt and other types, use explicit conversions");
});
test("an iterator without a method next throws where it is used", () => {
  for (const [next, name] of [[undefined, "undefined"], [null, "object null"], [5, "number 5"], ["s", 'string "s"'], [{}, "object"]]) {
    const o = { [Symbol.iterator]() { if (next !== 1) { return { next }; } } }, want = `TypeError: ${name} is not a function`;
    assertEquals(said(() => { for (const x of o); }), want);
    assertEquals(said(() => { const [a] = o; }), want);
    assertEquals(said(() => Array.from(o)), want);
    assertEquals(said(() => { (function* () { yield* o; })().next(); }), want);
  }
  class List { items = [1]; [Symbol.iterator] = () => this.items; }
  assertEquals(said(() => { for (const x of new List()); }), "TypeError: undefined is not a function");
  function Old() {}
  Old.prototype[Symbol.iterator] = function () { return {}; };
  assertEquals(said(() => { for (const x of new Old()); }), "TypeError: undefined is not a function");
});
test("iterators of scripts are what they made", () => {
  let asked = 0;
  const it = { i: 0, get next() { asked++; return () => ({ done: this.i > 2, value: this.i++ }); } };
  const o = { [Symbol.iterator]() { return it; } };
  assertEquals([...o], [0, 1, 2]);
  assertEquals([asked, o[Symbol.iterator]() === it], [1, true]);
  assertEquals([...{ [Symbol.iterator]: () => [7, 8].values() }], [7, 8]);
  assertEquals([...{ get [Symbol.iterator]() { return () => [9].values(); } }], [9]);
  assertEquals([...new (class { get [Symbol.iterator]() { return () => [9].values(); } })()], [9]);
});
test("the operator ** of properties refuses what is too large for any machine", () => {
  const o = { x: 2n, self() { return this; } }, key = ["x"];
  class A { #x = 2n; raise(n) { this.#x **= n; return this.#x; } }
  for (const raise of [() => { o.x **= 2n ** 64n; }, () => { o.self().x **= 2n ** 64n; }, () => { o[key.at(0)] **= 2n ** 64n; }, () => new A().raise(2n ** 64n)]) assertEquals(said(raise), tooLarge);
  o.x **= 3n;
  o.self().x **= 2n;
  assertEquals([o.x, new A().raise(5n), (o.y = 3, o.y **= key.length + 1)], [64n, 32n, 9]);
});
test("large powers are what the engine computes", () => {
  for (const [base, exponent] of [[3n, 7_000_000n], [-5n, 4_000_001n], [2n, 20_000_000n]]) {
    const power = base ** exponent;
    assertEquals(power % (10n ** 9n + 7n), modular(base, exponent, 10n ** 9n + 7n));
  }
  function modular(base, exponent, m) {
    let result = 1n;
    for (; exponent; exponent >>= 1n, base = base * base % m) if (exponent & 1n) result = result * base % m;
    return result;
  }
});
test("typed arrays of what claims to be long are refused, or made", () => {
  assertEquals(said(() => new Uint8Array({ length: 2 ** 53 - 1 })), "RangeError: Invalid typed array length: 9007199254740991");
  const made = new Uint8Array({ length: 2 ** 24 + 5, 1: 7 });
  assertEquals([made.length, made[1], made[0]], [2 ** 24 + 5, 7, 0]);
  assertEquals(String.raw({ raw: { length: 2, 0: "a", 1: "b" } }, "-"), "a-b");
});
test("iterators whose next is the engine's own do what others do", () => {
  const from = Map.prototype.entries.call(new Map([[1, 2]]));
  const closed = [];
  const i = { [Symbol.iterator]() { return { next: from.next.bind(from), return() { closed.push(this.mine); return {}; }, mine: 1 }; } };
  assertEquals([...i], [[1, 2]]);
  const endless = { [Symbol.iterator]() { return { next: Object.bind(null, { done: false, value: 5 }), return() { closed.push(this.mine); return {}; }, mine: 2 }; } };
  for (const v of endless) { assertEquals(v, 5); break; }
  const [a, b] = endless;
  assertEquals([a, b, closed], [5, 5, [2, 2]]);
});
test("flat ends with arrays that hold themselves, or one another billions of times", () => {
  const self = [];
  self.push(self, self);
  const deep = (n) => { let a = [1]; for (let i = 0; i < n; i++) a = [a]; return a; };
  const proxied = [];
  proxied.push(new Proxy(proxied, {}), new Proxy(proxied, {}));
  for (const a of [self, proxied, deep(1e6)]) assertEquals(said(() => a.flat(Infinity)), "RangeError: Maximum call stack size exceeded");
  assertEquals(deep(5000).flat(Infinity), [1]);
});
test("flat is the standard's", () => {
  const log = [];
  const traced = new Proxy([1, [2, [3]]], { get(t, k, r) { log.push(`get ${String(k)}`); return Reflect.get(t, k, r); }, has(t, k) { log.push(`has ${String(k)}`); return k in t; } });
  assertEquals(Array.prototype.flat.call(traced, { valueOf() { log.push("depth"); return 1; } }), [1, 2, [3]]);
  assertEquals(log.join(), "get length,depth,get constructor,has 0,get 0,has 1,get 1");
  assertEquals([[1, , [2, , [3]]].flat(), [[1]].flat(0), [[1]].flat(-1), [[[1]]].flat("2"), [[[1]]].flat(NaN)], [[1, 2, [3]], [[1]], [[1]], [1], [[[1]]]]);
  class List extends Array {}
  const made = List.of([1], [2]).flat();
  assertEquals([made instanceof List, made.length, made[1]], [true, 2, 2]);
  assertEquals([Array.prototype.flat.call({ length: 2, 0: [1], 1: 2 }), Array.prototype.flat.call({ length: -1 }), Array.prototype.flat.call("ab")], [[1, 2], [], ["a", "b"]]);
  assertThrows(() => Object.assign([], { constructor: 5 }).flat(), TypeError);
  assertThrows(() => Object.assign([], { constructor: { [Symbol.species]: () => {} } }).flat(), TypeError);
  assertEquals(Object.assign([[1]], { constructor: { [Symbol.species]: null } }).flat(), [1]);
  const shrinks = [[1], { get 0() { return 0; } }, [3]];
  Object.defineProperty(shrinks, 1, { get() { shrinks.length = 2; return [2]; } });
  assertEquals(shrinks.flat(), [1, 2]);
  assertThrows(() => [Proxy.revocable([], {})].map((r) => (r.revoke(), r.proxy)).flat(), TypeError);
  assertThrows(() => Array.prototype.flat.call(null), TypeError);
  assertThrows(() => [].flat(1n), TypeError);
  assertEquals([Array.prototype.flat.length, Array.prototype.flat.name], [0, "flat"]);
});
test("replacements are refused that repeat most of a long text again and again", () => {
  const long = "ab".repeat(1e5), tooMuch = "RangeError: Invalid string length";
  for (const by of ["$`", "$'", "x$`$'"]) for (const what of [/a/g, /(?<x>a)(b)?/g]) assertEquals([said(() => long.replace(what, by)), said(() => long.replaceAll(what, by))], [tooMuch, tooMuch]);
  assertEquals(said(() => long.replaceAll("a", "$`")), tooMuch);
  assertEquals([long.replace(/a/, "$'").length, long.replace("a", "$`").length, long.replaceAll("a", "$$`").length], [2e5 - 1 + 2e5 - 1, 2e5 - 1, 3e5]);
  assertEquals("xay".repeat(3).replace(/a/g, "$`-$'"), "xx-yxayxayyxxayx-yxayyxxayxayx-yy");
});
test("BigInt reads texts of any length as the standard has them", () => {
  const digits = "1234567890".repeat(3000), x = BigInt(digits);
  assertEquals([String(x) === digits, BigInt("-" + digits) === -x, BigInt(digits.replace("1", "0")) === x - 10n ** 29999n], [true, true, true]);
  assertEquals([BigInt(` ${digits}\n`) === x, BigInt("0".repeat(9000)), BigInt("0x" + "f".repeat(6000)) === (1n << 24000n) - 1n], [true, 0n, true]);
  assertEquals(BigInt("9".repeat(2e5)) + 1n === 10n ** 200000n, true);
  const whole = ["", " ", "+5", "-5", "0777", "0".repeat(30) + "123", "0X1f", "0o17", "0B11", "\u00a0 5\ufeff", "-00000000000000000000000000017"];
  assertEquals(whole.map((s) => BigInt(s)), [0n, 0n, 5n, -5n, 777n, 123n, 31n, 15n, 3n, 5n, -17n]);
  const bare = "99999999999999999999";
  for (const text of ["n", "x", "_1", ".", "e5", "\0", "-", " 5"].map((end) => bare + end).concat("5n", "1_0", "0x", "0b2", "-0x1f", "+0x1f", "+-5", "--5", "-", "+", "1e3", "Infinity", "0x1_f")) assertEquals(said(() => BigInt(text)), `SyntaxError: Cannot convert ${text} to a BigInt`);
});
test("split of long texts is the standard's", () => {
  const long = "ab\u00e9".repeat(2 ** 21), ascii = "a,b,".repeat(2 ** 20);
  assertEquals([ascii.split(",").length, ascii.split(",").at(-1), ascii.split(",")[1], ascii.split("x").length, ascii.split("x")[0] === ascii], [2 ** 21 + 1, "", "b", 1, true]);
  assertEquals([ascii.split("").length, ascii.split("").join("") === ascii, ascii.split(ascii)], [ascii.length, true, ["", ""]]);
  assertEquals([long.split("b\u00e9").length, long.split("\u00e9").join("\u00e9") === long, long.split("").at(-1)], [2 ** 21 + 1, true, "\u00e9"]);
});
test("sums of very many terms are compiled", () => {
  const terms = 50_000, results = { "+": "b" + "a".repeat(terms), "||": "b", "&&": "a", "-": NaN, "??": "b", "<": false };
  for (const [operator, result] of Object.entries(results)) assertEquals(new Function("a", "b", "return b" + `${operator}a`.repeat(terms))("a", "b"), result);
});
