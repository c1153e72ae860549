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
test("a DOMException has members of its own, which its JSON, copies and clones show", () => {
  const e = new DOMException("m", "AbortError");
  for (const x of [e, structuredClone(e)]) {
    assertEquals(Object.keys(x).slice(0, 4), ["code", "name", "message", "stack"]);
    assertEquals([{ ...x }.code, JSON.parse(JSON.stringify(x)).name, { ...x }.message], [20, "AbortError", "m"]);
  }
  assertEquals(Object.getOwnPropertyDescriptor(e, "message"), { value: "m", writable: false, enumerable: true, configurable: true });
  assertThrows(() => { "use strict"; e.name = "x"; }, TypeError);
  assertEquals([new DOMException().code, new DOMException("", "").code, new DOMException("", "Mine").code, new DOMException("", "DataCloneError").code], [0, 0, 0, 25]);
});
test("an instance made for a function without a prototype has that of its class", () => {
  function f() {}
  for (f.prototype of [undefined, null, 5]) assert(Object.getPrototypeOf(Reflect.construct(DOMException, [], f)) === DOMException.prototype);
  f.prototype = {};
  assert(Object.getPrototypeOf(Reflect.construct(DOMException, [], f)) === f.prototype);
});
