(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS, ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE, ERR_INCOMPATIBLE_OPTION_PAIR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_OPTION } = require("internal/errors");
	const { validateString, validateObject, validateInt32, validateInteger, validateUint32, validateFunction, validateOneOf } = require("internal/validators");
	const { bytes, isBytes, later } = require("internal/crypto/bytes");

	const handle = Symbol("handle");
	const isKeyObject = (value) => value instanceof KeyObject;
	const isKey = (value) => isKeyObject(value) || value instanceof CryptoKey;

	class KeyObject {
		static from(key) {
			const found = ops.fromCryptoKey(key);
			if (found === undefined) throw new ERR_INVALID_ARG_TYPE("key", "CryptoKey", key);
			return wrap(found);
		}
		constructor() {
			throw new Error("Illegal constructor");
		}
		export(options = {}) {
			validateObject(options, "options");
			if (options.format === "jwk") return ops.exportJWK(this[handle]);
			return exportAs(this[handle], options);
		}
		equals(other) {
			return isKeyObject(other) && ops.sameKey(this[handle], other[handle]);
		}
		toCryptoKey(algorithm, extractable, keyUsages) {
			if (typeof keyUsages?.[Symbol.iterator] !== "function") throw new ERR_INVALID_ARG_TYPE("keyUsages", "Iterable", keyUsages);
			return ops.toCryptoKey(this[handle], algorithm, extractable, [...keyUsages]);
		}
		get [Symbol.toStringTag]() {
			return "KeyObject";
		}
	}
	class AsymmetricKeyObject extends KeyObject {
		get asymmetricKeyType() {
			return this[handle].asymmetricType;
		}
		get asymmetricKeyDetails() {
			return this[handle].details;
		}
	}
	class PublicKeyObject extends AsymmetricKeyObject {
		export(options = {}) {
			return super.export(options);
		}
		get type() {
			return "public";
		}
	}
	class PrivateKeyObject extends AsymmetricKeyObject {
		export(options = {}) {
			validateObject(options, "options");
			const { type, format, cipher, passphrase } = options;
			if (type === "pkcs1" && this.asymmetricKeyType !== "rsa") throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS("pkcs1", "can only be used for RSA keys");
			if (type === "sec1" && this.asymmetricKeyType !== "ec") throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS("sec1", "can only be used for EC keys");
			if (cipher === undefined) return super.export(options);
			validateString(cipher, "options.cipher");
			if (typeof passphrase !== "string" && !isBytes(passphrase)) throw new ERR_INVALID_ARG_TYPE("options.passphrase", ["string", "Uint8Array"], passphrase);
			if (type === "pkcs1" && format === "der") throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS("pkcs1", "does not support encryption");
			return super.export({ ...options, passphrase: bytes(passphrase, "options.passphrase") });
		}
		get type() {
			return "private";
		}
	}
	class SecretKeyObject extends KeyObject {
		[Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
			return depth < 0 ? this : `SecretKeyObject ${inspect({ size: this.symmetricKeySize }, options)}`;
		}
		get symmetricKeySize() {
			return this[handle].size;
		}
		export(options = {}) {
			validateObject(options, "options");
			const { format } = options;
			checkPassphrase(options.passphrase);
			if (format === "jwk") return ops.exportJWK(this[handle]);
			if (format !== undefined && format !== "buffer") throw new TypeError(`Invalid format for secret key export: ${format}`);
			return Buffer.from(ops.exportSecret(this[handle]));
		}
		get type() {
			return "secret";
		}
	}
	const classes = { public: PublicKeyObject, private: PrivateKeyObject, secret: SecretKeyObject };
	const wrap = (found) => {
		const object = Object.create(classes[found.type].prototype);
		Object.defineProperty(object, handle, { value: found });
		return object;
	};

	// checkPassphrase is what the platform says of text that no cipher made bytes of.
	const checkPassphrase = (passphrase) => {
		if (passphrase === undefined || isBytes(passphrase)) return;
		throw new TypeError("Incorrect type for the 'passphrase' field on 'KeyExportOptions': the provided value is not of type 'BufferSource'.");
	};

	// exportAs writes a key as PEM, which is text, or DER.
	const exportAs = (found, { format = "pem", type, cipher, passphrase }) => {
		if (type === undefined) throw new TypeError("Missing type option");
		checkPassphrase(passphrase);
		const out = Buffer.from(ops.exportKey(found, format, type, cipher, passphrase));
		return format === "pem" ? out.toString() : out;
	};

	// Reading keys.

	const keyTypes = ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "Object"];

	// parse gives the handle of a key in one of the forms that createPublicKey takes.
	const parse = (kind, key) => {
		if (typeof key === "string" || isBytes(key)) key = { key };
		else if (key === undefined || key === null) throw new ERR_INVALID_ARG_TYPE("key", keyTypes, key);
		else if (!["string", "object", "undefined"].includes(typeof key.key)) throw new ERR_INVALID_ARG_TYPE("key", keyTypes, key);
		const { key: data, format = "pem", type, passphrase, encoding } = key;
		if (typeof data === "object" && data !== null && !isBytes(data) && !isKey(data)) return ops.importJWK(kind === "private", data);
		if (typeof data !== "string" && !isBytes(data)) throw new ERR_INVALID_ARG_TYPE("options.key", keyTypes, data);
		if (format === "jwk") throw new ERR_INVALID_ARG_VALUE("format", format, "must be one of: 'pem', 'der'");
		validateOneOf(format, "options.format", ["pem", "der", "jwk"]);
		if (type !== undefined) validateOneOf(type, "options.type", ["pkcs1", "pkcs8", "spki", "sec1"]);
		if (passphrase !== undefined && typeof passphrase !== "string" && !isBytes(passphrase)) {
			throw new ERR_INVALID_ARG_TYPE("options.passphrase", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], passphrase);
		}
		const secret = passphrase === undefined ? undefined : bytes(passphrase, "options.passphrase");
		return ops.parseKey(kind === "private", bytes(data, "options.key", encoding, keyTypes), format, type, secret);
	};

	const createPublicKey = (key) => {
		if (isKey(key)) {
			if (key.type !== "private") throw new ERR_INVALID_ARG_TYPE("key", "PrivateKeyObject", key);
			if (!isKeyObject(key)) throw new Error("Failed to derive public key from private key");
			return wrap(ops.publicOf(key[handle]));
		}
		return wrap(parse("public", key));
	};
	const createPrivateKey = (key) => wrap(parse("private", key));
	const createSecretKey = (key, encoding) => {
		if (typeof key === "string") key = Buffer.from(key, encoding);
		else if (key === undefined || key === null) throw new ERR_INVALID_ARG_TYPE("key", ["string", "ArrayBuffer", "TypedArray", "DataView"], key);
		else if (!isBytes(key)) throw new TypeError("Failed to execute 'createSecretKey' on 'CryptoImpl': parameter 1 is not of type 'BufferSource'.");
		return wrap(ops.secretKey(key));
	};

	const invalidType = (actual, expected) => new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(actual, expected);

	// secretBytes gives the bytes of a secret in one of the forms that createHmac takes.
	const secretBytes = (key, name, expected, encoding) => {
		const found = isKeyObject(key) ? key[handle] : ops.fromCryptoKey(key);
		if (found === undefined) return bytes(key, name, encoding, expected);
		if (found.type !== "secret") throw invalidType(found.type, "secret");
		return found.secret;
	};

	// cipherSecret is secretBytes for ciphers, which cannot read what Web Crypto made.
	const cipherSecret = (key, name, expected) => {
		const secret = secretBytes(key, name, expected);
		if (isKey(key) && !(isKeyObject(key) && key[handle].imported)) throw new Error("Failed to get raw secret key data");
		return secret;
	};

	// signingKey gives the handle of a key that signs or verifies, and what stands beside it.
	const signingKey = (key, kind) => {
		const found = isKeyObject(key) ? key[handle] : ops.fromCryptoKey(key);
		if (found === undefined) return { handle: parse(kind, key), options: typeof key === "string" || isBytes(key) ? {} : key };
		if (kind === "private" && isKeyObject(key)) {
			if (found.type === "secret") throw new ERR_INVALID_ARG_TYPE("options", ["PublicKeyObject", "PrivateKeyObject", "CryptoKey", "Object"], found.type);
			if (found.type === "public") throw invalidType(found.type, kind);
		}
		return { handle: found, options: {} };
	};

	// cipherKey gives the handle of a key of exactly one kind, which may stand in options, too.
	const cipherKey = (key, kind) => {
		const object = isKey(key?.key) ? key.key : key;
		if (!isKey(object)) return parse(kind, object);
		if (object.type !== kind) throw invalidType(object.type, kind);
		return isKeyObject(object) ? object[handle] : ops.fromCryptoKey(object);
	};

	// Making keys.

	// groupOf gives the group of Diffie-Hellman, or prime and generator.
	const groupOf = (options) => {
		const { prime, primeLength, generator } = options;
		const group = options.group ?? options.groupName;
		if (group !== undefined) {
			validateString(group, "options.group");
			if (prime !== undefined) throw new ERR_INCOMPATIBLE_OPTION_PAIR("group", "prime");
			if (primeLength !== undefined) throw new ERR_INCOMPATIBLE_OPTION_PAIR("group", "primeLength");
			if (generator !== undefined) throw new ERR_INCOMPATIBLE_OPTION_PAIR("group", "generator");
			return [group];
		}
		if (prime === undefined && primeLength === undefined) throw new ERR_MISSING_OPTION("At least one of the group, prime, or primeLength options");
		if (prime !== undefined) {
			if (primeLength !== undefined) throw new ERR_INCOMPATIBLE_OPTION_PAIR("prime", "primeLength");
			if (!isBytes(prime)) throw new ERR_INVALID_ARG_TYPE("options.prime", ["Buffer", "TypedArray", "ArrayBuffer"], prime);
		} else {
			validateInt32(primeLength, "options.primeLength", 0);
		}
		if (generator !== undefined) validateInt32(generator, "options.generator", 0);
		if (prime === undefined) throw new Error("Generating DH keys from a prime length is not yet implemented");
		return [prime, generator ?? 2];
	};

	const preparePair = (type, options = {}) => {
		validateOneOf(type, "type", ["rsa", "ec", "ed25519", "x25519", "dh"]);
		validateObject(options, "options");
		const { publicKeyEncoding, privateKeyEncoding } = options;
		for (const name of ["publicKeyEncoding", "privateKeyEncoding"]) {
			if (options[name] !== undefined && (options[name] === null || typeof options[name] !== "object")) throw new ERR_INVALID_ARG_TYPE(`options.${name}`, "object", options[name]);
		}
		let parameter = [];
		if (type === "rsa") {
			validateUint32(options.modulusLength, "options.modulusLength");
			if (options.publicExponent !== undefined) {
				validateUint32(options.publicExponent, "options.publicExponent");
			}
			parameter = [options.modulusLength, options.publicExponent ?? 65537];
		} else if (type === "ec") {
			validateString(options.namedCurve, "options.namedCurve");
			if (options.paramEncoding !== undefined) validateOneOf(options.paramEncoding, "options.paramEncoding", ["named", "explicit"]);
			parameter = [options.namedCurve];
		} else if (type === "dh") {
			parameter = groupOf(options);
		}
		const present = (found, encoding) => {
			if (encoding === undefined) return wrap(found);
			return wrap(found).export(encoding);
		};
		return () => {
			const found = ops.generatePair(type, ...parameter);
			return { publicKey: present(ops.publicOf(found), publicKeyEncoding), privateKey: present(found, privateKeyEncoding) };
		};
	};
	const prepareSecret = (type, options) => {
		validateOneOf(type, "type", ["hmac", "aes"]);
		validateObject(options, "options");
		const { length } = options;
		if (type === "hmac") validateInteger(length, "options.length", 8, 65536);
		else if (![128, 192, 256].includes(length)) throw new ERR_INVALID_ARG_VALUE("options.length", length, "must be one of: 128, 192, 256");
		return () => wrap(ops.secretKey(crypto.getRandomValues(new Uint8Array(Math.floor(length / 8)))));
	};

	const generateKeyPair = (type, options, callback) => {
		if (typeof options === "function") [options, callback] = [{}, options];
		validateFunction(callback, "callback");
		let compute;
		try {
			compute = preparePair(type, options);
		} catch (error) {
			compute = () => {
				throw error;
			};
		}
		later(compute, (error, pair) => (error ? callback(error) : callback(null, pair.publicKey, pair.privateKey)));
	};
	// What util.promisify makes of it gives an object with both keys.
	Object.defineProperty(generateKeyPair, Symbol.for("nodejs.util.promisify.custom.args"), { value: ["publicKey", "privateKey"] });

	return {
		KeyObject,
		PublicKeyObject,
		PrivateKeyObject,
		SecretKeyObject,
		isKeyObject,
		handleOf: (object) => object[handle],
		wrap,
		secretBytes,
		cipherSecret,
		signingKey,
		cipherKey,
		createPublicKey,
		createPrivateKey,
		createSecretKey,
		generateKeyPairSync: (type, options = {}) => preparePair(type, options)(),
		generateKeyPair,
		generateKeySync: (type, options) => prepareSecret(type, options)(),
		generateKey(type, options, callback) {
			if (typeof callback === "function") later(() => prepareSecret(type, options)(), callback);
		},
	};
}
