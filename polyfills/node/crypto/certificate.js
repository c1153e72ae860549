(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateString } = require("internal/validators");
	const { bytes, isBytes } = require("internal/crypto/bytes");
	const { isKeyObject, handleOf, wrap } = require("internal/crypto/keys");

	const mustBeKey = (key, name, type) => {
		if (!isKeyObject(key)) throw new ERR_INVALID_ARG_TYPE(name, "KeyObject", key);
		if (key.type !== type) throw new ERR_INVALID_ARG_VALUE(name, key);
		return handleOf(key);
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
		checkHost(name) {
			validateString(name, "name");
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
			const record = (text) => Object.fromEntries((text ?? "").split("\n").filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2)));
			const { subject, issuer, subjectAltName, infoAccess, ca, validFrom, validTo, fingerprint, fingerprint256, fingerprint512, keyUsage, serialNumber, raw } = this;
			return {
				subject: record(subject), issuer: record(issuer), subjectAltName, infoAccess, ca, valid_from: validFrom, valid_to: validTo,
				fingerprint, fingerprint256, fingerprint512, ext_key_usage: keyUsage, serialNumber, raw,
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
			bytes(data, "spkac", encoding);
			return Buffer.alloc(0);
		},
		exportChallenge(data, encoding) {
			bytes(data, "spkac", encoding);
			return Buffer.alloc(0);
		},
	};
	Object.assign(Certificate.prototype, spkac);
	Object.assign(Certificate, { exportChallenge: spkac.exportChallenge, exportPublicKey: spkac.exportPublicKey, verifySpkac: spkac.verifySpkac });

	return { X509Certificate, Certificate };
}
