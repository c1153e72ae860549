(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } = require("internal/errors");
	const { validateString, validateUint32, validateObject, validateInt32 } = require("internal/validators");
	const { isBytes, encode, bytes } = require("internal/crypto/bytes");
	const { isKeyObject, secretBytes, keyWithOptions } = require("internal/crypto/keys");
	const { Transform } = require("stream");

	const handle = Symbol("handle");

	const define = (name, decrypting, own) => {
		const Cipher = {
			[name]: function (algorithm, key, iv, options = {}) {
				if (!(this instanceof Cipher)) return new Cipher(algorithm, key, iv, options);
				validateString(algorithm, "algorithm");
				const secret = secretBytes(key, "key", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"]);
				const vector = bytes(iv, "iv", "utf8", ["string", "Buffer", "TypedArray", "DataView", "null"]);
				if (options.authTagLength !== undefined) validateUint32(options.authTagLength, "options.authTagLength");
				// The platform does not look at authTagLength, which it misspells.
				this[handle] = ops.newCipher(decrypting, algorithm, secret, vector, undefined);
				Transform.call(this, options);
			},
		}[name];
		Object.setPrototypeOf(Cipher, Transform);
		Object.setPrototypeOf(Cipher.prototype, Transform.prototype);
		Object.assign(Cipher.prototype, {
			update(data, inputEncoding, outputEncoding) {
				if (typeof data === "string") {
					if (inputEncoding === undefined) throw new ERR_INVALID_ARG_VALUE("inputEncoding", inputEncoding, "If inputEncoding is not provided then the data must be a Buffer");
					data = Buffer.from(data, inputEncoding);
				} else if (!isBytes(data)) {
					throw new ERR_INVALID_ARG_TYPE("data", ["string", "Buffer", "TypedArray", "DataView"], data);
				}
				return encode(this[handle].update(data), outputEncoding);
			},
			final(outputEncoding) {
				return encode(this[handle].final(), outputEncoding);
			},
			setAAD(buffer, options = {}) {
				validateObject(options, "options");
				if (options.plaintextLength !== undefined) validateUint32(options.plaintextLength, "options.plaintextLength");
				if (options.encoding !== undefined) validateString(options.encoding, "options.encoding");
				this[handle].setAAD(typeof buffer === "string" ? Buffer.from(buffer, options.encoding) : buffer);
				return this;
			},
			setAutoPadding(autoPadding) {
				this[handle].setAutoPadding(Boolean(autoPadding));
				return this;
			},
			...own,
			_transform(chunk, encoding, callback) {
				this.push(Buffer.from(this[handle].update(typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk)));
				callback();
			},
			_flush(callback) {
				try {
					this.push(Buffer.from(this[handle].final()));
					callback();
				} catch (error) {
					callback(error);
				}
			},
		});
		return Cipher;
	};
	const Cipheriv = define("Cipheriv", false, {
		getAuthTag() {
			return Buffer.from(this[handle].getAuthTag());
		},
	});
	const Decipheriv = define("Decipheriv", true, {
		setAuthTag(tag, encoding) {
			if (typeof tag === "string") tag = Buffer.from(tag, encoding);
			else if (!isBytes(tag)) throw new ERR_INVALID_ARG_TYPE("buffer", ["string", "Buffer", "TypedArray", "DataView"], tag);
			this[handle].setAuthTag(tag);
			return this;
		},
	});

	const modes = (bits) => [`AES-128-${bits}`, `AES-192-${bits}`, `AES-256-${bits}`];
	const upper = [...["CBC", "CTR", "ECB", "OFB", "GCM"].flatMap(modes), "DES-CBC", "DES-ECB", "DES-EDE", "DES-EDE-CBC", "DES-EDE3-CBC", "RC2-CBC", "RC4"];
	const ciphers = [
		...upper,
		...upper.map((name) => name.toLowerCase()),
		"aes-256-eax", "aes-128-eax", "aes-128-ccm-matter", "aes-128-ccm-bluetooth-8", "aes-128-ccm-bluetooth", "aes-128-gcm-siv",
		"aes-128-gcm-randnonce", "aes-128-ctr-hmac-sha256", "aes-256-gcm-siv", "xchacha20-poly1305", "aes-256-gcm", "aes-192-gcm",
		"chacha20-poly1305", "aes-256-gcm-randnonce", "aes-256-ctr-hmac-sha256", "aes-128-gcm",
	];

	const getCipherInfo = (nameOrNid, options = {}) => {
		if (typeof nameOrNid !== "string" && typeof nameOrNid !== "number") throw new ERR_INVALID_ARG_TYPE("nameOrNid", ["string", "number"], nameOrNid);
		if (typeof nameOrNid === "number") validateInt32(nameOrNid, "nameOrNid");
		validateObject(options, "options");
		const { keyLength, ivLength } = options;
		if (keyLength !== undefined) validateInt32(keyLength, "options.keyLength");
		if (ivLength !== undefined) validateInt32(ivLength, "options.ivLength");
		return ops.cipherInfo(nameOrNid, keyLength, ivLength);
	};

	const RSA_PKCS1_PADDING = 1;
	const RSA_PKCS1_OAEP_PADDING = 4;
	const asymmetric = (op, kind, padding) => (key, buffer) => {
		if (key === undefined) throw new ERR_MISSING_ARGS("key");
		if (buffer === undefined) throw new ERR_MISSING_ARGS("buffer");
		let { handle: found, options } = keyWithOptions(key, kind);
		if (isKeyObject(key)) options = key; // options that were set on the key
		const data = bytes(buffer, "buffer", options.encoding);
		const label = options.oaepLabel === undefined ? undefined : bytes(options.oaepLabel, "key.oaepLabel", options.encoding);
		if (options.oaepHash !== undefined) validateString(options.oaepHash, "key.oaepHash");
		return Buffer.from(op(found, data, options.padding ?? padding, options.oaepHash ?? "sha1", label));
	};

	return {
		Cipheriv,
		Decipheriv,
		createCipheriv: (algorithm, key, iv, options) => new Cipheriv(algorithm, key, iv, options),
		createDecipheriv: (algorithm, key, iv, options) => new Decipheriv(algorithm, key, iv, options),
		publicDecrypt: asymmetric(ops.publicDecrypt, "public", RSA_PKCS1_PADDING),
		publicEncrypt: asymmetric(ops.publicEncrypt, "public", RSA_PKCS1_OAEP_PADDING),
		privateDecrypt: asymmetric(ops.privateDecrypt, "private", RSA_PKCS1_OAEP_PADDING),
		privateEncrypt: asymmetric(ops.privateEncrypt, "private", RSA_PKCS1_PADDING),
		getCipherInfo,
		getCiphers: () => [...ciphers],
	};
}
