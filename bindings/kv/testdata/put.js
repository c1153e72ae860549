const rejects = async (promise, cls, message) => assertEquals((await assertRejects(promise, cls)).message, message);
const now = () => Math.floor(Date.now() / 1000);

test("strings, buffers and views are stored", async () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  assertEquals(await KV.put("a", "text é"), undefined);
  assertEquals(await KV.get("a"), "text é");
  await KV.put("a", bytes.buffer);
  assertEquals(new Uint8Array(await KV.get("a", "arrayBuffer")), bytes);
  await KV.put("a", bytes.subarray(1, 3));
  assertEquals(new Uint8Array(await KV.get("a", "arrayBuffer")), new Uint8Array([2, 3]));
  await KV.put("a", new DataView(bytes.buffer, 2));
  assertEquals(new Uint8Array(await KV.get("a", "arrayBuffer")), new Uint8Array([3, 4]));
  await KV.put("a", "");
  assertEquals(await KV.get("a"), "");
});
test("other primitives are made strings", async () => {
  for (const [value, text] of [[null, "null"], [undefined, "undefined"], [12.5, "12.5"], [true, "true"], [10n, "10"]]) {
    await KV.put("a", value);
    assertEquals(await KV.get("a"), text);
  }
});
test("other objects are refused", async () => {
  const text = "KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.";
  for (const value of [{}, [], new Map(), new Blob(["x"]), new URLSearchParams("a=b"), new Date(0)]) {
    await rejects(KV.put("a", value), TypeError, text);
  }
});
test("missing arguments are refused", async () => {
  await rejects(KV.put(), TypeError, "Failed to execute 'put' on 'KvNamespace': parameter 1 is not of type 'string'.");
  await rejects(KV.put("a"), TypeError, "Failed to execute 'put' on 'KvNamespace': parameter 2 is not of type 'string or Object'.");
});
test("a stream of unknown length is stored", async () => {
  const chunks = ["one ", "two ", "three"];
  await KV.put("s", new ReadableStream({ pull(c) { const s = chunks.shift(); if (s) c.enqueue(new TextEncoder().encode(s)); else c.close(); } }));
  assertEquals(await KV.get("s"), "one two three");
  await KV.put("s", new Response("of a body").body);
  assertEquals(await KV.get("s"), "of a body");
  await KV.put("t", await KV.get("s", "stream"));
  assertEquals(await KV.get("t"), "of a body");
});
test("a buffer may be changed right after the call", async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const done = KV.put("a", bytes);
  bytes.fill(9);
  await done;
  assertEquals(new Uint8Array(await KV.get("a", "arrayBuffer")), new Uint8Array([1, 2, 3]));
});
test("a stream that fails rejects with its own error", async () => {
  const e = await assertRejects(KV.put("f", new ReadableStream({ pull(c) { c.error(new RangeError("broken")); } })));
  assertEquals(e.message, "broken");
});
test("metadata is JSON and goes with the value", async () => {
  for (const metadata of [{ a: [1, "x", null] }, 0, "text", false, [1]]) {
    await KV.put("m", "v", { metadata });
    const found = await KV.getWithMetadata("m");
    assertEquals(found.value, "v");
    assertEquals(JSON.stringify(found.metadata), JSON.stringify(metadata));
    assertEquals(found.cacheStatus, null);
    assertEquals(Object.keys(found), ["value", "metadata", "cacheStatus"]);
  }
  for (const options of [{ metadata: null }, { metadata: undefined }, {}, undefined, null]) {
    await KV.put("m", "v", { metadata: 1 });
    await KV.put("m", "v", options);
    assertEquals((await KV.getWithMetadata("m")).metadata, null);
  }
});
test("metadata that JSON cannot say is refused", async () => {
  await rejects(KV.put("m", "v", { metadata: () => 1 }), Error, "KV PUT failed: 500 Internal Server Error");
  const circular = {};
  circular.me = circular;
  await assertRejects(KV.put("m", "v", { metadata: circular }), TypeError);
});
test("metadata of more than 1024 bytes of JSON is refused", async () => {
  await KV.put("m", "v", { metadata: "x".repeat(1022) });
  await rejects(KV.put("m", "v", { metadata: "x".repeat(1023) }), Error, "KV PUT failed: 413 Metadata length of 1025 exceeds limit of 1024.");
  await rejects(KV.put("m", "v", { metadata: "é".repeat(512) }), Error, "KV PUT failed: 413 Metadata length of 1026 exceeds limit of 1024.");
});
test("a time of expiry that cannot be is refused", async () => {
  const refused = (options, text) => rejects(KV.put("e", "v", options), Error, "KV PUT failed: 400 " + text);
  await refused({ expirationTtl: 59 }, "Invalid expiration_ttl of 59. Expiration TTL must be at least 60.");
  await refused({ expirationTtl: 0 }, "Invalid expiration_ttl of 0. Please specify integer greater than 0.");
  await refused({ expirationTtl: -1 }, "Invalid expiration_ttl of -1. Please specify integer greater than 0.");
  await refused({ expirationTtl: NaN }, "Invalid expiration_ttl of 0. Please specify integer greater than 0.");
  await refused({ expirationTtl: "abc" }, "Invalid expiration_ttl of 0. Please specify integer greater than 0.");
  await refused({ expiration: 100 }, "Invalid expiration of 100. Please specify integer greater than the current number of seconds since the UNIX epoch.");
  await refused({ expiration: 0 }, "Invalid expiration of 0. Please specify integer greater than the current number of seconds since the UNIX epoch.");
  await refused({ expiration: null }, "Invalid expiration of 0. Please specify integer greater than the current number of seconds since the UNIX epoch.");
  await refused({ expirationTtl: Infinity }, "Invalid expiration_ttl of 0. Please specify integer greater than 0.");
  const soon = now() + 30;
  await refused({ expiration: soon }, `Invalid expiration of ${soon}. Expiration times must be at least 60 seconds in the future.`);
  await rejects(KV.put("e", "v", { expiration: Date.now() }), TypeError, "Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
});
test("options of another kind are refused", async () => {
  for (const options of ["c", 5, true]) await rejects(KV.put("a", "b", options), TypeError, "Failed to execute 'put' on 'KvNamespace': parameter 3 is not of type 'PutOptions'.");
});
test("symbols are refused", async () => {
  await rejects(KV.put(Symbol("x"), "y"), TypeError, "Cannot convert a Symbol value to a string");
  await rejects(KV.put("x", Symbol("y")), TypeError, "Cannot convert a Symbol value to a string");
  await rejects(KV.put("m", "v", { metadata: Symbol("x") }), Error, "KV PUT failed: 500 Internal Server Error");
});
test("a stream that is locked is refused", async () => {
  const response = new Response("x");
  response.body.getReader();
  await assertRejects(KV.put("s", response.body), TypeError);
});
test("a time of expiry is kept in seconds", async () => {
  const at = now() + 1000;
  await KV.put("exp-at", "v", { expiration: at });
  await KV.put("exp-float", "v", { expirationTtl: 100.9 });
  await KV.put("exp-text", "v", { expirationTtl: "100" });
  await KV.put("exp-both", "v", { expiration: at, expirationTtl: 100 });
  await KV.put("exp-none", "v", { expiration: undefined, expirationTtl: undefined });
  const { keys } = await KV.list({ prefix: "exp-" });
  const found = Object.fromEntries(keys.map((k) => [k.name, k.expiration]));
  assertEquals(found["exp-at"], at);
  for (const name of ["exp-float", "exp-text", "exp-both"]) {
    assert(Math.abs(found[name] - now() - 100) <= 2, name + ": " + found[name]);
  }
  assertEquals("expiration" in keys.find((k) => k.name === "exp-none"), false);
  await KV.put("exp-at", "v");
  assertEquals((await KV.list({ prefix: "exp-at" })).keys, [{ name: "exp-at" }]);
});
test("a value of 25 MiB fits and one byte more does not", async () => {
  const data = new Uint8Array(25 * 1024 * 1024);
  await KV.put("big", data);
  assertEquals((await KV.get("big", "arrayBuffer")).byteLength, data.length);
  await rejects(KV.put("big2", new Uint8Array(data.length + 1)), Error, "KV PUT failed: 413 Value length of 26214401 exceeds limit of 26214400.");
  assertEquals(await KV.get("big2"), null);
});
test("delete removes and does not mind", async () => {
  await KV.put("d", "v", { metadata: 1 });
  assertEquals(await KV.delete("d"), undefined);
  assertEquals(await KV.get("d"), null);
  assertEquals(await KV.delete("d"), undefined);
  await KV.put("a,b", "v");
  await KV.delete(["a", "b"]);
  assertEquals(await KV.get("a,b"), null);
});
test("delete wants a key", async () => {
  await rejects(KV.delete(), TypeError, "Failed to execute 'delete' on 'KvNamespace': parameter 1 is not of type 'string'.");
});
test("puts without waiting leave the last value", async () => {
  await Promise.all([KV.put("r", "1"), KV.put("r", "2")]);
  assert(["1", "2"].includes(await KV.get("r")));
});
