// Ciphertexts and words are recorded from the platform.
const { createCipheriv, createDecipheriv, getCiphers, getCipherInfo, createSecretKey } = require("crypto");
const { Buffer } = require("buffer");
const keys = { 16: Buffer.alloc(16, 1), 24: Buffer.alloc(24, 1), 32: Buffer.alloc(32, 2) };
const ivs = { 8: Buffer.alloc(8, 1), 12: Buffer.alloc(12, 4), 16: Buffer.alloc(16, 3) };

test("ciphers encrypt as the platform's and decrypt what they encrypted", () => {
	const recorded = [
		["aes-128-cbc", 16, 16, "2fc950ccc878ac5dbf81949290752f05"],
		["AES-256-CBC", 32, 16, "9606d1e214ba8acf4cc5b62694540305"],
		["aes-128-ctr", 16, 16, "0e596b77145aa228d97e39"],
		["aes-128-ofb", 16, 16, "0e596b77145aa228d97e39"],
		["des-ede3-cbc", 24, 8, "63adef41e7336c97a27dc6c43e3ffed7"],
		["aes-128-gcm", 16, 12, "d8ebb57f46c636ac660fc9", "c01ea2a3827266a92ba5e37db0a0a615"],
		["aes-256-gcm", 32, 12, "6c29bd62916be735ef32b3", "64a1eae5ec5a2f0801c74864a431f70c"],
		["chacha20-poly1305", 32, 12, "7437b8a0b3c747d6333eb2", "81da04dc14ce22bdc8b88ce9d94ae6cd"],
	];
	for (const [name, key, iv, ciphertext, tag] of recorded) {
		const c = createCipheriv(name, keys[key], ivs[iv]);
		assertEquals(c.update("hello world", "utf8", "hex") + c.final("hex"), ciphertext);
		const d = createDecipheriv(name, keys[key], ivs[iv]);
		if (tag) {
			assertEquals(c.getAuthTag().toString("hex"), tag);
			d.setAuthTag(Buffer.from(tag, "hex"));
		}
		assertEquals(d.update(ciphertext, "hex", "utf8") + d.final("utf8"), "hello world");
	}
});

test("text may come in pieces of any size", () => {
	const text = "The quick brown fox jumps over the lazy dog".repeat(3);
	for (const [name, key, iv] of [["aes-128-cbc", 16, 16], ["aes-192-gcm", 24, 12], ["aes-256-ctr", 32, 16]]) {
		const c = createCipheriv(name, keys[key], ivs[iv]);
		const parts = [];
		for (let i = 0; i < text.length; i += 7) parts.push(c.update(text.slice(i, i + 7), "utf8"));
		const whole = Buffer.concat([...parts, c.final()]);
		const d = createDecipheriv(name, keys[key], ivs[iv]);
		if (name.endsWith("gcm")) d.setAuthTag(c.getAuthTag());
		let out = "";
		for (let i = 0; i < whole.length; i += 5) out += d.update(whole.subarray(i, i + 5), undefined, "latin1");
		assertEquals(out + d.final("latin1"), text);
	}
});

test("GCM takes additional data and a vector of any length", () => {
	const c = createCipheriv("aes-128-gcm", Buffer.alloc(16), Buffer.alloc(16, 7));
	c.setAAD(Buffer.from("aad"));
	assertEquals(c.update("hello", "utf8", "hex") + c.final("hex") + c.getAuthTag().toString("hex"), "39393cef7c5d197c1fb36a3de831325e98bbdf065a");
});

test("what was changed is not decrypted", () => {
	const d = createDecipheriv("aes-128-gcm", keys[16], ivs[12]);
	d.setAuthTag(Buffer.alloc(16));
	d.update("0011", "hex");
	assertThrows(() => d.final(), Error, "Authentication failed");
	for (const [name, size] of [["aes-128-gcm", 16], ["chacha20-poly1305", 32]]) {
		const untagged = createDecipheriv(name, keys[size], ivs[12]);
		assertThrows(() => Buffer.concat([untagged.update("0011", "hex"), untagged.final()]), Error, "No auth tag provided");
	}
	assertThrows(() => createDecipheriv("aes-128-gcm", keys[16], ivs[12]).setAuthTag(Buffer.alloc(3)), Error, "Invalid authentication tag length");
	for (const hex of ["00112233445566778899aabbccddeeff", "0011"]) {
		const cbc = createDecipheriv("aes-128-cbc", keys[16], ivs[16]);
		cbc.update(hex, "hex");
		assertThrows(() => cbc.final(), Error, "Authentication failed");
	}
});

test("mistakes are told in the platform's words", () => {
	const made = (name, key, iv) => () => createCipheriv(name, key, iv);
	assertThrows(made("nope", keys[16], ivs[16]), Error, "Unknown or unsupported cipher: nope");
	assertThrows(made("aes128", keys[16], ivs[16]), Error, "Unknown or unsupported cipher: aes128");
	assertThrows(made("aes-128-cbc", keys[32], ivs[16]), Error, "Invalid key length");
	assertThrows(made("aes-128-cbc", keys[16], ivs[12]), Error, "Invalid initialization vector");
	assertThrows(made("aes-128-gcm", keys[16], Buffer.alloc(0)), Error, "Invalid initialization vector");
	assertThrows(made("aes-128-cbc", keys[16], null), Error, "Invalid initialization vector");
	assertThrows(made("aes-128-cbc", Buffer.alloc(1), Buffer.alloc(1)), Error, "Invalid initialization vector");
	assertThrows(made("chacha20-poly1305", keys[16], ivs[12]), Error, "Failed to initialize AEAD cipher/decipher context");
	assertThrows(made("aes-128-cbc", 5, ivs[16]), TypeError, 'The "key" argument must be of type string or an instance of Buffer, TypedArray, DataView, KeyObject, or CryptoKey. Received type number (5)');
	assertThrows(() => createDecipheriv("aes-128-gcm", keys[16], ivs[12]).setAuthTag("00".repeat(16), "hex"), TypeError, "Failed to execute 'setAuthTag' on 'CipherHandle': parameter 1 is not of type 'BufferSource'.");
	assertThrows(() => createDecipheriv("chacha20-poly1305", keys[32], ivs[12]).setAuthTag(Buffer.alloc(4)), Error, "Invalid authentication tag length");
	assertThrows(made("aes-128-gcm-siv", keys[16], ivs[12]), Error, "not emulated: cipher aes-128-gcm-siv");
	const c = made("aes-128-cbc", keys[16], ivs[16])();
	assertThrows(() => c.update("a"), TypeError, "The argument 'inputEncoding' If inputEncoding is not provided then the data must be a Buffer. Received undefined");
	assertThrows(() => c.setAAD(Buffer.alloc(1)), Error, "Cipher does not support authenticated mode");
	c.final();
	assertThrows(() => c.final(), Error, "Cipher/decipher context has already been finalized");
	assertThrows(() => c.update("a", "utf8"), Error, "Cipher/decipher context has already been finalized");
	assertThrows(() => made("aes-128-gcm", keys[16], ivs[12])().getAuthTag(), Error, "Auth tag is only available once cipher context has been finalized");
	const chacha = made("chacha20-poly1305", keys[32], ivs[12])();
	chacha.update("a", "utf8");
	assertThrows(() => chacha.update("b", "utf8"), Error, "update() can only be invoked once on an AEAD");
});

test("ciphers without a vector take null", () => {
	const recorded = { "aes-128-ecb": [16, "e0fdb3abc31dbb603c5eecbbb7b075c52c912adca07b483ae8c1f47b77b9d1bb"], "des-ecb": [8, "109ba51b17592a206bc1ce772926f74f6ee867a2b3753f5b"], rc4: [16, "e2ed44846c12614fe1c02466eef6124f7586"] };
	for (const [name, [size, ciphertext]] of Object.entries(recorded)) {
		const c = createCipheriv(name, Buffer.alloc(size, 7), null);
		assertEquals(c.update("hello world, hello", "utf8", "hex") + c.final("hex"), ciphertext);
	}
});

test("the tag may be told after the text, and additional data only before", () => {
	const c = createCipheriv("aes-128-gcm", Buffer.alloc(16), Buffer.alloc(12)).setAAD(Buffer.from("aad"));
	const text = Buffer.concat([c.update(Buffer.from("hello")), c.final()]);
	assertThrows(() => createCipheriv("aes-128-gcm", Buffer.alloc(16), Buffer.alloc(12)).setAAD(Buffer.from("a")).update("x", "utf8") && c.setAAD(Buffer.from("b")), Error, "Cipher/decipher context has already been finalized");
	const d = createDecipheriv("aes-128-gcm", Buffer.alloc(16), Buffer.alloc(12)).setAAD(Buffer.from("aad"));
	const start = d.update(text);
	assertThrows(() => d.setAAD(Buffer.from("b")), Error, "Failed to set AAD");
	d.setAuthTag(c.getAuthTag());
	assertEquals(Buffer.concat([start, d.final()]).toString(), "hello");
});

test("keys of Web Crypto are refused, as on the platform", async () => {
	const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt"]);
	assertThrows(() => createCipheriv("aes-128-gcm", key, Buffer.alloc(12)), Error, "Failed to get raw secret key data");
});

test("padding can be switched off", () => {
	const c = createCipheriv("aes-128-cbc", createSecretKey(keys[16]), ivs[16]).setAutoPadding(false);
	assertEquals(c.update(Buffer.alloc(16)).length, 16);
	assertEquals(c.final().length, 0);
	const short = createCipheriv("aes-128-cbc", keys[16], ivs[16]).setAutoPadding(false);
	short.update("a", "utf8");
	assertThrows(() => short.final(), Error, "Authentication failed");
});

test("ciphers are described", () => {
	assertEquals(getCiphers().length, 60);
	for (const name of getCiphers()) assert(getCipherInfo(name), name);
	assertEquals(getCipherInfo("aes-256-gcm"), { name: "id-aes256-GCM", nid: 901, blockSize: 1, ivLength: 12, keyLength: 32, mode: "gcm" });
	assertEquals(getCipherInfo("AES-192-CBC"), { name: "AES-192-CBC", nid: 423, blockSize: 16, ivLength: 16, keyLength: 24, mode: "cbc" });
	assertEquals(getCipherInfo(901).name, "id-aes256-GCM");
	assertEquals(getCipherInfo("nope"), undefined);
	assertEquals(getCipherInfo("aes-128-cbc", { keyLength: 5 }), undefined);
	assertEquals(getCipherInfo("aes-128-gcm", { ivLength: 8 }).ivLength, 8);
});

test("a cipher is a stream", async () => {
	const c = createCipheriv("aes-128-cbc", keys[16], ivs[16]);
	const parts = [];
	await new Promise((resolve) => {
		c.on("data", (part) => parts.push(part));
		c.on("end", resolve);
		c.end("hello world");
	});
	assertEquals(Buffer.concat(parts).toString("hex"), "2fc950ccc878ac5dbf81949290752f05");
});

test("constants are the platform's, which nobody counts or changes", () => {
	const { constants } = require("crypto");
	assertEquals([constants.RSA_PKCS1_PADDING, constants.RSA_PKCS1_OAEP_PADDING, constants.TLS1_2_VERSION, Object.keys(constants)], [1, 4, 771, []]);
	assertThrows(() => ((0, eval)("'use strict'; (o) => { o.RSA_NO_PADDING = 9; }")(constants)), TypeError);
});
