test("every kind of body gives its bytes and its type", async () => {
  const of = async (b) => { const r = new Response(b); return [r.headers.get("content-type"), await r.text()]; };
  const text = "text/plain;charset=UTF-8";
  assertEquals(await of("é"), [text, "é"]);
  assertEquals(await of(new Uint8Array([65]).buffer), [null, "A"]);
  assertEquals(await of(new DataView(new Uint8Array([65, 66, 67]).buffer, 1)), [null, "BC"]);
  assertEquals(await of(new Blob(["x"], { type: "a/b" })), ["a/b", "x"]);
  assertEquals(await of(new Blob(["x"])), [null, "x"]);
  assertEquals(await of(new URLSearchParams("a=b")), ["application/x-www-form-urlencoded;charset=UTF-8", "a=b"]);
  for (const v of [5, false, 5n, {}, new String("x")]) assertEquals(await of(v), [text, String(v)]);
  assertEquals(await of([new Uint8Array([65]), new Uint8Array([66])]), [null, "AB"]);
  const items = ["a", "b"].map((s) => new TextEncoder().encode(s));
  assertEquals(await of({ [Symbol.asyncIterator]: () => ({ next: async () => ({ value: items[0], done: !items.shift() }) }) }), [null, "ab"]);
  for (const v of [[1], ["a"], new Map([[1, 2]])]) await assertRejects(of(v), TypeError, "This ReadableStream did not return bytes.");
  assertThrows(() => new Response(Symbol()), TypeError);
});
test("a body is the script's copy of the bytes it was made of", async () => {
  const b = new Uint8Array([65, 66]);
  const r = new Response(b);
  b[0] = 90;
  const out = await r.bytes();
  assertEquals(out, new Uint8Array([65, 66]));
});
test("reading uses a body up", async () => {
  for (const read of ["text", "json", "arrayBuffer", "bytes", "blob"]) {
    const r = new Response("1");
    assertEquals(r.bodyUsed, false);
    await r[read]();
    assertEquals(r.bodyUsed, true);
    await assertRejects(r.text(), TypeError, "Body has already been used. It can only be used once. Use tee() first if you need to read it twice.");
    assertThrows(() => r.clone(), TypeError, "This ReadableStream is currently locked to a reader,");
  }
  const none = new Response();
  assertEquals([await none.text(), await none.text(), none.bodyUsed, none.body], ["", "", false, null]);
  const empty = new Response("");
  await empty.text();
  assertEquals(empty.bodyUsed, true);
});
test("a locked body cannot be read", async () => {
  const r = new Response("x");
  const reader = r.body.getReader();
  assertEquals([r.bodyUsed, r.body === r.body], [false, true]);
  await assertRejects(r.text(), TypeError, "This ReadableStream is currently locked to a reader.");
  reader.releaseLock();
  assertEquals(await r.text(), "x");
});
test("a stream that was read from is no body", async () => {
  const s = new Response("x").body;
  await new Response(s).text();
  assertThrows(() => new Response(s), TypeError, "This ReadableStream is disturbed (has already been read from), and cannot be used as a body.");
});
test("the byte order mark is dropped, and invalid UTF-8 replaced", async () => {
  assertEquals([await new Response("\ufeffx").text(), await new Response("\ufeff1").json(), await new Response(new Uint8Array([255])).text()], ["x", 1, "\ufffd"]);
});
test("JSON that is none rejects in V8's words", async () => {
  for (const body of ["", null]) await assertRejects(new Response(body).json(), SyntaxError, "Unexpected end of JSON input");
  await assertRejects(new Response("{a").json(), SyntaxError, "Expected property name or '}' in JSON at position 1");
});
test("a blob has the normalized type of its body", async () => {
  const b = await new Response("x", { headers: { "content-type": "Text/X; a=b" } }).blob();
  assertEquals([b.type, b.size, (await new Response(new Uint8Array(1)).blob()).type], ["text/x;a=b", 1, ""]);
});
test("form data goes out and comes in, with files", async () => {
  const f = new FormData();
  f.append("a", new Blob(["x"]), "n.txt"); f.append('b"', "c\r\n"); f.append("a", new File(["é"], "m", { type: "t/u" }));
  const g = await new Response(f).formData();
  const show = ([k, v]) => [k, typeof v === "string" ? v : [v.name, v.type, v.size, v instanceof File]];
  assertEquals([...g].map(show), [["a", ["n.txt", "application/octet-stream", 1, true]], ["b%22", "c\r\n"], ["a", ["m", "t/u", 2, true]]]);
  await assertRejects(new Response(new Uint8Array(1)).formData(), TypeError, "Parsing a Body as FormData requires a Content-Type header.");
  await assertRejects(new Response("x").formData(), TypeError, "Unrecognized Content-Type header value. FormData can only parse the following MIME types: multipart/form-data, application/x-www-form-urlencoded");
});
test("clones are read at their own pace", async () => {
  let pulls = 0;
  const r = new Response(new ReadableStream({ pull(c) { if (pulls++ < 3) c.enqueue(new Uint8Array([64 + pulls])); else c.close(); } }));
  const c = r.clone();
  assertEquals([await c.text(), await r.text()], ["ABC", "ABC"]);
});
test("an error of the stream is the error of the reading", async () => {
  const r = new Response(new ReadableStream({ pull(c) { c.error(new RangeError("q")); } }));
  await assertRejects(r.text(), RangeError, "q");
});
