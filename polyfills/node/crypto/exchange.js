(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateString, validateInt32, validateObject, validateOneOf } = require("internal/validators");
	const { bytes, encode, isBytes } = require("internal/crypto/bytes");
	const { isKeyObject, handleOf } = require("internal/crypto/keys");

	const handle = Symbol("handle");

	// getters are methods that give a number of the handle.
	const getters = (names) =>
		Object.fromEntries(names.map((name) => [name, { [name](encoding) { return encode(this[handle][name](), encoding); } }[name]]));
	const shared = {
		...getters(["generateKeys"]),
		computeSecret(key, inputEncoding, outputEncoding) {
			return encode(this[handle].computeSecret(bytes(key, "key", inputEncoding)), outputEncoding);
		},
		...getters(["getPrime", "getGenerator", "getPublicKey", "getPrivateKey"]),
	};
	const verifyError = {
		get() {
			return ops.verifyDH(this[handle]);
		},
		configurable: true,
		enumerable: true,
	};

	function DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
		if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
		if (typeof sizeOrKey !== "number" && typeof sizeOrKey !== "string" && !isBytes(sizeOrKey)) {
			throw new ERR_INVALID_ARG_TYPE("sizeOrKey", ["number", "string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], sizeOrKey);
		}
		if (typeof sizeOrKey === "number") validateInt32(sizeOrKey, "sizeOrKey");
		if (keyEncoding && keyEncoding !== "buffer" && !Buffer.isEncoding(keyEncoding)) [genEncoding, generator, keyEncoding] = [generator, keyEncoding, undefined];
		if (typeof sizeOrKey !== "number") sizeOrKey = bytes(sizeOrKey, "sizeOrKey", keyEncoding);
		if (!generator) generator = 2;
		else if (typeof generator === "number") validateInt32(generator, "generator");
		else generator = bytes(generator, "generator", genEncoding, ["number", "string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"]);
		this[handle] = ops.newDH(sizeOrKey, generator);
	}
	Object.assign(DiffieHellman.prototype, shared, {
		setPublicKey(key, encoding) {
			this[handle].setPublicKey(bytes(key, "key", encoding));
			return this;
		},
		setPrivateKey(key, encoding) {
			this[handle].setPrivateKey(bytes(key, "key", encoding));
			return this;
		},
	});
	Object.defineProperty(DiffieHellman.prototype, "verifyError", { ...verifyError, enumerable: true });

	function DiffieHellmanGroup(name) {
		if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
		this[handle] = ops.newDHGroup(String(name));
	}
	Object.assign(DiffieHellmanGroup.prototype, shared);
	Object.defineProperty(DiffieHellmanGroup.prototype, "verifyError", verifyError);

	const checkFormat = (format) => {
		validateOneOf(format, "format", ["compressed", "uncompressed", "hybrid"]);
		return format;
	};
	const own = ["string", "Buffer", "TypedArray", "DataView"]; // what the platform names
	function ECDH(curve) {
		if (!(this instanceof ECDH)) return new ECDH(curve);
		validateString(curve, "curveName");
		this[handle] = ops.newECDH(curve);
	}
	Object.assign(ECDH.prototype, {
		computeSecret(otherPublicKey, inputEncoding, outputEncoding) {
			return encode(this[handle].computeSecret(bytes(otherPublicKey, "otherPublicKey", inputEncoding, own)), outputEncoding);
		},
		generateKeys(encoding, format = "uncompressed") {
			checkFormat(format);
			this[handle].generateKeys();
			return this.getPublicKey(encoding, format);
		},
		getPrivateKey: shared.getPrivateKey,
		getPublicKey(encoding, format = "uncompressed") {
			return encode(this[handle].getPublicKey(checkFormat(format)), encoding);
		},
		setPrivateKey(key, encoding) {
			this[handle].setPrivateKey(bytes(key, "key", encoding, own));
		},
	});
	ECDH.convertKey = (key, curve, inputEncoding, outputEncoding, format = "uncompressed") => {
		validateString(curve, "curve");
		return encode(ops.convertKey(bytes(key, "key", inputEncoding, own), curve, checkFormat(format)), outputEncoding);
	};

	const diffieHellman = (options) => {
		validateObject(options, "options");
		const { publicKey, privateKey } = options;
		for (const [name, key, type] of [["publicKey", publicKey, "public"], ["privateKey", privateKey, "private"]]) {
			if (!isKeyObject(key)) throw new ERR_INVALID_ARG_TYPE(`options.${name}`, "KeyObject", key);
			if (key.type !== type) throw new ERR_INVALID_ARG_TYPE(`options.${name}`, `${type} key`, key);
		}
		if (publicKey.asymmetricKeyType !== privateKey.asymmetricKeyType) {
			throw new ERR_INVALID_ARG_VALUE("options.publicKey.asymmetricKeyType", publicKey.asymmetricKeyType, "must equal privateKey.asymmetricKeyType");
		}
		return Buffer.from(ops.agree(handleOf(privateKey), handleOf(publicKey)));
	};

	const createDiffieHellmanGroup = (name) => new DiffieHellmanGroup(name);
	return {
		DiffieHellman,
		DiffieHellmanGroup,
		ECDH,
		createDiffieHellman: (sizeOrKey, keyEncoding, generator, genEncoding) => new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding),
		createDiffieHellmanGroup,
		getDiffieHellman: (name) => new DiffieHellmanGroup(name),
		createECDH: (curve) => new ECDH(curve),
		diffieHellman,
	};
}
