(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = require("internal/errors");
	const { validateObject, validateBoolean, validateFunction, validateInteger, validateInt32 } = require("internal/validators");
	const { isBytes, later } = require("internal/crypto/bytes");

	const maxSize = 2147483647;
	const maxRange = 0xffffffffffff;

	const fill = (size) => {
		const bytes = Buffer.alloc(size);
		ops.randomFill(bytes);
		return bytes;
	};
	const randomBytes = (size, callback) => {
		validateInteger(size, "size", 0, maxSize);
		if (callback === undefined) return fill(size);
		validateFunction(callback, "callback");
		later(() => fill(size), callback);
	};

	const part = (buffer, offset, size) => {
		if (!isBytes(buffer)) throw new ERR_INVALID_ARG_TYPE("buffer", ["TypedArray", "DataView", "ArrayBuffer", "SharedArrayBuffer"], buffer);
		const unit = buffer.BYTES_PER_ELEMENT || 1;
		offset ??= 0;
		validateInteger(offset, "offset", 0, buffer.byteLength / unit);
		size ??= buffer.byteLength / unit - offset;
		validateInteger(size, "size", 0, maxSize);
		if (size + offset > buffer.byteLength / unit) throw new ERR_OUT_OF_RANGE("size + offset", `<= ${buffer.byteLength}`, size + offset);
		return new Uint8Array(buffer.buffer ?? buffer, (buffer.byteOffset ?? 0) + offset * unit, size * unit);
	};
	const randomFillSync = (buffer, offset, size) => {
		ops.randomFill(part(buffer, offset, size));
		return buffer;
	};
	const randomFill = (buffer, offset, size, callback) => {
		if (typeof offset === "function") [offset, callback] = [undefined, offset];
		else if (typeof size === "function") [size, callback] = [undefined, size];
		validateFunction(callback, "callback");
		const target = part(buffer, offset, size);
		later(() => {
			ops.randomFill(target);
			return buffer;
		}, callback);
	};

	// below gives a number below range, each as likely.
	const below = (range) => {
		const limit = 2 ** 48 - (2 ** 48 % range);
		for (;;) {
			const n = fill(6).readUIntBE(0, 6);
			if (n < limit) return n % range;
		}
	};
	const randomInt = (min, max, callback) => {
		if (max === undefined || typeof max === "function") [min, max, callback] = [0, min, max];
		if (callback !== undefined) validateFunction(callback, "callback");
		validateInteger(min, "min");
		validateInteger(max, "max");
		if (max <= min) throw new ERR_OUT_OF_RANGE("min", "min < max", min);
		if (max > maxRange) throw new ERR_OUT_OF_RANGE("max", `<= ${maxRange}`, max);
		if (max - min > maxRange) throw new ERR_OUT_OF_RANGE("max - min", `<= ${maxRange}`, max - min);
		if (callback === undefined) return min + below(max - min);
		later(() => min + below(max - min), callback);
	};

	const randomUUID = (options) => {
		if (options !== undefined) {
			validateObject(options, "options");
			if (options.disableEntropyCache !== undefined) validateBoolean(options.disableEntropyCache, "options.disableEntropyCache");
		}
		return crypto.randomUUID();
	};

	// Primes.

	const toBigInt = (bytes) => BigInt("0x" + (Buffer.from(bytes).toString("hex") || "0"));
	const fromBigInt = (n, name) => {
		if (n < 0n) throw new ERR_OUT_OF_RANGE(name, ">= 0", n);
		const hex = n.toString(16);
		return Buffer.from(hex.length % 2 ? "0" + hex : hex, "hex");
	};
	const numberBytes = (value, name, expected) => {
		if (typeof value === "bigint") return fromBigInt(value, name);
		if (!isBytes(value)) throw new ERR_INVALID_ARG_TYPE(name, expected, value);
		return value;
	};
	const numberTypes = ["ArrayBuffer", "TypedArray", "Buffer", "DataView", "bigint"];

	const prime = (size, options) => {
		validateInt32(size, "size", 1);
		validateObject(options, "options");
		const { safe = false, bigint = false, add, rem } = options;
		validateBoolean(safe, "options.safe");
		validateBoolean(bigint, "options.bigint");
		const given = (value, name) => (value === undefined ? undefined : numberBytes(value, name, numberTypes));
		const bounds = [given(add, "options.add"), given(rem, "options.rem")];
		return () => {
			const bytes = ops.generatePrime(size, safe, ...bounds);
			return bigint ? toBigInt(bytes) : bytes;
		};
	};
	const candidate = (value, options) => {
		const bytes = numberBytes(value, "candidate", ["bigint", "ArrayBuffer", "TypedArray", "Buffer", "DataView"]);
		validateObject(options, "options");
		if (options.checks !== undefined) validateInt32(options.checks, "options.checks", 0);
		return () => ops.isPrime(bytes);
	};
	const withCallback = (begin) => (value, options = {}, callback) => {
		if (typeof options === "function") [options, callback] = [{}, options];
		const compute = begin(value, options);
		validateFunction(callback, "callback");
		later(compute, callback);
	};

	return {
		getRandomValues: (array) => crypto.getRandomValues(array),
		pseudoRandomBytes: randomBytes,
		randomBytes,
		randomFillSync,
		randomFill,
		randomInt,
		randomUUID,
		generatePrime: withCallback(prime),
		generatePrimeSync: (size, options = {}) => prime(size, options)(),
		checkPrime: withCallback(candidate),
		checkPrimeSync: (value, options = {}) => candidate(value, options)(),
	};
}
