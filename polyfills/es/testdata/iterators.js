// what a source is asked, in order
function told(...values) {
  const log = [];
  const source = {
    __proto__: Iterator.prototype,
    next() { log.push("next"); return values.length ? { value: values.shift(), done: false } : { value: undefined, done: true }; },
    return() { log.push("return"); return {}; },
  };
  return { source, log };
}
test("zip ends with the shortest and closes the others, the last first", () => {
  const a = told(1, 2, 3), b = told(4);
  assertEquals([...Iterator.zip([a.source, b.source])], [[1, 4]]);
  assertEquals([a.log, b.log], [["next", "next", "return"], ["next", "next"]]);
});
test("zip fills up with padding, and is strict about lengths", () => {
  assertEquals([...Iterator.zip([[1, 2], [3, 4, 5]], { mode: "longest", padding: [9] })], [[1, 3], [2, 4], [9, 5]]);
  assertEquals([...Iterator.zip([[1], []], { mode: "longest" })], [[1, undefined]]);
  assertThrows(() => [...Iterator.zip([[1], [2, 3]], { mode: "strict" })], TypeError, "Iterators passed to Iterator.zip in 'strict' mode must have the same length");
  assertThrows(() => Iterator.zip([], { mode: "x" }), TypeError, "Iterator.zip mode must be 'shortest', 'longest', or 'strict'");
  assertThrows(() => Iterator.zip(["ab"]), TypeError, "ab is not iterable");
  assertEquals([...Iterator.zip([])], []);
});
test("zipKeyed makes objects without a prototype", () => {
  const [first, second] = Iterator.zipKeyed({ a: [1], b: [2, 3], c: undefined }, { mode: "longest", padding: { a: 0 } });
  assertEquals([Object.getPrototypeOf(first), Object.entries(first), Object.entries(second)], [null, [["a", 1], ["b", 2]], [["a", 0], ["b", 3]]]);
});
test("includes skips, compares NaN and closes what it leaves", () => {
  const { source, log } = told(NaN, 1);
  assertEquals([source.includes(NaN), log], [true, ["next", "return"]]);
  assertEquals([Iterator.from([1, 2]).includes(1, 1), Iterator.from([0]).includes(-0)], [false, true]);
  assertThrows(() => Iterator.from([1]).includes(1, "1"), TypeError, "skippedElements argument must be undefined or an integer");
  assertThrows(() => Iterator.from([1]).includes(1, -1), RangeError, "-1 must be positive");
});
test("join leaves out what is nullish", () => {
  assertEquals([Iterator.from([1, null, undefined, "a"]).join(), Iterator.from([1, 2]).join("-"), Iterator.from([]).join()], ["1,,,a", "1-2", ""]);
});
test("concat gives the very results of its sources, and forwards return", () => {
  const result = { value: 1, done: false };
  let closed = 0;
  const it = Iterator.concat({ [Symbol.iterator]: () => ({ next: () => result, return() { closed++; return {}; } }) });
  assertEquals([it.next() === result, it.return(), closed, it.next()], [true, { value: undefined, done: true }, 1, { value: undefined, done: true }]);
});
test("a helper that is running refuses", () => {
  let it;
  const source = { __proto__: Iterator.prototype, next: () => it.next() };
  it = source.map((x) => x);
  assertThrows(() => it.next(), TypeError, "Generator is already running");
});
test("helpers say what is wrong in V8's words", () => {
  assertThrows(() => Iterator.from([1]).map("a"), TypeError, 'string "a" is not a function');
  assertThrows(() => Iterator.from([1]).map({}), TypeError, "object is not a function");
  assertThrows(() => Iterator.from(5), TypeError, "Iterator.from called on non-object");
  assertThrows(() => [...Iterator.from([1]).flatMap(() => "ab")], TypeError, "Iterator.prototype.flatMap called on non-object");
  assertThrows(() => Object.getPrototypeOf(Iterator.from([]).map((x) => x)).next.call({}), TypeError, "Method Iterator Helper.prototype.next called on incompatible receiver #<Object>");
  assertThrows(() => Iterator(), TypeError, "Constructor Iterator requires 'new'");
});
test("Array.fromAsync is no async function, and refuses what is no iterable in V8's words", async () => {
  assertEquals(Object.getPrototypeOf(Array.fromAsync) === Function.prototype, true);
  await assertRejects(Array.fromAsync(null), TypeError, "Cannot read properties of null (reading 'Symbol(Symbol.asyncIterator)')");
  await assertRejects(Array.fromAsync({ [Symbol.iterator]: 1 }), TypeError, "Array.fromAsync requires that the property of the first argument, items[Symbol.iterator], when exists, be a function");
  await assertRejects(Array.fromAsync({ length: 1n }), TypeError);
});
