const I32 = 0x7f, I64 = 0x7e, F32 = 0x7d, F64 = 0x7c;
const make = (f) => new WebAssembly.Instance(load(wasm({
  types: [[[I32, I32], [I32]], [[I32], [I32]], [[], []], [[I64], [I64]], [[F32], [F32]], [[F64], [I32]], [[I32], [I32, I32]]],
  imports: [["env", "f", "function", 1], ["env", "f", "function", 3]],
  functions: [
    [0, [0x20, 0, 0x20, 1, 0x6a]], [1, [0x20, 0, 0x10, 0]], [0, [0x20, 0, 0x20, 1, 0x6d]], [2, [0x00]], [3, [0x20, 0, 0x10, 1]],
    [4, [0x20, 0]], [5, [0x20, 0, 0xaa]], [2, [0x10, 9]], [6, [0x20, 0, 0x20, 0]],
  ],
  exports: ["add", "call", "div", "trap", "call64", "round", "trunc", "recurse", "twice"].map((n, i) => [n, "function", i + 2]).concat([["f", "function", 0], ["again", "function", 2]]),
})), { env: { f } }).exports;

test("arguments are converted as the specification says", () => {
  const { add, round, twice } = make(() => 0);
  assertEquals(add(1, 2), 3);
  assertEquals(add("3", 2.9), 5);
  assertEquals(add(), 0);
  assertEquals(add(2 ** 31 - 1, 1), -(2 ** 31));
  assertEquals(add(2 ** 33 + 1, NaN), 1);
  assertEquals(add({ valueOf: () => 7 }, null), 7);
  assertEquals(round(0.1), 0.10000000149011612);
  assertEquals(twice(3), [3, 3]);
  assertThrows(() => add(Symbol(), 1), TypeError);
  assertThrows(() => add(1n, 1), TypeError);
});

test("64-bit integers are bigints", () => {
  const { call64 } = make((x) => x + 1n);
  assertEquals(call64(5n), 6n);
  assertEquals(call64(2n ** 63n - 1n), -(2n ** 63n));
  assertEquals(call64("7"), 8n);
  assertThrows(() => call64(5), TypeError, "Cannot convert 5 to a BigInt");
});

test("one name can be imported with two types", () => {
  const { call, call64 } = make((x) => x);
  assertEquals(call(4), 4);
  assertEquals(call64(4n), 4n);
});

test("what an imported function throws passes through the module unchanged", () => {
  const mine = new RangeError("mine");
  const { call } = make(() => { throw mine; });
  try {
    call(1);
    assert(false, "did not throw");
  } catch (e) {
    assert(e === mine);
  }
  const broken = make(() => ({ valueOf() { throw new SyntaxError("no number"); } }));
  assertThrows(() => broken.call(1), SyntaxError, "no number");
  assertThrows(() => broken.call64(1n), SyntaxError);
});

test("a module and JavaScript call each other to any depth", () => {
  const exports = make((n) => (n === 0 ? 0 : exports.call(n - 1) + 1));
  assertEquals(exports.call(50), 50);
});

test("traps are RuntimeErrors in V8's words", () => {
  const { div, trap, trunc, recurse, call } = make((x) => x);
  assertThrows(() => div(1, 0), "RuntimeError", "divide by zero");
  assertThrows(trap, "RuntimeError", "unreachable");
  assertThrows(() => trunc(1e30), "RuntimeError", "float unrepresentable in integer range");
  assertThrows(() => trunc(NaN), "RuntimeError", "float unrepresentable in integer range");
  assertThrows(recurse, RangeError, "Maximum call stack size exceeded");
  try {
    trap();
  } catch (e) {
    assert(e instanceof WebAssembly.RuntimeError && e instanceof Error);
    assert(e.stack.startsWith("RuntimeError: unreachable\n") && !e.stack.includes("paddock:"), e.stack);
  }
  assertEquals(call(1), 1, "the module goes on");
});

test("exported functions have an index for a name, and one object", () => {
  const f = (x) => x * 2;
  const exports = make(f);
  assertEquals([exports.add.name, exports.add.length], ["2", 2]);
  assert(exports.add === exports.again);
  assert(exports.f !== f && exports.f(4) === 8, "a function that was imported is wrapped");
  assert(Object.isFrozen(exports));
  assertEquals(Object.getPrototypeOf(exports), null);
  assertEquals(Object.keys(exports).slice(0, 3), ["add", "call", "div"]);
});

test("a function of one instance is imported by another", () => {
  const first = make(() => 0), second = make((x) => x);
  assertThrows(() => make(first.add), "LinkError", 'WebAssembly.Instance(): Import #0 "env" "f": imported function does not match the expected type');
  const module = load(wasm({
    types: [[[I32, I32], [I32]]], imports: [["m", "add", "function", 0]],
    functions: [[0, [0x20, 0, 0x20, 1, 0x10, 0]]], exports: [["go", "function", 1], ["same", "function", 0]],
  }));
  const { go, same } = new WebAssembly.Instance(module, { m: first }).exports;
  assertEquals(go(20, 22), 42);
  assert(same === first.add && same !== second.add);
});

test("a start function runs, and what it throws is thrown by the constructor", () => {
  const module = load(wasm({ types: [[[], []]], imports: [["env", "f", "function", 0]], functions: [], start: 0 }));
  let calls = 0;
  new WebAssembly.Instance(module, { env: { f() { calls++; } } });
  assertEquals(calls, 1);
  assertThrows(() => new WebAssembly.Instance(module, { env: { f() { throw new EvalError("at start"); } } }), EvalError, "at start");
});
