const refused = async (options, cls, text) => assertEquals((await assertRejects(BUCKET.put("c", "hello", options), cls)).message, text);
const sums = { md5: "5d41402abc4b2a76b9719d911017c592", sha1: "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
  sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  sha384: "59e1748777448c69de6b800d7a33bbfb9ff1b463e44354c3553bcdb9c666fa90125a3c79f90397bdf5f6a13de828684f",
  sha512: "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043" };

test("every kind of value is stored", async () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const text = async (value) => { await BUCKET.put("v", value); return (await BUCKET.get("v")).text(); };
  const data = async (value) => { await BUCKET.put("v", value); return (await BUCKET.get("v")).bytes(); };
  assertEquals(await text("é"), "é");
  assertEquals(await text(""), "");
  assertEquals(await text(null), "");
  assertEquals(await text(undefined), "");
  assertEquals(await data(bytes.buffer), bytes);
  assertEquals(await data(bytes.subarray(1, 3)), new Uint8Array([2, 3]));
  assertEquals(await data(new DataView(bytes.buffer, 2)), new Uint8Array([3, 4]));
  assertEquals(await text(new Blob(["a", "b"], { type: "text/html" })), "ab");
  assertEquals(JSON.stringify((await BUCKET.head("v")).httpMetadata), "{}");
  assertEquals(await text(new Response("of a body").body), "of a body");
});
test("other values are refused", async () => {
  const text = "Failed to execute 'put' on 'R2Bucket': parameter 2 is not of type 'JsReadableStream or ArrayBuffer or ArrayBufferView or string or Blob'.";
  for (const v of [1, {}, new Request("http://x"), new Response("x"), Symbol("x"), true, 10n, () => 1, new Date(), [1]]) {
    assertEquals((await assertRejects(BUCKET.put("v", v), TypeError)).message, text);
  }
  assertEquals((await assertRejects(BUCKET.put("v"), TypeError)).message, text);
});
test("a stream must have a known length", async () => {
  const e = await assertRejects(BUCKET.put("s", new ReadableStream({ start(c) { c.close(); } })), TypeError);
  assertEquals(e.message, "Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)");
  const fixed = (text, length) => {
    const { readable, writable } = new FixedLengthStream(length);
    const w = writable.getWriter();
    w.write(new TextEncoder().encode(text));
    w.close().catch(() => {});
    return readable;
  };
  assertEquals((await BUCKET.put("s", fixed("hello", 5))).size, 5);
  const short = await assertRejects(BUCKET.put("s", fixed("he", 5)), TypeError);
  assertEquals(short.message, "FixedLengthStream did not see all expected bytes before close().");
  assertEquals(await (await BUCKET.get("s")).text(), "hello");
  const locked = new Response("abc");
  locked.body.getReader();
  await assertRejects(BUCKET.put("s", locked.body), TypeError);
});
test("a checksum in bytes or hex is checked and kept", async () => {
  for (const [name, hex] of Object.entries(sums)) {
    const bytes = new Uint8Array(hex.match(/../g).map((b) => parseInt(b, 16)));
    for (const value of [hex, hex.toUpperCase(), bytes, bytes.buffer]) {
      const put = await BUCKET.put("c", "hello", { [name]: value });
      for (const o of [put, await BUCKET.head("c")]) {
        assertEquals(new Uint8Array(o.checksums[name]), bytes);
        assertEquals(JSON.stringify(o.checksums), JSON.stringify(name === "md5" ? { md5: hex } : { md5: sums.md5, [name]: hex }));
        assertEquals(o.checksums[name === "sha1" ? "sha256" : "sha1"], undefined);
      }
    }
  }
  assertEquals(Object.keys((await BUCKET.head("c")).checksums), ["sha512", "sha384", "sha256", "sha1", "md5"]);
});
test("another checksum is refused and nothing is stored", async () => {
  await BUCKET.delete("c");
  await refused({ sha256: "0".repeat(64) }, Error, "put: The SHA-256 checksum you specified did not match what we received.\n" +
    `You provided a SHA-256 checksum with value: ${"0".repeat(64)}\nActual SHA-256 was: ${sums.sha256} (10037)`);
  await refused({ md5: "0".repeat(32) }, Error, "put: The MD5 checksum you specified did not match what we received.\n" +
    `You provided a MD5 checksum with value: ${"0".repeat(32)}\nActual MD5 was: ${sums.md5} (10037)`);
  assertEquals(await BUCKET.head("c"), null);
});
test("what is no checksum is refused", async () => {
  await refused({ md5: "abcd" }, TypeError, "MD5 is 32 hex characters, not 4");
  await refused({ md5: "z".repeat(32) }, TypeError, "Provided MD5 wasn't a valid hex string");
  await refused({ md5: new Uint8Array(3) }, TypeError, "MD5 is 16 bytes, not 3");
  await refused({ sha1: "" }, TypeError, "SHA-1 is 40 hex characters, not 0");
  await refused({ sha384: "0" }, TypeError, "SHA-384 is 96 hex characters, not 1");
  await refused({ sha512: new ArrayBuffer(1) }, TypeError, "SHA-512 is 64 bytes, not 1");
  await refused({ sha256: 5 }, TypeError, "Incorrect type for the 'sha256' field on 'PutOptions': the provided value is not of type 'BufferSource or string'.");
  await refused({ md5: null }, TypeError, "Incorrect type for the 'md5' field on 'PutOptions': the provided value is not of type 'BufferSource or string'.");
  await refused({ md5: sums.md5, sha1: sums.sha1 }, TypeError, "You cannot specify multiple hashing algorithms.");
});
test("HTTP metadata comes as members or as headers", async () => {
  const meta = { contentType: "a", contentLanguage: "b", contentDisposition: "c", contentEncoding: "d", cacheControl: "e", cacheExpiry: new Date("2015-10-21T07:28:00Z") };
  const h = new Headers({ "content-type": "a", "content-language": "b", "content-disposition": "c", "content-encoding": "d", "cache-control": "e", expires: "Wed, 21 Oct 2015 07:28:00 GMT", other: "x" });
  for (const httpMetadata of [meta, h]) {
    assertEquals(JSON.stringify((await BUCKET.put("h", "x", { httpMetadata })).httpMetadata), JSON.stringify(meta));
    for (const o of [await BUCKET.head("h"), await BUCKET.get("h")]) {
      assertEquals(JSON.stringify(o.httpMetadata), JSON.stringify(meta));
      assert(o.httpMetadata.cacheExpiry instanceof Date);
    }
  }
  for (const httpMetadata of [undefined, null, {}, new Headers()]) assertEquals(JSON.stringify((await BUCKET.put("h", "x", { httpMetadata })).httpMetadata), "{}");
  assertEquals(JSON.stringify((await BUCKET.put("h", "x", { httpMetadata: { contentType: 5, contentLanguage: null, cacheControl: "" } })).httpMetadata), '{"contentType":"5","contentLanguage":"null","cacheControl":""}');
});
test("a time of expiry is a date", async () => {
  const expires = async (text) => { const { httpMetadata } = await BUCKET.put("h", "x", { httpMetadata: new Headers({ expires: text }) }); return httpMetadata.cacheExpiry.toISOString(); };
  assertEquals(await expires("2020-01-02"), "2020-01-02T00:00:00.000Z");
  assertEquals(await expires("never"), "1970-01-01T00:00:00.000Z");
  assertEquals((await BUCKET.put("h", "x", { httpMetadata: { cacheExpiry: 5 } })).httpMetadata.cacheExpiry.getTime(), 5);
  for (const v of ["x", null]) await refused({ httpMetadata: { cacheExpiry: v } }, TypeError, "Incorrect type for the 'cacheExpiry' field on 'HttpMetadata': the provided value is not of type 'date'.");
  await refused({ httpMetadata: { cacheExpiry: new Date(NaN) } }, TypeError, "The value cannot be converted because it is not a valid Date.");
  for (const v of [5, "x"]) await refused({ httpMetadata: v }, TypeError, "Incorrect type for the 'httpMetadata' field on 'PutOptions': the provided value is not of type 'HttpMetadata or Headers'.");
});
test("HTTP metadata is written to headers", async () => {
  await BUCKET.put("h", "x", { httpMetadata: { contentType: "a/b", cacheExpiry: new Date(0) } });
  const h = new Headers({ "content-type": "old", "cache-control": "keep" });
  assertEquals((await BUCKET.head("h")).writeHttpMetadata(h), undefined);
  assertEquals([...h], [["cache-control", "keep"], ["content-type", "a/b"], ["expires", "Thu, 01 Jan 1970 00:00:00 GMT"]]);
  const o = await BUCKET.get("h");
  for (const v of [{}, undefined]) assertThrows(() => o.writeHttpMetadata(v), TypeError, "Failed to execute 'writeHttpMetadata' on 'HeadResult': parameter 1 is not of type 'Headers'.");
});
test("custom metadata are strings in the order given", async () => {
  const customMetadata = { b: "1", a: 2, é: "ü", Z: null, "": undefined, 10: {} };
  const want = '{"10":"[object Object]","b":"1","a":"2","é":"ü","Z":"null","":"undefined"}';
  assertEquals(JSON.stringify((await BUCKET.put("m", "x", { customMetadata })).customMetadata), want);
  assertEquals(JSON.stringify((await BUCKET.head("m")).customMetadata), want);
  assertEquals(JSON.stringify((await BUCKET.put("m", "x", { customMetadata: new Map([["a", "b"]]) })).customMetadata), "{}");
  for (const v of [null, 5, ["x"]]) await refused({ customMetadata: v }, TypeError, "Incorrect type for the 'customMetadata' field on 'PutOptions': the provided value is not of type 'object'.");
});
test("custom metadata of more than 8192 bytes are refused", async () => {
  const text = "put: Your metadata headers exceed the maximum allowed metadata size. (10012)";
  for (const fits of ["x".repeat(8191), "é".repeat(8191), "ā".repeat(4095), "😀".repeat(2047)]) assertEquals((await BUCKET.put("m", "x", { customMetadata: { a: fits } })).customMetadata.a, fits);
  for (const large of ["x".repeat(8192), "ā".repeat(4096), "😀".repeat(2048)]) await refused({ customMetadata: { a: large } }, Error, text);
});
test("a storage class has no effect", async () => {
  for (const storageClass of ["Standard", "InfrequentAccess", "x", 5, null]) assertEquals((await BUCKET.put("m", "x", { storageClass })).storageClass, "");
});
test("a customer's key is checked and has no effect", async () => {
  for (const ssecKey of [new ArrayBuffer(32), new Uint8Array(32), "a".repeat(64)]) {
    assertEquals((await BUCKET.put("m", "x", { ssecKey })).ssecKeyMd5, undefined);
    assertEquals(await (await BUCKET.get("m")).text(), "x");
  }
  for (const v of ["zz", "A".repeat(64), null]) await refused({ ssecKey: v }, Error, "SSE-C Key has invalid format");
  for (const v of [new ArrayBuffer(3), "a".repeat(62), 5]) await refused({ ssecKey: v }, Error, "SSE-C Key must be 32 bytes in length");
  assertEquals((await assertRejects(BUCKET.get("m", { ssecKey: "z" }), Error)).message, "SSE-C Key has invalid format");
});
