test("timeouts come in order and with their arguments", async () => {
  const seen = [];
  await new Promise((done) => {
    setTimeout((a, b) => seen.push(a + b), 0, 1, 2);
    setTimeout(() => seen.push("b"), 0);
    setTimeout(() => { seen.push("last"); done(); }, 5);
    const id = setTimeout(() => seen.push("never"), 0);
    clearTimeout(id);
    assertEquals(typeof id, "number");
  });
  assertEquals(seen, [3, "b", "last"]);
});
test("microtasks run between two timeouts", async () => {
  const seen = [];
  await new Promise((done) => {
    setTimeout(() => { seen.push(1); Promise.resolve().then(() => seen.push("micro")); });
    setTimeout(() => { seen.push(2); done(); });
  });
  assertEquals(seen, [1, "micro", 2]);
});
test("an interval repeats until cleared, from inside too", async () => {
  let n = 0;
  await new Promise((done) => { const id = setInterval(() => { if (++n === 3) { clearInterval(id); done(); } }, 0); });
  await scheduler.wait(3);
  assertEquals(n, 3);
});
test("setImmediate and clearImmediate", async () => {
  const seen = [];
  const i = setImmediate(() => seen.push("never"));
  clearImmediate(i);
  await new Promise((done) => setImmediate((x) => { seen.push(x); done(); }, 1));
  assertEquals(seen, [1]);
});
test("queueMicrotask runs in order and reports errors", async () => {
  const seen = [];
  const f = (e) => { seen.push(e.error.message); e.preventDefault(); };
  addEventListener("error", f);
  queueMicrotask(() => { throw new Error("a"); });
  queueMicrotask(() => seen.push("b"));
  await null; await null; await null;
  removeEventListener("error", f);
  assertEquals(seen, ["a", "b"]);
});
test("errors of reportError are events, those of timers are not", async () => {
  const seen = [];
  const f = (e) => { seen.push(e.message); e.preventDefault(); };
  addEventListener("error", f);
  setTimeout(() => { throw new Error("late"); });
  setImmediate(() => { throw new Error("soon"); });
  await scheduler.wait(1);
  reportError(new RangeError("now"));
  removeEventListener("error", f);
  assertEquals(seen, ["Uncaught RangeError: now"]);
});
test("strings are not evaluated", () => {
  assertThrows(() => setTimeout("1"), TypeError, "is not of type 'function'");
});
test("intervals wait as long as timeouts", async () => {
  const order = [];
  for (const ms of [2, 1, 0]) {
    const id = setInterval(() => { order.push(`i${ms}`); clearInterval(id); }, ms);
    setTimeout(() => order.push(`t${ms}`), ms);
  }
  await new Promise((done) => setTimeout(done, 3));
  assertEquals(order.join(), "i0,t0,i1,t1,i2,t2");
});
test("clearing nonsense is fine", () => { clearTimeout(undefined); clearTimeout(123456); clearInterval({}); });
test("no more than 10,000 timers are active at a time", async () => {
  const words = /^You have exceeded the number of active timeouts you may set\. max active timeouts: 10000, current active timeouts: 10000, finished timeouts: \d+$/;
  const ids = [];
  try {
    for (;;) ids.push(setTimeout(() => {}, 1000));
  } catch (e) {
    assertEquals([e.name, words.test(e.message)], ["QuotaExceededError", true]);
  }
  ids.forEach(clearTimeout);
  setTimeout(() => {});
});
test("what is reported comes to onerror", () => {
  const seen = [];
  globalThis.onerror = (...args) => { seen.push(args.length, args[0].type, args[0].error.message); return true; };
  reportError(new Error("mine"));
  assertEquals(seen, [1, "error", "mine"]);
  delete globalThis.onerror;
});

test("callbacks are called on the global object", async () => {
  const seen = [];
  const keep = (done) =>
    function () {
      "use strict";
      seen.push(this === globalThis);
      done();
    };
  for (const set of [setTimeout, setImmediate, queueMicrotask]) await new Promise((done) => set(keep(done)));
  assertEquals(seen, [true, true, true]);
});

test("parts of milliseconds do not count", async () => {
  const order = [];
  await new Promise((done) => {
    setTimeout(() => order.push(2.9), 2.9);
    setTimeout(() => order.push(2.1), 2.1);
    setTimeout(done, 2);
  });
  assertEquals(order, [2.9, 2.1]);
});

test("timers of one turn fire in the order of their delays, however long the turn takes", async () => {
  const order = [];
  await new Promise((done) => {
    setTimeout(() => order.push(3), 3);
    setTimeout(() => order.push(1), 1);
    for (const until = Date.now() + 10; Date.now() < until; );
    setTimeout(done, 4);
    clearTimeout(setTimeout(() => order.push("stopped"), 0));
    setTimeout(() => order.push(2), 2);
  });
  assertEquals(order, [1, 2, 3]);
});
