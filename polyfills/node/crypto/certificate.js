(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateBoolean, validateObject, validateOneOf, validateString } = require("internal/validators");
	const { bytes, isBytes } = require("internal/crypto/bytes");
	const { isKeyObject, handleOf, wrap } = require("internal/crypto/keys");

	const mustBeKey = (key, name, type) => {
		if (!isKeyObject(key)) throw new ERR_INVALID_ARG_TYPE(name, "KeyObject", key);
		if (key.type !== type) throw new ERR_INVALID_ARG_TYPE(name, type === "private" ? "PrivateKeyObject" : "PublicKeyObject", key);
		return handleOf(key);
	};

	const checkHostOptions = (options) => {
		validateObject(options, "options");
		if (options.subject !== undefined) validateOneOf(options.subject, "options.subject", ["default", "always", "never"]);
		for (const name of ["wildcards", "partialWildcards", "multiLabelWildcards", "singleLabelSubdomains"]) {
			if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
		}
	};

	// record makes an object of lines of NAME=VALUE, or NAME:VALUE; add gives what stands under a name then.
	const record = (text, add) => {
		const out = {};
		for (const line of (text ?? "").split("\n").filter(Boolean)) {
			const [, name, value] = /^([^=:]*)[=:](.*)$/s.exec(line);
			out[name] = add(out[name], value);
		}
		return out;
	};
	// legacyKey describes a public key as Node did before there were key objects.
	const legacyKey = (key) => {
		const out = { modulus: undefined, bits: undefined, exponent: undefined, pubkey: undefined, asn1Curve: undefined, nistCurve: undefined };
		const type = key?.asymmetricType;
		if (type !== "rsa" && type !== "ec") return out;
		const { n, crv, x, y } = ops.exportJWK(key);
		if (type === "rsa") {
			out.modulus = Buffer.from(n, "base64url").toString("hex").toUpperCase();
			out.bits = key.details.modulusLength;
			out.exponent = `0x${key.details.publicExponent.toString(16)}`;
			out.pubkey = Buffer.from(ops.exportKey(key, "der", "spki"));
		} else {
			out.bits = Number(crv.slice(2));
			out.pubkey = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
			out.asn1Curve = key.details.namedCurve;
			out.nistCurve = crv;
		}
		return out;
	};

	class X509Certificate {
		#handle;
		constructor(buffer) {
			if (typeof buffer !== "string" && !isBytes(buffer)) throw new ERR_INVALID_ARG_TYPE("buffer", ["string", "Buffer", "TypedArray", "DataView"], buffer);
			const data = bytes(buffer, "buffer");
			this.#handle = ops.parseCertificate(data);
			if (this.#handle === undefined) throw new ERR_INVALID_ARG_VALUE("buffer", Buffer.from(data), "is not a valid certificate");
		}
		get subject() { return this.#handle.subject; }
		get subjectAltName() { return this.#handle.subjectAltName; }
		get issuer() { return this.#handle.issuer; }
		get issuerCertificate() { return undefined; }
		get infoAccess() { return this.#handle.infoAccess; }
		get validFrom() { return this.#handle.validFrom; }
		get validTo() { return this.#handle.validTo; }
		get fingerprint() { return this.#handle.fingerprint; }
		get fingerprint256() { return this.#handle.fingerprint256; }
		get fingerprint512() { return this.#handle.fingerprint512; }
		get keyUsage() { return this.#handle.keyUsage; }
		get serialNumber() { return this.#handle.serialNumber; }
		get raw() { return Buffer.from(this.#handle.raw); }
		get publicKey() {
			const key = this.#handle.publicKey;
			return key === undefined ? undefined : wrap(key);
		}
		toString() { return this.#handle.pem; }
		toJSON() { return this.toString(); }
		get ca() { return this.#handle.ca; }
		checkHost(name, options) {
			validateString(name, "name");
			if (options !== undefined) checkHostOptions(options);
			return this.#handle.checkHost(name);
		}
		checkEmail(email) {
			validateString(email, "email");
			return this.#handle.checkEmail(email);
		}
		checkIP(ip) {
			validateString(ip, "ip");
			return this.#handle.checkIP(ip);
		}
		checkIssued(other) {
			if (!(other instanceof X509Certificate)) throw new ERR_INVALID_ARG_TYPE("otherCert", "X509Certificate", other);
			return ops.issued(this.#handle, other.#handle);
		}
		checkPrivateKey(key) { return this.#handle.checkPrivateKey(mustBeKey(key, "pkey", "private")); }
		verify(key) { return this.#handle.verify(mustBeKey(key, "pkey", "public")); }
		toLegacyObject() {
			const { subject, issuer, subjectAltName, infoAccess, ca, validFrom, validTo, fingerprint, fingerprint256, fingerprint512, keyUsage, serialNumber, raw } = this;
			return {
				subject: record(subject, (_, value) => value), subjectAltName: subjectAltName ?? "",
				infoAccess: record(infoAccess, (list, value) => [...(list ?? []), value]), issuer: record(issuer, (_, value) => value), ca,
				...legacyKey(this.#handle.publicKey), valid_from: validFrom, valid_to: validTo,
				fingerprint, fingerprint256, fingerprint512, serialNumber, ext_key_usage: keyUsage, raw,
			};
		}
	}

	// Certificate is about SPKAC, which the platform can verify as little.
	function Certificate() {
		if (!(this instanceof Certificate)) return new Certificate();
	}
	const spkac = {
		verifySpkac(data, encoding) {
			bytes(data, "spkac", encoding);
			return false;
		},
		exportPublicKey(data, encoding) {
			return Buffer.from(ops.spkacPublicKey(bytes(data, "spkac", encoding)));
		},
		exportChallenge(data, encoding) {
			return Buffer.from(ops.spkacChallenge(bytes(data, "spkac", encoding)));
		},
	};
	Object.assign(Certificate.prototype, spkac);
	Object.assign(Certificate, { exportChallenge: spkac.exportChallenge, exportPublicKey: spkac.exportPublicKey, verifySpkac: spkac.verifySpkac });

	return { X509Certificate, Certificate };
}
