(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } = require("internal/errors");
	const { validateString, validateInteger, validateInt32, validateUint32, validateFunction } = require("internal/validators");
	const { bytes, later } = require("internal/crypto/bytes");
	const { isKeyObject } = require("internal/crypto/keys");

	const limit = 2147483647;
	const inputs = ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"];
	const material = ["ArrayBuffer", "TypedArray", "DataView", "Buffer"];

	const pbkdf2Sync = (password, salt, iterations, keylen, digest) => preparePBKDF2(password, salt, iterations, keylen, digest)();
	const preparePBKDF2 = (password, salt, iterations, keylen, digest) => {
		validateString(digest, "digest");
		password = bytes(password, "password", "utf8", inputs);
		salt = bytes(salt, "salt", "utf8", inputs);
		validateInteger(iterations, "iterations", 1, limit);
		validateInteger(keylen, "keylen", 0, limit);
		return () => Buffer.from(ops.pbkdf2(password, salt, iterations, keylen, digest));
	};

	const prepareScrypt = (password, salt, keylen, options) => {
		options ??= {};
		password = bytes(password, "password", "utf8", inputs);
		salt = bytes(salt, "salt", "utf8", inputs);
		validateInt32(keylen, "keylen", 0);
		const numbers = { N: 16384, r: 8, p: 1, maxmem: 32 << 20 };
		for (const [name, long] of [["N", "cost"], ["r", "blockSize"], ["p", "parallelization"]]) {
			if (options[name] !== undefined) {
				validateUint32(options[name], name);
				numbers[name] = options[name] || numbers[name];
			}
			if (options[long] !== undefined) {
				if (options[name] !== undefined) throw new ERR_INVALID_ARG_VALUE(long, options[long]);
				validateUint32(options[long], long);
				numbers[name] = options[long] || numbers[name];
			}
		}
		if (options.maxmem !== undefined) {
			validateInteger(options.maxmem, "maxmem", 0);
			numbers.maxmem = options.maxmem;
		}
		return () => Buffer.from(ops.scrypt(password, salt, numbers.N, numbers.r, numbers.p, numbers.maxmem, keylen));
	};

	const prepareHKDF = (hash, key, salt, info, length) => {
		validateString(hash, "digest");
		if (isKeyObject(key)) key = key.export();
		key = bytes(key, "ikm", "utf8", ["string", "SecretKeyObject", ...material]);
		salt = bytes(salt, "salt", "utf8", ["string", ...material]);
		info = bytes(info, "info", "utf8", ["string", ...material]);
		validateInteger(length, "length", 0, limit);
		if (info.byteLength > 1024) throw new ERR_OUT_OF_RANGE("info", "must not contain more than 1024 bytes", info.byteLength);
		return () => ops.hkdf(hash, key, salt, info, length);
	};

	return {
		hkdf(hash, key, salt, info, length, callback) {
			const compute = prepareHKDF(hash, key, salt, info, length);
			validateFunction(callback, "callback");
			later(compute, callback);
		},
		hkdfSync: (hash, key, salt, info, length) => prepareHKDF(hash, key, salt, info, length)(),
		pbkdf2(password, salt, iterations, keylen, digest, callback) {
			if (typeof digest === "function") [digest, callback] = [undefined, digest];
			validateFunction(callback, "callback");
			later(preparePBKDF2(password, salt, iterations, keylen, digest), callback);
		},
		pbkdf2Sync,
		scrypt(password, salt, keylen, options, callback) {
			if (typeof options === "function") [options, callback] = [{}, options];
			const compute = prepareScrypt(password, salt, keylen, options);
			validateFunction(callback, "callback");
			later(compute, callback);
		},
		scryptSync: (password, salt, keylen, options) => prepareScrypt(password, salt, keylen, options)(),
	};
}
