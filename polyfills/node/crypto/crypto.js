(require, ops) => {
	const { ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");
	const exchange = require("internal/crypto/exchange");
	const keys = require("internal/crypto/keys");
	const random = require("internal/crypto/random");
	const hash = require("internal/crypto/hash");
	const derive = require("internal/crypto/derive");
	const cipher = require("internal/crypto/cipher");
	const sign = require("internal/crypto/sign");
	const certificate = require("internal/crypto/certificate");

	// never makes a function of so many parameters that throws, as the platform's does.
	const never = (name, length = 0) =>
		Object.defineProperty({ [name]() { throw new ERR_METHOD_NOT_IMPLEMENTED(name); } }[name], "length", { value: length, configurable: true });
	const webcrypto = globalThis.crypto;
	const timingSafeEqual = (a, b) => webcrypto.subtle.timingSafeEqual(a, b);

	// The numbers of Node and OpenSSL. As on the platform nobody is to count them, or to change one.
	// In Node the program chooses the one that may be.
	const constants = ops.settle({ ...require("internal/constants").crypto, OPENSSL_VERSION_NUMBER: 0 }, "defaultCipherList");

	const exports = {
		constants,
		DiffieHellman: exchange.DiffieHellman,
		DiffieHellmanGroup: exchange.DiffieHellmanGroup,
		createDiffieHellman: exchange.createDiffieHellman,
		createDiffieHellmanGroup: exchange.createDiffieHellmanGroup,
		getDiffieHellman: exchange.getDiffieHellman,
		ECDH: exchange.ECDH,
		createECDH: exchange.createECDH,
		KeyObject: keys.KeyObject,
		PublicKeyObject: keys.PublicKeyObject,
		PrivateKeyObject: keys.PrivateKeyObject,
		SecretKeyObject: keys.SecretKeyObject,
		generateKey: keys.generateKey,
		generateKeyPair: keys.generateKeyPair,
		generateKeyPairSync: keys.generateKeyPairSync,
		generateKeySync: keys.generateKeySync,
		createPrivateKey: keys.createPrivateKey,
		createPublicKey: keys.createPublicKey,
		createSecretKey: keys.createSecretKey,
		...random,
		Hash: hash.Hash,
		Hmac: hash.Hmac,
		createHash: hash.createHash,
		createHmac: hash.createHmac,
		getHashes: hash.getHashes,
		hash: hash.hash,
		...derive,
		getCiphers: cipher.getCiphers,
		getCurves: () => ["secp224r1", "prime256v1", "secp384r1", "secp521r1"],
		secureHeapUsed: () => ({ total: 0, used: 0, utilization: 0, min: 0 }),
		setEngine: never("setEngine", 2),
		timingSafeEqual,
		getFips: () => true,
		setFips: never("setFips", 1),
		get fips() {
			return true;
		},
		set fips(value) {
			throw new ERR_METHOD_NOT_IMPLEMENTED("setFips");
		},
		subtle: webcrypto.subtle,
		webcrypto,
		Certificate: certificate.Certificate,
		X509Certificate: certificate.X509Certificate,
		createSign: sign.createSign,
		createVerify: sign.createVerify,
		sign: sign.sign,
		verify: sign.verify,
		Sign: sign.Sign,
		Verify: sign.Verify,
		Cipheriv: cipher.Cipheriv,
		Decipheriv: cipher.Decipheriv,
		createCipheriv: cipher.createCipheriv,
		createDecipheriv: cipher.createDecipheriv,
		publicDecrypt: cipher.publicDecrypt,
		publicEncrypt: cipher.publicEncrypt,
		privateDecrypt: cipher.privateDecrypt,
		privateEncrypt: cipher.privateEncrypt,
		getCipherInfo: cipher.getCipherInfo,
		CryptoKey: globalThis.CryptoKey,
		createCipher: never("createCipher"),
		createDecipher: never("createDecipher"),
		Cipher: never("Cipher"),
		Decipher: never("Decipher"),
	};
	// The platform exports it by name only.
	exports.diffieHellman = exchange.diffieHellman;
	return exports;
}
