const collect = async (rs) => { const out = []; const it = rs[Symbol.asyncIterator](); for (let r; !(r = await it.next()).done;) out.push(r.value); return out; };
const bytes = async (rs) => (await collect(rs)).flatMap((c) => [...c]);
const utf8 = (s) => Uint8Array.from([...s].map((c) => c.charCodeAt(0)));

test("a transform maps chunks and flushes", async () => {
  const t = new TransformStream({ transform(c, k) { k.enqueue(c * 2); }, flush(k) { k.enqueue("end"); } });
  assertEquals(await collect(ReadableStream.from([1, 2]).pipeThrough(t)), [2, 4, "end"]);
});
test("without a transformer it is the identity", async () => {
  assertEquals(await collect(ReadableStream.from(["a", "b"]).pipeThrough(new TransformStream())), ["a", "b"]);
});
test("a throwing transform errors both sides", async () => {
  const t = new TransformStream({ transform() { throw new Error("t"); } });
  const w = t.writable.getWriter();
  const r = t.readable.getReader();
  const read = r.read();
  await assertRejects(w.write(1), Error, "t");
  await assertRejects(read, Error, "t");
  await assertRejects(w.closed, Error, "t");
});
test("writes wait for reads", async () => {
  const t = new TransformStream();
  const w = t.writable.getWriter();
  let done = false;
  w.write(1).then(() => { done = true; });
  for (let i = 0; i < 10; i++) await null;
  assertEquals(done, false);
  assertEquals((await t.readable.getReader().read()).value, 1);
  for (let i = 0; i < 10; i++) await null;
  assertEquals(done, true);
});
test("terminate closes one side and errors the other", async () => {
  let k;
  const t = new TransformStream({ start(c) { k = c; } });
  const w = t.writable.getWriter();
  k.enqueue("x");
  k.terminate();
  assertEquals(await collect(t.readable), ["x"]);
  await assertRejects(w.closed, TypeError);
});
test("cancel and abort run the transformer's cancel", async () => {
  const log = [];
  await new TransformStream({ cancel(r) { log.push(r); } }).readable.cancel("c");
  await new TransformStream({ cancel(r) { log.push(r); } }).writable.abort("a");
  assertEquals(log, ["c", "a"]);
});
test("cancel after terminate tells of it", async () => {
  let k;
  const t = new TransformStream({ start(c) { k = c; } }, undefined, { highWaterMark: 5 });
  k.enqueue(1);
  k.terminate();
  await assertRejects(t.readable.cancel(), TypeError, "terminated");
});
test("controller.error errors both sides", async () => {
  let k;
  const t = new TransformStream({ start(c) { k = c; } });
  k.error(new Error("e"));
  await assertRejects(t.readable.getReader().read(), Error, "e");
  await assertRejects(t.writable.getWriter().closed, Error, "e");
  assertEquals(k.desiredSize, null);
  assertThrows(() => new TransformStream({ readableType: "bytes" }), RangeError);
});

test("an identity stream hands bytes over without keeping any", async () => {
  const { readable, writable } = new IdentityTransformStream();
  const w = writable.getWriter(), r = readable.getReader();
  let done = false;
  const write = w.write(new Uint8Array([1, 2, 3])).then(() => { done = true; });
  for (let i = 0; i < 10; i++) await null;
  assertEquals(done, false);
  assertEquals((await r.read()).value, new Uint8Array([1, 2, 3]));
  await write;
  const end = w.close();
  assertEquals((await r.read()).done, true);
  await end;
  await r.closed;
});
test("an identity stream answers reads that wait", async () => {
  const { readable, writable } = new IdentityTransformStream();
  const read = readable.getReader({ mode: "byob" }).read(new Uint8Array(2));
  const w = writable.getWriter();
  w.write(new Uint8Array([1, 2, 3]).buffer);
  assertEquals((await read).value, new Uint8Array([1, 2]));
});
test("an identity stream refuses what is no bytes and lives on", async () => {
  const { readable, writable } = new IdentityTransformStream();
  const w = writable.getWriter();
  for (const chunk of [{}, 5, null]) await assertRejects(w.write(chunk), TypeError, "This TransformStream is being used as a byte stream, but received an object of non-ArrayBuffer/ArrayBufferView type on its writable side.");
  w.write(new Uint8Array([1]));
  assertEquals((await readable.getReader().read()).value, new Uint8Array([1]));
});
test("streams of bytes take strings as UTF-8", async () => {
  const written = async (t, ...chunks) => {
    const w = t.writable.getWriter();
    for (const chunk of [...chunks, undefined]) w.write(chunk);
    w.close();
    return await Array.fromAsync(t.readable).then((all) => all.flatMap((b) => [...b]));
  };
  const te = [0x74, 0xc3, 0xa9];
  assertEquals(await written(new IdentityTransformStream(), "té", ""), te);
  assertEquals(await written(new FixedLengthStream(3), "té"), te);
  assertEquals(await written(new IdentityTransformStream(), "\ud800"), [0xef, 0xbf, 0xbd]);
  const gzip = new CompressionStream("gzip"), plain = gzip.readable.pipeThrough(new DecompressionStream("gzip"));
  assertEquals(await written({ writable: gzip.writable, readable: plain }, "té"), te);
  const w = new IdentityTransformStream({ highWaterMark: 10 }).writable.getWriter();
  w.write("é").catch(() => {});
  assertEquals(w.desiredSize, 8);
});
test("a pipe to a stream of bytes takes strings and fails for what is no bytes", async () => {
  const piped = async (chunk) => {
    const t = new IdentityTransformStream(), source = ReadableStream.from([chunk]);
    const read = Array.fromAsync(t.readable).then((all) => all.flatMap((b) => [...b]), String);
    return [await source.pipeTo(t.writable).then(() => "done", String), await read];
  };
  assertEquals(await piped("a"), ["done", [97]]);
  const error = "TypeError: This WritableStream only supports writing byte types.";
  for (const chunk of [5, null, {}]) assertEquals(await piped(chunk), [error, error]);
});
test("cancel and abort cross an identity stream", async () => {
  const a = new IdentityTransformStream();
  const w = a.writable.getWriter();
  const write = w.write(new Uint8Array(1));
  await a.readable.cancel(new Error("gone"));
  await assertRejects(write, Error, "gone");
  await assertRejects(w.closed, Error, "gone");
  const b = new IdentityTransformStream();
  const read = b.readable.getReader().read();
  await b.writable.abort(new Error("abort"));
  await assertRejects(read, Error, "abort");
});
test("an identity stream can weigh bytes", () => {
  const w = new IdentityTransformStream({ highWaterMark: 10 }).writable.getWriter();
  assertEquals(w.desiredSize, 10);
  w.write(new Uint8Array(4)).catch(() => {});
  assertEquals(w.desiredSize, 6);
});
test("identity streams are transform streams", () => {
  assert(new IdentityTransformStream() instanceof TransformStream);
  assert(new FixedLengthStream(1) instanceof IdentityTransformStream);
});
test("readAtLeast of an identity stream gathers writes and gives what is left at the end", async () => {
  const { readable, writable } = new IdentityTransformStream();
  const r = readable.getReader({ mode: "byob" }), w = writable.getWriter();
  const p = r.readAtLeast(3, new Uint8Array(4));
  await w.write(new Uint8Array([1, 2]));
  await w.write(new Uint8Array([3]));
  assertEquals((await p).value, new Uint8Array([1, 2, 3]));
  const q = r.readAtLeast(3, new Uint8Array(4));
  await w.write(new Uint8Array([4]));
  await w.close();
  assertEquals(await q, { value: new Uint8Array([4]), done: false });
  assertEquals((await r.read(new Uint8Array(1))).done, true);
});
test("a fixed-length stream counts", async () => {
  const ok = new FixedLengthStream(3);
  const w = ok.writable.getWriter();
  w.write(new Uint8Array([1, 2])); w.write(new Uint8Array([3])); w.close();
  assertEquals(await bytes(ok.readable), [1, 2, 3]);
  const many = new FixedLengthStream(1);
  const mr = many.readable.getReader().read();
  await assertRejects(many.writable.getWriter().write(new Uint8Array(2)), TypeError, "Attempt to write too many bytes through a FixedLengthStream.");
  await assertRejects(mr, TypeError, "too many bytes");
  const few = new FixedLengthStream(2);
  const fr = few.readable.getReader().read();
  await assertRejects(few.writable.getWriter().close(), TypeError, "FixedLengthStream did not see all expected bytes before close().");
  await assertRejects(fr, TypeError, "all expected bytes");
  assertThrows(() => new FixedLengthStream(-1), TypeError);
});
test("tee of an identity stream", async () => {
  const { readable, writable } = new IdentityTransformStream();
  const [a, b] = readable.tee();
  const w = writable.getWriter();
  w.write(new Uint8Array([1, 2])); w.close();
  assertEquals([await bytes(a), await bytes(b)], [[1, 2], [1, 2]]);
});

test("TextEncoderStream joins surrogates across chunks", async () => {
  const t = new TextEncoderStream();
  assertEquals(t.encoding, "utf-8");
  assertEquals(await bytes(ReadableStream.from(["a", "\ud83d", "\ude00", "\ud83d"]).pipeThrough(t)), [97, 0xf0, 0x9f, 0x98, 0x80, 0xef, 0xbf, 0xbd]);
});
test("TextDecoderStream decodes across chunks", async () => {
  const t = new TextDecoderStream();
  assertEquals([t.encoding, t.fatal, t.ignoreBOM], ["utf-8", false, false]);
  const got = await collect(ReadableStream.from([new Uint8Array([0xc3]), new Uint8Array([0xa9, 97])]).pipeThrough(t));
  assertEquals(got.join(""), "\u00e9a");
});

for (const format of ["gzip", "deflate", "deflate-raw"]) {
  test("compression round trip: " + format, async () => {
    const data = utf8("hello ".repeat(1000));
    const small = new CompressionStream(format);
    const w = small.writable.getWriter();
    await w.write(data);
    await w.close();
    const packed = await bytes(small.readable);
    assert(packed.length < 200, "compressed to " + packed.length);
    const big = ReadableStream.from([Uint8Array.from(packed.slice(0, 5)), Uint8Array.from(packed.slice(5))]).pipeThrough(new DecompressionStream(format));
    assertEquals(String.fromCharCode(...await bytes(big)) === "hello ".repeat(1000), true);
  });
  test("truncated and trailing data are errors: " + format, async () => {
    const c = new CompressionStream(format);
    const w = c.writable.getWriter();
    w.write(utf8("data data")); w.close();
    const packed = await bytes(c.readable);
    const unpack = (list) => bytes(ReadableStream.from([Uint8Array.from(list)]).pipeThrough(new DecompressionStream(format)));
    await assertRejects(unpack(packed.slice(0, -3)), TypeError, "Called close() on a decompression stream with incomplete data");
    await assertRejects(unpack([...packed, 0]), TypeError, "Trailing bytes after end of compressed data");
  });
}
test("corrupt data and unknown formats are TypeErrors", async () => {
  const d = new DecompressionStream("gzip");
  const w = d.writable.getWriter();
  w.write(Uint8Array.from({ length: 30 }, (_, i) => i)).catch(() => {});
  await assertRejects(d.readable.getReader().read(), TypeError, "Decompression failed.");
  await assertRejects(w.closed, TypeError, "Decompression failed.");
  assertThrows(() => new CompressionStream("zip"), TypeError, "The compression format must be either 'deflate', 'deflate-raw' or 'gzip'.");
});
for (const format of ["gzip", "deflate", "deflate-raw"]) {
  test("what is wrong with compressed data is found where it is written: " + format, async () => {
    const all = async (readable) => {
      const list = [], reader = readable.getReader();
      for (let r; !(r = await reader.read()).done;) list.push(...r.value);
      return list;
    };
    const c = new CompressionStream(format), cw = c.writable.getWriter();
    cw.write(new TextEncoder().encode("hello world hello world"));
    cw.close();
    const packed = await all(c.readable);
    const unpack = async (chunks) => {
      const d = new DecompressionStream(format), w = d.writable.getWriter();
      const say = (p) => p.then(() => "ok", (e) => e.constructor.name + ": " + e.message);
      const writes = chunks.map((b) => say(w.write(Uint8Array.from(b))));
      const close = say(w.close());
      return [await say(all(d.readable)), ...await Promise.all(writes), await close, await say(w.closed)];
    };
    const early = "TypeError: Called close() on a decompression stream with incomplete data", trailing = "TypeError: Trailing bytes after end of compressed data";
    const failed = "TypeError: Decompression failed.";
    assertEquals(await unpack([packed]), ["ok", "ok", "ok", "ok"]);
    assertEquals(await unpack(packed.map((b) => [b])), Array(packed.length + 3).fill("ok"));
    assertEquals(await unpack([]), [early, early, early]);
    assertEquals(await unpack([packed.slice(0, -3)]), [early, "ok", early, early]);
    assertEquals(await unpack([[...packed, 1]]), [trailing, trailing, trailing, trailing]);
    assertEquals(await unpack([packed, [1]]), [trailing, "ok", trailing, trailing, trailing]);
    assertEquals(await unpack([[...new TextEncoder().encode("not compressed at all")]]), [failed, failed, failed, failed]);
  });
}
test("a decompression stream that is aborted or cancelled fails at its other end", async () => {
  const a = new DecompressionStream("gzip"), read = a.readable.getReader().read();
  await a.writable.abort(new RangeError("enough"));
  await assertRejects(read, RangeError, "enough");
  const b = new DecompressionStream("gzip");
  await b.readable.cancel(new RangeError("enough"));
  await assertRejects(b.writable.getWriter().write(new Uint8Array([1])), RangeError, "enough");
  assertThrows(() => new DecompressionStream(), TypeError, "Failed to construct 'DecompressionStream': constructor parameter 1 is not of type 'string'.");
});
