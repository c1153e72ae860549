(require, ops) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = require("internal/errors");
	const { validateObject, validateBoolean, validateFunction, validateInteger, validateInt32 } = require("internal/validators");
	const { isBytes, later } = require("internal/crypto/bytes");

	const maxSize = 2147483647;
	const maxRange = 0xffffffffffff;

	const fill = (size) => crypto.getRandomValues(Buffer.alloc(size));
	const randomBytes = (size, callback) => {
		validateInteger(size, "size", 0, maxSize);
		if (size === maxSize) throw new ERR_OUT_OF_RANGE("size", `0 to ${maxSize}`, size); // a Buffer has no such length
		if (callback === undefined) return fill(size);
		validateFunction(typeof callback === "function" ? callback : undefined, "callback");
		later(() => fill(size), callback);
	};

	// part is what of a view or buffer is filled. As on the platform sizes are those in bytes, and taken
	// for elements; no more than 64 KiB is filled at once, nor other views than those of integers.
	const part = (buffer, offset = 0, size) => {
		if (!isBytes(buffer)) throw new ERR_INVALID_ARG_TYPE("buffer", ["TypedArray", "DataView", "ArrayBuffer", "SharedArrayBuffer"], buffer);
		validateInteger(offset, "offset", 0, maxSize);
		const rest = buffer.byteLength - offset;
		if (size === undefined) size = rest;
		else validateInteger(size, "size", 0, rest);
		if (!ArrayBuffer.isView(buffer)) buffer = Buffer.from(buffer);
		else if (buffer instanceof DataView) buffer = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
		return buffer.subarray(offset, offset + size);
	};
	const randomFillSync = (buffer, offset, size) => crypto.getRandomValues(part(buffer, offset, size));
	const randomFill = (buffer, offset, size, callback) => {
		if (typeof offset === "function") [offset, callback] = [undefined, offset];
		else if (typeof size === "function") [size, callback] = [undefined, size];
		const target = part(buffer, offset, size);
		validateFunction(callback, "callback");
		later(() => {
			crypto.getRandomValues(target);
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
	function randomInt(min, max, callback) {
		if (typeof max === "function") [max, callback] = [undefined, max];
		if (arguments.length < 2 || (max === undefined && callback !== undefined)) [min, max] = [0, min];
		else validateInteger(min, "min");
		validateInteger(max, "max");
		if (max <= min) throw new ERR_OUT_OF_RANGE("min", "min < max", min);
		const draw = () => {
			if (max - min > maxRange) throw new ERR_OUT_OF_RANGE("max", `<= ${maxRange}`, max - min);
			return min + below(max - min);
		};
		if (callback === undefined || callback === null) return draw();
		later(draw, callback);
	}

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
	const compute = (begin, value, options, callback) => {
		if (typeof options === "function") [options, callback] = [{}, options];
		const computed = begin(value, options ?? {});
		validateFunction(callback, "callback");
		later(computed, callback);
	};

	return {
		getRandomValues: (array) => crypto.getRandomValues(array),
		pseudoRandomBytes: randomBytes,
		randomBytes,
		randomFillSync,
		randomFill,
		randomInt,
		randomUUID,
		generatePrime: (size, options, callback) => compute(prime, size, options, callback),
		generatePrimeSync: (size, options = {}) => prime(size, options)(),
		checkPrime: (value, options, callback) => compute(candidate, value, options, callback),
		checkPrimeSync: (value, options = {}) => candidate(value, options)(),
	};
}
