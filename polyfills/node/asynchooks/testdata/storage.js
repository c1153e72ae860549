const { AsyncLocalStorage } = require("async_hooks");

test("a store is seen by what run calls and not outside", () => {
  const storage = new AsyncLocalStorage();
  assertEquals(storage.getStore(), undefined);
  const got = storage.run({ id: 1 }, (a, b) => [storage.getStore().id, a, b], 2, 3);
  assertEquals(got, [1, 2, 3]);
  assertEquals(storage.getStore(), undefined);
});

test("stores nest, and a throw restores the outer one", () => {
  const storage = new AsyncLocalStorage();
  storage.run("outer", () => {
    assertThrows(() => storage.run("inner", () => { throw new RangeError(storage.getStore()); }), RangeError, "inner");
    assertEquals(storage.getStore(), "outer");
    assertEquals(storage.exit(() => storage.getStore()), undefined);
    assertEquals(storage.getStore(), "outer");
  });
});

test("two storages do not see each other", () => {
  const a = new AsyncLocalStorage();
  const b = new AsyncLocalStorage();
  a.run(1, () => b.run(2, () => assertEquals([a.getStore(), b.getStore()], [1, 2])));
});

test("a store is carried through every kind of await", async () => {
  const storage = new AsyncLocalStorage();
  const seen = [];
  const see = (what) => seen.push(`${what}:${storage.getStore()}`);
  await storage.run("s", async () => {
    await null;
    see("await");
    await Promise.all([1, 2].map(async () => { await 0; see("all"); }));
    await Promise.reject(1).catch(() => see("catch"));
    await Promise.resolve().finally(() => see("finally"));
    await { then(done) { see("thenable"); done(); } };
    see("after thenable");
    see("end");
  });
  assertEquals(seen, ["await:s", "all:s", "all:s", "catch:s", "finally:s", "thenable:s", "after thenable:s", "end:s"]);
  assertEquals(storage.getStore(), undefined);
});

test("then of a thenable sees the store of who awaits it", async () => {
  const storage = new AsyncLocalStorage();
  const seen = [];
  const thenable = (name) => ({ then(done) { seen.push(`${name}:${storage.getStore()}`); done(); } });
  const first = storage.run("a", async () => { await thenable("first"); seen.push("after:" + storage.getStore()); });
  const second = storage.run("b", () => Promise.resolve(thenable("second")));
  const outside = Promise.resolve(thenable("outside"));
  const restored = storage.run("c", () => storage.exit(() => Promise.resolve(thenable("exit"))));
  const bound = storage.run("d", () => AsyncLocalStorage.bind(() => Promise.resolve(thenable("bound"))))();
  const thrown = assertThrows(() => storage.run("e", () => { Promise.resolve(thenable("thrown")); throw new Error("x"); }));
  await Promise.all([first, second, outside, restored, bound, thrown]);
  await Promise.resolve(thenable("end"));
  assertEquals(seen, ["first:a", "second:b", "outside:undefined", "exit:undefined", "bound:d", "thrown:e", "after:a", "end:undefined"]);
});

test("a store is carried into timers and microtasks", async () => {
  const storage = new AsyncLocalStorage();
  const seen = [];
  await storage.run("t", () => new Promise((done) => {
    const see = (what) => { seen.push(`${what}:${storage.getStore()}`); if (seen.length === 4) done(); };
    queueMicrotask(() => see("microtask"));
    setTimeout(() => see("timeout"), 1);
    setImmediate(() => see("immediate"));
    const id = setInterval(() => { clearInterval(id); see("interval"); }, 2);
  }));
  assertEquals(seen.sort(), ["immediate:t", "interval:t", "microtask:t", "timeout:t"]);
  await scheduler.wait(0);
  assertEquals(storage.getStore(), undefined);
});

test("concurrent chains keep their own stores", async () => {
  const storage = new AsyncLocalStorage();
  const chain = (id) => storage.run(id, async () => {
    for (let i = 0; i < 5; i++) {
      await (i % 2 ? null : scheduler.wait(0));
      assertEquals(storage.getStore(), id);
    }
    return storage.getStore();
  });
  assertEquals(await Promise.all([chain(1), chain(2), chain(3)]), [1, 2, 3]);
});

test("listeners see the store of who dispatches", () => {
  const storage = new AsyncLocalStorage();
  const target = new EventTarget();
  let seen;
  storage.run("registered", () => target.addEventListener("x", () => { seen = storage.getStore(); }));
  storage.run("dispatched", () => target.dispatchEvent(new Event("x")));
  assertEquals(seen, "dispatched");
});

test("a store survives reads and writes of streams", async () => {
  const storage = new AsyncLocalStorage();
  await storage.run("stream", async () => {
    const { readable, writable } = new TransformStream({ transform(chunk, c) { c.enqueue(chunk + storage.getStore()); } });
    const writer = writable.getWriter();
    writer.write("a").then(() => assertEquals(storage.getStore(), "stream"));
    const { value } = await readable.getReader().read();
    assertEquals([value, storage.getStore()], ["astream", "stream"]);
    const body = await new Response("text").text();
    assertEquals([body, storage.getStore()], ["text", "stream"]);
  });
});

test("a default value and a name can be given", () => {
  const storage = new AsyncLocalStorage({ defaultValue: 4, name: "numbers" });
  assertEquals([storage.getStore(), storage.name, new AsyncLocalStorage().name], [4, "numbers", ""]);
  assertEquals(storage.run(undefined, () => storage.getStore()), undefined);
  assertEquals(storage.exit(() => storage.getStore()), undefined);
});

test("bind and snapshot keep the store of their moment", async () => {
  const storage = new AsyncLocalStorage();
  const [bound, within] = storage.run(1, () => [
    AsyncLocalStorage.bind(function (a) { return [storage.getStore(), a, this === globalThis]; }),
    AsyncLocalStorage.snapshot(),
  ]);
  storage.run(2, () => {
    assertEquals(bound.call(5, "x"), [1, "x", true]);
    assertEquals(within((a, b) => [storage.getStore(), a, b], 3, 4), [1, 3, 4]);
    assertEquals(storage.getStore(), 2);
  });
  assertEquals([bound.name, bound.length, within.length], ["", 0, 0]);
  assertThrows(() => within(), TypeError, "The first argument must be a function");
  assertThrows(() => AsyncLocalStorage.bind(1), TypeError, "Failed to execute 'bind' on 'AsyncLocalStorage': parameter 1 is not of type 'Function'.");
});

test("what the platform lacks throws in its words", () => {
  const storage = new AsyncLocalStorage();
  assertThrows(() => storage.enterWith(1), Error, "asyncLocalStorage.enterWith() is not implemented");
  assertThrows(() => storage.disable(), Error, "asyncLocalStorage.disable() is not implemented");
  assertThrows(() => storage.run(1), TypeError, "Failed to execute 'run' on 'AsyncLocalStorage': parameter 2 is not of type 'function'.");
});
