const bytes = (s) => new Uint8Array([...s].map((c) => c.charCodeAt(0)));
const hex = (b) => new Uint8Array(b).toHex();
test("random", () => {
  assert(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
  const a = new Uint32Array(4);
  assert(crypto.getRandomValues(a) === a && a.some((x) => x !== 0));
  assertThrows(() => crypto.getRandomValues(new Uint8Array(65537)), "QuotaExceededError");
  assertThrows(() => crypto.getRandomValues(new Float32Array(1)), "TypeMismatchError");
});
test("digests", async () => {
  assertEquals(hex(await crypto.subtle.digest("sha-256", bytes("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assertEquals(hex(await crypto.subtle.digest({ name: "MD5" }, bytes("abc"))), "900150983cd24fb0d6963f7d28e17f72");
  assertEquals(hex(await crypto.subtle.digest("SHA-1", new Uint8Array(100000))).length, 40);
  await assertRejects(crypto.subtle.digest("SHA-3", bytes("")), "NotSupportedError");
  await assertRejects(crypto.subtle.digest("SHA-1", "text"), TypeError);
});
test("timingSafeEqual", () => {
  assertEquals([crypto.subtle.timingSafeEqual(bytes("a"), bytes("a")), crypto.subtle.timingSafeEqual(bytes("a"), bytes("b"))], [true, false]);
  assertThrows(() => crypto.subtle.timingSafeEqual(bytes("a"), bytes("ab")), TypeError, "Input buffers must have the same byte length.");
});
test("HMAC (RFC 4231, case 2)", async () => {
  const key = await crypto.subtle.importKey("raw", bytes("Jefe"), { name: "HMAC", hash: "SHA-256" }, true, ["sign", "verify"]);
  const data = bytes("what do ya want for nothing?"), s = await crypto.subtle.sign("HMAC", key, data);
  assertEquals(hex(s), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  assertEquals([await crypto.subtle.verify("HMAC", key, s, data), await crypto.subtle.verify("HMAC", key, s, bytes("x"))], [true, false]);
  assertEquals([key.type, key.algorithm.hash.name, key.algorithm.length, key.usages], ["secret", "SHA-256", 32, ["sign", "verify"]]);
  const jwk = await crypto.subtle.exportKey("jwk", key);
  assertEquals([jwk.kty, jwk.alg, jwk.k], ["oct", "HS256", "SmVmZQ"]);
  const again = await crypto.subtle.importKey("jwk", jwk, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  assert(await crypto.subtle.verify("HMAC", again, s, data));
  await assertRejects(crypto.subtle.sign("HMAC", again, data), "InvalidAccessError");
  await assertRejects(crypto.subtle.exportKey("raw", again), "InvalidAccessError");
  await assertRejects(crypto.subtle.importKey("raw", bytes("x"), { name: "HMAC", hash: "SHA-256" }, false, ["encrypt"]), "SyntaxError");
});
test("AES goes both ways", async () => {
  for (const [name, extra] of [["AES-GCM", { iv: new Uint8Array(12), additionalData: bytes("a") }], ["AES-GCM", { iv: new Uint8Array(16) }], ["AES-GCM", { iv: new Uint8Array(12), tagLength: 96 }],
    ["AES-CBC", { iv: new Uint8Array(16) }], ["AES-CTR", { counter: new Uint8Array(16).fill(255), length: 64 }]]) {
    const key = await crypto.subtle.generateKey({ name, length: 256 }, true, ["encrypt", "decrypt"]);
    for (const n of [0, 15, 16, 10000]) {
      const data = new Uint8Array(n).fill(7), sealed = await crypto.subtle.encrypt({ name, ...extra }, key, data);
      assertEquals(hex(await crypto.subtle.decrypt({ name, ...extra }, key, sealed)), hex(data), name + n);
    }
  }
});
test("AES-CTR wraps its counter (known answer by blocks)", async () => {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-CTR", false, ["encrypt"]);
  const counter = new Uint8Array(16); counter[15] = 255;
  const two = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CTR", counter, length: 8 }, key, new Uint8Array(32)));
  const first = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CTR", counter: new Uint8Array(16), length: 8 }, key, new Uint8Array(16)));
  assertEquals(hex(two.slice(16)), hex(first));
});
test("a changed ciphertext is refused", async () => {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, false, ["encrypt", "decrypt"]), iv = new Uint8Array(12);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes("secret")));
  sealed[0] ^= 1;
  await assertRejects(crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed), "OperationError");
});
test("PBKDF2 (RFC 7914) and HKDF (RFC 5869, case 1)", async () => {
  const p = await crypto.subtle.importKey("raw", bytes("passwd"), "PBKDF2", false, ["deriveBits", "deriveKey"]);
  assertEquals(hex(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes("salt"), iterations: 1 }, p, 256)),
    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
  await assertRejects(crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes("s"), iterations: 100001 }, p, 256), "NotSupportedError");
  const h = await crypto.subtle.importKey("raw", new Uint8Array(22).fill(11), "HKDF", false, ["deriveBits"]);
  assertEquals(hex(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: Uint8Array.fromHex("000102030405060708090a0b0c"), info: Uint8Array.fromHex("f0f1f2f3f4f5f6f7f8f9") }, h, 336)),
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  const k = await crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-1", salt: bytes("s"), iterations: 2 }, p, { name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  assertEquals(k.algorithm.length, 256);
});
test("keys can be wrapped", async () => {
  const w = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]), alg = { name: "AES-GCM", iv: new Uint8Array(12) };
  const k = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-512" }, true, ["sign"]);
  for (const format of ["raw", "jwk"]) {
    const sealed = await crypto.subtle.wrapKey(format, k, w, alg);
    const back = await crypto.subtle.unwrapKey(format, sealed, w, alg, { name: "HMAC", hash: "SHA-512" }, true, ["sign"]);
    assertEquals(hex(await crypto.subtle.exportKey("raw", back)), hex(await crypto.subtle.exportKey("raw", k)));
  }
});
test("what is missing says so", async () => {
  await assertRejects(crypto.subtle.generateKey({ name: "Nope" }, true, ["sign"]), "NotSupportedError");
  await assertRejects(crypto.subtle.importKey("raw", bytes("x"), "Nope", true, ["sign"]), "NotSupportedError");
  assertThrows(() => new CryptoKey(), TypeError, "Illegal constructor");
});
