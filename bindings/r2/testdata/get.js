const range = async (range) => { const o = await BUCKET.get("k", { range }); return [JSON.stringify(o.range), await o.text()]; };
const refused = async (r, cls, text) => assertEquals((await assertRejects(BUCKET.get("k", { range: r }), cls)).message, text);
await BUCKET.put("k", "hello");

test("without a range all of it is there", async () => {
  for (const r of [undefined, null, {}, { offset: undefined }]) assertEquals(await range(r), ['{"offset":0,"length":5}', "hello"]);
  assertEquals(JSON.stringify((await BUCKET.head("k")).range), '{"offset":0,"length":5}');
  assertEquals((await BUCKET.put("other", "x")).range, undefined);
});
test("a part is given with its place", async () => {
  for (const [r, offset, text] of [
    [{ offset: 1 }, 1, "ello"], [{ length: 2 }, 0, "he"], [{ suffix: 2 }, 3, "lo"], [{ offset: 1, length: 2 }, 1, "el"],
    [{ offset: 0, length: 99 }, 0, "hello"], [{ suffix: 99 }, 0, "hello"], [{ offset: "1" }, 1, "ello"], [{ offset: null }, 0, "hello"],
  ]) assertEquals(await range(r), [`{"offset":${offset},"length":${text.length}}`, text], JSON.stringify(r));
});
test("what lies outside is refused", async () => {
  for (const r of [{ suffix: 0 }, { length: 0 }, { offset: 5 }, { offset: 2 ** 53 }, { offset: Infinity }, { offset: 1, length: 0 }, { length: null }]) {
    await refused(r, Error, "get: The requested range is not satisfiable (10039)");
  }
  await BUCKET.put("empty", "");
  assertEquals((await assertRejects(BUCKET.get("empty", { range: { offset: 0 } }), Error)).message, "get: The requested range is not satisfiable (10039)");
  const empty = await BUCKET.get("empty");
  assertEquals([JSON.stringify(empty.range), await empty.text()], ['{"offset":0,"length":0}', ""]);
});
test("what is no range is refused", async () => {
  await refused({ offset: -1 }, RangeError, "Invalid range. Starting offset (-1) must be greater than or equal to 0.");
  await refused({ length: -1 }, RangeError, "Invalid range. Length (-1) must be greater than or equal to 0.");
  await refused({ suffix: -1 }, RangeError, "Invalid suffix. Suffix (-1) must be greater than or equal to 0.");
  await refused({ offset: 1.5 }, RangeError, "Invalid range. Starting offset (1.5) must be an integer, not floating point.");
  await refused({ length: 1.5 }, RangeError, "Invalid range. Length (1.5) must be an integer, not floating point.");
  await refused({ suffix: 1.5 }, RangeError, "Invalid range. Suffix (1.5) must be an integer, not floating point.");
  await refused({ offset: NaN }, RangeError, "Invalid range. Starting offset (nan) must be greater than or equal to 0.");
  await refused({ offset: "x" }, RangeError, "Invalid range. Starting offset (nan) must be greater than or equal to 0.");
  await refused({ offset: 1, suffix: 1 }, TypeError, "Suffix is incompatible with offset.");
  await refused({ length: 1, suffix: 1 }, TypeError, "Suffix is incompatible with length.");
  for (const r of [5, "bytes=0-1"]) await refused(r, TypeError, "Incorrect type for the 'range' field on 'GetOptions': the provided value is not of type 'Range or Headers'.");
  await assertRejects(BUCKET.get("missing", { range: { offset: -1 } }), RangeError);
});
test("a Range header of one good range counts", async () => {
  const header = async (text) => range(new Headers({ Range: text }));
  for (const [text, offset, want] of [
    ["bytes=0-1", 0, "he"], ["bytes=-2", 3, "lo"], ["bytes=1-", 1, "ello"], ["bytes=0-999", 0, "hello"], ["bytes=-99", 0, "hello"],
    ["bytes = 0-1", 0, "he"], ["BYTES=0-1", 0, "he"], ["bytes=0 - 1", 0, "he"],
  ]) assertEquals(await header(text), [`{"offset":${offset},"length":${want.length}}`, want], text);
  for (const text of ["bytes=9-1", "bytes=0-1,2-3", "bytes=99-", "bytes=-0", "items=0-1", "bytes=+1-2", "bytes=", "bytes=-", "bytes=1.5-2", "bytes=0x1-2", "nonsense", ""]) {
    assertEquals(await header(text), ['{"offset":0,"length":5}', "hello"], text);
  }
  assertEquals(await range(new Headers()), ['{"offset":0,"length":5}', "hello"]);
});
test("a body is read once", async () => {
  const o = await BUCKET.get("k");
  assertEquals(o.bodyUsed, false);
  assert(o.body instanceof ReadableStream);
  assertEquals(await o.text(), "hello");
  assertEquals(o.bodyUsed, true);
  for (const m of ["text", "json", "arrayBuffer", "bytes", "blob"]) {
    const e = await assertRejects(o[m](), TypeError);
    assertEquals(e.message, "Body has already been used. It can only be used once. Use tee() first if you need to read it twice.");
  }
});
test("a locked body cannot be read", async () => {
  const o = await BUCKET.get("k");
  o.body.getReader();
  assertEquals(o.bodyUsed, false);
  assertEquals((await assertRejects(o.text(), TypeError)).message, "This ReadableStream is currently locked to a reader.");
});
test("a body is read in every form", async () => {
  await BUCKET.put("j", '{"a":1}', { httpMetadata: { contentType: "text/html" } });
  const read = async (m) => (await BUCKET.get("j"))[m]();
  assertEquals(await read("json"), { a: 1 });
  assertEquals(await read("text"), '{"a":1}');
  assertEquals((await read("bytes")).slice(0, 2), new Uint8Array([123, 34]));
  assertEquals((await read("arrayBuffer")).byteLength, 7);
  const blob = await read("blob");
  assertEquals([blob.type, blob.size, await blob.text()], ["text/html", 7, '{"a":1}']);
  assertEquals((await (await BUCKET.get("k")).blob()).type, "");
  await assertRejects((await BUCKET.get("k")).json(), SyntaxError);
  assertEquals(await new Response((await BUCKET.get("j")).body).text(), '{"a":1}');
});
test("text is decoded without its byte order mark, one replacement for each broken part", async () => {
  await BUCKET.put("t", new Uint8Array([0xef, 0xbb, 0xbf, 0xff, 0xff, 0x61, 0xe2, 0x82, 0x61]));
  assertEquals(await (await BUCKET.get("t")).text(), "\ufffd\ufffda\ufffda");
});
test("a body that was replaced while it is read stays what it was", async () => {
  await BUCKET.put("big", "old".repeat(100000));
  const { body } = await BUCKET.get("big");
  const reader = body.getReader();
  let n = (await reader.read()).value.byteLength;
  await BUCKET.put("big", "new");
  for (;;) { const { done, value } = await reader.read(); if (done) break; n += value.byteLength; }
  assertEquals(n, 300000);
});
test("a body goes from object to object", async () => {
  const o = await BUCKET.get("k", { range: { offset: 1 } });
  assertEquals((await BUCKET.put("copy", o.body)).size, 4);
  assertEquals(await (await BUCKET.get("copy")).text(), "ello");
});
test("what a script puts in place of JSON.parse is not called", async () => {
  const { parse, stringify } = JSON;
  let got;
  try {
    JSON.parse = JSON.stringify = () => { throw new Error("the script's own"); };
    await BUCKET.put("own", '{"a":1}');
    got = await (await BUCKET.get("own")).json();
  } finally {
    Object.assign(JSON, { parse, stringify });
  }
  assertEquals(got, { a: 1 });
});
