const said = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
const tooLong = "RangeError: Invalid array length", tooLarge = "RangeError: Maximum BigInt size exceeded";

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
