const long = (n = 40) => Array.from({ length: n }, (_, i) => i);
// slow is the same array in a form that no short way knows.
const slow = (a) => new Proxy(a, {});
const both = (f) => {
  const a = long(), b = long();
  const x = f(a), y = f(slow(b));
  assertEquals([x, a, a.length], [y, b, b.length]);
};

test("shift, unshift, splice and concat do to long arrays what they do to others", () => {
  both((a) => [a.shift(), a.shift(), a.push("x")]);
  both((a) => [a.unshift("x", "y"), a.unshift(), a.unshift("z"), a.shift()]);
  for (const args of [[0, 0, "x"], [5, 2], [5, 2, "x"], [5, 1, "x", "y", "z"], [-3, 2, "x"], [100, 1, "x"], [-100, 100], [3, -1, "x"], [39, 5], [1.7, 1.9, "x"], [NaN, 1], [2, Infinity]]) both((a) => a.splice(...args));
  both((a) => a.concat([1, [2]], "x", [], null));
  assertEquals(long().concat(long()).length, 80);
  assertEquals([[1].concat([2, , 3]).length, 1 in [].concat([2, , 3])], [4, false]);
});
test("they heed what scripts can see", () => {
  class Mine extends Array {}
  const mine = Mine.from(long());
  assertEquals([mine.splice(0, 1) instanceof Mine, mine.concat([1]) instanceof Mine, mine.shift(), mine.length], [true, true, 1, 38]);
  for (const method of ["shift", "unshift", "splice"]) assertThrows(() => Object.freeze(long())[method](0, 1), TypeError);
  const fixed = Object.defineProperty(long(), "length", { writable: false });
  assertThrows(() => fixed.shift(), TypeError);
  const spread = { length: 2, 0: "a", 1: "b", [Symbol.isConcatSpreadable]: true };
  assertEquals(long(2).concat(spread), [0, 1, "a", "b"]);
  const whole = long(2);
  whole[Symbol.isConcatSpreadable] = false;
  assertEquals([[1].concat(whole).length, whole.concat([1]).length], [2, 2]);
  let asked = 0;
  both((a) => a.splice({ valueOf() { asked++; return 1; } }, 1));
  assertEquals(asked, 2);
});
test("a queue of many is emptied quickly, and may grow meanwhile", () => {
  const queue = [];
  for (let i = 0; i < 100000; i++) queue.push(i);
  let n = 0, sum = 0;
  while (queue.length > 0) {
    sum += queue.shift();
    if (++n % 10 === 0 && n < 1000) queue.push(0);
  }
  assertEquals([n, sum, queue.length], [100099, 4999950000, 0]);
});
test("loops, patterns and spreads see each element, and iterators of scripts their own results", () => {
  const a = [1, 2, 3];
  const it = a[Symbol.iterator]();
  const first = it.next(), second = it.next();
  for (const x of a) assertEquals([first, second], [{ value: 1, done: false }, { value: 2, done: false }], String(x));
  assertEquals([[...a, ...a], Math.max(...a)], [[1, 2, 3, 1, 2, 3], 3]);
  const pairs = [];
  for (const x of a) for (const y of a) pairs.push(x * y);
  assertEquals(pairs, [1, 2, 3, 2, 4, 6, 3, 6, 9]);
  const [p, [q, ...r]] = [1, [2, 3, 4]];
  assertEquals([p, q, r], [1, 2, [3, 4]]);
  const seen = [];
  const grows = [1, 2];
  for (const x of grows) { seen.push(x); if (grows.length < 5) grows.push(x * 10); }
  assertEquals(seen, [1, 2, 10, 20, 100]);
  function* inner() { yield* a; return 9; }
  const g = inner();
  const results = [g.next(), g.next(), g.next(), g.next()];
  assertEquals(results.map((x) => [x.value, x.done]), [[1, false], [2, false], [3, false], [9, true]]);
  assertEquals([[..."ab"], [...[, 1]], [...new Set(a)], Array.from(a.entries())], [["a", "b"], [undefined, 1], [1, 2, 3], [[0, 1], [1, 2], [2, 3]]]);
  const held = [];
  const odd = { [Symbol.iterator]() { return { next() { const r = a[Symbol.iterator]().next(); held.push(r); return held.length > 2 ? { done: true } : r; } }; } };
  assertEquals([[...odd], held[0] === held[1]], [[1, 1], false]);
});
test("includes finds zero of either sign", () => {
  for (const [a, b] of [[0, 0], [0, -0], [-0, 0], [-0, -0]]) assertEquals([[a].includes(b), [1, a, 2].includes(b, 1), [1, a].includes(b, 2), Array.prototype.includes.call({ 0: a, length: 1 }, b)], [true, true, false, true]);
  assertEquals([[Math.round(-0.4)].includes(0), [,].includes(0), [null, false, ""].includes(0), [NaN].includes(NaN)], [true, false, false, true]);
  assertThrows(() => Array.prototype.includes.call(null, 0), TypeError);
});
