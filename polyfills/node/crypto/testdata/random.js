const crypto_ = require("crypto");
const { randomBytes, randomInt, randomFillSync, randomFill, randomUUID, timingSafeEqual, checkPrimeSync, generatePrimeSync, generatePrime } = crypto_;

test("random bytes are as many as were asked for", async () => {
	assertEquals(randomBytes(5).length, 5);
	assertEquals(await new Promise((resolve) => randomBytes(4, (error, bytes) => resolve([error, bytes.length]))), [null, 4]);
	assertThrows(() => randomBytes(-1), RangeError, 'The value of "size" is out of range. It must be >= 0 && <= 2147483647. Received -1');
	assertThrows(() => randomBytes("5"), TypeError, `The "size" argument must be of type number. Received type string ('5')`);
});

test("a part of a buffer can be filled", async () => {
	const bytes = new Uint8Array(64);
	const part = randomFillSync(bytes, 32);
	assertEquals([part.length, part.buffer === bytes.buffer], [32, true]);
	assert(bytes.slice(0, 32).every((b) => b === 0) && bytes.slice(32).some((b) => b !== 0));
	const filled = await new Promise((resolve) => randomFill(new Uint16Array(32), (_, v) => resolve(v)));
	assert(filled.some((n) => n > 255));
	assertThrows(() => randomFillSync(new Uint8Array(4), 0, 5), RangeError, 'The value of "size" is out of range. It must be >= 0 && <= 4. Received 5');
	assertThrows(() => randomBytes(65537), "QuotaExceededError", "getRandomValues() only accepts buffers of size <= 64K but provided 65537 bytes.");
	assertThrows(() => randomBytes(2 ** 31 - 1), RangeError, 'The value of "size" is out of range. It must be 0 to 2147483647. Received 2147483647');
});

test("random integers lie in their range", async () => {
	for (let i = 0; i < 100; i++) assert([5, 6].includes(randomInt(5, 7)));
	assertEquals(await new Promise((resolve) => randomInt(1, (_, n) => resolve(n))), 0);
	assertThrows(() => randomInt(5, 5), RangeError, 'The value of "min" is out of range. It must be min < max. Received 5');
	assertThrows(() => randomInt(0, 2 ** 49), RangeError, 'The value of "max" is out of range. It must be <= 281474976710655. Received 562_949_953_421_312');
});

test("UUIDs and comparisons are those of the web", () => {
	assert(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(randomUUID()));
	assertEquals([timingSafeEqual(new Uint8Array(2), new Uint8Array(2)), timingSafeEqual(new Uint8Array([1]), new Uint8Array([2]))], [true, false]);
	assertThrows(() => timingSafeEqual(new Uint8Array(1), new Uint8Array(2)), TypeError, "Input buffers must have the same byte length.");
	assert(crypto_.webcrypto === globalThis.crypto && crypto_.subtle === globalThis.crypto.subtle);
});

test("primes are primes", async () => {
	assertEquals([checkPrimeSync(7n), checkPrimeSync(new Uint8Array([8]))], [true, false]);
	assertEquals(generatePrimeSync(32).byteLength, 4);
	const p = generatePrimeSync(32, { bigint: true });
	assert(p >= 2n ** 31n && p < 2n ** 32n && checkPrimeSync(p));
	const safe = generatePrimeSync(32, { safe: true, bigint: true });
	assert(checkPrimeSync((safe - 1n) / 2n));
	const step = generatePrimeSync(32, { add: 12n, rem: 11n, bigint: true });
	assertEquals(step % 12n, 11n);
	assertThrows(() => generatePrimeSync(32, { add: 30n, rem: 7n }), RangeError, "Invalid values for add and rem");
	assert(await new Promise((resolve) => generatePrime(16, (_, n) => resolve(checkPrimeSync(n)))));
	assertThrows(() => generatePrimeSync(0), RangeError, 'The value of "size" is out of range. It must be >= 1 && <= 2147483647. Received 0');
});

test("the checks of a prime are an int32", () => {
	for (const checks of [-1, 2 ** 31]) assertThrows(() => crypto_.checkPrimeSync(2n, { checks }), RangeError, `The value of "options.checks" is out of range. It must be >= 0 && <= 2147483647. Received ${checks}`);
	assert(crypto_.checkPrimeSync(2n, { checks: 2 ** 31 - 1 }));
});
