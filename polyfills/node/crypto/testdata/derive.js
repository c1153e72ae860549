const { pbkdf2Sync, pbkdf2, scryptSync, scrypt, hkdfSync, hkdf } = require("crypto");
const { Buffer } = require("buffer");
const called = (begin) => new Promise((resolve) => begin((error, value) => resolve(error ? error.message : Buffer.from(value).toString("hex"))));

test("PBKDF2 derives", async () => {
	assertEquals(pbkdf2Sync("p", "s", 1, 20, "sha1").toString("hex"), "843c87e7eda3ee2f64a61c8d1f997842651ddad0");
	assertEquals(await called((f) => pbkdf2("p", "s", 1, 4, "sha1", f)), "843c87e7");
	assertEquals(await called((f) => pbkdf2("p", "s", 1, 4, "nope", f)), "Invalid Pbkdf2 digest: nope.");
	assertEquals(pbkdf2Sync("p", "s", 1, 0, "sha1").length, 0);
	assertThrows(() => pbkdf2Sync("p", "s", 1, 20, "nope"), TypeError, "Invalid Pbkdf2 digest: nope.");
	assertThrows(() => pbkdf2Sync("p", "s", 0, 20, "sha1"), RangeError, 'The value of "iterations" is out of range. It must be >= 1 && <= 2147483647. Received 0');
	assertThrows(() => pbkdf2Sync("p", "s", 1, 1), TypeError, 'The "digest" argument must be of type string. Received undefined');
	assertThrows(() => pbkdf2("p", "s", 1, 1, "sha1"), TypeError, 'The "callback" argument must be of type function. Received undefined');
});

test("scrypt derives", async () => {
	assertEquals(scryptSync("p", "s", 32).toString("hex"), "4329787752e75d1de359a05806e492d4f2062fa48c50403a9cbc5db3712328c7");
	assertEquals(await called((f) => scrypt("p", "s", 32, { N: 16384 }, f)), "4329787752e75d1de359a05806e492d4f2062fa48c50403a9cbc5db3712328c7");
	assertThrows(() => scryptSync("p", "s", 32, { N: 3 }), Error, "Scrypt failed");
	assertThrows(() => scryptSync("p", "s", 32, { N: 2 ** 20 }), RangeError, "Scrypt failed: cost exceeds maximum (1048576).");
	for (const options of [{ N: 0 }, { r: 0 }, { p: 0 }, null]) assertEquals(scryptSync("p", "s", 8, options).toString("hex"), "4329787752e75d1d");
	assertThrows(() => scryptSync("p", "s", 32, { N: 16, cost: 16 }), TypeError, "The argument 'cost' is invalid. Received 16");
});

test("HKDF derives", async () => {
	const out = hkdfSync("sha256", "k", "s", "i", 16);
	assert(out instanceof ArrayBuffer);
	assertEquals(Buffer.from(out).toString("hex"), "02b0929a9d46e9236e23320ea2a8c3b4");
	assertEquals(await called((f) => hkdf("sha256", "k", "s", "i", 4, f)), "02b0929a");
	assertThrows(() => hkdfSync("sha256", "k", "s", "i", 256 * 32), RangeError, "Invalid Hkdf key length");
	assertThrows(() => hkdfSync("nope", "k", "s", "i", 2), TypeError, "Invalid Hkdf digest: nope");
	assertThrows(() => hkdfSync("sha1", "k", "s", Buffer.alloc(1025), 2), RangeError, 'The value of "info" is out of range. It must be must not contain more than 1024 bytes. Received 1025');
});

test("scrypt gives no bytes where none are asked for", () => {
	assertEquals(scryptSync("a", "b", 0).length, 0);
});
