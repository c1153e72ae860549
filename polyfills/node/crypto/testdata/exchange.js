const { createDiffieHellman, getDiffieHellman, createDiffieHellmanGroup, createECDH, createHash, ECDH, generateKeyPairSync } = require("crypto");
const { Buffer } = require("buffer");

test("both sides of a group come to the same secret", () => {
	const a = getDiffieHellman("modp14"), b = createDiffieHellmanGroup("modp14");
	a.generateKeys();
	b.generateKeys();
	assertEquals(a.getPrime("hex").slice(0, 40), "ffffffffffffffffc90fdaa22168c234c4c6628b");
	assert(a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey())));
	assertEquals([a.setPublicKey, a.verifyError], [undefined, 8]); // its generator has half of the elements
	assertThrows(() => getDiffieHellman("modp1"), Error, "Failed to init DiffieHellmanGroup: invalid group. Only groups {modp14, modp15, modp16, modp17, modp18} are supported.");
});

test("the groups have the primes of RFC 3526", () => {
	// SHA-1 of what Node gives.
	const sums = {
		modp14: "b95c799aa5dd388c6df5e72398cb9d7df40519e4",
		modp15: "941a047738fe55333369e2b386b6d618c9fca5ff",
		modp16: "2d8abef2bff635f80498b7b5e9576d520e523ef6",
		modp17: "530d2c7cb09e547f2f501265aadc846fbbccf2c3",
		modp18: "016170c528b306c9bb17b5ffacab0fe7eacad705",
	};
	for (const [name, sum] of Object.entries(sums)) assertEquals(createHash("sha1").update(getDiffieHellman(name).getPrime()).digest("hex"), sum);
});

test("numbers may be given", () => {
	const a = createDiffieHellman(Buffer.from([23]), Buffer.from([5]));
	a.setPrivateKey(Buffer.from([6]));
	a.generateKeys();
	assertEquals([a.getPublicKey("hex"), a.computeSecret(Buffer.from([19])).toString("hex"), a.verifyError], ["08", "02", 0]);
	assertThrows(() => a.computeSecret(Buffer.from([0])), RangeError, "DiffieHellman computeSecret() failed: Supplied key is too small");
	assertThrows(() => a.computeSecret(Buffer.from([30])), RangeError, "DiffieHellman computeSecret() failed: Supplied key is too large");
	assertThrows(() => createDiffieHellman(Buffer.from([23])).getPublicKey(), Error, "No public key");
	assertThrows(() => createDiffieHellman(Buffer.from([23])).getPrivateKey(), Error, "No private key");
	const made = createDiffieHellman(64);
	assertEquals([made.getPrime("hex").length, made.getGenerator("hex"), made.verifyError], [16, "02", 0]);
});

test("curves come to the same secret", () => {
	for (const [curve, size] of [["prime256v1", 65], ["secp224r1", 57], ["secp384r1", 97], ["secp521r1", 133]]) {
		const a = createECDH(curve), b = createECDH(curve);
		assertEquals(a.generateKeys().length, size);
		b.generateKeys();
		assert(a.computeSecret(b.getPublicKey("hex", "compressed"), "hex").equals(b.computeSecret(a.getPublicKey())), curve);
		b.setPrivateKey(a.getPrivateKey());
		assert(b.getPublicKey().equals(a.getPublicKey()));
		assert(ECDH.convertKey(a.getPublicKey("hex", "compressed"), curve, "hex").equals(a.getPublicKey()));
	}
});

test("key objects agree", () => {
	const { diffieHellman } = require("crypto");
	for (const [type, options] of [["x25519", {}], ["ec", { namedCurve: "P-256" }], ["dh", { group: "modp14" }]]) {
		const a = generateKeyPairSync(type, options), b = generateKeyPairSync(type, options);
		assert(diffieHellman({ publicKey: a.publicKey, privateKey: b.privateKey }).equals(diffieHellman({ publicKey: b.publicKey, privateKey: a.privateKey })), type);
	}
	assertThrows(() => diffieHellman({ publicKey: 5 }), TypeError, 'The "options.publicKey" property must be an instance of KeyObject. Received type number (5)');
});

test("ECDH goes wrong in the platform's words", () => {
	const a = createECDH("prime256v1");
	assertThrows(() => a.getPublicKey(), Error, "Failed to get ECDH public key");
	assertThrows(() => a.getPrivateKey(), Error, "Failed to get ECDH private key");
	assertThrows(() => a.computeSecret(Buffer.alloc(65)), Error, "Invalid keypair");
	assertThrows(() => a.setPrivateKey(Buffer.alloc(32)), Error, "Private key is not valid for specified curve.");
	assertThrows(() => a.generateKeys("hex", "nope"), TypeError, "The argument 'format' must be one of: 'compressed', 'uncompressed', 'hybrid'. Received 'nope'");
	a.generateKeys();
	assertThrows(() => a.computeSecret(Buffer.alloc(65)), Error, "Failed to set point");
	assertThrows(() => createECDH("nope"), Error, "Invalid curve");
	assertThrows(() => createECDH("secp256k1"), Error, "Failed to create key using named curve");
	assertThrows(() => createECDH(5), TypeError, 'The "curveName" argument must be of type string. Received type number (5)');
});
