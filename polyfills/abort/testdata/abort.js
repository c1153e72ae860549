test("abort tells listeners once, with the default reason", () => {
  const c = new AbortController(), seen = [];
  c.signal.onabort = (e) => seen.push(e.type, e.isTrusted);
  c.signal.addEventListener("abort", () => seen.push("listener"));
  assertEquals([c.signal.aborted, c.signal.reason], [false, undefined]);
  c.signal.throwIfAborted();
  c.abort(); c.abort(1);
  assertEquals(seen, ["abort", true, "listener"]);
  assertEquals([c.signal.aborted, c.signal.reason.name, c.signal.reason.message], [true, "AbortError", "The operation was aborted"]);
  assert(c.signal.reason instanceof DOMException);
  assertThrows(() => c.signal.throwIfAborted(), "AbortError");
});
test("a reason is kept as it is", () => {
  assertEquals(AbortSignal.abort(null).reason, null);
  const c = new AbortController(); c.abort("why");
  assertEquals(c.signal.reason, "why");
});
test("timeout", async () => {
  const s = AbortSignal.timeout(1);
  await new Promise((r) => { s.onabort = r; });
  assertEquals([s.reason.name, s.reason.message], ["TimeoutError", "The operation was aborted due to timeout"]);
});
test("any follows its sources", () => {
  const a = new AbortController(), b = new AbortController();
  const s = AbortSignal.any([a.signal, b.signal]), t = AbortSignal.any([s]);
  b.abort("b");
  assertEquals([s.aborted, s.reason, t.reason, a.signal.aborted], [true, "b", "b", false]);
  assertEquals(AbortSignal.any([AbortSignal.abort(1), s]).reason, 1);
  assertEquals(AbortSignal.any([]).aborted, false);
  assertThrows(() => AbortSignal.any([1]), TypeError);
});
test("is an EventTarget that cannot be constructed", () => {
  assert(new AbortController().signal instanceof EventTarget);
  assertThrows(() => new AbortSignal(), TypeError, "Illegal constructor");
});
test("removes listeners through options.signal", () => {
  const c = new AbortController(), t = new EventTarget(); let n = 0;
  t.addEventListener("x", () => n++, { signal: c.signal });
  c.abort();
  t.dispatchEvent(new Event("x"));
  assertEquals(n, 0);
});
test("scheduler.wait can be aborted", async () => {
  const c = new AbortController();
  const p = scheduler.wait(1e6, { signal: c.signal });
  c.abort(new Error("stop"));
  await assertRejects(p, Error, "stop");
  await assertRejects(scheduler.wait(1, { signal: AbortSignal.abort(new Error("before")) }), Error, "before");
  await scheduler.wait(0);
});
test("what a listener throws is reported, and the others are called", () => {
  const c = new AbortController(), seen = [];
  const report = (e) => seen.push(e.message);
  addEventListener("error", report);
  c.signal.addEventListener("abort", () => { throw new Error("mine"); });
  c.signal.addEventListener("abort", () => seen.push("next"));
  c.abort();
  removeEventListener("error", report);
  assertEquals([c.signal.aborted, seen], [true, ["Uncaught Error: mine", "next"]]);
});
test("signals of any are aborted after their source, and all before the first event", () => {
  const c = new AbortController(), seen = [];
  const one = AbortSignal.any([c.signal]), two = AbortSignal.any([one]);
  two.onabort = () => seen.push("two");
  one.onabort = () => seen.push("one");
  c.signal.onabort = () => seen.push("source", one.aborted, two.aborted);
  c.abort("why");
  assertEquals([seen, two.reason], [["source", true, true, "one", "two"], "why"]);
});
test("arguments of the static functions are checked in the platform's words", () => {
  assertThrows(() => AbortSignal.timeout(), TypeError, "Failed to execute 'timeout' on 'AbortSignal': parameter 1 is not of type 'number'.");
  assertThrows(() => AbortSignal.any(1), TypeError, "Failed to execute 'any' on 'AbortSignal': parameter 1 is not of type 'Array'.");
  assertThrows(() => AbortSignal.any([AbortSignal.abort(), 1]), TypeError, "Incorrect type for array element 1: the provided value is not of type 'AbortSignal'.");
});
test("the platform's own reasons say that trying again may help", async () => {
  const timeout = AbortSignal.timeout(0);
  await new Promise((r) => { timeout.onabort = r; });
  for (const { reason } of [AbortSignal.abort(), timeout]) assertEquals([reason.retryable, Object.keys(reason).at(-1)], [true, "retryable"]);
});
