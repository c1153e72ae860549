const { setTimeout, setImmediate, setInterval, scheduler } = require("timers/promises");

test("a promise of a value after a delay", async () => {
  assertEquals(await setTimeout(1, "late"), "late");
  assertEquals(await setTimeout(), undefined);
  assertEquals(await setImmediate("soon"), "soon");
  await scheduler.wait(1);
  await scheduler.yield();
});

test("an abort rejects", async () => {
  const aborted = await assertRejects(setTimeout(1, 2, { signal: AbortSignal.abort("why") }), "AbortError", "The operation was aborted");
  assertEquals([aborted.code, aborted.cause], ["ABORT_ERR", "why"]);
  for (const start of [(signal) => setTimeout(1e6, 0, { signal }), (signal) => setImmediate(0, { signal }), (signal) => setInterval(1e6, 0, { signal }).next()]) {
    const controller = new AbortController();
    const promise = start(controller.signal);
    await null; await null;
    controller.abort("later");
    assertEquals((await assertRejects(promise, "AbortError")).cause, "later");
  }
});

test("wrong arguments reject", async () => {
  await assertRejects(setTimeout("x"), TypeError, `The "delay" argument must be of type number. Received type string ('x')`);
  await assertRejects(setTimeout(1, 2, 3), TypeError, 'The "options" argument must be of type object. Received type number (3)');
  await assertRejects(setTimeout(1, 2, { signal: 5 }), TypeError, 'The "options.signal" property must be an instance of AbortSignal. Received type number (5)');
  await assertRejects(setImmediate(1, { ref: 5 }), TypeError, 'The "options.ref" property must be of type boolean. Received type number (5)');
  await assertRejects(setInterval("x").next(), TypeError, 'The "delay" argument must be of type number');
});

test("an interval is an iterator that ends with return", async () => {
  const ticks = setInterval(1, "tick");
  assertEquals(ticks[Symbol.asyncIterator]() === ticks, true);
  const [a, b] = await Promise.all([ticks.next(), ticks.next()]);
  assertEquals([a, b], [{ value: "tick", done: false }, { value: "tick", done: false }]);
  assertEquals(await ticks.return(5), { value: 5, done: true });
  assertEquals(await ticks.next(), { value: undefined, done: true });
  await assertRejects(ticks.throw(new RangeError("x")), RangeError, "x");
});
