const timers = require("timers");

test("a timeout is an object that turns into its number", async () => {
  const seen = await new Promise((done) => {
    const timer = timers.setTimeout((...args) => done([...args, typeof +timer]), 1, "a", "b");
    assertEquals(timer.constructor.name, "Timeout");
  });
  assertEquals(seen, ["a", "b", "number"]);
});

test("ref and unref are remembered", () => {
  const timer = timers.setTimeout(() => {}, 1);
  assertEquals([timer.hasRef(), timer.unref() === timer, timer.hasRef(), timer.ref().hasRef()], [true, true, false, true]);
  assertEquals(timer.close() === timer, true);
});

test("timers are cleared by object, by number, by close and by dispose", async () => {
  const never = () => { throw new Error("ran"); };
  const make = () => timers.setTimeout(never, 0);
  timers.clearTimeout(make());
  timers.clearInterval(make());
  timers.clearTimeout(+make());
  timers.unenroll(make());
  make().close();
  make()[Symbol.dispose]();
  clearTimeout(+make());
  timers.clearTimeout("x");
  timers.clearTimeout(undefined);
  await scheduler.wait(2);
});

test("refresh starts a timeout again", async () => {
  const seen = [];
  await new Promise((done) => {
    const timer = timers.setTimeout(() => { seen.push("fired"); if (seen.length === 2) done(); else timer.refresh(); }, 0);
    assertEquals(timer.refresh() === timer, true);
  });
  await scheduler.wait(1);
  assertEquals(seen, ["fired", "fired"]);
});

test("an interval fires until it is cleared", async () => {
  let n = 0;
  await new Promise((done) => {
    const timer = timers.setInterval(() => { if (++n === 3) { timers.clearInterval(timer); done(); } }, 1);
  });
  await scheduler.wait(3);
  assertEquals(n, 3);
});

test("immediates", async () => {
  assertEquals(await new Promise((done) => timers.setImmediate((...args) => done(args), 1, 2)), [1, 2]);
  const immediate = timers.setImmediate(() => { throw new Error("ran"); });
  assertEquals([immediate.constructor.name, immediate.ref(), immediate.unref(), immediate.hasRef()], ["Immediate", undefined, undefined, false]);
  timers.clearImmediate(immediate);
  await scheduler.wait(1);
});

test("the global timers give the same objects", async () => {
  const timer = setTimeout(() => {}, 1);
  assert(timer instanceof timers.Timeout);
  clearTimeout(timer);
  const interval = setInterval(() => { throw new Error("ran"); }, 0);
  assert(interval instanceof timers.Timeout);
  clearInterval(interval);
  await scheduler.wait(1);
});

test("wrong callbacks throw", () => {
  for (const set of [timers.setTimeout, timers.setInterval, setTimeout, setInterval]) {
    const error = assertThrows(() => set(5), TypeError, 'The "callback" argument must be of type function. Received type number (5)');
    assertEquals(error.code, "ERR_INVALID_ARG_TYPE");
  }
  assertThrows(() => timers.setImmediate(5), TypeError, "Failed to execute 'setImmediate' on 'TimersUtil': parameter 1 is not of type 'function'.");
  assertThrows(() => timers.clearImmediate(5), TypeError, "Failed to execute 'clearImmediate' on 'TimersUtil': parameter 1 is not of type 'Immediate'.");
  assertThrows(() => timers.enroll({}, 1), Error, "Not implemented. Please use setTimeout() instead.");
  timers.active(5);
});

test("the members are the platform's", () => {
  assertEquals(Object.keys(timers), ["promises", "setTimeout", "clearTimeout", "setImmediate", "clearImmediate", "setInterval", "clearInterval", "active", "unenroll", "enroll"]);
});
