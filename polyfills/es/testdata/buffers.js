test("a buffer grows and shrinks between nothing and its maximum", () => {
  const b = new ArrayBuffer(2, { maxByteLength: 6 });
  assertEquals([b.resizable, b.byteLength, b.maxByteLength, new ArrayBuffer(3).resizable, new ArrayBuffer(3).maxByteLength], [true, 2, 6, false, 3]);
  const bytes = new Uint8Array(b);
  bytes.fill(7);
  b.resize(6);
  assertEquals([...bytes], [7, 7, 0, 0, 0, 0]);
  bytes.fill(8);
  b.resize(1);
  assertEquals([[...bytes], bytes[1], 1 in bytes, Object.keys(bytes)], [[8], undefined, false, ["0"]]);
  b.resize(3);
  assertEquals([...bytes], [8, 0, 0]);
  b.resize(0);
  assertEquals([bytes.length, b.slice().byteLength], [0, 0]);
});
test("lengths beyond the maximum are refused in the platform's words", () => {
  const b = new ArrayBuffer(2, { maxByteLength: 6 });
  assertThrows(() => b.resize(7), RangeError, "ArrayBuffer.prototype.resize: Invalid length parameter");
  assertThrows(() => b.resize(-1), RangeError, "ArrayBuffer.prototype.resize: Invalid length parameter");
  assertThrows(() => new ArrayBuffer(7, { maxByteLength: 6 }), RangeError, "Invalid array buffer max length");
  assertThrows(() => new ArrayBuffer(0, { maxByteLength: 2 ** 52 }), RangeError, "Array buffer allocation failed");
  assertThrows(() => new ArrayBuffer(1).resize(1), TypeError, "Method ArrayBuffer.prototype.resize called on incompatible receiver #<ArrayBuffer>");
});
test("views follow the length of their buffer or fall outside of it", () => {
  const b = new ArrayBuffer(8, { maxByteLength: 16 });
  const tracking = new Uint16Array(b, 2), fixed = new Uint8Array(b, 4, 4), view = new DataView(b, 4), short = new DataView(b, 0, 6);
  b.resize(11);
  assertEquals([tracking.length, tracking.byteLength, fixed.length, view.byteLength], [4, 8, 4, 7]);
  b.resize(5);
  assertEquals([tracking.length, fixed.length, fixed.byteLength, fixed.byteOffset, fixed[0], view.byteLength], [1, 0, 0, 0, undefined, 1]);
  assert(fixed.buffer === b);
  assertThrows(() => fixed.fill(1), TypeError);
  assertThrows(() => short.byteLength, TypeError);
  assertThrows(() => [...fixed], TypeError);
  b.resize(8);
  assertEquals([fixed.length, fixed.byteOffset, short.byteLength], [4, 4, 6]);
});
test("subarrays of a view that tracks its buffer track it too", () => {
  const b = new ArrayBuffer(4, { maxByteLength: 8 }), all = new Uint8Array(b), tail = all.subarray(1), part = all.subarray(1, 3);
  b.resize(8);
  assertEquals([all.length, tail.length, part.length, all.slice().buffer.resizable], [8, 7, 2, false]);
});
test("a callback may resize the buffer under it", () => {
  const b = new ArrayBuffer(4, { maxByteLength: 8 }), a = new Uint8Array(b), seen = [];
  a.set([1, 2, 3, 4]);
  a.forEach((v, i) => { seen.push(v); if (i === 1) b.resize(2); });
  assertEquals(seen, [1, 2, undefined, undefined]);
  b.resize(8);
  assertEquals(a.map((v, i) => { if (i === 0) b.resize(4); return i; }).length, 8);
  assertEquals([...a.sort((x, y) => y - x)], [2, 1, 0, 0]);
});
test("transfer moves a buffer and keeps it resizable, transferToFixedLength does not", () => {
  const b = new ArrayBuffer(4, { maxByteLength: 8 });
  new Uint8Array(b).set([1, 2, 3, 4]);
  const c = b.transfer();
  assertEquals([b.detached, b.resizable, b.maxByteLength, c.resizable, c.maxByteLength, ...new Uint8Array(c)], [true, true, 0, true, 8, 1, 2, 3, 4]);
  assertThrows(() => b.resize(1), TypeError, "on a detached ArrayBuffer");
  assertThrows(() => c.transfer(9), RangeError, "Invalid array buffer length");
  const d = c.transferToFixedLength(9);
  assertEquals([d.resizable, d.byteLength, new Uint8Array(d)[3]], [false, 9, 4]);
  assertThrows(() => c.slice(), TypeError, "Cannot perform ArrayBuffer.prototype.slice on a detached ArrayBuffer");
});
test("a shared buffer only grows, and is no ArrayBuffer", () => {
  const b = new SharedArrayBuffer(4, { maxByteLength: 8 }), a = new Int32Array(b);
  b.grow(8);
  assertEquals([b.growable, b.byteLength, a.length, b.slice(-4, Infinity).byteLength, new SharedArrayBuffer(1).growable], [true, 8, 2, 4, false]);
  assertThrows(() => b.grow(4), RangeError, "SharedArrayBuffer.prototype.grow: Invalid length parameter");
  assertThrows(() => ArrayBuffer.prototype.slice.call(b), TypeError, "Method ArrayBuffer.prototype.slice called on incompatible receiver #<SharedArrayBuffer>");
  assertThrows(() => Reflect.get(ArrayBuffer.prototype, "byteLength", b), TypeError, "Method get ArrayBuffer.prototype.byteLength called on incompatible receiver #<SharedArrayBuffer>");
  assertThrows(() => SharedArrayBuffer(1), TypeError, "Constructor SharedArrayBuffer requires 'new'");
  class Mine extends SharedArrayBuffer {}
  assert(new Mine(2).slice() instanceof Mine);
});
test("setting nothing from another kind of array is no error", () => {
  new Uint8Array(0).set(new Uint16Array(0));
  new Float64Array(2).set(new Uint8Array(0), 2);
  assertThrows(() => new Float64Array(2).set(new Uint8Array(0), 3), RangeError);
});
test("Float16Array holds half precision numbers", () => {
  const a = new Float16Array([1.1, 65519, 65520, -0, NaN, 2 ** -24, 2 ** -25]);
  assertEquals([...a], [1.099609375, 65504, Infinity, -0, NaN, 2 ** -24, 0]);
  assertEquals([Float16Array.BYTES_PER_ELEMENT, a.byteLength, Object.prototype.toString.call(a), a.constructor === Float16Array], [2, 14, "[object Float16Array]", true]);
  assertEquals([a.indexOf(1.1), a.indexOf(1.099609375), a.includes(NaN), a.includes(0), a.at(-1)], [-1, 0, true, true, 0]);
  assertEquals([...a.map((x) => x * 2).subarray(0, 2), a.slice(1) instanceof Float16Array, [...a.toSorted()].slice(0, 3)], [2.19921875, Infinity, true, [-0, 0, 2 ** -24]]);
  assertEquals([...Float16Array.from([1, 2], (x) => x / 3), ...Float16Array.of(0.1)], [0.333251953125, 0.66650390625, 0.0999755859375]);
  assertEquals(new Uint16Array(a.buffer)[0], 0x3c66);
  assertEquals([...new Float64Array(new Float16Array([1.5]))], [1.5]);
  class Mine extends Float16Array {}
  assert(new Mine(2).map((x) => x) instanceof Mine && Mine.prototype instanceof Float16Array && Object.getPrototypeOf(Float16Array) === Object.getPrototypeOf(Int8Array));
  assertThrows(() => Float16Array(1), TypeError, "Constructor Float16Array requires 'new'");
  assertThrows(() => new Float16Array([1n]), TypeError);
});
test("every half survives the way through an array", () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, i) => i), halves = new Float16Array(bits.buffer), copy = new Float16Array([...halves]);
  for (let i = 0; i < 65536; i++) {
    if (!Object.is(halves[i], copy[i])) throw new Error(`${i}: ${halves[i]} became ${copy[i]}`);
    if (!Object.is(halves[i], Math.f16round(halves[i]))) throw new Error(`${i}: ${halves[i]} is not its own rounding`);
  }
});
test("symbols are keys of WeakMap and members of WeakSet, unless they are registered", () => {
  const s = Symbol("s"), o = {}, m = new WeakMap([[s, 1], [o, 2]]), set = new WeakSet([Symbol.iterator, o]);
  assertEquals([m.get(s), m.has(s), m.get(Symbol("s")), m.get(o), m.delete(s), m.has(s), m.delete(s)], [1, true, undefined, 2, true, false, false]);
  assertEquals([set.has(Symbol.iterator), set.add(s) === set, set.has(s), set.delete(s), set.has(s), set.has(o)], [true, true, true, true, false, true]);
  assertEquals([m.getOrInsert(s, 3), m.getOrInsertComputed(s, () => 4), m.set(s, 5) === m, m.get(s)], [3, 3, true, 5]);
  assertThrows(() => m.set(Symbol.for("x"), 1), TypeError, "Invalid value used as weak map key");
  assertThrows(() => set.add("x"), TypeError, "Invalid value used in weak set");
});
