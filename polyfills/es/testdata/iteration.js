test("typed arrays are gone over as what they show, also where that changes", () => {
  const classes = [Uint8Array, Uint8ClampedArray, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array, Float16Array];
  for (const C of classes) {
    const values = C === Uint8ClampedArray || C.name.startsWith("U") ? [1, 200, 0] : [-1, 100, 0];
    const view = new C([9, ...values]).subarray(1);
    assertEquals([...view], values, C.name);
    assertEquals([...view.entries()], values.map((v, i) => [i, v]), C.name);
    assertEquals([...view.keys()], [0, 1, 2], C.name);
    let seen = [];
    for (const v of view) seen.push(v);
    assertEquals(seen, values, C.name);
  }
  assertEquals([...new BigInt64Array([1n, -2n])], [1n, -2n]);
  assertEquals([...new Float64Array([-0, NaN, 1.5])].map((x) => Object.is(x, -0) || x !== x || x), [true, true, 1.5]);
  const buffer = new ArrayBuffer(4, { maxByteLength: 8 }), growing = new Uint8Array(buffer), seen = [];
  for (const v of growing) {
    seen.push(v);
    if (seen.length === 2) buffer.resize(6);
  }
  assertEquals(seen, [0, 0, 0, 0, 0, 0]);
  const gone = new Uint8Array(4);
  assertThrows(() => { for (const v of gone) gone.buffer.transfer(); }, TypeError);
});
test("maps and sets are gone over as they change", () => {
  const m = new Map([["a", 1], ["b", 2], ["c", 3]]), seen = [];
  for (const [k, v] of m) {
    seen.push(k, v);
    if (k === "a") { m.delete("b"); m.set("d", 4); }
  }
  assertEquals(seen, ["a", 1, "c", 3, "d", 4]);
  assertEquals([[...m.keys()], [...m.values()], [...m.entries()]], [["a", "c", "d"], [1, 3, 4], [["a", 1], ["c", 3], ["d", 4]]]);
  const s = new Set([1, 2]);
  assertEquals([[...s], [...s.keys()], [...s.entries()]], [[1, 2], [1, 2], [[1, 1], [2, 2]]]);
  const it = m.entries();
  const [first, second] = it;
  assertEquals([first === second, it.next()], [false, { value: ["d", 4], done: false }]);
  assertEquals([it.next(), [...it], it.next()], [{ value: undefined, done: true }, [], { value: undefined, done: true }]);
  let pairs = 0;
  for (const [i, x] of [5, 6].entries()) for (const [j, y] of m.entries()) pairs += i * j.length + x * y;
  assertEquals(pairs, 3 + 88);
});
test("what next gives a script is its own", () => {
  const it = new Map([[1, 2], [3, 4]]).entries(), a = it.next(), b = it.next();
  assertEquals([a, b, a === b], [{ value: [1, 2], done: false }, { value: [3, 4], done: false }, false]);
});
test("a generator that hands on to itself is running already", () => {
  const words = "Generator is already running";
  let own, first, second;
  own = (function* () { yield 1; yield* own; })();
  own.next();
  assertThrows(() => own.next(), TypeError, words);
  first = (function* () { yield 1; yield* second; })();
  second = (function* () { yield 2; yield* first; })();
  assertEquals([first.next().value, first.next().value], [1, 2]);
  assertThrows(() => first.next(), TypeError, words);
  let caught;
  own = (function* () { try { return yield* own; } catch (e) { caught = e.message; return 7; } })();
  assertEquals([own.next(), caught], [{ value: 7, done: true }, words]);
  function* tree(n) { if (n > 0) { yield* tree(n - 1); yield n; yield* tree(n - 1); } }
  assertEquals([...tree(3)].join(""), "1213121");
  const shared = [1, 2, 3].values(), one = (function* () { yield* shared; })(), two = (function* () { yield* shared; })();
  assertEquals([one.next().value, two.next().value, one.next().value], [1, 2, 3]);
});
