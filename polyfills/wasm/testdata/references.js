const I32 = 0x7f, FUNC = 0x70, EXTERN = 0x6f;
const twice = (x) => x * 2;
const module = load(wasm({
  types: [[[I32], [I32]], [[I32, I32], [I32]], [[EXTERN], [EXTERN]], [[I32], [FUNC]], [[I32, FUNC], []], [[], []]],
  imports: [["env", "f", "function", 0]],
  functions: [
    [0, [0x20, 0, 0x41, 1, 0x6a]], [1, [0x20, 1, 0x20, 0, 0x11, 0, 0]], [2, [0x20, 0]],
    [3, [0x20, 0, 0x25, 0]], [4, [0x20, 0, 0x20, 1, 0x26, 0]], [0, [0x20, 0, 0x41, 10, 0x6c]],
  ],
  tables: [[FUNC, 1, 4, 8], [EXTERN, 0, 2]],
  globals: [[I32, 1, 0x41, 7, 0x0b], [0x7e, 0, 0x42, 9, 0x0b], [EXTERN, 1, 0xd0, EXTERN, 0x0b]],
  exports: [["inc", "function", 1], ["at", "function", 2], ["echo", "function", 3], ["get", "function", 4], ["set", "function", 5],
    ["table", "table", 0], ["things", "table", 1], ["g", "global", 0], ["g64", "global", 1], ["held", "global", 2]],
  elements: [[0, 0x41, 0, 0x0b, 3, 1, 0, 6]],
}));
const make = () => new WebAssembly.Instance(module, { env: { f: twice } }).exports;

test("a table shows what its elements are", () => {
  const { table, inc, at } = make();
  assertEquals(table.length, 4);
  assert(table.get(0) === inc, "an exported function");
  assertEquals(table.get(1)(21), 42, "a function of a script");
  assertEquals(table.get(2)(3), 30, "a function that is not exported");
  assert(table.get(1) === table.get(1) && table.get(2) === table.get(2));
  assertEquals(table.get(3), null);
  assertEquals([at(0, 5), at(1, 5), at(2, 5)], [6, 10, 50]);
  assertThrows(() => at(3, 5), "RuntimeError", "null function");
  assertThrows(() => table.get(4), RangeError, "WebAssembly.Table.get(): invalid address 4 in funcref table of size 4");
});

test("a table takes functions of any instance", () => {
  const { table, at, inc, get, set } = make();
  const other = make();
  table.set(3, other.inc);
  assert(table.get(3) === other.inc && get(3) === other.inc);
  assertEquals(at(3, 1), 2);
  table.set(3, table.get(2));
  assertEquals([table.get(3) === table.get(2), at(3, 2)], [true, 20]);
  table.set(0, other.table.get(1));
  assertEquals(at(0, 4), 8);
  set(1, inc);
  assert(table.get(1) === inc);
  table.set(1);
  assertEquals(table.get(1), null);
  assertThrows(() => table.set(0, () => {}), TypeError, "WebAssembly.Table.set(): Argument 1 is invalid for table: function-typed object must be null (if nullable) or a Wasm function object");
  assertEquals([table.grow(2), table.length, table.grow(1, inc), table.get(6) === inc], [4, 6, 6, true]);
  assertThrows(() => table.grow(9), RangeError, "WebAssembly.Table.grow(): failed to grow table by 9");
});

test("a table of a script is shared by instances", () => {
  const importing = load(wasm({
    types: [[[I32], [I32]]], imports: [["env", "t", "table", FUNC, 1, 2, 4]],
    functions: [[0, [0x41, 5, 0x20, 0, 0x11, 0, 0]]], exports: [["at", "function", 0]], elements: [[0, 0x41, 1, 0x0b, 1, 0]],
  }));
  const t = new WebAssembly.Table({ element: "anyfunc", initial: 2, maximum: 4 });
  t.set(0, make().inc);
  const { at } = new WebAssembly.Instance(importing, { env: { t } }).exports;
  assert(t.get(1) === at);
  assertEquals(at(0), 6);
  const link = (t) => () => new WebAssembly.Instance(importing, { env: { t } });
  assertThrows(link(5), "LinkError", 'WebAssembly.Instance(): Import #0 "env" "t": table import requires a WebAssembly.Table');
  assertThrows(link(new WebAssembly.Table({ element: "anyfunc", initial: 1, maximum: 4 })), "LinkError", "WebAssembly.Instance(): table import 0 is smaller than initial 2, got 1");
  assertThrows(link(new WebAssembly.Table({ element: "anyfunc", initial: 2 })), "LinkError", "WebAssembly.Instance(): table import 0 has no maximum length; required: 4");
  assertThrows(link(new WebAssembly.Table({ element: "externref", initial: 2, maximum: 4 })), "LinkError", "imported table does not match the expected type");
});

test("values of scripts pass through a module unchanged", () => {
  const { echo, things, held } = make();
  for (const v of [{}, [], () => {}, "text", 5, 1n, true, Symbol.iterator, undefined, null]) assert(echo(v) === v, String(v));
  assertEquals(things.get(0), null);
  const thing = { a: 1 };
  things.set(0, thing);
  held.value = thing;
  for (let i = 0; i < 20_000; i++) echo({ i });
  assert(things.get(0) === thing && held.value === thing, "what a table or global holds is kept");
  const t = new WebAssembly.Table({ element: "externref", initial: 2 }, "hi");
  assertEquals([t.get(0), t.get(1)], ["hi", "hi"]);
});

test("globals are read and written by both sides", () => {
  const { g, g64 } = make();
  assertEquals([g.value, g64.value, g.valueOf()], [7, 9n, 7]);
  g.value = 5.7;
  assertEquals(g.value, 5);
  assertThrows(() => { "use strict"; g64.value = 1n; }, TypeError, "Can't set the value of an immutable global.");
  assertEquals(new WebAssembly.Global({ value: "f32" }, 0.1).value, 0.10000000149011612);
  assertEquals(new WebAssembly.Global({ value: "i64" }).value, 0n);
  assertEquals(new WebAssembly.Global({ value: "f64" }, -2.5).value, -2.5);
  assertEquals(new WebAssembly.Global({ value: "i32" }, -70000).value, -70000);
  assertEquals(new WebAssembly.Global({ value: "i64" }, -(2n ** 40n)).value, -(2n ** 40n));
  assertEquals(new WebAssembly.Global({ value: "externref" }).value, undefined);
  assertEquals(new WebAssembly.Global({ value: "anyfunc" }).value, null);
  assertThrows(() => new WebAssembly.Global({ value: "v128" }), TypeError);
  assertThrows(() => new WebAssembly.Global({ value: "x" }), TypeError, "WebAssembly.Global(): Descriptor property 'value' must be a WebAssembly type");
});

test("globals are imported as values and as objects", () => {
  const importing = (mutable, type = I32) => load(wasm({ types: [[[], [type]]], imports: [["env", "g", "global", type, mutable]], functions: [[0, [0x23, 0]]], exports: [["read", "function", 0], ["g", "global", 0]] }));
  const link = (m, g) => new WebAssembly.Instance(m, { env: { g } }).exports;
  assertEquals(link(importing(0), 42).read(), 42);
  assertEquals(link(importing(0, 0x7e), 42n).read(), 42n);
  assertEquals(link(importing(0, 0x7c), 0.5).g.value, 0.5);
  const g = new WebAssembly.Global({ value: "i32", mutable: true }, 1);
  const linked = link(importing(1), g);
  g.value = 2;
  assert(linked.read() === 2 && linked.g === g);
  const where = 'WebAssembly.Instance(): Import #0 "env" "g": ';
  assertThrows(() => link(importing(0), "5"), "LinkError", where + "global import must be a number, valid Wasm reference, or WebAssembly.Global object");
  assertThrows(() => link(importing(1), 5), "LinkError", where + "imported mutable global must be a WebAssembly.Global object");
  assertThrows(() => link(importing(0), g), "LinkError", where + "imported global does not match the expected mutability");
  assertThrows(() => link(importing(0), new WebAssembly.Global({ value: "i64" })), "LinkError", where + "imported global does not match the expected type");
});
