const s = crypto.subtle, hex = (b) => new Uint8Array(b).toHex();
const exponent = new Uint8Array([1, 0, 1]);
const algorithms = [
  [{ name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]], [{ name: "AES-CBC", length: 192 }, ["encrypt", "decrypt"]],
  [{ name: "AES-CTR", length: 128 }, ["encrypt", "decrypt"]], [{ name: "AES-KW", length: 128 }, ["wrapKey", "unwrapKey"]],
  ...["SHA-1", "SHA-256", "SHA-384", "SHA-512"].map((hash) => [{ name: "HMAC", hash }, ["sign", "verify"]]),
  ...["P-256", "P-384", "P-521"].flatMap((namedCurve) => [[{ name: "ECDSA", namedCurve }, ["sign", "verify"]], [{ name: "ECDH", namedCurve }, ["deriveKey", "deriveBits"]]]),
  [{ name: "Ed25519" }, ["sign", "verify"]], [{ name: "NODE-ED25519", namedCurve: "NODE-ED25519" }, ["sign", "verify"]], [{ name: "X25519" }, ["deriveKey", "deriveBits"]],
  ...[["RSASSA-PKCS1-v1_5", "SHA-1", "sign", "verify"], ["RSA-PSS", "SHA-512", "sign", "verify"], ["RSA-OAEP", "SHA-256", "encrypt", "decrypt", "wrapKey", "unwrapKey"]]
    .map(([name, hash, ...usages]) => [{ name, hash, modulusLength: 1024, publicExponent: exponent }, usages]),
  [{ name: "RSA-PSS", hash: "SHA-256", modulusLength: 1024, publicExponent: new Uint8Array([3]) }, ["sign", "verify"]],
];
const formats = { secret: ["raw", "jwk"], public: ["raw", "spki", "jwk"], private: ["pkcs8", "jwk"] };
const show = (v) => JSON.stringify(v, (_, x) => (x instanceof Uint8Array ? hex(x) : x));
const material = (v) => (v instanceof ArrayBuffer ? hex(v) : show(v));

test("a key of every algorithm survives every format and every wrapping", async () => {
  const wrapping = await s.generateKey({ name: "AES-GCM", length: 128 }, false, ["wrapKey", "unwrapKey"]), how = { name: "AES-GCM", iv: new Uint8Array(12) };
  for (const [alg, usages] of algorithms) {
    const made = await s.generateKey(alg, true, usages);
    for (const key of made instanceof CryptoKey ? [made] : [made.publicKey, made.privateKey]) for (const format of formats[key.type]) {
      if (format === "raw" && alg.name.startsWith("RSA")) continue;
      const data = await s.exportKey(format, key), label = show(alg) + key.type + format;
      const again = await s.importKey(format, data, key.algorithm, true, key.usages);
      const unwrapped = await s.unwrapKey(format, await s.wrapKey(format, key, wrapping, how), wrapping, how, key.algorithm, true, key.usages);
      for (const back of [again, unwrapped]) {
        assertEquals(show(back), show(key), label);
        assertEquals(material(await s.exportKey(format, back)), material(data), label);
      }
    }
  }
});
test("the two keys of a pair share its usages", async () => {
  for (const [alg, usages] of algorithms) {
    const made = await s.generateKey(alg, false, usages);
    if (made instanceof CryptoKey) continue;
    assertEquals([made.publicKey.extractable, made.privateKey.extractable], [true, false]);
    assertEquals([...made.publicKey.usages, ...made.privateKey.usages].sort(), [...usages].sort(), alg.name);
  }
});
test("generated pairs sign, encrypt and agree", async () => {
  const data = new Uint8Array([1, 2, 3]);
  for (const [alg, usages] of algorithms) {
    const how = { name: alg.name, hash: "SHA-256", saltLength: 8 };
    const { publicKey, privateKey } = await s.generateKey(alg, false, usages);
    if (usages[0] === "sign" && privateKey) {
      const signature = await s.sign(how, privateKey, data);
      assertEquals([await s.verify(how, publicKey, signature, data), await s.verify(how, publicKey, signature, new Uint8Array(3))], [true, false], show(alg));
    }
    if (alg.name === "RSA-OAEP") assertEquals(hex(await s.decrypt(how, privateKey, await s.encrypt(how, publicKey, data))), hex(data));
    if (usages[0] === "deriveKey") {
      const other = await s.generateKey(alg, false, usages);
      const ours = await s.deriveBits({ name: alg.name, public: other.publicKey }, privateKey, 128);
      assertEquals(hex(ours), hex(await s.deriveBits({ name: alg.name, public: publicKey }, other.privateKey, 128)));
      const key = await s.deriveKey({ name: alg.name, public: other.publicKey }, privateKey, { name: "AES-GCM", length: 128 }, true, ["encrypt"]);
      assertEquals(hex(await s.exportKey("raw", key)), hex(ours));
    }
  }
});
test("a key's attributes are its own, cannot be set, and list usages in the standard's order", async () => {
  const key = await s.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["unwrapKey", "decrypt", "encrypt", "decrypt"]);
  assertEquals(Object.keys(key), ["usages", "algorithm", "extractable", "type"]);
  assertEquals(key.usages, ["encrypt", "decrypt", "unwrapKey"]);
  assert(key.usages === key.usages && key.algorithm === key.algorithm);
  assertThrows(() => { "use strict"; key.type = "public"; }, TypeError);
  assertEquals(Object.prototype.toString.call(key), "[object CryptoKey]");
});
test("RSA keys tell their modulus and exponent", async () => {
  const { publicKey } = await s.generateKey({ name: "RSA-PSS", hash: "sha-256", modulusLength: 1152, publicExponent: new Uint8Array([0, 1, 0, 1]) }, true, ["sign"]);
  assertEquals(show(publicKey.algorithm), '{"name":"RSA-PSS","modulusLength":1152,"publicExponent":"010001","hash":{"name":"SHA-256"}}');
});
test("a script's changes to a buffer come too late", async () => {
  const key = await s.importKey("raw", new Uint8Array(16), "AES-CBC", false, ["encrypt"]), iv = new Uint8Array(16), data = new Uint8Array(10000);
  const want = hex(await s.encrypt({ name: "AES-CBC", iv }, key, data));
  const pending = s.encrypt({ name: "AES-CBC", iv }, key, data);
  iv.fill(1);
  data.fill(1);
  assertEquals(hex(await pending), want);
});
test("a getter's changes to a buffer come in time", async () => {
  const data = new Uint8Array(3);
  const digest = await s.digest({ get name() { data.fill(1); return "SHA-1"; } }, data);
  assertEquals(hex(digest), hex(await s.digest("SHA-1", new Uint8Array(3).fill(1))));
});
test("polluted prototypes change no key", async () => {
  Object.defineProperty(Object.prototype, "kty", { configurable: true, set() { throw new Error("set"); }, get: () => "EC" });
  try {
    const key = await s.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt"]);
    assertEquals((await s.exportKey("jwk", key)).kty, "oct");
  } finally { delete Object.prototype.kty; }
});
test("keys for another algorithm inside of DER are refused", async () => {
  const ed = await s.generateKey("Ed25519", true, ["sign", "verify"]), ec = await s.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const spki = await s.exportKey("spki", ed.publicKey), pkcs8 = await s.exportKey("pkcs8", ec.privateKey);
  await assertRejects(s.importKey("spki", spki, "X25519", true, []), "DataError", "Input was not an X25519 key.");
  await assertRejects(s.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]), "DataError");
  await assertRejects(s.importKey("pkcs8", pkcs8, { name: "RSA-PSS", hash: "SHA-1" }, true, ["sign"]), "DataError", "Input was not an RSA key.");
});
test("a private key with another's public key is refused", async () => {
  const alg = { name: "ECDSA", namedCurve: "P-256" };
  const [a, b] = await Promise.all([1, 2].map(async () => s.exportKey("jwk", (await s.generateKey(alg, true, ["sign"])).privateKey)));
  await assertRejects(s.importKey("jwk", { ...a, d: b.d }, alg, true, ["sign"]), "DataError", "Invalid EC key in JSON Web Key.");
  const key = await s.importKey("jwk", a, alg, true, ["sign"]), der = new Uint8Array(await s.exportKey("pkcs8", key));
  const other = new Uint8Array(await s.exportKey("pkcs8", await s.importKey("jwk", b, alg, true, ["sign"])));
  der.set(other.subarray(-65), der.length - 65);
  await assertRejects(s.importKey("pkcs8", der, alg, true, ["sign"]), "DataError", "Invalid PKCS8 input.");
  await assertRejects(s.importKey("jwk", { kty: "RSA", n: "_".repeat(171), e: "AQAB", d: "AQ" }, { name: "RSA-PSS", hash: "SHA-1" }, true, ["sign"]), "DataError", "Invalid RSA key");
});
test("RSA-RAW signs what the script padded", async () => {
  const { publicKey, privateKey } = await s.generateKey({ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 1024, publicExponent: exponent }, true, ["sign", "verify"]);
  const raw = await s.importKey("pkcs8", await s.exportKey("pkcs8", privateKey), "RSA-RAW", false, ["sign"]), data = new Uint8Array([5]);
  const prefix = Uint8Array.fromHex("003031300d060960864801650304020105000420");
  const padded = new Uint8Array(128).fill(255);
  padded.set([0, 1]);
  padded.set(prefix, 128 - 32 - prefix.length);
  padded.set(new Uint8Array(await s.digest("SHA-256", data)), 96);
  const signature = await s.sign("RSA-RAW", raw, padded);
  assert(await s.verify("RSASSA-PKCS1-v1_5", publicKey, signature, data));
  await assertRejects(s.sign("RSA-RAW", raw, new Uint8Array(129)), "DataError");
  await assertRejects(s.sign("RSA-RAW", raw, new Uint8Array(128).fill(255)), "DataError");
  assertEquals([raw.algorithm.name, raw.algorithm.hash], ["RSA-RAW", undefined]);
});
test("a key of RSA has 512 bits or more", async () => {
  const rsa = { name: "RSA-PSS", hash: "SHA-1", modulusLength: 512, publicExponent: exponent };
  const { publicKey, privateKey } = await s.generateKey(rsa, true, ["sign", "verify"]);
  const pss = { name: "RSA-PSS", saltLength: 20 }, data = new Uint8Array(3);
  assert(await s.verify(pss, publicKey, await s.sign(pss, privateKey, data), data));
  assertEquals((await s.importKey("jwk", { kty: "RSA", n: "_".repeat(86), e: "AQAB" }, rsa, true, ["verify"])).algorithm.modulusLength, 512);
  await assertRejects(s.generateKey({ ...rsa, modulusLength: 256 }, true, ["sign"]), "OperationError", "RSA key size is too small.");
});
test("DigestStream hashes what is piped into it", async () => {
  const stream = new crypto.DigestStream("SHA-256");
  await new ReadableStream({ start(c) { c.enqueue("abc"); c.enqueue(new Uint8Array(100000)); c.close(); } }).pipeTo(stream);
  const all = new Uint8Array(100003);
  all.set([97, 98, 99]);
  assertEquals(hex(await stream.digest), hex(await s.digest("SHA-256", all)));
  assertEquals(stream.bytesWritten, 100003n);
  assertThrows(() => Object.getOwnPropertyDescriptor(crypto.DigestStream.prototype, "digest").get.call(new WritableStream()), TypeError, "Illegal invocation");
});
test("what a script puts in place of JSON.parse and JSON.stringify is not called", async () => {
  const { parse, stringify } = JSON;
  let got;
  try {
    JSON.parse = JSON.stringify = () => { throw new Error("the script's own"); };
    const key = await crypto.subtle.generateKey({ name: "AES-CBC", length: 128 }, true, ["wrapKey", "unwrapKey"]);
    const how = { name: "AES-CBC", iv: new Uint8Array(16) };
    const wrapped = await crypto.subtle.wrapKey("jwk", key, key, how);
    got = (await crypto.subtle.unwrapKey("jwk", wrapped, key, how, "AES-CBC", true, ["wrapKey"])).usages;
  } finally {
    Object.assign(JSON, { parse, stringify });
  }
  assertEquals(got, ["wrapKey"]);
});
