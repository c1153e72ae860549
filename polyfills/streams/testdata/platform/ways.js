// What the platform does other than the standard, unless the flag pedantic_wpt is set.
const text = (s) => new TextEncoder().encode(s);
const outcome = (p) => p.then(String, String);

test("the cancel of one branch of a tee is done at once", async () => {
  for (const type of [undefined, "bytes"]) {
    let cancelled = 0;
    const [a, b] = new ReadableStream({ type, pull(c) { c.enqueue(text("x")); }, cancel() { cancelled++; } }).tee();
    await a.cancel();
    assertEquals(cancelled, 0);
    assertEquals((await b.getReader().read()).done, false);
  }
  let why;
  const [a, b] = new ReadableStream({ cancel(reason) { why = reason; throw new Error("mine"); } }).tee();
  await a.cancel(1);
  await assertRejects(b.cancel(2), Error, "mine");
  assertEquals(why, 2);
});

test("close() ends the reads into buffers that wait, with what they have", async () => {
  let c;
  const open = () => new ReadableStream({ type: "bytes", start(x) { c = x; } }).getReader({ mode: "byob" });
  const empty = open().read(new Uint8Array(4));
  const request = c.byobRequest;
  c.close();
  request.respond(0);
  assertEquals(c.byobRequest, null);
  assertEquals([(await empty).done, (await empty).value.length], [true, 0]);
  const some = open().readAtLeast(4, new Uint8Array(4));
  c.enqueue(text("ab"));
  c.close();
  assertEquals([(await some).done, [...(await some).value]], [false, [97, 98]]);
});

test("a writer takes back what waits when it is released, but for the first and the close", async () => {
  const got = [];
  const w = new WritableStream({ write(x) { got.push(x); }, close() { got.push("closed"); } }).getWriter();
  const all = [w.write("a"), w.write("b"), w.close()].map(outcome);
  w.releaseLock();
  assertEquals(await Promise.all(all), ["undefined", "TypeError: This WritableStream writer has been released.", "undefined"]);
  assertEquals(got, ["a", "closed"]);
});

test("a native stream has one read at a time", async () => {
  const r = new IdentityTransformStream().readable.getReader();
  r.read();
  await assertRejects(r.read(), TypeError, "This ReadableStream only supports a single pending read request at a time.");
});

test("a shared buffer cannot be read into", async () => {
  for (const s of [new IdentityTransformStream().readable, new ReadableStream({ type: "bytes" })]) {
    await assertRejects(s.getReader({ mode: "byob" }).read(new Uint8Array(new SharedArrayBuffer(4))), TypeError, "Unable to use non-detachable ArrayBuffer");
  }
});

test("what is no error arrives as one on the other side of an IdentityTransformStream", async () => {
  for (const [reason, cancelled, aborted] of [["x", "Error: x", "Error: x"], [undefined, "Error: Stream was cancelled.", "Error: undefined"], [{}, "Error: #<Object>", "Error: #<Object>"], [new RangeError("r"), "RangeError: r", "RangeError: r"]]) {
    const one = new IdentityTransformStream(), other = new IdentityTransformStream();
    const write = outcome(one.writable.getWriter().write(text("a")));
    await one.readable.cancel(reason);
    assertEquals(await write, cancelled);
    other.writable.abort(reason).catch(() => {});
    assertEquals(await outcome(other.readable.getReader().read()), aborted);
  }
});

test("a branch that is cancelled alone hears that its source has failed", async () => {
  for (const type of [undefined, "bytes"]) {
    let c;
    const [a, b] = new ReadableStream({ start(x) { c = x; }, type }).tee();
    c.error(new RangeError("r"));
    assertEquals([await outcome(a.cancel()), await outcome(b.cancel())], ["RangeError: r", "RangeError: r"]);
  }
});

test("a request for bytes can be answered after its stream was closed, with none", async () => {
  const begin = async () => {
    let c, request;
    const stream = new ReadableStream({ type: "bytes", pull(x) { c = x; request = c.byobRequest; return new Promise(() => {}); } });
    const read = stream.getReader({ mode: "byob" }).read(new Uint8Array([4, 5, 6]));
    while (!c) await null;
    c.close();
    const { done, value } = await read;
    assertEquals([done, value.length, [...new Uint8Array(value.buffer)], c.byobRequest === request, request.view.length], [true, 0, [4, 5, 6], true, 3]);
    return { c, request };
  };
  const { c, request } = await begin();
  assertThrows(() => request.respond(1), TypeError, "The bytesWritten must be zero after the stream is closed.");
  request.respond(0);
  assertEquals([request.view, c.byobRequest], [null, null]);
  assertThrows(() => request.respond(0), TypeError, "This ReadableStreamBYOBRequest has been invalidated.");
  const other = (await begin()).request;
  assertThrows(() => other.respondWithNewView(new Uint8Array(1)), TypeError, "The view byte length must be zero after the stream is closed.");
  other.respondWithNewView(new Uint8Array(0));
  assertEquals(other.view, null);
});

test("answers to a request for bytes are refused in the platform's words", async () => {
  let refused;
  const refuse = (request, n) => { try { request.respond(n); } catch (e) { return `${e.name}: ${e.message}`; } };
  const stream = new ReadableStream({ type: "bytes", pull({ byobRequest: r }) {
    refused = [0, -1, "x", 5, undefined].map((n) => refuse(r, n));
    for (const length of [0, 5]) try { r.respondWithNewView(new Uint8Array(length)); } catch (e) { refused.push(`${e.name}: ${e.message}`); }
    r.respond(1);
  } });
  await stream.getReader({ mode: "byob" }).read(new Uint8Array(4));
  const none = "TypeError: The bytesWritten must be more than zero while the stream is open.";
  assertEquals(refused, [none, none, none, "RangeError: Too many bytes [5] in response to a BYOB read request.",
    "TypeError: Failed to execute 'respond' on 'ReadableStreamBYOBRequest': parameter 1 is not of type 'integer'.",
    "TypeError: The view byte length must be more than zero while the stream is open.", "RangeError: The underlying ArrayBuffer is not the correct length."]);
});
