// The words of the real platform, recorded from workerd of November 2026.
const said = (f) => { try { return f(); } catch (e) { return String(e); } };

test("entries without a key or a value make properties of undefined", () => {
  assertEquals(Object.fromEntries([[]]), { undefined: undefined });
  assertEquals(Object.keys(Object.fromEntries([{}, ["a"], ["b", 1], { 0: "c", 1: 2 }])), ["undefined", "a", "b", "c"]);
  assertEquals(Object.fromEntries([["a"]]), { a: undefined });
  assertEquals(Object.fromEntries([["__proto__", 1]].values()).__proto__, 1);
});
test("entries of iterators keep keys of every kind", () => {
  const s = Symbol("s"), made = Object.fromEntries(new Map([[s, 1], ["\ud800", 2], [3, 4], ["é", 5]]));
  assertEquals([made[s], made["\ud800"], made[3], made["é"], Object.keys(made).length], [1, 2, 4, 5, 3]);
});
test("what is no entry is named, and ends the iterator", () => {
  let ended = 0;
  const items = (first) => ({ [Symbol.iterator]() { return { next: () => ({ value: first }), return() { ended++; } }; } });
  assertEquals(said(() => Object.fromEntries(items(5))), "TypeError: Iterator value 5 is not an entry object");
  assertEquals(said(() => Object.fromEntries(items(Symbol("q")))), "TypeError: Iterator value Symbol(q) is not an entry object");
  assertEquals(said(() => Object.fromEntries(items({ get 0() { throw new RangeError("mine"); } }))), "RangeError: mine");
  assertEquals(ended, 3);
});
test("an object without toString has no local text either", () => {
  assertEquals(said(() => Object.prototype.toLocaleString.call(Object.create(null))), "TypeError: undefined is not a function");
});
test("grouping nothing throws, and callbacks are named", () => {
  assertEquals(said(() => Object.groupBy(null, (x) => x)), "TypeError: Object.groupBy called on null or undefined");
  assertEquals(said(() => Map.groupBy(undefined, (x) => x)), "TypeError: Map.groupBy called on null or undefined");
  assertEquals(said(() => Object.groupBy([1], {})), "TypeError: #<Object> is not a function");
  assertEquals(said(() => new Map().getOrInsertComputed("a", 5)), "TypeError: Map.prototype.getOrInsertComputed is not a function");
});
test("what Promise.any cannot go over is named", async () => {
  const words = (v) => Promise.any(v).catch((e) => e.message);
  assertEquals(await words(5), "number 5 is not iterable (cannot read property Symbol(Symbol.iterator))");
  assertEquals(await words(null), "object null is not iterable (cannot read property Symbol(Symbol.iterator))");
  assertEquals(await words({}), "object is not iterable (cannot read property Symbol(Symbol.iterator))");
});
test("the size of a Map cannot be written", () => {
  assertEquals(said(() => { "use strict"; new Map().size = 1; }), "TypeError: Cannot set property size of #<Map> which has only a getter");
  assertEquals(Object.getOwnPropertyDescriptor(Set.prototype, "size").get.name, "get size");
});
test("BigInt of nothing throws, and Atomics converts as its arrays do", () => {
  assertEquals(said(() => BigInt()), "TypeError: Cannot convert undefined to a BigInt");
  assertEquals(said(() => BigInt(Symbol("q"))), "TypeError: Cannot convert Symbol(q) to a BigInt");
  assertEquals(said(() => Atomics.add(new Int32Array(1), 0, 1n)), "TypeError: Cannot convert a BigInt value to a number");
  assertEquals(said(() => Atomics.store(new BigInt64Array(1), 0, 5)), "TypeError: Cannot convert 5 to a BigInt");
  assertEquals(said(() => Atomics.load(new Int32Array(1), 5)), "RangeError: Invalid atomic access index: 5");
  assertEquals(said(() => Atomics.add([], 0, 0)), "TypeError: [object Array] is not an integer typed array.");
  assertEquals([Atomics.add(new Int32Array(1), 0, "7"), Atomics.store(new BigInt64Array(1), 0, 7n), Atomics.load(new Uint8Array(2), "1")].map(String), ["0", "7", "0"]);
});
