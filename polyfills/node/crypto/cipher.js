(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } = require("internal/errors");
	const { validateString, validateNumber, validateUint32, validateObject, validateInt32 } = require("internal/validators");
	const { isBytes, encode, bytes } = require("internal/crypto/bytes");
	const { cipherKey, cipherSecret } = require("internal/crypto/keys");
	const { Transform } = require("stream");

	const handle = Symbol("handle");

	const define = (name, decrypting, own) => {
		const Cipher = {
			[name]: function (algorithm, key, iv, options = {}) {
				if (!(this instanceof Cipher)) return new Cipher(algorithm, key, iv, options);
				validateString(algorithm, "algorithm");
				const secret = cipherSecret(key, "key", ["string", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"]);
				const vector = iv === null ? new Uint8Array(0) : bytes(iv, "iv", "utf8", ["string", "Buffer", "TypedArray", "DataView", "null"]);
				const { authLengthTag } = options; // misspelled, as on the platform, which does not look at authTagLength
				if (authLengthTag !== undefined) validateUint32(authLengthTag, "options.authLengthTag");
				this[handle] = ops.newCipher(decrypting, algorithm, secret, vector, authLengthTag);
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
		setAuthTag(tag) {
			if (!isBytes(tag)) throw new TypeError(`Failed to execute 'setAuthTag' on '${this[handle].whole ? "AeadHandle" : "CipherHandle"}': parameter 1 is not of type 'BufferSource'.`);
			this[handle].setAuthTag(tag);
			return this;
		},
	});

	const modes = (bits) => [`AES-128-${bits}`, `AES-192-${bits}`, `AES-256-${bits}`];
	const upper = [...["CBC", "CTR", "ECB", "OFB", "GCM"].flatMap(modes), "DES-CBC", "DES-ECB", "DES-EDE", "DES-EDE-CBC", "DES-EDE3-CBC", "RC2-CBC", "RC4"];
	const ciphers = [
		...upper,
		...upper.map((name) => name.toLowerCase()),
		"aes-256-eax", "aes-128-eax", "aes-128-ccm-matter", "aes-128-ccm-bluetooth-8", "aes-128-ccm-bluetooth", "aes-128-gcm",
		"aes-256-gcm-siv", "aes-256-ctr-hmac-sha256", "xchacha20-poly1305", "chacha20-poly1305", "aes-128-ctr-hmac-sha256",
		"aes-256-gcm-randnonce", "aes-128-gcm-randnonce", "aes-256-gcm", "aes-192-gcm", "aes-128-gcm-siv",
	];

	const getCipherInfo = (nameOrNid, options = {}) => {
		if (typeof nameOrNid !== "string" && typeof nameOrNid !== "number") throw new ERR_INVALID_ARG_TYPE("nameOrId", ["string", "number"], nameOrNid);
		if (typeof nameOrNid === "number") validateInt32(nameOrNid, "nameOrId");
		validateObject(options, "options");
		const { keyLength, ivLength } = options;
		if (keyLength !== undefined) validateInt32(keyLength, "options.keyLength");
		if (ivLength !== undefined) validateInt32(ivLength, "options.ivLength");
		return ops.cipherInfo(nameOrNid, keyLength, ivLength);
	};

	// asymmetric makes an operation of RSA. Without options it is PKCS #1, and OAEP is with SHA-256, as on
	// the platform and other than in Node.
	const PKCS1 = 1;
	const asymmetric = (name, kind, argument) =>
		({
			[name](key, buffer) {
				if (key === undefined) throw new ERR_MISSING_ARGS(argument);
				if (buffer === undefined) throw new ERR_MISSING_ARGS("buffer");
				const found = cipherKey(key, kind);
				const { padding = PKCS1, oaepHash = "sha256", oaepLabel, encoding } = key;
				if (typeof buffer === "string") buffer = Buffer.from(buffer, encoding);
				validateNumber(padding, "options.padding");
				validateString(oaepHash, "options.oaepHash");
				const label = oaepLabel === undefined ? undefined : bytes(oaepLabel, "options.oaepLabel", encoding, ["string", "Buffer", "TypedArray", "DataView", "ArrayBuffer"]);
				if (!isBytes(buffer)) throw new TypeError(`Failed to execute '${name}' on 'CryptoImpl': parameter 2 is not of type 'BufferSource'.`);
				return Buffer.from(ops[name](found, buffer, padding, oaepHash, label));
			},
		})[name];

	return {
		Cipheriv,
		Decipheriv,
		createCipheriv: (algorithm, key, iv, options = {}) => new Cipheriv(algorithm, key, iv, options),
		createDecipheriv: (algorithm, key, iv, options = {}) => new Decipheriv(algorithm, key, iv, options),
		publicDecrypt: asymmetric("publicDecrypt", "public", "key"),
		publicEncrypt: asymmetric("publicEncrypt", "public", "key"),
		privateDecrypt: asymmetric("privateDecrypt", "private", "privateKey"),
		privateEncrypt: asymmetric("privateEncrypt", "private", "privateKey"),
		getCipherInfo,
		getCiphers: () => [...ciphers],
	};
}
