(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateString, validateFunction } = require("internal/validators");
	const { bytes, encode, isBytes, later } = require("internal/crypto/bytes");
	const { signingKey } = require("internal/crypto/keys");
	const { Writable } = require("stream");

	const state = Symbol("state");
	const dataTypes = ["string", "Buffer", "TypedArray", "DataView"];

	// parameters gives what stands beside a key: padding, length of the salt, and whether signatures
	// of ECDSA are r and s side by side.
	const parameters = (options) => {
		const { padding, saltLength, dsaEncoding } = options;
		for (const [name, value] of [["padding", padding], ["saltLength", saltLength]]) {
			if (value !== undefined && value !== value << 0) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
		}
		if (dsaEncoding !== undefined && dsaEncoding !== "der" && dsaEncoding !== "ieee-p1363") throw new ERR_INVALID_ARG_VALUE("options.dsaEncoding", dsaEncoding);
		return [padding ?? 1, saltLength, dsaEncoding === "ieee-p1363"];
	};
	const checkDigest = (name) => {
		if (!ops.hasDigest(name)) throw new Error(`Unknown digest: ${name}`);
	};

	const define = (name, words, own) => {
		const Class = {
			[name]: function (algorithm, options) {
				if (!(this instanceof Class)) return new Class(algorithm, options);
				validateString(algorithm, "algorithm");
				checkDigest(algorithm);
				this[state] = { algorithm, parts: [] };
				Writable.call(this, options);
			},
		}[name];
		Object.setPrototypeOf(Class, Writable);
		Object.setPrototypeOf(Class.prototype, Writable.prototype);
		Object.assign(Class.prototype, {
			_write(chunk, encoding, callback) {
				this.update(chunk, encoding);
				callback();
			},
			update(data, encoding) {
				data = bytes(data, "data", encoding, dataTypes);
				if (!this[state]) throw new Error(words);
				this[state].parts.push(Buffer.from(data instanceof ArrayBuffer ? data.slice(0) : Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))));
				return this;
			},
			...own,
		});
		return Class;
	};
	// take ends an operation and gives what it was about.
	const take = (self, words) => {
		if (!self[state]) throw new Error(words);
		const { algorithm, parts } = self[state];
		self[state] = undefined;
		return { algorithm, data: Buffer.concat(parts) };
	};

	const signEnded = "Signing context has already been finalized";
	const verifyEnded = "Verification context has already been finalized";
	const Sign = define("Sign", signEnded, {
		sign(key, outputEncoding) {
			if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
			const { handle, options } = signingKey(key, "private");
			const rest = parameters(options);
			const { algorithm, data } = take(this, signEnded);
			if (handle.asymmetricType === "ed25519") throw new Error("Failed to set signature digest");
			return encode(ops.sign(handle, data, algorithm, ...rest), outputEncoding);
		},
	});
	const Verify = define("Verify", verifyEnded, {
		verify(key, signature, encoding) {
			if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
			const { handle, options } = signingKey(key, "public");
			const rest = parameters(options);
			if (typeof signature === "string") signature = Buffer.from(signature, encoding);
			else if (!isBytes(signature)) throw new TypeError("Failed to execute 'verify' on 'VerifyHandle': parameter 2 is not of type 'BufferSource'.");
			const { algorithm, data } = take(this, verifyEnded);
			if (handle.asymmetricType === "ed25519") throw new Error("Unsupported operation for this key");
			return ops.verify(handle, data, algorithm, ...rest, signature);
		},
	});

	// What signs in one go takes no text, and goes on with PKCS #1 whatever padding it is told, as on the
	// platform.
	const ownTypes = ["Buffer", "TypedArray", "DataView"];
	const own = (value, name) => {
		if (!isBytes(value)) throw new ERR_INVALID_ARG_TYPE(name, ownTypes, value);
		return value;
	};
	const atOnce = (options) => [1, undefined, parameters(options)[2]];
	const prepare = (algorithm, data, key, kind) => {
		if (algorithm != null) validateString(algorithm, "algorithm");
		own(data, "data");
		if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
		return signingKey(key, kind);
	};
	const prepareSign = (algorithm, data, key) => {
		const { handle, options } = prepare(algorithm, data, key, "private");
		return () => Buffer.from(ops.sign(handle, data, algorithm, ...atOnce(options)));
	};
	const prepareVerify = (algorithm, data, key, signature) => {
		const { handle, options } = prepare(algorithm, data, key, "public");
		if (handle.type === "secret") throw new Error("Invalid key for verification operation");
		own(signature, "signature");
		return () => ops.verify(handle, data, algorithm, ...atOnce(options), signature);
	};
	const run = (prepared, callback) => {
		if (callback === undefined) return prepared();
		validateFunction(callback, "callback");
		later(prepared, callback);
	};

	return {
		Sign,
		Verify,
		createSign: (algorithm, options) => new Sign(algorithm, options),
		createVerify: (algorithm, options) => new Verify(algorithm, options),
		sign: (algorithm, data, key, callback) => run(prepareSign(algorithm, data, key), callback),
		verify: (algorithm, data, key, signature, callback) => run(prepareVerify(algorithm, data, key, signature), callback),
	};
}
