const I32 = 0x7f, { Suspending, promising, SuspendError } = WebAssembly;
// plus gives a function that adds 1 to what f makes of its argument; trap one that ends badly after that.
const instance = (f) => new WebAssembly.Instance(load(wasm({
  types: [[[I32], [I32]], [[I32], [I32, I32]]], imports: [["m", "f", "function", 0], ["m", "pair", "function", 1]],
  functions: [[0, [0x20, 0, 0x10, 0, 0x41, 1, 0x6a]], [0, [0x20, 0, 0x10, 0, 0x00]], [0, [0x20, 0, 0x10, 1, 0x6a]], [0, [0x03, 0x40, 0x0c, 0, 0x0b, 0x20, 0]]],
  exports: [["plus", "function", 2], ["trap", "function", 3], ["sum", "function", 4], ["spin", "function", 5]],
})), { m: { f, pair: f } }).exports;
const failure = async (f) => { try { return await f(); } catch (e) { return e?.name ? `${e.name}: ${e.message}` : e; } };

test("a module waits for what it imports, and its caller goes on", async () => {
  const seen = [];
  const plus = promising(instance(new Suspending(async (x) => { seen.push("called"); await 0; seen.push("waited"); return x * 2; })).plus);
  const promised = plus(20);
  seen.push("goes on");
  assertEquals([promised instanceof Promise, await promised], [true, 41]);
  assertEquals(seen, ["called", "goes on", "waited"]);
});
test("what does not wait is promised all the same", async () => {
  assertEquals(await promising(instance(() => 5).plus)(1), 6);
  assertEquals(await promising(instance(new Suspending(() => 5)).plus)(1), 6);
  assertEquals(await promising(instance(async () => 5).plus)(1), 1, "a promise is no number");
  assertEquals(await promising(instance(new Suspending(() => ({ then: (resolve) => resolve(4) }))).plus)(1), 5);
  assertEquals(await promising(instance(new Suspending(async () => [3, 4])).sum)(1), 7);
});
test("calls wait beside each other", async () => {
  const resolvers = [];
  const plus = promising(instance(new Suspending((x) => new Promise((resolve) => { resolvers[x] = resolve; }))).plus);
  const all = [plus(0), plus(1), plus(2)];
  resolvers[2](30);
  resolvers[0](10);
  assertEquals([await all[0], await all[2]], [11, 31]);
  resolvers[1](20);
  assertEquals(await all[1], 21);
  for (let i = 0; i < 50; i++) assertEquals(await Promise.all([plus(0), plus(1)].map((p, k) => (resolvers[k](i), p))), [i + 1, i + 1]);
});
test("what goes wrong rejects", async () => {
  const no = new TypeError("no");
  assertEquals(await failure(() => promising(instance(new Suspending(async () => { throw no; })).plus)(1)), "TypeError: no");
  assertEquals(await failure(() => promising(instance(new Suspending(() => { throw no; })).plus)(1)), "TypeError: no");
  assertEquals(await failure(() => promising(instance(new Suspending(() => Promise.reject(7))).plus)(1)), 7);
  assertEquals(await failure(() => promising(instance(new Suspending(async () => Symbol())).plus)(1)), "TypeError: Cannot convert a Symbol value to a number");
  assertEquals(await failure(() => promising(instance(new Suspending(async () => 1)).trap)(1)), "RuntimeError: unreachable");
  assertThrows(() => promising(instance(() => 1).plus)(Symbol()), TypeError, "Cannot convert a Symbol value to a number");
});
test("nothing suspends where nobody waits for the module", async () => {
  const { plus } = instance(new Suspending(async () => 1));
  assertThrows(() => plus(1), SuspendError, "trying to suspend without WebAssembly.promising");
  assertEquals(await failure(() => promising(instance(() => plus(1)).plus)(1)), "SuspendError: trying to suspend JS frames");
  assertEquals(await promising(instance(new Suspending((x) => promising(plus)(x))).plus)(1), 3);
});
test("the arguments are checked", () => {
  assertThrows(() => promising(), TypeError, "WebAssembly.promising(): Argument 0 must be a function");
  assertThrows(() => promising(() => 1), TypeError, "WebAssembly.promising(): Argument 0 must be a WebAssembly exported function");
  assertThrows(() => Suspending(() => 1), TypeError, "WebAssembly.Suspending(): WebAssembly.Suspending must be invoked with 'new'");
  assertThrows(() => new Suspending({}), TypeError, "WebAssembly.Suspending(): Argument 0 must be a function");
  const plus = promising(instance(() => 1).plus);
  assertEquals([plus.name, plus.length, promising(plus).length, String(new Suspending(plus))], ["2", 1, 1, "[object WebAssembly.Suspending]"]);
});
