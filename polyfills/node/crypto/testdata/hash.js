// Expectations are recorded from the platform.
const { createHash, createHmac, createSecretKey, getHashes, hash, Hash } = require("crypto");
const { Buffer } = require("buffer");
const of = (name, data = "abc") => createHash(name).update(data).digest("hex");

test("every hash function of the platform is there", () => {
	assertEquals(getHashes().join(), "md4,md5,sha1,sha224,sha256,sha384,sha512,md5-sha1,RSA-MD5,RSA-SHA1,RSA-SHA224,RSA-SHA256,RSA-SHA384,RSA-SHA512,DSA-SHA,DSA-SHA1,ecdsa-with-SHA1");
	const sums = {
		md4: "a448017aaf21d8525fc10ae87aa6729d",
		md5: "900150983cd24fb0d6963f7d28e17f72",
		sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
		sha224: "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
		"RSA-SHA256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		SHA384: "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
		"sha512-256": "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
		"md5-sha1": "900150983cd24fb0d6963f7d28e17f72a9993e364706816aba3e25717850c26c9cd0d89d",
	};
	for (const [name, sum] of Object.entries(sums)) assertEquals(of(name), sum);
	for (const name of getHashes()) assert(of(name).length >= 32, name);
});

test("hash functions that the platform lacks are refused", () => {
	for (const name of ["sha-256", "shake128", "sha3-256", "ripemd160", "nope"]) assertThrows(() => createHash(name), Error, "Digest method not supported");
	assertThrows(() => createHash(5), TypeError, 'The "algorithm" argument must be of type string. Received type number (5)');
	assertThrows(() => createHash("sha256", { outputLength: 16 }), Error, "invalid digest size");
});

test("data comes in any encoding and leaves in any", () => {
	assertEquals(createHash("md5").update("é", "latin1").digest("base64url"), "NAaHdpRpHd0d-wrKVGgUBw");
	assert(Buffer.isBuffer(createHash("md5").digest()));
	assertEquals(createHash("md5").update("a").digest("buffer").length, 16);
	assertEquals(createHash("sha1").update(new Uint16Array([1])).digest("hex"), of("sha1", Buffer.from([1, 0])));
	assertThrows(() => createHash("md5").update(5), TypeError, 'The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)');
});

test("a digest is given once, a copy goes on", () => {
	const h = createHash("sha256").update("a");
	const copy = h.copy();
	assertEquals(h.update("b").digest("hex"), of("sha256", "ab"));
	assertEquals(copy.update("c").digest("hex"), of("sha256", "ac"));
	for (const again of [() => h.digest(), () => h.update("x"), () => h.copy()]) {
		assertThrows(again, Error, "Digest already called");
	}
	const md4 = createHash("md4").update("a");
	assertEquals(md4.copy().update("bc").digest("hex"), of("md4"));
	assertEquals(createHash("md5-sha1").update("a").copy().update("bc").digest("hex"), of("md5-sha1"));
});

test("hash() does it in one go", () => {
	assertEquals(hash("sha1", "abc"), of("sha1"));
	assertEquals(hash("sha1", Buffer.from("abc"), "base64"), "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");
	assertEquals(hash("sha1", "abc", "buffer").length, 20);
});

test("a hash is a stream", async () => {
	const h = Hash("md5");
	const sum = await new Promise((resolve) => {
		h.on("data", resolve);
		h.write("a");
		h.end("bc");
	});
	assertEquals(sum.toString("hex"), of("md5"));
});

test("an HMAC takes a key in each form", () => {
	const sum = "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9";
	const hmac = (key) => createHmac("sha1", key).update("The quick brown fox jumps over the lazy dog").digest("hex");
	assertEquals(hmac("key"), sum);
	assertEquals(hmac(Buffer.from("key")), sum);
	assertEquals(hmac(createSecretKey("key", "utf8")), sum);
	assertThrows(() => createHmac("nope", "k"), Error, "Digest method not supported");
	assertThrows(() => createHmac("md5"), TypeError, 'The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, ArrayBufferView, KeyObject, or CryptoKey. Received undefined');
});

test("a second digest of an HMAC is empty", () => {
	const h = createHmac("md5", "k");
	h.digest("hex");
	assertEquals(h.digest("hex"), "");
	assertThrows(() => h.update("x"), Error, "Digest already called");
});
