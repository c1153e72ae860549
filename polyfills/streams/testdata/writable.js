const tick = () => Promise.resolve();

test("writes arrive one after the other, close last", async () => {
  const log = [];
  const w = new WritableStream({ start() { log.push("start"); }, async write(c) { await tick(); log.push(c); }, close() { log.push("close"); } }).getWriter();
  w.write("a"); w.write("b");
  await w.close();
  await w.closed;
  assertEquals(log, ["start", "a", "b", "close"]);
  await assertRejects(w.write("c"), TypeError, "This WritableStream has been closed.");
});
test("backpressure shows in ready and desiredSize", async () => {
  let release;
  const ws = new WritableStream({ write() { return new Promise((r) => { release = r; }); } });
  const w = ws.getWriter();
  await w.ready;
  assertEquals(w.desiredSize, 1);
  w.write(1);
  assertEquals(w.desiredSize, 0);
  let ready = false;
  w.ready.then(() => { ready = true; });
  await tick(); await tick();
  assertEquals(ready, false);
  release();
  await w.ready;
  assertEquals(w.desiredSize, 1);
});
test("a second writer throws the platform's words", async () => {
  const ws = new WritableStream();
  ws.getWriter();
  assertEquals(ws.locked, true);
  assertThrows(() => ws.getWriter(), TypeError, "This WritableStream is currently locked to a writer.");
  await assertRejects(ws.abort(), TypeError, "This WritableStream is currently locked to a writer.");
  await assertRejects(ws.close(), TypeError, "This WritableStream is currently locked to a writer.");
});
test("a rejected write errors the stream", async () => {
  const w = new WritableStream({ async write() { throw new Error("w"); } }).getWriter();
  await assertRejects(w.write(1), Error, "w");
  await assertRejects(w.closed, Error, "w");
  await assertRejects(w.write(2), Error, "w");
  assertEquals(w.desiredSize, null);
});
test("abort rejects what waits and tells the sink and the signal", async () => {
  let reason, signal, release;
  const w = new WritableStream({
    write(_, c) { signal = c.signal; return new Promise((r) => { release = r; }); },
    abort(r) { reason = r; },
  }).getWriter();
  await w.ready;
  const first = w.write(1), second = w.write(2);
  second.catch(() => {});
  const aborted = w.abort("stop");
  assertEquals([signal.aborted, signal.reason], [true, "stop"]);
  release();
  await first;
  await assertRejects(second.then(() => {}, (e) => { throw new Error(e); }), Error, "stop");
  await aborted;
  assertEquals(reason, "stop");
  assertEquals(await w.closed.catch((e) => e), "stop");
});
test("controller.error errors the stream", async () => {
  let c;
  const w = new WritableStream({ start(x) { c = x; } }).getWriter();
  await w.ready;
  c.error(new Error("mine"));
  await assertRejects(w.closed, Error, "mine");
  await assertRejects(w.ready, Error, "mine");
});
test("releaseLock rejects ready and closed", async () => {
  const ws = new WritableStream();
  const w = ws.getWriter();
  w.releaseLock();
  await assertRejects(w.closed, TypeError, "released");
  await assertRejects(w.write(1), TypeError, "released");
  assertThrows(() => w.desiredSize, TypeError, "released");
  assertEquals(ws.locked, false);
});
test("closing twice rejects", async () => {
  const ws = new WritableStream({ close() { return new Promise(() => {}); } });
  ws.close();
  await assertRejects(ws.close(), TypeError);
});
test("a type or a bad strategy is refused", () => {
  assertThrows(() => new WritableStream({ type: "bytes" }), RangeError);
  assertThrows(() => new WritableStream({}, { highWaterMark: NaN }), RangeError);
  assertThrows(() => new WritableStream(null), TypeError);
  assertThrows(() => new WritableStream({ write: 1 }), TypeError);
});
test("a throwing size errors the stream", async () => {
  const w = new WritableStream({}, { size() { throw new Error("size"); } }).getWriter();
  await assertRejects(w.write(1), Error, "size");
});

test("pipeTo moves everything and closes", async () => {
  const got = [];
  let closed = false;
  const rs = ReadableStream.from([1, 2, 3]);
  const ws = new WritableStream({ write(c) { got.push(c); }, close() { closed = true; } });
  assertEquals(await rs.pipeTo(ws), undefined);
  assertEquals([got, closed, rs.locked, ws.locked], [[1, 2, 3], true, false, false]);
});
test("pipeTo honours preventClose, preventAbort, preventCancel", async () => {
  let log = [];
  const sink = () => new WritableStream({ close() { log.push("close"); }, abort() { log.push("abort"); } });
  await ReadableStream.from([1]).pipeTo(sink(), { preventClose: true });
  assertEquals(log, []);
  const bad = () => new ReadableStream({ start(c) { c.error(new Error("src")); }, cancel() { log.push("cancel"); } });
  await assertRejects(bad().pipeTo(sink(), { preventAbort: true }), Error, "src");
  assertEquals(log, []);
  await assertRejects(bad().pipeTo(sink()), Error, "src");
  assertEquals(log, ["abort"]);
  log = [];
  const src = () => new ReadableStream({ cancel() { log.push("cancel"); } });
  const broken = () => new WritableStream({ start(c) { c.error(new Error("dst")); } });
  await assertRejects(src().pipeTo(broken(), { preventCancel: true }), Error, "dst");
  assertEquals(log, []);
  await assertRejects(src().pipeTo(broken()), Error, "dst");
  assertEquals(log, ["cancel"]);
});
test("a signal ends a pipe on both sides", async () => {
  const log = [];
  const ac = new AbortController();
  const rs = new ReadableStream({ cancel(r) { log.push("cancel " + r); } });
  const ws = new WritableStream({ abort(r) { log.push("abort " + r); } });
  const p = rs.pipeTo(ws, { signal: ac.signal });
  await tick();
  ac.abort("now");
  assertEquals(await p.catch((e) => e), "now");
  assertEquals(log, ["abort now", "cancel now"]);
  const done = new AbortController();
  done.abort("before");
  assertEquals(await new ReadableStream().pipeTo(new WritableStream(), { signal: done.signal }).catch((e) => e), "before");
  await assertRejects(new ReadableStream().pipeTo(new WritableStream(), { signal: {} }), TypeError);
});
test("pipeTo of locked streams rejects", async () => {
  const rs = new ReadableStream();
  rs.getReader();
  await assertRejects(rs.pipeTo(new WritableStream()), TypeError, "This ReadableStream is currently locked to a reader.");
  await assertRejects(new ReadableStream().pipeTo({}), TypeError);
});
test("pipeTo waits for slow sinks", async () => {
  let pulled = 0, release;
  const rs = new ReadableStream({ pull(c) { pulled++; c.enqueue(pulled); } }, { highWaterMark: 0 });
  rs.pipeTo(new WritableStream({ write() { return new Promise((r) => { release = r; }); } })).catch(() => {});
  for (let i = 0; i < 20; i++) await tick();
  assertEquals(pulled, 1);
  release();
  for (let i = 0; i < 20; i++) await tick();
  assertEquals(pulled, 2);
});
test("pipeTo a closed stream cancels the source", async () => {
  let reason;
  const ws = new WritableStream();
  await ws.close();
  await assertRejects(new ReadableStream({ cancel(r) { reason = r; } }).pipeTo(ws), TypeError, "This WritableStream has been closed.");
  assertEquals(reason.name, "TypeError");
});
test("a rejected close errors the stream", async () => {
  const w = new WritableStream({ async close() { throw new Error("c"); } }).getWriter();
  await assertRejects(w.close(), Error, "c");
  await assertRejects(w.closed, Error, "c");
});
test("abort during close wins nothing when the close succeeds", async () => {
  let release;
  const w = new WritableStream({ close() { return new Promise((r) => { release = r; }); } }).getWriter();
  await w.ready;
  const closed = w.close();
  const aborted = w.abort("late");
  release();
  await closed; await aborted; await w.closed;
});
test("a rejected abort rejects abort", async () => {
  const w = new WritableStream({ async abort() { throw new Error("a"); } }).getWriter();
  await w.ready;
  w.closed.catch(() => {});
  await assertRejects(w.abort("x"), Error, "a");
});
test("a rejected start errors the stream", async () => {
  const w = new WritableStream({ async start() { throw new Error("s"); } }).getWriter();
  await assertRejects(w.write(1), Error, "s");
});
test("pipeThrough checks its arguments", () => {
  assertThrows(() => new ReadableStream().pipeThrough({}), TypeError);
  assertThrows(() => new ReadableStream().pipeThrough({ readable: new ReadableStream() }), TypeError);
  const t = new TransformStream();
  t.writable.getWriter();
  assertThrows(() => new ReadableStream().pipeThrough(t), TypeError, "This WritableStream is currently locked to a writer");
});
test("reactions of a pipe keep their order", async () => {
  const log = [];
  const rs = new ReadableStream({ pull(c) { log.push("pull"); if (log.length > 6) c.close(); else c.enqueue(log.length); } }, { highWaterMark: 0 });
  await rs.pipeTo(new WritableStream({ write(x) { log.push("write"); }, close() { log.push("close"); } }));
  assertEquals(log.join(" ").startsWith("pull write pull write"), true);
  assertEquals(log[log.length - 1], "close");
});
test("the strategy is converted before the sink", () => {
  assertThrows(() => new WritableStream({ get start() { throw new Error("sink"); } }, { get size() { throw new RangeError("strategy"); } }), RangeError, "strategy");
});
