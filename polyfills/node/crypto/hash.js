(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_CRYPTO_HASH_FINALIZED, ERR_INVALID_ARG_TYPE } = require("internal/errors");
	const { validateString, validateUint32 } = require("internal/validators");
	const { bytes, encode } = require("internal/crypto/bytes");
	const { Transform } = require("stream");
	const { secretBytes } = require("internal/crypto/keys");

	const handle = Symbol("kHandle"); // the platform's name: there are tests that look for it
	const ended = Symbol("ended");
	const dataTypes = ["string", "Buffer", "TypedArray", "DataView"];

	const setUp = (stream, digest, options) => {
		stream[handle] = digest;
		stream[ended] = false;
		Transform.call(stream, options);
	};
	const methods = {
		update(data, encoding) {
			if (this[ended]) throw new ERR_CRYPTO_HASH_FINALIZED();
			if (typeof data !== "string" && !ArrayBuffer.isView(data)) throw new ERR_INVALID_ARG_TYPE("data", dataTypes, data);
			this[handle].update(bytes(data, "data", typeof encoding === "string" ? encoding : undefined));
			return this;
		},
		_transform(chunk, encoding, callback) {
			this[handle].update(bytes(chunk, "data", encoding, dataTypes));
			callback();
		},
		_flush(callback) {
			this.push(Buffer.from(this[handle].digest()));
			this[ended] = true;
			callback();
		},
	};
	const extend = (ctor, own) => {
		Object.setPrototypeOf(ctor, Transform);
		Object.setPrototypeOf(ctor.prototype, Transform.prototype);
		Object.assign(ctor.prototype, own);
	};

	const outputLength = (options) => {
		const length = options === undefined ? undefined : options.outputLength;
		if (length !== undefined) validateUint32(length, "options.outputLength");
		return length;
	};
	function Hash(algorithm, options) {
		if (!(this instanceof Hash)) return new Hash(algorithm, options);
		const from = algorithm?.[handle];
		if (!from) validateString(algorithm, "algorithm");
		const length = outputLength(options);
		setUp(this, from ? ops.copyHash(from, length) : ops.newHash(algorithm, length), options);
	}
	extend(Hash, {
		copy(options) {
			if (this[ended]) throw new ERR_CRYPTO_HASH_FINALIZED();
			return new Hash(this, options);
		},
		_transform: methods._transform,
		_flush: methods._flush,
		update: methods.update,
		digest(encoding) {
			if (this[ended]) throw new ERR_CRYPTO_HASH_FINALIZED();
			this[ended] = true;
			return encode(this[handle].digest(), encoding === undefined ? encoding : String(encoding));
		},
	});

	function Hmac(algorithm, key, options) {
		if (!(this instanceof Hmac)) return new Hmac(algorithm, key, options);
		validateString(algorithm, "hmac");
		setUp(this, ops.newHmac(algorithm, secretBytes(key, "key", ["string", "ArrayBuffer", "Buffer", "ArrayBufferView", "KeyObject", "CryptoKey"], options?.encoding)), options);
	}
	extend(Hmac, {
		update: methods.update,
		// A second digest is empty, as in Node.
		digest(encoding) {
			const sum = this[ended] ? new ArrayBuffer(0) : this[handle].digest();
			this[ended] = true;
			return encode(sum, encoding === undefined ? encoding : String(encoding));
		},
		_flush: methods._flush,
		_transform: methods._transform,
	});

	return {
		Hash,
		Hmac,
		createHash: (algorithm, options) => new Hash(algorithm, options),
		createHmac: (algorithm, key, options) => new Hmac(algorithm, key, options),
		getHashes: () => [
			"md4", "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "md5-sha1", "RSA-MD5", "RSA-SHA1", "RSA-SHA224",
			"RSA-SHA256", "RSA-SHA384", "RSA-SHA512", "DSA-SHA", "DSA-SHA1", "ecdsa-with-SHA1",
		],
		hash(algorithm, data, outputEncoding = "hex") {
			validateString(algorithm, "algorithm");
			if (typeof data !== "string" && !ArrayBuffer.isView(data)) throw new ERR_INVALID_ARG_TYPE("data", dataTypes, data);
			validateString(outputEncoding, "outputEncoding");
			return encode(ops.hash(algorithm, bytes(data, "data")), outputEncoding);
		},
	};
}
