const stream = require("stream");
// What the platform logs of each scenario.
const want = {
  "flowing mode": [true, "pushed", "r resume", "data a", "data b", "r end", "r close", [true, true, true, true, false]],
  "readable events and read(n)": ["readable 8", "read abc", "read def", "readable 2", "read gh", "end"],
  "_read is called until the high-water mark": ["_read 4", {"type": "Buffer", "data": [120, 120]}, "_read 4", "_read 4", 4, "_read 4", "end"],
  "pause and resume": ["r resume", "data 1", "r pause", true, 1, "r resume", "data 2", "r end", "r close"],
  "setEncoding joins characters across chunks": ["string\u20acA", "string\ufffd", "utf8"],
  "unshift puts back": ["abc"],
  "push after end and wrong chunks are errors": ["r error stream.push() after EOF", "r close", "ERR_STREAM_PUSH_AFTER_EOF", "r error The \"chunk\" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)", "r close", "ERR_INVALID_ARG_TYPE", "r error The \"chunk\" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received an instance of Object", "r close", "ERR_INVALID_ARG_TYPE"],
  "an error in _read destroys": ["r error boom", "r close", [true, false, true]],
  "object mode": [3, "{\"a\":1}", "0", "\"\"", "end"],
  "destroy with and without an error": ["_destroy null", [true, true, false], "r close", [true, null, true], "_destroy Error: why", [true, true, false], "r error why", "r close", [true, "why", true]],
  "construct comes first": ["sync", "construct", "d resume", "_write a", "_write b", "_final", "d prefinish", "_read", "d finish", "d end", "d close"],
  "a failing construct destroys": ["cb no", "w error no", "w close"],
  "async iteration": ["a", "b", "c x", "it"],
  "leaving an iteration destroys": [1, "r error The operation was aborted", "r close", true],
  "premature close of an iterated stream": ["ERR_STREAM_PREMATURE_CLOSEPremature close"],
  "from iterables": [[1, 2], [1, 2], ["abc"], ["abc"], [5], "ERR_STREAM_NULL_VALUES", "gen"],
  "writable order of events": ["_write a buffer", true, "_write b buffer", true, "_write c buffer", "_final", "w prefinish", [false, true, false], "cb a undefined", "ended", "w finish", "w close", [true, true, true]],
  "back-pressure and drain": ["_write ab", true, false, [4, true, 3], "_write cd", 2, "w drain", [0, false]],
  "cork and writev": [1, "a:buffer,b:buffer", "cb b", "c:buffer"],
  "write errors": ["a disk", "b disk", "end disk", "w error disk", "w close", [true, "disk", true]],
  "asynchronous write errors": ["a late", "b late", "w error late", "w close"],
  "write after end and after destroy": ["w prefinish", false, "cb ERR_STREAM_WRITE_AFTER_END", "w error write after end", "w close", "cb ERR_STREAM_DESTROYED", "again ERR_STREAM_ALREADY_FINISHED"],
  "callbacks called twice": ["w error Callback called multiple times", "w close", "ERR_MULTIPLE_CALLBACK"],
  "final errors": ["w error final", "w close", "end final"],
  "destroy while a write is pending": ["w close"],
  "decodeStrings and default encodings": ["stringutf8", "stringhex", "stringbase64", "ff00buffer", "0100buffer", "0000buffer"],
  "emitClose and autoDestroy off": ["r resume", "r end", "s resume", "s end", false],
  "pipe": ["w pipe", true, "_write abc", "w drain", "_write def", "w prefinish", "w finish", "w unpipe", "w close", false],
  "pipe without end, and unpipe": ["w pipe", "w unpipe", ["a", false, 1], "w pipe", "w finish", "w unpipe", "b"],
  "pipe to several": ["slow a", "fast a", "slow b", "fast b", "slow c", "fast c"],
  "an error of the destination unpipes": ["w pipe", "r resume", "r pause", "w unpipe", "w error w", "w close", [false, true]],
  "pipe from a writable is an error": ["w error Cannot pipe, not readable", "w close"],
  "transform": ["data A", "data !", "data B", "data !", "flush", "data end", "t prefinish", "t resume", "t end", "t finish", "t close", [true, true, true]],
  "transform errors": ["cb t", "t error t", "t close", "f error f", "f close", "f resume"],
  "transform back-pressure": [[false, false, false, 2, 6], "abcd", [2, 2, "ef"]],
  "duplex halves": ["d resume", "d end", "d prefinish", "d finish", "d close", [true, true], [false, true, false], [1, 2, true, false]],
  "finished": ["r ok", "again ok", "w ok", "pw ok", "p ok", "x ERR_STREAM_PREMATURE_CLOSE", "y yy", "q ABORT_ERR", false],
  "pipeline of streams": [["done", null, ["aa", "bb"]]],
  "pipeline errors destroy all": ["r resume", "w error sink", "w close", "r error sink", "r close", "r pause", "t error sink", "t close", "done sink", [true, true, true]],
  "pipeline with generators": ["a-b-", "xy", "gen"],
  "pipeline premature close": ["ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_PREMATURE_CLOSE", true],
  "pipeline with a signal": [["AbortError", "ABORT_ERR", null], true],
  "operators": [[2, 4, 6], [1, 3], [1, 1, 2, 2], [1, 2], [3], [[0, "a"]], 6, 16, [true, false, 2, null], null, [1, 2], [3, 1, 2], "m", ["ERR_MISSING_ARGS", "Reduce of an empty stream requires an initial value"], true, "AbortError", "AbortError"],
  "addAbortSignal": ["r error The operation was aborted", "r close", ["AbortError", "ABORT_ERR"], "s error The operation was aborted", "s close"],
  "compose": ["data ABC", "end", "finish"],
  "duplexPair": ["written", "b to b", "a to a", "b end", "a end"],
  "Duplex.from": ["data x", "end", "y"],
  "questions": [[true, false, false, false, null, null], true, [false, true], [true, false]],
  "wrap": ["extra", "pause", "pause", "data ab", "resume", "data cd", "end"],
  "inheritance": [["q"], "w 1", [true, true, false, true, true, true, true, true, true, true]],
  "legacy stream pipe": ["w pipe", "_write a", "w prefinish", "w finish", "w close"],
  "web to node": [["a", "b"], "web", "bye", ["x", "y", "closed"], ["hi"]],
  "node to web": [[{"value": "a", "done": false}, {"value": "b", "done": false}, {"done": true}], "fail", [65], "body"],
};
const scenario = (name, run) => test(name, async () => {
  const seen = [];
  await run((v) => seen.push(v));
  assertEquals(JSON.parse(JSON.stringify(seen)), want[name]);
});

// Each scenario logs what happens; want is what the platform logs.
const { Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished, compose, addAbortSignal, duplexPair, isReadable, isErrored, isDisturbed, isDestroyed, isWritable } = stream;
const watch = (log, s, name, events = ["readable", "end", "finish", "error", "close", "drain", "prefinish", "pause", "resume", "pipe", "unpipe"]) => {
  for (const e of events) if (e !== "readable") s.on(e, (x) => log(`${name} ${e}${e === "error" ? " " + x.message : ""}`));
  return s;
};
const each = async (iterable, visit) => {
  const iterator = (iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator]).call(iterable);
  for (;;) {
    const { value, done } = await iterator.next();
    if (done) return;
    if ((await visit(value)) === false) return void (await iterator.return());
  }
};
// gen is an async generator of what another iterable gives.
const gen = (values, error, change = (v) => v) => {
  const iterator = (values[Symbol.asyncIterator] ?? values[Symbol.iterator]).call(values);
  return {
    async next() {
      const { value, done } = await iterator.next();
      if (done && error) throw error;
      return { value: done ? value : change(value), done };
    },
    async return(value) { await iterator.return?.(); return { value, done: true }; },
    [Symbol.asyncIterator]() { return this; },
  };
};
const settle = () => new Promise((done) => setTimeout(done, 1));
scenario("flowing mode", async (log) => {
  const r = watch(log, new Readable({ read() {} }), "r");
  r.on("data", (c) => log("data " + c));
  log(r.readableFlowing); r.push("a"); log("pushed"); r.push(Buffer.from("b")); r.push(null);
  await settle(); log([r.readableEnded, r.destroyed, r.closed, r.readableDidRead, r.readableAborted]);
});
scenario("readable events and read(n)", async (log) => {
  const r = new Readable({ read() {} });
  r.on("readable", () => { let c; log("readable " + r.readableLength); while ((c = r.read(3)) !== null) log("read " + c); });
  r.on("end", () => log("end"));
  r.push("abcd"); r.push("efgh"); await settle(); r.push(null); await settle();
});
scenario("_read is called until the high-water mark", async (log) => {
  let n = 0;
  const r = new Readable({ highWaterMark: 4, read(size) { log("_read " + size); this.push(n++ < 3 ? "xx" : null); } });
  r.on("end", () => log("end"));
  log(r.read()); await settle(); log(r.readableLength); r.resume(); await settle();
});
scenario("pause and resume", async (log) => {
  const r = watch(log, new Readable({ read() {} }), "r");
  r.on("data", (c) => log("data " + c)); r.push("1"); await settle();
  r.pause(); log(r.isPaused()); r.push("2"); await settle(); log(r.readableLength); r.resume(); await settle(); r.push(null); await settle();
});
scenario("setEncoding joins characters across chunks", async (log) => {
  const r = new Readable({ read() {} }); r.setEncoding("utf8"); r.on("data", (c) => log(typeof c + c));
  r.push(Buffer.from([0xe2, 0x82])); r.push(Buffer.from([0xac, 0x41])); r.push(Buffer.from([0xe2])); r.push(null); await settle(); log(r.readableEncoding);
});
scenario("unshift puts back", async (log) => {
  const r = new Readable({ read() {} }); r.push("bc"); r.unshift("a"); log(String(r.read())); r.push(null); r.resume(); await settle();
  r.on("error", (e) => log(e.code)); r.unshift("x"); await settle();
});
scenario("push after end and wrong chunks are errors", async (log) => {
  for (const bad of [(r) => { r.push(null); r.push("x"); }, (r) => r.push(5), (r) => r.push({})]) {
    const r = watch(log, new Readable({ read() {} }), "r"); bad(r); await settle(); log(r.errored.code);
  }
});
scenario("an error in _read destroys", async (log) => { const r = watch(log, new Readable({ read() { throw new Error("boom"); } }), "r"); r.read(); await settle(); log([isErrored(r), isReadable(r), r.destroyed]); });
scenario("object mode", async (log) => { const r = new Readable({ objectMode: true, read() {} }); r.push({ a: 1 }); r.push(0); r.push(""); r.push(null); log(r.readableLength); r.on("data", (c) => log(JSON.stringify(c))); r.on("end", () => log("end")); await settle(); });
scenario("destroy with and without an error", async (log) => {
  for (const e of [undefined, new Error("why")]) { const r = watch(log, new Readable({ read() {}, destroy(err, cb) { log("_destroy " + err); cb(err); } }), "r"); r.push("x"); r.destroy(e); log([r.destroyed, r.closed, r.readable]); r.destroy(new Error("late")); await settle(); log([r.closed, r.errored?.message, r.readableAborted]); }
});
scenario("construct comes first", async (log) => {
  const r = watch(log, new Duplex({ construct(cb) { log("construct"); setTimeout(cb, 1); }, read() { log("_read"); this.push(null); }, write(c, e, cb) { log("_write " + c); cb(); }, final(cb) { log("_final"); cb(); } }), "d");
  r.write("a"); r.end("b"); r.resume(); log("sync"); await settle(); await settle(); await settle();
});
scenario("a failing construct destroys", async (log) => { const w = watch(log, new Writable({ construct(cb) { cb(new Error("no")); }, write() {} }), "w"); w.write("x", (e) => log("cb " + e.message)); await settle(); });
scenario("async iteration", async (log) => { await each(Readable.from(["a", "b"]), log); const r = new Readable({ read() {} }); r.push("x"); setTimeout(() => r.destroy(new Error("it")), 1); try { await each(r, (c) => log("c " + c)); } catch (e) { log(e.message); } });
scenario("leaving an iteration destroys", async (log) => { const r = watch(log, Readable.from([1, 2, 3]), "r"); await each(r, (c) => { log(c); return false; }); await settle(); log(r.destroyed); });
scenario("premature close of an iterated stream", async (log) => { const r = new Readable({ read() {} }); setTimeout(() => r.destroy(), 1); try { await each(r, () => {}); log("ended"); } catch (e) { log(e.code + e.message); } });
scenario("from iterables", async (log) => {
  log(await Readable.from(new Set([1, 2])).toArray()); log(await Readable.from(gen([1, 2])).toArray()); log(await Readable.from("abc").toArray()); log((await Readable.from(Buffer.from("abc")).toArray()).map(String)); log(await Readable.from([Promise.resolve(5)]).toArray());
  try { await Readable.from([null]).toArray(); } catch (e) { log(e.code); } try { await Readable.from(gen([1], new Error("gen"))).toArray(); } catch (e) { log(e.message); }
});
scenario("writable order of events", async (log) => {
  const w = watch(log, new Writable({ write(c, e, cb) { log("_write " + c + " " + e); cb(); }, final(cb) { log("_final"); cb(); } }), "w");
  log(w.write("a", (e) => log("cb a " + e))); log(w.write("b", "latin1")); w.end("c", () => log("ended")); log([w.writable, w.writableEnded, w.writableFinished]); await settle(); log([w.writableFinished, w.destroyed, w.closed]);
});
scenario("back-pressure and drain", async (log) => {
  let release; const w = watch(log, new Writable({ highWaterMark: 3, write(c, e, cb) { log("_write " + c); release = cb; } }), "w");
  log(w.write("ab")); log(w.write("cd")); log([w.writableLength, w.writableNeedDrain, w.writableHighWaterMark]); release(); await settle(); log(w.writableLength); release(); await settle(); log([w.writableLength, w.writableNeedDrain]);
});
scenario("cork and writev", async (log) => {
  const w = new Writable({ writev(chunks, cb) { log(chunks.map((c) => c.chunk + ":" + c.encoding).join()); cb(); } }); w.cork(); w.write("a"); w.write("b", (e) => log("cb b")); log(w.writableCorked); w.uncork(); await settle(); w.write("c"); w.end(); await settle();
});
scenario("write errors", async (log) => {
  const w = watch(log, new Writable({ write(c, e, cb) { cb(new Error("disk")); } }), "w"); w.write("a", (e) => log("a " + e.message)); w.write("b", (e) => log("b " + e.message)); w.end((e) => log("end " + e.message)); await settle(); log([w.destroyed, w.errored.message, w.writableAborted]);
});
scenario("asynchronous write errors", async (log) => { const w = watch(log, new Writable({ write(c, e, cb) { setTimeout(() => cb(new Error("late")), 1); } }), "w"); w.write("a", (e) => log("a " + e.message)); w.write("b", (e) => log("b " + e.message)); await settle(); await settle(); await settle(); });
scenario("write after end and after destroy", async (log) => {
  const w = watch(log, new Writable({ write(c, e, cb) { cb(); } }), "w"); w.end(); log(w.write("x", (e) => log("cb " + e.code))); await settle();
  const d = new Writable({ write(c, e, cb) { cb(); } }); d.on("error", (e) => log("never")); d.destroy(); d.write("x", (e) => log("cb " + e.code)); d.end((e) => log("end " + e.code)); await settle();
  const f = new Writable({ write(c, e, cb) { cb(); } }); f.end(); await settle(); f.end((e) => log("again " + e.code)); await settle();
});
scenario("callbacks called twice", async (log) => { const w = watch(log, new Writable({ write(c, e, cb) { cb(); cb(); } }), "w"); w.write("a"); await settle(); log(w.errored?.code); });
scenario("final errors", async (log) => { const w = watch(log, new Writable({ write(c, e, cb) { cb(); }, final(cb) { cb(new Error("final")); } }), "w"); w.end((e) => log("end " + e.message)); await settle(); });
scenario("destroy while a write is pending", async (log) => { const w = watch(log, new Writable({ write() {} }), "w"); w.write("a", (e) => log("a " + e?.code)); w.write("b", (e) => log("b " + e?.code)); w.destroy(); await settle(); });
scenario("decodeStrings and default encodings", async (log) => { const w = new Writable({ decodeStrings: false, write(c, e, cb) { log(typeof c + e); cb(); } }); w.write("a"); w.setDefaultEncoding("hex"); w.write("b"); w.write("c", "base64"); const x = new Writable({ write(c, e, cb) { log(c.toString("hex") + e); cb(); } }); x.write("ff00", "hex"); x.write(new Uint16Array([1])); x.write(new DataView(new ArrayBuffer(2))); await settle(); });
scenario("emitClose and autoDestroy off", async (log) => { const r = watch(log, new Readable({ emitClose: false, read() {} }), "r"); r.push(null); r.resume(); await settle(); const s = watch(log, new Readable({ autoDestroy: false, read() {} }), "s"); s.push(null); s.resume(); await settle(); log(s.destroyed); });
scenario("pipe", async (log) => {
  const r = new Readable({ read() {} }); const w = watch(log, new Writable({ highWaterMark: 2, write(c, e, cb) { log("_write " + c); setTimeout(cb, 1); } }), "w"); log(r.pipe(w) === w); r.push("abc"); r.push("def"); r.push(null); await settle(); await settle(); await settle(); await settle(); log(r.readableFlowing);
});
scenario("pipe without end, and unpipe", async (log) => { const r = new Readable({ read() {} }); const w = watch(log, new PassThrough(), "w", ["pipe", "unpipe", "finish"]); r.pipe(w, { end: false }); r.push("a"); await settle(); r.unpipe(w); r.push("b"); await settle(); log([String(w.read()), r.readableFlowing, r.readableLength]); r.pipe(w); r.push(null); await settle(); log(String(w.read())); });
scenario("pipe to several", async (log) => { const r = Readable.from(["a", "b", "c"]); const slow = new Writable({ objectMode: true, highWaterMark: 1, write(c, e, cb) { log("slow " + c); setTimeout(cb, 1); } }); const fast = new Writable({ objectMode: true, write(c, e, cb) { log("fast " + c); cb(); } }); r.pipe(slow); r.pipe(fast); await new Promise((d) => slow.on("finish", d)); });
scenario("an error of the destination unpipes", async (log) => { const r = watch(log, new Readable({ read() {} }), "r"); const w = watch(log, new Writable({ write(c, e, cb) { cb(new Error("w")); } }), "w"); r.pipe(w); r.push("x"); await settle(); log([r.destroyed, w.destroyed]); });
scenario("pipe from a writable is an error", async (log) => { const w = watch(log, new Writable({ write() {} }), "w"); w.pipe(new PassThrough()); await settle(); });
scenario("transform", async (log) => {
  const t = watch(log, new Transform({ transform(c, e, cb) { this.push(String(c).toUpperCase()); cb(null, "!"); }, flush(cb) { log("flush"); cb(null, "end"); } }), "t"); t.on("data", (c) => log("data " + c)); t.write("a"); t.end("b"); await settle(); log([t.readableEnded, t.writableFinished, t.destroyed]);
});
scenario("transform errors", async (log) => { const t = watch(log, new Transform({ transform(c, e, cb) { cb(new Error("t")); } }), "t"); t.write("a", (e) => log("cb " + e.message)); await settle(); const f = watch(log, new Transform({ transform(c, e, cb) { cb(); }, flush(cb) { cb(new Error("f")); } }), "f"); f.end(); f.resume(); await settle(); });
scenario("transform back-pressure", async (log) => { const t = new PassThrough({ highWaterMark: 2 }); log([t.write("ab"), t.write("cd"), t.write("ef"), t.readableLength, t.writableLength]); log(String(t.read())); await settle(); log([t.readableLength, t.writableLength, String(t.read())]); });
scenario("duplex halves", async (log) => { const d = watch(log, new Duplex({ allowHalfOpen: false, read() {}, write(c, e, cb) { cb(); } }), "d"); d.resume(); d.push(null); await settle(); log([d.writableEnded, d.destroyed]); const ro = new Duplex({ writable: false, read() {} }); log([ro.writable, ro.readable, isWritable(ro)]); const h = new Duplex({ readableHighWaterMark: 1, writableHighWaterMark: 2, readableObjectMode: true, read() {}, write() {} }); log([h.readableHighWaterMark, h.writableHighWaterMark, h.readableObjectMode, h.writableObjectMode]); });
scenario("finished", async (log) => {
  const cb = (n) => (e) => log(n + " " + (e ? e.code || e.message : "ok")); const r = Readable.from(["a"]); finished(r, cb("r")); r.resume(); await settle(); finished(r, cb("again")); await settle();
  const w = new Writable({ write(c, e, cb) { cb(); } }); const leave = finished(w, cb("w")); w.end(); await settle(); const p = new PassThrough(); finished(p, cb("p")); finished(p, { readable: false }, cb("pw")); p.end(); await settle(); p.resume(); await settle();
  const x = new Readable({ read() {} }); finished(x, cb("x")); x.destroy(); await settle(); const y = new Readable({ read() {} }); finished(y, cb("y")); y.on("error", () => {}); y.destroy(new Error("yy")); await settle(); const z = new Readable({ read() {} }); finished(z, cb("z"))(); z.destroy(); await settle();
  const c = new AbortController(); const q = new Readable({ read() {} }); finished(q, { signal: c.signal }, cb("q")); c.abort(); await settle(); log(q.destroyed);
});
scenario("pipeline of streams", async (log) => { const out = []; pipeline(Readable.from(["a", "b"]), new Transform({ objectMode: true, transform(c, e, cb) { cb(null, c + c); } }), new Writable({ objectMode: true, write(c, e, cb) { out.push(c); cb(); } }), (e) => log(["done", e ?? null, out])); await settle(); await settle(); });
scenario("pipeline errors destroy all", async (log) => { const r = watch(log, new Readable({ read() {} }), "r"), t = watch(log, new PassThrough(), "t", ["error", "close"]), w = watch(log, new Writable({ write(c, e, cb) { cb(new Error("sink")); } }), "w", ["error", "close"]); pipeline(r, t, w, (e) => log("done " + e.message)); r.push("x"); await settle(); log([r.destroyed, t.destroyed, w.destroyed]); });
scenario("pipeline with generators", async (log) => { let out = ""; await stream.promises.pipeline(() => gen(["a", "b"]), (s) => gen(s, null, (c) => c + "-"), async (s) => { await each(s, (c) => { out += c; }); }); log(out); log(await stream.promises.pipeline(["x", "y"], async (s) => { let r = ""; await each(s, (c) => { r += c; }); return r; })); try { await stream.promises.pipeline(["a"], () => gen([], new Error("gen")), new PassThrough()); } catch (e) { log(e.message); } });
scenario("pipeline premature close", async (log) => { const r = new Readable({ read() {} }); const w = new PassThrough(); pipeline(r, w, (e) => log(e.code)); r.destroy(); await settle(); const a = new Readable({ read() {} }), b = new PassThrough(); pipeline(a, b, (e) => log(e.code)); b.destroy(); await settle(); log(a.destroyed); });
scenario("pipeline with a signal", async (log) => { const c = new AbortController(); const r = new Readable({ read() {} }); const p = stream.promises.pipeline(r, new PassThrough(), { signal: c.signal }); c.abort(new Error("cause")); try { await p; } catch (e) { log([e.name, e.code, e.cause?.message]); } log(r.destroyed); });
scenario("operators", async (log) => {
  const of = (...v) => Readable.from(v); log(await of(1, 2, 3).map((x) => x * 2).toArray()); log(await of(1, 2, 3, 4).filter(async (x) => x % 2).toArray()); log(await of(1, 2).flatMap((x) => [x, x]).toArray()); log(await of(1, 2, 3).take(2).toArray()); log(await of(1, 2, 3).drop(2).toArray()); log(await of("a").asIndexedPairs().toArray());
  log(await of(1, 2, 3).reduce((a, b) => a + b)); log(await of(1, 2, 3).reduce((a, b) => a + b, 10)); log([await of(1, 2).some((x) => x > 1), await of(1, 2).every((x) => x > 1), await of(1, 2).find((x) => x > 1), await of(1).find((x) => x > 1)]); const seen = []; log(await of(1, 2).forEach((x) => seen.push(x))); log(seen); log(await of(3, 1, 2).map((x) => new Promise((d) => setTimeout(() => d(x), x)), { concurrency: 3 }).toArray());
  try { await of(1).map(() => { throw new Error("m"); }).toArray(); } catch (e) { log(e.message); } try { await of().reduce((a) => a); } catch (e) { log([e.code, e.message]); } const t = of(1, 2, 3); await t.take(1).toArray(); await settle(); log(t.destroyed);
  const c = new AbortController(); c.abort(); try { await of(1).toArray({ signal: c.signal }); } catch (e) { log(e.name); } try { await of(1).map((x) => x, { signal: c.signal }).toArray(); } catch (e) { log(e.name); }
});
scenario("addAbortSignal", async (log) => { const c = new AbortController(); const r = addAbortSignal(c.signal, watch(log, new Readable({ read() {} }), "r")); c.abort(); await settle(); log([r.errored.name, r.errored.code]); const d = watch(log, new Readable({ signal: AbortSignal.abort(), read() {} }), "s"); await settle(); });
scenario("compose", async (log) => { const c = compose(new PassThrough(), new Transform({ transform(c, e, cb) { cb(null, String(c).toUpperCase()); } })); c.on("data", (d) => log("data " + d)); c.on("end", () => log("end")); c.on("finish", () => log("finish")); c.end("abc"); await settle(); await settle(); });
scenario("duplexPair", async (log) => { const [a, b] = duplexPair(); b.on("data", (c) => log("b " + c)); b.on("end", () => log("b end")); a.on("data", (c) => log("a " + c)); a.on("end", () => log("a end")); a.write("to b", () => log("written")); b.write("to a"); await settle(); a.end(); await settle(); b.end(); await settle(); });
scenario("Duplex.from", async (log) => { const p = new PassThrough(); const d = Duplex.from({ readable: p, writable: p }); d.on("data", (c) => log("data " + c)); d.on("end", () => log("end")); d.end("x"); await settle(); let out = ""; const f = Duplex.from(async (s) => { await each(s, (c) => { out += c; }); }); f.end("y"); await new Promise((done) => f.on("finish", done)); log(out); });
scenario("questions", async (log) => { const r = new Readable({ read() {} }); log([isReadable(r), isErrored(r), isDisturbed(r), isDestroyed(r), isReadable(5), isWritable(r)]); r.push("x"); r.read(); log(isDisturbed(r)); r.destroy(); log([isReadable(r), isDestroyed(r)]); const w = new Writable({ write() {} }); log([isWritable(w), isWritable(w.end())]); });
scenario("wrap", async (log) => { const { EventEmitter } = Object.getPrototypeOf(stream); const old = new (Object.getPrototypeOf(stream))(); old.pause = () => log("pause"); old.resume = () => log("resume"); old.extra = () => "extra"; const r = new Readable({ highWaterMark: 1 }).wrap(old); log(r.extra()); old.emit("data", Buffer.from("ab")); old.emit("data", Buffer.from("cd")); r.on("data", (c) => log("data " + c)); r.on("end", () => log("end")); await settle(); old.emit("end"); await settle(); });
scenario("inheritance", async (log) => { function Old(o) { Readable.call(this, o); } Object.setPrototypeOf(Old.prototype, Readable.prototype); Object.setPrototypeOf(Old, Readable); Old.prototype._read = function () { this.push("q"); this.push(null); }; log((await new Old().toArray()).map(String)); class W extends Writable { _write(c, e, cb) { log("w " + c); cb(); } } new W().write("1"); log([new W() instanceof Writable, new Duplex() instanceof Writable, new Readable() instanceof Writable, new PassThrough() instanceof Duplex, new W() instanceof stream, Readable({ read() {} }) instanceof Readable, Writable() instanceof Writable, Duplex() instanceof Duplex, Transform() instanceof Transform, PassThrough() instanceof PassThrough]); });
scenario("legacy stream pipe", async (log) => { const s = new stream(); s.readable = true; const w = watch(log, new Writable({ write(c, e, cb) { log("_write " + c); cb(); } }), "w"); s.pipe(w); s.emit("data", "a"); s.emit("end"); await settle(); });
scenario("web to node", async (log) => { const r = Readable.fromWeb(new ReadableStream({ start(c) { c.enqueue("a"); c.enqueue("b"); c.close(); } }), { objectMode: true }); log(await r.toArray()); const e = Readable.fromWeb(new ReadableStream({ start(c) { c.error(new Error("web")); } })); e.on("error", (x) => log(x.message)); await settle(); let cancelled; const k = Readable.fromWeb(new ReadableStream({ cancel(why) { cancelled = why; } })); k.on("error", () => {}); k.destroy(new Error("bye")); await settle(); log(cancelled.message); const out = []; const w = Writable.fromWeb(new WritableStream({ write(c) { out.push(String(c)); }, close() { out.push("closed"); } })); w.write("x"); w.end("y"); await stream.promises.finished(w); log(out); const d = Duplex.fromWeb(new TransformStream(), { objectMode: true }); d.end("hi"); log(await d.toArray()); });
scenario("node to web", async (log) => { const w = Readable.toWeb(Readable.from(["a", "b"])); const reader = w.getReader(); log([await reader.read(), await reader.read(), await reader.read()]); const f = new Readable({ read() {} }); const fr = Readable.toWeb(f).getReader(); f.destroy(new Error("fail")); try { await fr.read(); } catch (e) { log(e.message); } const pair = Duplex.toWeb(new PassThrough()); const pw = pair.writable.getWriter(); pw.write(new Uint8Array([65])); pw.close(); log([...(await pair.readable.getReader().read()).value]); log(await new Response(Readable.toWeb(Readable.from([Buffer.from("body")], { objectMode: false }))).text()); });
