const collect = async (rs) => { const out = []; const it = rs[Symbol.asyncIterator](); for (let r; !(r = await it.next()).done;) out.push(r.value); return out; };
const tick = () => Promise.resolve();

test("a stream gives what its source enqueues", async () => {
  const rs = new ReadableStream({ start(c) { c.enqueue("a"); c.enqueue("b"); c.close(); } });
  assertEquals(await collect(rs), ["a", "b"]);
  assertEquals(rs.locked, false);
});
test("pull is called as the queue has room", async () => {
  let n = 0;
  const rs = new ReadableStream({ pull(c) { n++; if (n === 4) c.close(); else c.enqueue(n); } }, { highWaterMark: 2 });
  await tick(); await tick(); await tick(); await tick();
  assertEquals(n, 2);
  assertEquals(await collect(rs), [1, 2, 3]);
});
test("pull that returns a promise is not called again until it settles", async () => {
  let calls = 0, release;
  const rs = new ReadableStream({ pull() { calls++; return new Promise((r) => { release = r; }); } }, { highWaterMark: 5 });
  await tick(); await tick();
  assertEquals(calls, 1);
  release();
  await tick(); await tick();
  assertEquals(calls, 1, "nothing was enqueued, so nobody asked again");
});
test("a second reader throws the platform's words", () => {
  const rs = new ReadableStream();
  rs.getReader();
  assertEquals(rs.locked, true);
  assertThrows(() => rs.getReader(), TypeError, "This ReadableStream is currently locked to a reader.");
});
test("cancel of a locked stream rejects", async () => {
  const rs = new ReadableStream();
  rs.getReader();
  await assertRejects(rs.cancel(), TypeError, "This ReadableStream is currently locked to a reader.");
});
test("errors reach readers, closed and later reads", async () => {
  const boom = new Error("boom");
  const rs = new ReadableStream({ start(c) { c.error(boom); } });
  const r = rs.getReader();
  await assertRejects(r.read(), Error, "boom");
  await assertRejects(r.closed, Error, "boom");
  assertEquals(await r.cancel().catch((e) => e === boom), true);
});
test("a throwing start throws from the constructor", () => {
  assertThrows(() => new ReadableStream({ start() { throw new RangeError("s"); } }), RangeError, "s");
});
test("a rejected pull errors the stream", async () => {
  const rs = new ReadableStream({ async pull() { throw new TypeError("p"); } });
  await assertRejects(rs.getReader().read(), TypeError, "p");
});
test("cancel gives its reason to the source and closes", async () => {
  let got;
  const rs = new ReadableStream({ cancel(r) { got = r; } });
  const r = rs.getReader();
  const pending = r.read();
  await r.cancel("why");
  assertEquals(got, "why");
  assertEquals(await pending, { value: undefined, done: true });
  await r.closed;
});
test("releaseLock rejects pending reads and lets others in", async () => {
  const rs = new ReadableStream();
  const r = rs.getReader();
  const p = r.read();
  r.releaseLock();
  await assertRejects(p, TypeError, "released");
  await assertRejects(r.closed, TypeError, "released");
  await assertRejects(r.read(), TypeError, "released");
  rs.getReader();
});
test("desiredSize counts down and is null after an error", () => {
  let c;
  new ReadableStream({ start(x) { c = x; } }, { highWaterMark: 3 });
  c.enqueue(1);
  assertEquals(c.desiredSize, 2);
  c.error(1);
  assertEquals(c.desiredSize, null);
  assertThrows(() => c.enqueue(1), TypeError);
  assertThrows(() => c.close(), TypeError);
});
test("size functions weigh chunks and may throw", async () => {
  let c;
  const rs = new ReadableStream({ start(x) { c = x; } }, new ByteLengthQueuingStrategy({ highWaterMark: 10 }));
  c.enqueue(new Uint8Array(4));
  assertEquals(c.desiredSize, 6);
  const bad = new ReadableStream({ start(x) { c = x; } }, { size() { return -1; } });
  assertThrows(() => c.enqueue(1), RangeError);
  await assertRejects(bad.getReader().read(), RangeError);
  rs.cancel();
});
test("strategies have shared size functions", () => {
  const a = new CountQueuingStrategy({ highWaterMark: 1 }), b = new CountQueuingStrategy({ highWaterMark: 2 });
  assert(a.size === b.size);
  assertEquals([a.size(), a.size.name, a.highWaterMark], [1, "size", 1]);
  assertEquals(new ByteLengthQueuingStrategy({ highWaterMark: 1 }).size({ byteLength: 7 }), 7);
  assertThrows(() => new CountQueuingStrategy({}), TypeError);
  assertThrows(() => new ReadableStream({}, { highWaterMark: -1 }), RangeError);
});
test("read resolves in the order of the reads", async () => {
  let c;
  const r = new ReadableStream({ start(x) { c = x; } }).getReader();
  const order = [];
  r.read().then((x) => order.push("1" + x.value));
  r.read().then((x) => order.push("2" + x.value));
  c.enqueue("a"); c.enqueue("b"); c.close();
  await r.closed;
  await tick();
  assertEquals(order, ["1a", "2b"]);
});
test("reads settle before closed", async () => {
  let c;
  const r = new ReadableStream({ start(x) { c = x; } }).getReader();
  const order = [];
  r.closed.then(() => order.push("closed"));
  r.read().then((x) => order.push("read" + x.done));
  c.close();
  for (let i = 0; i < 5; i++) await tick();
  assertEquals(order, ["closed", "readtrue"]);
});
test("from takes arrays, generators and async iterables", async () => {
  assertEquals(await collect(ReadableStream.from([1, Promise.resolve(2)])), [1, 2]);
  assertEquals(await collect(ReadableStream.from((function* () { yield "x"; yield "y"; })())), ["x", "y"]);
  assertEquals(await collect(ReadableStream.from({ n: 0, [Symbol.asyncIterator]() { return this; }, async next() { return { value: ++this.n, done: this.n > 2 }; } })), [1, 2]);
  assertEquals(await collect(ReadableStream.from(new ReadableStream({ start(c) { c.enqueue(9); c.close(); } }))), [9]);
  assertThrows(() => ReadableStream.from({}), TypeError);
  assertThrows(() => ReadableStream.from(null), TypeError);
});
test("cancel of from ends the iterator", async () => {
  let ended;
  const rs = ReadableStream.from({ [Symbol.asyncIterator]() { return { next: async () => ({ value: 1, done: false }), return: async (r) => { ended = r; return {}; } }; } });
  const r = rs.getReader();
  await r.read();
  await r.cancel("bye");
  assertEquals(ended, "bye");
});
test("leaving a loop cancels, preventCancel does not", async () => {
  let cancelled = 0;
  const make = () => new ReadableStream({ pull(c) { c.enqueue(1); }, cancel() { cancelled++; } });
  const one = make().values();
  await one.next(); await one.return();
  assertEquals(cancelled, 1);
  const kept = make();
  const two = kept.values({ preventCancel: true });
  await two.next(); await two.return();
  assertEquals([cancelled, kept.locked], [1, false]);
});
test("the iterator looks like the standard's", async () => {
  const it = new ReadableStream({ start(c) { c.close(); } }).values();
  assert(it[Symbol.asyncIterator]() === it);
  assert(ReadableStream.prototype[Symbol.asyncIterator] === ReadableStream.prototype.values);
  assertEquals(await it.next(), { value: undefined, done: true });
  assertEquals(await it.return("v"), { value: "v", done: true });
});
test("tee gives both branches all chunks", async () => {
  const [a, b] = new ReadableStream({ start(c) { c.enqueue("x"); c.enqueue("y"); c.close(); } }).tee();
  assertEquals([await collect(a), await collect(b)], [["x", "y"], ["x", "y"]]);
});
test("tee cancels its source when both branches are cancelled", async () => {
  let reason;
  const [a, b] = new ReadableStream({ cancel(r) { reason = r; } }).tee();
  const p = a.cancel(1);
  b.cancel(2);
  await p;
  assertEquals(reason, [1, 2]);
});
test("tee passes errors on", async () => {
  let c;
  const [a, b] = new ReadableStream({ start(x) { c = x; } }).tee();
  c.error(new Error("e"));
  await assertRejects(a.getReader().read(), Error, "e");
  await assertRejects(b.getReader().read(), Error, "e");
});
test("classes look native", () => {
  assertEquals(String(new ReadableStream()), "[object ReadableStream]");
  assertEquals([ReadableStream.length, ReadableStream.name], [0, "ReadableStream"]);
  assertThrows(() => new ReadableStreamDefaultController(), TypeError, "Illegal constructor");
  assertThrows(() => new ReadableStream(null), TypeError);
  assertThrows(() => new ReadableStream({ type: "nope" }), TypeError);
  assertThrows(() => Object.getOwnPropertyDescriptor(ReadableStream.prototype, "locked").get.call({}), TypeError, "Illegal invocation");
  class Mine extends ReadableStream { #x = 1; get x() { return this.#x; } }
  assertEquals([new Mine().x, new Mine() instanceof ReadableStream], [1, true]);
  assertThrows(() => new ReadableStream().getReader({ mode: "x" }), TypeError);
  assertThrows(() => new ReadableStream().getReader({ mode: "byob" }), TypeError, "This ReadableStream does not support BYOB reads.");
});
test("readers can be constructed", async () => {
  const rs = new ReadableStream({ start(c) { c.enqueue(1); } });
  const r = new ReadableStreamDefaultReader(rs);
  assertEquals(await r.read(), { value: 1, done: false });
  assertThrows(() => new ReadableStreamDefaultReader(rs), TypeError, "locked");
  assertThrows(() => new ReadableStreamBYOBReader({}), TypeError);
});
test("many queued chunks do not overflow the stack", async () => {
  let n = 0;
  const rs = new ReadableStream({ start(c) { for (let i = 0; i < 20000; i++) c.enqueue(i); c.close(); } }, { highWaterMark: 1e9 });
  await rs.pipeTo(new WritableStream({ write() { n++; } }));
  assertEquals(n, 20000);
});
test("methods patched by scripts do not disturb streams", async () => {
  const then = Promise.prototype.then;
  Promise.prototype.then = function () { throw new Error("patched"); };
  let got;
  try {
    const rs = new ReadableStream({ start(c) { c.enqueue(1); c.close(); } });
    got = rs.getReader().read();
  } finally { Promise.prototype.then = then; }
  assertEquals((await got).value, 1);
});
test("return() of an iterator gives its argument back behind a next() that runs", async () => {
  const it = new ReadableStream({ pull(c) { c.enqueue(1); } })[Symbol.asyncIterator]();
  const next = it.next(), end = it.return("end"), again = it.return("again");
  assertEquals([await next, await end, await again], [{ value: 1, done: false }, { value: "end", done: true }, { value: "again", done: true }]);
});
test("a pipe writes a microtask after the source has given the chunk", async () => {
  let control, wrote = false;
  new ReadableStream({ start(c) { control = c; } }, { highWaterMark: 0 }).pipeTo(new WritableStream({ write() { wrote = true; } }));
  await Promise.resolve();
  control.enqueue();
  assertEquals(wrote, false);
  await new Promise((resolve) => { const wait = (n) => n ? Promise.resolve(n - 1).then(wait) : resolve(); wait(20); });
  assertEquals(wrote, true);
});
