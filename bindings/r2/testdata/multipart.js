const refused = async (promise, cls, text) => assertEquals((await assertRejects(promise, cls)).message, text);
const failed = (promise, text) => refused(promise, Error, text);
const full = new Uint8Array(5 * 1024 * 1024).fill(97);
const create = (key, options) => BUCKET.createMultipartUpload(key, options);
const body = async (key, options) => (await BUCKET.get(key, options)).text();

test("an upload becomes an object when it is completed", async () => {
  const u = await create("m", { httpMetadata: { contentType: "a/b" }, customMetadata: { x: "y" }, storageClass: "Standard" });
  assertEquals([u.constructor.name, Object.keys(u), u.key, u.uploadId.length], ["R2MultipartUpload", ["uploadId", "key"], "m", 171]);
  const part = await u.uploadPart(1, "hello");
  assertEquals([Object.keys(part), part.partNumber, part.etag.length], [["partNumber", "etag"], 1, 171]);
  assertEquals([await BUCKET.head("m"), (await BUCKET.list()).objects.length], [null, 0]);
  const o = await u.complete([part]);
  assertEquals([o.constructor.name, o.size, o.etag, o.range, JSON.stringify(o.checksums)], ["HeadResult", 5, "62109206880d38a4010a98e11243924a-1", undefined, "{}"]);
  for (const found of [o, await BUCKET.head("m"), (await BUCKET.list({ include: ["httpMetadata", "customMetadata"] })).objects[0]]) {
    assertEquals(JSON.stringify([found.httpMetadata, found.customMetadata, found.version, found.etag]), JSON.stringify([{ contentType: "a/b" }, { x: "y" }, o.version, o.etag]));
  }
  assertEquals(await body("m"), "hello");
});
test("parts are put together by number", async () => {
  const u = await create("n");
  const b = await u.uploadPart(2, full), a = await u.uploadPart(1, full), c = await u.uploadPart(5, "tail");
  const o = await u.complete([b, a, c]);
  assertEquals([o.size, o.etag], [10485764, "7328390a5f32ec75a825a15c42416214-3"]);
});
test("a range may span parts", async () => {
  const u = await create("r");
  await u.complete([await u.uploadPart(1, full), await u.uploadPart(2, full.map(() => 98)), await u.uploadPart(3, "ccc")]);
  const n = full.length;
  const get = async (range) => { const o = await BUCKET.get("r", { range }); const t = await o.text(); return [o.range.offset, o.range.length, t.length, t[0], t.at(-1)]; };
  assertEquals(await get({ offset: n - 1, length: 2 }), [n - 1, 2, 2, "a", "b"]);
  assertEquals(await get({ suffix: 4 }), [2 * n - 1, 4, 4, "b", "c"]);
  assertEquals(await get({ offset: n, length: n }), [n, n, n, "b", "b"]);
  assertEquals(await get({ offset: 1, length: n + 5 }), [1, n + 5, n + 5, "a", "b"]);
  assertEquals(await get(undefined), [0, 2 * n + 3, 2 * n + 3, "a", "c"]);
});
test("a part that is uploaded again takes the place of the first", async () => {
  const u = await create("again");
  const first = await u.uploadPart(1, "old"), second = await u.uploadPart(1, "new!");
  await failed(u.complete([first]), "completeMultipartUpload: One or more of the specified parts could not be found. (10025)");
  assertEquals((await u.complete([second])).size, 4);
  assertEquals(await body("again"), "new!");
});
test("an upload is resumed by its id", async () => {
  const u = await create("resumed");
  const again = BUCKET.resumeMultipartUpload("resumed", u.uploadId);
  assertEquals([again.key, again.uploadId], ["resumed", u.uploadId]);
  assertEquals((await u.complete([await again.uploadPart(1, "abc")])).size, 3);
});
test("an object of parts is replaced and removed", async () => {
  assertEquals((await BUCKET.put("m", "small")).size, 5);
  assertEquals(await body("m"), "small");
  const u = await create("m");
  await u.complete([await u.uploadPart(1, "second")]);
  assertEquals(await body("m"), "second");
  const v = await create("m");
  await v.complete([await v.uploadPart(1, "third")]);
  assertEquals(await body("m"), "third");
  await BUCKET.delete("m");
  assertEquals(await BUCKET.get("m"), null);
});
test("an empty list makes an empty object", async () => {
  const u = await create("empty");
  await u.uploadPart(1, "x");
  const o = await u.complete([]);
  assertEquals([o.size, o.etag, await body("empty")], [0, "d41d8cd98f00b204e9800998ecf8427e-0", ""]);
});
test("sizes that do not go together are refused", async () => {
  const u = await create("sizes"), more = new Uint8Array(full.length + 1);
  const small = await u.uploadPart(1, "x"), tail = await u.uploadPart(2, "y");
  await failed(u.complete([small, tail]), "completeMultipartUpload: Your proposed upload is smaller than the minimum allowed object size. (10011)");
  const a = await u.uploadPart(3, full), b = await u.uploadPart(4, more);
  await failed(u.complete([a, b, tail]), "completeMultipartUpload: There was a problem with the multipart upload. (10048)");
  await failed(u.complete([a, b]), "completeMultipartUpload: There was a problem with the multipart upload. (10048)");
  await failed(u.complete([tail, tail]), "completeMultipartUpload: We encountered an internal error. Please try again. (10001)");
  await failed(u.complete([{ ...tail, partNumber: 9 }]), "completeMultipartUpload: One or more of the specified parts could not be found. (10025)");
  await failed(u.complete([{ partNumber: 1, etag: "x" }]), "completeMultipartUpload: One or more of the specified parts could not be found. (10025)");
  await failed(u.complete([b, a]), "completeMultipartUpload: There was a problem with the multipart upload. (10048)");
  await failed(u.complete([a, small]), "completeMultipartUpload: There was a problem with the multipart upload. (10048)");
  const c = await u.uploadPart(2, more);
  assertEquals((await u.complete([c, a])).size, 2 * full.length + 1);
});
test("a completed upload is no upload any more", async () => {
  const u = await create("done");
  await u.complete([await u.uploadPart(1, "x")]);
  await failed(u.uploadPart(1, "x"), "uploadPart: The specified multipart upload does not exist. (10024)");
  await failed(u.complete([]), "completeMultipartUpload: The specified multipart upload does not exist. (10024)");
  assertEquals(await u.abort(), undefined);
  assertEquals(await body("done"), "x");
});
test("an aborted upload is no upload any more", async () => {
  const u = await create("aborted");
  await u.uploadPart(1, "x");
  assertEquals([await u.abort(), await u.abort()], [undefined, undefined]);
  await failed(u.uploadPart(1, "x"), "uploadPart: The specified multipart upload does not exist. (10024)");
  await failed(u.complete([]), "completeMultipartUpload: The specified multipart upload does not exist. (10024)");
});
test("an unknown upload is refused", async () => {
  const u = await create("known");
  for (const unknown of [BUCKET.resumeMultipartUpload("known", "nope"), BUCKET.resumeMultipartUpload("other", u.uploadId)]) {
    await failed(unknown.uploadPart(1, "x"), "uploadPart: The specified multipart upload does not exist. (10024)");
    await failed(unknown.complete([]), "completeMultipartUpload: We encountered an internal error. Please try again. (10001)");
    await failed(unknown.abort(), "abortMultipartUpload: We encountered an internal error. Please try again. (10001)");
  }
});
test("the number of a part is from 1 to 10000", async () => {
  const u = await create("numbers"), type = (promise, text) => refused(promise, TypeError, text);
  for (const [n, shown] of [[0, 0], [10001, 10001], [-1, -1], [NaN, 0], [undefined, 0], [null, 0]]) {
    await type(u.uploadPart(n, "x"), `Part number must be between 1 and 10000 (inclusive). Actual value was: ${shown}`);
    await type(u.complete([{ partNumber: n, etag: "x" }]), `Part number must be between 1 and 10000 (inclusive). Actual value was: ${shown}`);
  }
  await type(u.uploadPart(2 ** 31, "x"), "Value out of range. Must be between -2147483648 and 2147483647 (inclusive).");
  for (const [n, number] of [[1.5, 1], ["2", 2], [10000, 10000]]) assertEquals((await u.uploadPart(n, "x")).partNumber, number);
});
test("arguments of another kind are refused", async () => {
  const u = await create("types"), type = (promise, text) => refused(promise, TypeError, text);
  await type(u.uploadPart(), "Failed to execute 'uploadPart' on 'R2MultipartUpload': parameter 1 is not of type 'integer'.");
  for (const v of [undefined, null, 5, {}]) await type(u.uploadPart(1, v), "Failed to execute 'uploadPart' on 'R2MultipartUpload': parameter 2 is not of type 'JsReadableStream or ArrayBuffer or ArrayBufferView or string or Blob'.");
  await type(u.uploadPart(1, "x", 5), "Failed to execute 'uploadPart' on 'R2MultipartUpload': parameter 3 is not of type 'UploadPartOptions'.");
  await type(u.uploadPart(1, new ReadableStream()), "Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)");
  await failed(u.uploadPart(1, "x", { ssecKey: "z" }), "SSE-C Key has invalid format");
  for (const v of [undefined, 5, {}]) await type(u.complete(v), "Failed to execute 'complete' on 'R2MultipartUpload': parameter 1 is not of type 'Array'.");
  await type(u.complete([5]), "Incorrect type for array element 0: the provided value is not of type 'UploadedPart'.");
  await type(u.complete([{}]), "Part number must be between 1 and 10000 (inclusive). Actual value was: 0");
  await type(create("x", { httpMetadata: 5 }), "Incorrect type for the 'httpMetadata' field on 'MultipartOptions': the provided value is not of type 'HttpMetadata or Headers'.");
});
test("parts of every kind of value", async () => {
  const u = await create("kinds");
  for (const value of ["x", new Uint8Array([120]), new Uint8Array([120]).buffer, new Blob(["x"]), new Response("x").body]) {
    const part = await u.uploadPart(1, value);
    assertEquals(part.partNumber, 1);
  }
});
