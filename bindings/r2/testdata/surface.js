test("the binding is an R2Bucket", () => {
  assertEquals(Object.prototype.toString.call(BUCKET), "[object R2Bucket]");
  assertThrows(() => new BUCKET.constructor(), TypeError, "Illegal constructor");
  const e = assertThrows(() => structuredClone(BUCKET));
  assertEquals([e.name, e.message], ["DataCloneError", "An R2 bucket binding cannot be serialized."]);
});
test("methods throw without their receiver", async () => {
  const { get, put, list, head, createMultipartUpload } = BUCKET;
  for (const method of [get, put, list, head, createMultipartUpload, (0, BUCKET.delete)]) assertThrows(() => method("x", "y"), TypeError, "Illegal invocation");
  const { uploadPart } = await BUCKET.createMultipartUpload("x");
  assertThrows(() => uploadPart(1, "x"), TypeError, "Illegal invocation");
});
test("missing arguments are refused", async () => {
  const refused = async (promise, text) => assertEquals((await assertRejects(promise, TypeError)).message, text);
  for (const m of ["head", "get", "put", "createMultipartUpload"]) await refused(BUCKET[m](), `Failed to execute '${m}' on 'R2Bucket': parameter 1 is not of type 'string'.`);
  await refused(BUCKET.delete(), "Failed to execute 'delete' on 'R2Bucket': parameter 1 is not of type 'string or Array'.");
  assertEquals(assertThrows(() => BUCKET.resumeMultipartUpload(), TypeError).message, "Failed to execute 'resumeMultipartUpload' on 'R2Bucket': parameter 1 is not of type 'string'.");
  assertEquals(assertThrows(() => BUCKET.resumeMultipartUpload("k"), TypeError).message, "Failed to execute 'resumeMultipartUpload' on 'R2Bucket': parameter 2 is not of type 'string'.");
});
test("options of another kind are refused", async () => {
  const refused = async (promise, text) => assertEquals((await assertRejects(promise, TypeError)).message, text);
  for (const v of [5, "x", true]) {
    await refused(BUCKET.get("k", v), "Failed to execute 'get' on 'R2Bucket': parameter 2 is not of type 'GetOptions'.");
    await refused(BUCKET.put("k", "v", v), "Failed to execute 'put' on 'R2Bucket': parameter 3 is not of type 'PutOptions'.");
    await refused(BUCKET.list(v), "Failed to execute 'list' on 'R2Bucket': parameter 1 is not of type 'ListOptions'.");
    await refused(BUCKET.createMultipartUpload("k", v), "Failed to execute 'createMultipartUpload' on 'R2Bucket': parameter 2 is not of type 'MultipartOptions'.");
  }
});
test("a result has read-only properties in this order", async () => {
  await BUCKET.put("k", "hello");
  const names = ["ssecKeyMd5", "storageClass", "range", "customMetadata", "httpMetadata", "uploaded", "checksums", "httpEtag", "etag", "size", "version", "key"];
  const head = await BUCKET.head("k"), got = await BUCKET.get("k");
  assertEquals(Object.keys(head), names);
  assertEquals(Object.keys(got), names);
  assertEquals([head.constructor.name, got.constructor.name], ["HeadResult", "GetResult"]);
  assert(got instanceof head.constructor);
  assertThrows(() => { "use strict"; head.key = "x"; }, TypeError);
  assertEquals(head.uploaded === head.uploaded && head.uploaded instanceof Date, true);
  assert(Math.abs(head.uploaded - Date.now()) < 60000);
  assertEquals(/^[0-9a-f]{32}$/.test(head.version), true);
  assertEquals([head.key, head.size, head.etag, head.httpEtag, head.storageClass, head.ssecKeyMd5],
    ["k", 5, "5d41402abc4b2a76b9719d911017c592", '"5d41402abc4b2a76b9719d911017c592"', "", undefined]);
});
test("a result is shown as JSON", async () => {
  const o = await BUCKET.put("k", "hello", { httpMetadata: { contentType: "a/b" }, customMetadata: { x: "y" } });
  assertEquals(JSON.stringify(o), `{"storageClass":"","customMetadata":{"x":"y"},"httpMetadata":{"contentType":"a/b"},"uploaded":"${o.uploaded.toISOString()}",` +
    `"checksums":{"md5":"5d41402abc4b2a76b9719d911017c592"},"httpEtag":"\\"5d41402abc4b2a76b9719d911017c592\\"","etag":"5d41402abc4b2a76b9719d911017c592","size":5,"version":"${o.version}","key":"k"}`);
});
test("keys of any characters are kept apart", async () => {
  const keys = ["a b", "a%20b", "a/b", "../x", "é", "e\u0301", "😀", "\n", "", ".", "..", "__proto__"];
  for (const key of keys) await BUCKET.put(key, "of " + key);
  for (const key of keys) assertEquals([(await BUCKET.head(key)).key, await (await BUCKET.get(key)).text()], [key, "of " + key]);
  await BUCKET.put(12.5, "x");
  assertEquals((await BUCKET.head("12.5")).key, "12.5");
});
test("a key of more than 1024 bytes is refused", async () => {
  const long = "é".repeat(512) + "x";
  await BUCKET.put("é".repeat(512), "fits");
  for (const m of ["head", "get", "put", "delete", "createMultipartUpload"]) {
    const e = await assertRejects(BUCKET[m](long, m === "put" ? "x" : undefined), Error);
    assertEquals(e.message, m + ": The specified object name is not valid. (10020)");
  }
  assertEquals((await assertRejects(BUCKET.delete(["a", long]), Error)).message, "delete: The specified object name is not valid. (10020)");
  assertEquals((await assertRejects(BUCKET.resumeMultipartUpload(long, "x").uploadPart(1, "x"), Error)).message, "uploadPart: The specified object name is not valid. (10020)");
});
test("what is missing is null", async () => {
  assertEquals([await BUCKET.get("missing"), await BUCKET.head("missing"), await BUCKET.delete("missing")], [null, null, undefined]);
});
test("delete takes a key or an array", async () => {
  for (const k of ["d1", "d2", "d3", "null", "5"]) await BUCKET.put(k, "x");
  assertEquals(await BUCKET.delete("d1"), undefined);
  assertEquals(await BUCKET.delete(["d2", "missing", "d3"]), undefined);
  assertEquals(await BUCKET.delete([]), undefined);
  await BUCKET.delete(null);
  await BUCKET.delete(5);
  for (const k of ["d1", "d2", "d3", "null", "5"]) assertEquals(await BUCKET.head(k), null);
  await BUCKET.delete(Array.from({ length: 1500 }, (_, i) => "z" + i));
});
