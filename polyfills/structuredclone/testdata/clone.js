test("clones deeply", () => {
  const o = { a: [new Map([[1, new Date(5)]])], e: new RangeError("m") }, c = structuredClone(o);
  assertEquals(c.a[0].get(1).getTime(), 5);
  assert(c !== o && c.e instanceof RangeError);
});
test("transfers", () => {
  const b = new ArrayBuffer(4), c = structuredClone(b, { transfer: [b] });
  assertEquals([b.byteLength, c.byteLength], [0, 4]);
});
test("refuses functions", () => { assertThrows(() => structuredClone({ f() {} }), "DataCloneError", "could not be cloned."); });
