const I32 = 0x7f;
const module = load(wasm({
  types: [[[I32], [I32]]],
  memories: [[1, 1, 3]],
  functions: [[0, [0x20, 0, 0x28, 2, 0]], [0, [0x20, 0, 0x40, 0]]],
  exports: [["load", "function", 0], ["grow", "function", 1], ["memory", "memory", 0], ["same", "memory", 0]],
  data: [[0, 0x41, 4, 0x0b, 4, 1, 2, 3, 4]],
}));
const importing = (max) => load(wasm({
  types: [[[I32], [I32]]], imports: [["env", "memory", "memory", 1, 1, max]],
  functions: [[0, [0x20, 0, 0x28, 2, 0]]], exports: [["load", "function", 0], ["memory", "memory", 0]],
}));

test("scripts and the module see the same bytes", () => {
  const { load, memory, same } = new WebAssembly.Instance(module).exports;
  assert(memory instanceof WebAssembly.Memory && memory === same);
  assertEquals(load(4), 0x04030201);
  new DataView(memory.buffer).setInt32(8, 77, true);
  assertEquals(load(8), 77);
  assert(memory.buffer === memory.buffer);
  assertThrows(() => load(65534), "RuntimeError", "memory access out of bounds");
});

test("growth detaches the buffer, whoever grows it", () => {
  const { grow, memory } = new WebAssembly.Instance(module).exports;
  let before = memory.buffer;
  new Uint8Array(before)[9] = 9;
  assertEquals(memory.grow(1), 1);
  assertEquals([before.byteLength, memory.buffer.byteLength, new Uint8Array(memory.buffer)[9]], [0, 131072, 9]);
  before = memory.buffer;
  assertEquals(grow(1), 2);
  assertEquals([before.byteLength, memory.buffer.byteLength], [0, 196608]);
  before = memory.buffer;
  assertEquals(memory.grow(0), 3);
  assert(before.byteLength === 0 && memory.buffer !== before);
  assertEquals(grow(1), -1);
  assertThrows(() => memory.grow(1), RangeError, "WebAssembly.Memory.grow(): Maximum memory size exceeded");
});

test("a growing module detaches the buffer before it calls a script", () => {
  let seen;
  const module = load(wasm({
    types: [[[], []]], imports: [["env", "f", "function", 0]], memories: [[0, 1]],
    functions: [[0, [0x41, 1, 0x40, 0, 0x1a, 0x10, 0]]], exports: [["go", "function", 1], ["memory", "memory", 0]],
  }));
  const exports = new WebAssembly.Instance(module, { env: { f() { seen = [before.byteLength, exports.memory.buffer.byteLength]; } } }).exports;
  const before = exports.memory.buffer;
  exports.go();
  assertEquals(seen, [0, 131072]);
});

test("a memory of a script is imported by several instances", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 3 });
  const first = new WebAssembly.Instance(importing(3), { env: { memory } }).exports;
  const second = new WebAssembly.Instance(importing(4), { env: { memory: first.memory } }).exports;
  assert(first.memory === memory && second.memory === memory);
  new Uint32Array(memory.buffer)[3] = 5;
  assertEquals([first.load(12), second.load(12)], [5, 5]);
  memory.grow(2);
  assertEquals([first.load(12), second.load(3 * 65536 - 4)], [5, 0]);
});

test("a memory that does not fit is a LinkError", () => {
  const link = (memory) => () => new WebAssembly.Instance(importing(3), { env: { memory } });
  const where = 'WebAssembly.Instance(): Import #0 "env" "memory": ';
  assertThrows(link(5), "LinkError", where + "memory import must be a WebAssembly.Memory object");
  assertThrows(link(new WebAssembly.Memory({ initial: 0, maximum: 3 })), "LinkError", where + "memory import has 0 pages which is smaller than the declared initial of 1");
  assertThrows(link(new WebAssembly.Memory({ initial: 1 })), "LinkError", where + "memory import has no maximum limit, expected at most 4294967295");
  assertThrows(link(new WebAssembly.Memory({ initial: 1, maximum: 9 })), "LinkError", where + "memory import has a larger maximum size 9 than the module's declared maximum 3");
});

test("a data segment beyond the memory is a RuntimeError", () => {
  const module = load(wasm({ memories: [[0, 0]], data: [[0, 0x41, 0, 0x0b, 1, 7]] }));
  assertThrows(() => new WebAssembly.Instance(module), "RuntimeError", "data segment 0 is out of bounds");
});

test("descriptors are checked in V8's words", () => {
  const make = (...args) => () => new WebAssembly.Memory(...args);
  assertThrows(make(), TypeError, "WebAssembly.Memory(): Argument 0 must be a memory descriptor");
  assertThrows(make({}), TypeError, "WebAssembly.Memory(): Property 'initial' is required");
  assertThrows(make({ initial: -1 }), TypeError, "WebAssembly.Memory(): Property 'initial' must be non-negative");
  assertThrows(make({ initial: 65537 }), RangeError, "WebAssembly.Memory(): Property 'initial': value 65537 is above the upper bound 65536");
  assertThrows(make({ initial: 5, maximum: 2 }), RangeError, "WebAssembly.Memory(): Property 'maximum': value 2 is below the lower bound 5");
  assertThrows(make({ initial: 1, maximum: 2, shared: true }), Error, "not emulated: shared WebAssembly.Memory that can grow");
  assertThrows(make({ initial: 1, shared: true }), TypeError, "WebAssembly.Memory(): If shared is true, maximum property should be defined.");
  assertThrows(make({ initial: 65536, maximum: 65536, shared: true }), RangeError, "WebAssembly.Memory(): could not allocate memory");
  assertThrows(() => WebAssembly.Memory({ initial: 1 }), TypeError, "WebAssembly.Memory(): WebAssembly.Memory must be invoked with 'new'");
  assertThrows(() => WebAssembly.Memory.prototype.grow.call({}, 1), TypeError, "WebAssembly.Memory.grow(): Receiver is not a WebAssembly.Memory");
});

test("shared memory that cannot grow is there for scripts", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  assertEquals([memory.buffer.constructor === SharedArrayBuffer, memory.buffer.byteLength, memory.buffer === memory.buffer, memory.grow(0)], [true, 65536, true, 1]);
  assertThrows(() => memory.grow(1), RangeError, "WebAssembly.Memory.grow(): Maximum memory size exceeded");
  const module = load(wasm({ imports: [["a", "b", "memory", 1, 1, 1]] }));
  assertThrows(() => new WebAssembly.Instance(module, { a: { b: memory } }), Error, "not emulated: shared WebAssembly.Memory in a module");
});

test("a resizable buffer follows the memory, whoever grows it", () => {
  const { grow, load, memory } = new WebAssembly.Instance(module).exports;
  const fixed = memory.buffer, buffer = memory.toResizableBuffer();
  const bytes = new Uint8Array(buffer), tail = new Uint8Array(buffer, 65536), view = new DataView(buffer);
  assertEquals([fixed.detached, memory.buffer === buffer, memory.toResizableBuffer() === buffer], [true, true, true]);
  assertEquals([buffer.resizable, buffer.byteLength, buffer.maxByteLength, tail.length], [true, 65536, 196608, 0]);
  assertEquals(grow(1), 1);
  assertEquals([buffer.detached, memory.buffer === buffer, buffer.byteLength, bytes.length, tail.length, view.byteLength], [false, true, 131072, 131072, 65536, 131072]);
  tail[0] = 7;
  assertEquals([load(65536), load(4)], [7, 0x04030201]);
  buffer.resize(196608);
  assertEquals([memory.grow(0), bytes.length, tail.length, bytes[65536], memory.buffer === buffer], [3, 196608, 131072, 7, true]);
  bytes[196607] = 9;
  assertEquals(load(196604), 9 << 24);
});

test("a resizable buffer is resized as memories are", () => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 3 }), buffer = memory.toResizableBuffer();
  for (const size of [65536, 131073, 262144, 0]) assertThrows(() => buffer.resize(size), RangeError, "ArrayBuffer.prototype.resize: Invalid length parameter");
  buffer.resize(131072);
  assertThrows(() => buffer.transfer(), TypeError);
  const bytes = new Uint8Array(buffer), fixed = memory.toFixedLengthBuffer();
  assertEquals([buffer.detached, bytes.length, fixed.resizable, memory.buffer === fixed, memory.toFixedLengthBuffer() === fixed], [true, 0, false, true, true]);
  const endless = new WebAssembly.Memory({ initial: 1 });
  assertThrows(() => endless.toResizableBuffer(), TypeError, "WebAssembly.Memory.toResizableBuffer(): Memory must have a maximum");
  assertEquals(endless.toFixedLengthBuffer() === endless.buffer, true);
});

test("addresses have 32 bits", () => {
  assertEquals(new WebAssembly.Memory({ address: "i32", initial: 1 }).buffer.byteLength, 65536);
  assertThrows(() => new WebAssembly.Memory({ address: "x", initial: 1 }), TypeError, "WebAssembly.Memory(): Unknown address type 'x'; pass 'i32' or 'i64'");
  assertThrows(() => new WebAssembly.Table({ address: "i64", initial: 1n, element: "externref" }), Error, "not emulated: WebAssembly.Table with addresses of 64 bits");
  assertThrows(() => new WebAssembly.Table({ initial: 1, element: "anyref" }), Error, "not emulated: garbage collection of WebAssembly (anyref)");
  assertThrows(() => new WebAssembly.Global({ value: "i31ref" }), Error, "not emulated: garbage collection of WebAssembly (i31ref)");
});

test("classes keep their prototypes", () => {
  for (const name of ["Module", "Instance", "Memory", "Table", "Global", "Tag", "Exception", "Suspending", "CompileError"]) {
    assertEquals(Object.getOwnPropertyDescriptor(WebAssembly[name], "prototype").writable, false, name);
  }
});
