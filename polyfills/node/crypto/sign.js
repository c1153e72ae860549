(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateString, validateFunction } = require("internal/validators");
	const { bytes, encode, later } = require("internal/crypto/bytes");
	const { keyWithOptions } = require("internal/crypto/keys");
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
			const { handle, options } = keyWithOptions(key, "private");
			const rest = parameters(options);
			const { algorithm, data } = take(this, signEnded);
			if (handle.asymmetricType === "ed25519") throw new Error("Failed to set signature digest");
			return encode(ops.sign(handle, data, algorithm, ...rest), outputEncoding);
		},
	});
	const Verify = define("Verify", verifyEnded, {
		verify(key, signature, encoding) {
			if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
			const { handle, options } = keyWithOptions(key, "public");
			const rest = parameters(options);
			signature = bytes(signature, "signature", encoding);
			const { algorithm, data } = take(this, verifyEnded);
			if (handle.asymmetricType === "ed25519") throw new Error("Unsupported operation for this key");
			return ops.verify(handle, data, algorithm, ...rest, signature);
		},
	});

	const prepareSign = (algorithm, data, key) => {
		if (algorithm != null) validateString(algorithm, "algorithm");
		data = bytes(data, "data", undefined, dataTypes);
		if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
		const { handle, options } = keyWithOptions(key, "private");
		return () => Buffer.from(ops.sign(handle, data, algorithm, ...parameters(options)));
	};
	const prepareVerify = (algorithm, data, key, signature) => {
		if (algorithm != null) validateString(algorithm, "algorithm");
		data = bytes(data, "data", undefined, dataTypes);
		const { handle, options } = keyWithOptions(key, "public");
		signature = bytes(signature, "signature", undefined, ["Buffer", "TypedArray", "DataView"]);
		return () => ops.verify(handle, data, algorithm, ...parameters(options), signature);
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
