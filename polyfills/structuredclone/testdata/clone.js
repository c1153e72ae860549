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
test("views that their buffer has become too short for, or that have lost it, are not cloned", () => {
  const words = (make, change) => {
    const buffer = new ArrayBuffer(8, { maxByteLength: 16 }), view = make(buffer);
    change(buffer);
    try { return structuredClone(view).byteLength; } catch (e) { return `${e.name}: ${e.message}`; }
  };
  const shorten = (b) => b.resize(2), empty = (b) => structuredClone(b, { transfer: [b] });
  assertEquals([words((b) => new DataView(b, 4), shorten), words((b) => new DataView(b, 0, 4), shorten), words((b) => new DataView(b), shorten)],
    ["DataCloneError: #<DataView> could not be cloned.", "DataCloneError: #<DataView> could not be cloned.", 2]);
  assertEquals(words((b) => new Uint8Array(b, 4), shorten), "DataCloneError: [object Object] could not be cloned.");
  for (const C of [DataView, Uint8Array]) assertEquals(words((b) => new C(b), empty), "DataCloneError: An ArrayBuffer is detached and could not be cloned.");
});
