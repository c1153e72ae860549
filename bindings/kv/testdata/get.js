const rejects = async (promise, cls, message) => assertEquals((await assertRejects(promise, cls)).message, message);
const read = async (stream) => new Response(stream).text();

test("a missing key is null in every type, even a bad one", async () => {
  for (const type of ["text", "json", "arrayBuffer", "stream", "bad"]) {
    assertEquals(await KV.get("missing", type), null);
    assertEquals(await KV.get("missing", { type }), null);
  }
  assertEquals(JSON.stringify(await KV.getWithMetadata("missing")), '{"value":null,"metadata":null,"cacheStatus":null}');
});
test("the type is the second argument or its member", async () => {
  await KV.put("t", '{"a":[1,2]}');
  assertEquals(await KV.get("t"), '{"a":[1,2]}');
  assertEquals(await KV.get("t", undefined), '{"a":[1,2]}');
  assertEquals(await KV.get("t", {}), '{"a":[1,2]}');
  assertEquals(await KV.get("t", "json"), { a: [1, 2] });
  assertEquals(await KV.get("t", { type: "json", cacheTtl: 60 }), { a: [1, 2] });
  const buffer = await KV.get("t", "arrayBuffer");
  assert(buffer instanceof ArrayBuffer);
  assertEquals(buffer.byteLength, 11);
  const stream = await KV.get("t", { type: "stream" });
  assert(stream instanceof ReadableStream);
  assertEquals(await read(stream), '{"a":[1,2]}');
});
test("an unknown type is a TypeError when the key exists", async () => {
  await KV.put("t", "x");
  const text = 'Unknown response type. Possible types are "text", "arrayBuffer", "json", and "stream".';
  await rejects(KV.get("t", "bad"), TypeError, text);
  await rejects(KV.getWithMetadata("t", { type: "bad" }), TypeError, text);
});
test("text is decoded with replacement", async () => {
  await KV.put("t", new Uint8Array([0x61, 0xff, 0x62, 0xf0, 0x9f, 0x98]));
  assertEquals(await KV.get("t"), "a\ufffdb\ufffd");
});
test("a byte order mark stays", async () => {
  await KV.put("t", new Uint8Array([0xef, 0xbb, 0xbf, 0x61]));
  assertEquals(await KV.get("t"), "\ufeffa");
});
test("what is not JSON is a SyntaxError", async () => {
  for (const text of ["{", "", "nope"]) {
    await KV.put("t", text);
    await assertRejects(KV.get("t", "json"), SyntaxError);
  }
});
test("keys are made strings", async () => {
  await KV.put(null, "of null");
  await KV.put(12.5, "of a number");
  assertEquals(await KV.get("null"), "of null");
  assertEquals(await KV.get("12.5"), "of a number");
  assertEquals(await KV.get(undefined), null);
});
test("keys of any characters are kept apart", async () => {
  const keys = ["a b", "a%20b", "a+b", "a/b", "../x", "é", "e\u0301", "😀", "\n", "a?b#c", "%", "\u0000x", "__proto__"];
  for (const key of keys) await KV.put(key, "of " + key);
  for (const key of keys) assertEquals(await KV.get(key), "of " + key);
});
test("keys that cannot be are refused", async () => {
  for (const f of ["get", "delete"]) {
    await rejects(KV[f](""), TypeError, "Key name cannot be empty.");
    await rejects(KV[f]("."), TypeError, '"." is not allowed as a key name.');
    await rejects(KV[f](".."), TypeError, '".." is not allowed as a key name.');
  }
  assertThrows(() => KV.getWithMetadata(""), TypeError, "Key name cannot be empty.");
  assertThrows(() => KV.getWithMetadata(".."), TypeError, '".." is not allowed as a key name.');
  await rejects(KV.put("", "x"), TypeError, "Key name cannot be empty.");
  await rejects(KV.put(".", "x"), TypeError, '"." is not allowed as a key name.');
  await KV.put("é".repeat(256), "fits");
  assertEquals(await KV.get("é".repeat(256)), "fits");
  const long = "é".repeat(256) + "x", tail = "414 UTF-8 encoded length of 513 exceeds key length limit of 512.";
  await rejects(KV.get(long), Error, "KV GET failed: " + tail);
  assertThrows(() => KV.getWithMetadata(long), Error, "KV GET failed: " + tail);
  await rejects(KV.put(long, "x"), Error, "KV PUT failed: " + tail);
  await rejects(KV.delete(long), Error, "KV DELETE failed: " + tail);
});
test("arguments that cannot be converted are thrown, not rejected", () => {
  const thrown = (f) => assertThrows(f, TypeError).message;
  assertEquals(thrown(() => KV.get()), "Failed to execute 'get' on 'KvNamespace': parameter 1 is not of type 'string or Array'.");
  assertEquals(thrown(() => KV.getWithMetadata()), "Failed to execute 'getWithMetadata' on 'KvNamespace': parameter 1 is not of type 'Array or string'.");
  assertEquals(thrown(() => KV.get(Symbol("x"))), "Cannot convert a Symbol value to a string");
  assertEquals(thrown(() => KV.get("t", { cacheTtl: 2 ** 31 })), "Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
});
test("a second argument of another kind is a type too", async () => {
  for (const options of [5, true, null, { type: null }, { type: 5 }, () => 1]) assertEquals(await KV.get("missing", options), null);
});
test("only an array asks for many keys", async () => {
  assertEquals(await KV.get({}), null);
  assertEquals(await KV.get(new Set(["a"])), null);
});
test("cacheTtl under 30 is refused", async () => {
  await rejects(KV.get("t", { cacheTtl: 10 }), Error, "KV GET failed: 400 Invalid cache_ttl of 10. Cache TTL must be at least 30.");
  await rejects(KV.get("t", { cacheTtl: NaN }), Error, "KV GET failed: 400 Invalid cache_ttl of 0. Cache TTL must be at least 30.");
  await rejects(KV.getWithMetadata("t", { cacheTtl: 29 }), Error, "KV GET failed: 400 Invalid cache_ttl of 29. Cache TTL must be at least 30.");
  await rejects(KV.get("t", { cacheTtl: null }), Error, "KV GET failed: 400 Invalid cache_ttl of 0. Cache TTL must be at least 30.");
  await KV.put("t", "x");
  assertEquals(await KV.get("t", { cacheTtl: undefined }), "x");
  assertEquals(await KV.get("t", { cacheTtl: 30 }), "x");
  assertEquals(await KV.get("t", { cacheTtl: "31" }), "x");
});
test("a stream that is not read does not hold the key", async () => {
  await KV.put("s", "old");
  const stream = await KV.get("s", "stream");
  await KV.put("s", "new");
  assertEquals(await KV.get("s"), "new");
  await stream.cancel();
});
test("a stream of a value that was replaced gives the old value", async () => {
  await KV.put("s", "old".repeat(100000));
  const stream = await KV.get("s", "stream");
  const reader = stream.getReader();
  let n = (await reader.read()).value.byteLength;
  await KV.delete("s");
  for (;;) { const { done, value } = await reader.read(); if (done) break; n += value.byteLength; }
  assertEquals(n, 300000);
});
test("a binary value comes back byte for byte", async () => {
  const data = new Uint8Array(70000);
  for (let i = 0; i < data.length; i++) data[i] = (i * 7) & 255;
  await KV.put("bin", data);
  const back = new Uint8Array(await KV.get("bin", "arrayBuffer"));
  assertEquals(back.length, data.length);
  assert(back.every((b, i) => b === data[i]));
});
test("half of a surrogate pair is in no key", async () => {
  await assertRejects(KV.put("\ud800a", "v"), Error, "KV PUT failed: 400 Could not URL-decode key name");
  for (const get of [KV.get("a\udc00"), KV.getWithMetadata("\ud800")]) await assertRejects(get, Error, "KV GET failed: 400 Could not URL-decode key name");
  await assertRejects(KV.delete("\udc00\ud800"), Error, "KV DELETE failed: 400 Could not URL-decode key name");
  await KV.put("\ufffd\u{1f600}", "v");
  assertEquals(await KV.get("\ufffd\u{1f600}"), "v");
});
test("what a script puts in place of JSON.parse and JSON.stringify is not called", async () => {
  const { parse, stringify } = JSON;
  let got;
  try {
    JSON.parse = JSON.stringify = () => { throw new Error("the script's own"); };
    await KV.put("own", '{"a":1}', { metadata: { b: 2 } });
    got = await KV.getWithMetadata("own", "json");
  } finally {
    Object.assign(JSON, { parse, stringify });
  }
  assertEquals(got, { value: { a: 1 }, metadata: { b: 2 }, cacheStatus: null });
});
