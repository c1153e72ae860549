test("a byte stream gives the views that were enqueued", async () => {
  const rs = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 2, 3])); c.close(); } });
  const r = rs.getReader();
  assertEquals(await r.read(), { value: new Uint8Array([1, 2, 3]), done: false });
  assertEquals((await r.read()).done, true);
});
test("enqueue detaches the buffer", () => {
  const b = new Uint8Array(2);
  new ReadableStream({ type: "bytes", start(c) { c.enqueue(b); } });
  assertEquals(b.byteLength, 0);
});
test("a BYOB reader fills the view it is given", async () => {
  const rs = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 2, 3, 4, 5])); } });
  const r = rs.getReader({ mode: "byob" });
  const view = new Uint8Array(3);
  const { value, done } = await r.read(view);
  assertEquals([value, done, view.byteLength], [new Uint8Array([1, 2, 3]), false, 0]);
  assertEquals((await r.read(new Uint8Array(8))).value, new Uint8Array([4, 5]));
});
test("pull answers through byobRequest", async () => {
  const rs = new ReadableStream({ type: "bytes", pull(c) {
    const v = c.byobRequest.view;
    v[0] = 7; v[1] = 8;
    c.byobRequest.respond(2);
  } });
  const r = rs.getReader({ mode: "byob" });
  assertEquals((await r.read(new Uint8Array(4))).value, new Uint8Array([7, 8]));
});
test("min waits for that many elements", async () => {
  let n = 0;
  const rs = new ReadableStream({ type: "bytes", pull(c) { c.enqueue(new Uint8Array([++n])); } });
  const r = rs.getReader({ mode: "byob" });
  assertEquals((await r.read(new Uint8Array(5), { min: 3 })).value, new Uint8Array([1, 2, 3]));
  assertEquals((await r.readAtLeast(2, new Uint8Array(5))).value, new Uint8Array([4, 5]));
  await assertRejects(r.read(new Uint8Array(2), { min: 3 }), RangeError);
  await assertRejects(r.read(new Uint8Array(2), { min: 0 }), TypeError);
  await assertRejects(r.readAtLeast(3, new Uint8Array(2)), TypeError, "Minimum bytes to read (3) exceeds size of buffer (2).");
});
test("elements of several bytes keep their rest for the next read", async () => {
  const rs = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 0, 2])); c.enqueue(new Uint8Array([0, 3, 0])); } });
  const r = rs.getReader({ mode: "byob" });
  assertEquals(Array.from((await r.read(new Uint16Array(8))).value), [1, 2, 3]);
});
test("autoAllocateChunkSize gives default readers a byobRequest", async () => {
  let size;
  const rs = new ReadableStream({ type: "bytes", autoAllocateChunkSize: 16, pull(c) {
    size = c.byobRequest.view.byteLength;
    c.byobRequest.view[0] = 1;
    c.byobRequest.respond(1);
  } });
  assertEquals((await rs.getReader().read()).value, new Uint8Array([1]));
  assertEquals(size, 16);
  assertThrows(() => new ReadableStream({ type: "bytes", autoAllocateChunkSize: 0 }), TypeError);
});
test("respondWithNewView takes the same memory elsewhere", async () => {
  const rs = new ReadableStream({ type: "bytes", pull(c) {
    const v = c.byobRequest.view;
    v[0] = 9;
    c.byobRequest.respondWithNewView(new Uint8Array(v.buffer, v.byteOffset, 1));
  } });
  const r = rs.getReader({ mode: "byob" });
  assertEquals((await r.read(new Uint8Array(4))).value, new Uint8Array([9]));
});
test("closing answers BYOB reads with an emptied view", async () => {
  let c;
  const rs = new ReadableStream({ type: "bytes", start(x) { c = x; } });
  const r = rs.getReader({ mode: "byob" });
  const p = r.read(new Uint8Array(4));
  c.close();
  c.byobRequest.respond(0);
  const { value, done } = await p;
  assertEquals([value.byteLength, value.buffer.byteLength, done], [0, 4, true]);
  assertEquals((await r.read(new Uint8Array(2))).done, true);
});
test("closing in the middle of an element is an error", async () => {
  let c;
  const rs = new ReadableStream({ type: "bytes", start(x) { c = x; } });
  const r = rs.getReader({ mode: "byob" });
  const p = r.read(new Uint16Array(2));
  c.enqueue(new Uint8Array(1));
  assertThrows(() => c.close(), TypeError);
  await assertRejects(p, TypeError);
});
test("an answered request is invalid", async () => {
  let req;
  const rs = new ReadableStream({ type: "bytes", pull(c) { req = c.byobRequest; req.view[0] = 1; req.respond(1); } });
  await rs.getReader({ mode: "byob" }).read(new Uint8Array(1));
  assertEquals(req.view, null);
  assertThrows(() => req.respond(1), TypeError, "This ReadableStreamBYOBRequest has been invalidated.");
});
test("releasing a BYOB reader keeps what its buffer holds", async () => {
  let c;
  const rs = new ReadableStream({ type: "bytes", start(x) { c = x; } });
  const r = rs.getReader({ mode: "byob" });
  const p = r.read(new Uint8Array(4));
  r.releaseLock();
  await assertRejects(p, TypeError, "released");
  c.enqueue(new Uint8Array([5]));
  assertEquals((await rs.getReader().read()).value, new Uint8Array([5]));
});
test("bad arguments are refused", async () => {
  let c;
  const rs = new ReadableStream({ type: "bytes", start(x) { c = x; } });
  assertThrows(() => c.enqueue("x"), TypeError);
  assertThrows(() => c.enqueue(new Uint8Array(0)), TypeError);
  const r = rs.getReader({ mode: "byob" });
  await assertRejects(r.read(), TypeError);
  await assertRejects(r.read(new Uint8Array(0)), TypeError);
  assertThrows(() => new ReadableStream({ type: "bytes" }, { size() {} }), RangeError);
});
test("tee copies bytes for both branches", async () => {
  const [a, b] = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 2])); c.close(); } }).tee();
  const ra = a.getReader({ mode: "byob" }), rb = b.getReader();
  const x = (await ra.read(new Uint8Array(9))).value, y = (await rb.read()).value;
  assertEquals([x, y], [new Uint8Array([1, 2]), new Uint8Array([1, 2])]);
  assert(x.buffer !== y.buffer);
  assertEquals([(await ra.read(new Uint8Array(1))).done, (await rb.read()).done], [true, true]);
});
test("cancel answers BYOB reads", async () => {
  const rs = new ReadableStream({ type: "bytes" });
  const r = rs.getReader({ mode: "byob" });
  const p = r.read(new Uint8Array(1));
  await r.cancel();
  assertEquals(await p, { value: undefined, done: true });
});
test("respond with a part of an element keeps the rest", async () => {
  let n = 0;
  const rs = new ReadableStream({ type: "bytes", pull(c) {
    const v = c.byobRequest.view;
    if (n++ === 0) { v.set([1, 0, 2]); c.byobRequest.respond(3); } else { v.set([0]); c.byobRequest.respond(1); }
  } });
  const r = rs.getReader({ mode: "byob" });
  assertEquals(Array.from((await r.read(new Uint16Array(4))).value), [1]);
  assertEquals(Array.from((await r.read(new Uint16Array(4))).value), [2]);
});
test("responding to a released reader queues the bytes", async () => {
  let c, asked;
  const pulled = new Promise((r) => { asked = r; });
  const rs = new ReadableStream({ type: "bytes", pull(x) { c = x; asked(); return new Promise(() => {}); } });
  const r = rs.getReader({ mode: "byob" });
  const p = r.read(new Uint8Array(4)).catch(() => "released");
  await pulled;
  r.releaseLock();
  await p;
  c.byobRequest.view.set([7, 8]);
  c.byobRequest.respond(2);
  assertEquals((await rs.getReader().read()).value, new Uint8Array([7, 8]));
});
test("bad responses throw", async () => {
  let c, asked;
  const pulled = new Promise((r) => { asked = r; });
  const rs = new ReadableStream({ type: "bytes", pull(x) { c = x; asked(); return new Promise(() => {}); } });
  const p = rs.getReader({ mode: "byob" }).read(new Uint8Array(4));
  await pulled;
  assertThrows(() => c.byobRequest.respond(0), TypeError);
  assertThrows(() => c.byobRequest.respond(5), RangeError);
  assertThrows(() => c.byobRequest.respond(-1), TypeError);
  assertThrows(() => c.byobRequest.respondWithNewView(new Uint8Array(4).subarray(1)), RangeError);
  assertThrows(() => c.byobRequest.respondWithNewView(new Uint8Array(9)), RangeError);
  assertThrows(() => c.byobRequest.respondWithNewView({}), TypeError);
  assertEquals(c.byobRequest.atLeast, 1);
  c.enqueue(new Uint8Array([1]));
  assertEquals((await p).value, new Uint8Array([1]));
});
test("several reads wait in order", async () => {
  let c;
  const rs = new ReadableStream({ type: "bytes", start(x) { c = x; } });
  const r = rs.getReader({ mode: "byob" });
  const both = Promise.all([r.read(new Uint8Array(2)), r.read(new Uint8Array(2))]);
  c.enqueue(new Uint8Array([1, 2, 3]));
  assertEquals((await both).map((x) => x.value), [new Uint8Array([1, 2]), new Uint8Array([3])]);
});
test("queued bytes are given before the stream closes", async () => {
  const rs = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1])); c.enqueue(new Uint8Array([2])); c.close(); } });
  const r = rs.getReader();
  assertEquals([(await r.read()).value, (await r.read()).value, (await r.read()).done], [new Uint8Array([1]), new Uint8Array([2]), true]);
});
test("an error rejects BYOB reads", async () => {
  let c;
  const rs = new ReadableStream({ type: "bytes", start(x) { c = x; } });
  const r = rs.getReader({ mode: "byob" });
  const p = r.read(new Uint8Array(1));
  c.error(new Error("e"));
  await assertRejects(p, Error, "e");
  await assertRejects(r.read(new Uint8Array(1)), Error, "e");
});
test("a DataView is filled as a DataView", async () => {
  const rs = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 2])); } });
  const { value } = await rs.getReader({ mode: "byob" }).read(new DataView(new ArrayBuffer(4), 1));
  assertEquals([value instanceof DataView, value.byteOffset, value.byteLength, value.getUint8(1)], [true, 1, 2, 2]);
});
test("a branch of a tee reads into its own buffer from the source", async () => {
  let requests = 0;
  const rs = new ReadableStream({
    type: "bytes",
    pull(c) {
      if (!c.byobRequest) return c.enqueue(new Uint8Array([9, 9]).subarray(1));
      requests++;
      c.byobRequest.view.set([1, 2, 3]);
      c.byobRequest.respond(3);
    },
  });
  const [a, b] = rs.tee();
  const ra = a.getReader({ mode: "byob" }), rb = b.getReader();
  const [x, y] = await Promise.all([ra.read(new Uint8Array(5)), rb.read()]);
  assertEquals([Array.from(x.value), x.value.buffer.byteLength, Array.from(y.value), requests], [[1, 2, 3], 5, [1, 2, 3], 1]);
  rb.releaseLock();
  const z = await b.getReader().read();
  assertEquals([Array.from(z.value), z.value.byteOffset], [[1, 2, 3], 0]);
});
test("a reader that brings no buffer lends the source one of 4096 bytes", async () => {
  const rs = new ReadableStream({
    type: "bytes",
    pull(c) {
      assertEquals(c.byobRequest.view.byteLength, 4096);
      c.byobRequest.view.set([1, 2]);
      c.byobRequest.respond(2);
      c.close();
    },
  });
  assertEquals(new Uint8Array((await rs.getReader().read()).value).length, 2);
});
test("a tee of bytes ends, fails and is cancelled with its source", async () => {
  let control, cancelled;
  const make = () => new ReadableStream({ type: "bytes", start(c) { control = c; }, cancel(r) { cancelled = r; } }).tee();
  let [a, b] = make();
  const ra = a.getReader({ mode: "byob" }), rb = b.getReader({ mode: "byob" });
  const reads = Promise.all([ra.read(new Uint8Array(1)), rb.read(new Uint8Array(2))]);
  await Promise.resolve();
  control.close();
  control.byobRequest.respond(0);
  assertEquals((await reads).map((r) => [r.done, r.value.byteLength]), [[true, 0], [true, 0]]);
  [a, b] = make();
  control.error(new RangeError("broken"));
  await assertRejects(a.getReader().read(), RangeError, "broken");
  await assertRejects(b.getReader({ mode: "byob" }).read(new Uint8Array(1)), RangeError, "broken");
  [a, b] = make();
  await Promise.all([a.cancel("one"), b.cancel("two")]);
  assertEquals(cancelled, ["one", "two"]);
});
test("autoAllocateChunkSize is an int above 0, and read before the type is", () => {
  const made = (autoAllocateChunkSize, type = "bytes") => { try { return String(new ReadableStream({ type, autoAllocateChunkSize, pull() {} })); } catch (e) { return `${e.name}: ${e.message}`; } };
  for (const size of [0, -1, NaN, "x", null, {}, Infinity]) assertEquals(made(size), "TypeError: The autoAllocateChunkSize option cannot be zero.");
  for (const size of [2 ** 31, 2 ** 53, -(2 ** 31) - 1]) for (const type of ["bytes", undefined]) assertEquals(made(size, type), "TypeError: Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
  assertEquals([made(1n), made(Symbol())], ["TypeError: Cannot convert a BigInt value to a number", "TypeError: Cannot convert a Symbol value to a number"]);
  assertEquals([made(1.5), made("7")], ["[object ReadableStream]", "[object ReadableStream]"]);
});
