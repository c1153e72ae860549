(require) => {
	const errors = require("internal/errors");
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } = errors;

	// must throws the TypeError of an argument unless ok.
	const must = (ok, name, expected, value) => {
		if (!ok) throw new ERR_INVALID_ARG_TYPE(name, expected, value);
	};
	const between = (min, max) => [min == null ? "" : `>= ${min}`, max == null ? "" : `<= ${max}`].filter(Boolean).join(" && ");
	const whole = (value, name, min, max) => {
		must(typeof value === "number", name, "number", value);
		if (!Number.isInteger(value)) throw new ERR_OUT_OF_RANGE(name, "an integer", value);
		if (value < min || value > max) throw new ERR_OUT_OF_RANGE(name, between(min, max), value);
	};

	const exports = {
		kValidateObjectNone: 0,
		kValidateObjectAllowNullable: 1,
		kValidateObjectAllowArray: 2,
		kValidateObjectAllowFunction: 4,

		isInt32: (value) => value === (value | 0),
		isUint32: (value) => value === value >>> 0,

		validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
			whole(value, name, min, max);
		},
		validateInt32(value, name, min = -2147483648, max = 2147483647) {
			whole(value, name, min, max);
		},
		validateUint32(value, name, positive = false) {
			must(typeof value === "number", name, "number", value);
			if (!Number.isInteger(value)) throw new ERR_OUT_OF_RANGE(name, "an integer", value);
			const min = positive ? 1 : 0;
			if (value < min || value > 4294967295) throw new ERR_OUT_OF_RANGE(name, `>= ${min} && < 4294967296`, value);
		},
		validateNumber(value, name, min = undefined, max = undefined) {
			must(typeof value === "number", name, "number", value);
			const bounded = min != null || max != null;
			if (value < min || value > max || (bounded && Number.isNaN(value))) throw new ERR_OUT_OF_RANGE(name, between(min, max), value);
		},
		validateString(value, name) {
			must(typeof value === "string", name, "string", value);
		},
		validateBoolean(value, name) {
			must(typeof value === "boolean", name, "boolean", value);
		},
		validateFunction(value, name) {
			must(typeof value === "function", name, "Function", value);
		},
		validateSymbol(value, name) {
			must(typeof value === "symbol", name, "symbol", value);
		},
		validateUndefined(value, name) {
			must(value === undefined, name, "undefined", value);
		},
		validateObject(value, name, options = 0) {
			const ok =
				value === null
					? options & exports.kValidateObjectAllowNullable
					: Array.isArray(value)
						? options & exports.kValidateObjectAllowArray
						: typeof value === "object" || (typeof value === "function" && options & exports.kValidateObjectAllowFunction);
			must(ok, name, "Object", value);
		},
		validateArray(value, name, minLength = 0) {
			must(Array.isArray(value), name, "Array", value);
			if (value.length < minLength) throw new ERR_INVALID_ARG_VALUE(name, value, `must be longer than ${minLength}`);
		},
		validateStringArray(value, name) {
			exports.validateArray(value, name);
			value.forEach((item, i) => exports.validateString(item, `${name}[${i}]`));
		},
		validateBooleanArray(value, name) {
			exports.validateArray(value, name);
			value.forEach((item, i) => exports.validateBoolean(item, `${name}[${i}]`));
		},
		validateBuffer(value, name = "buffer") {
			must(ArrayBuffer.isView(value), name, ["Buffer", "TypedArray", "DataView"], value);
		},
		validateOneOf(value, name, oneOf) {
			if (oneOf.includes(value)) return;
			const allowed = oneOf.map((v) => (typeof v === "string" ? `'${v}'` : String(v))).join(", ");
			throw new ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${allowed}`);
		},
		validateEncoding(data, encoding) {
			if (String(encoding).toLowerCase() === "hex" && data.length % 2 !== 0) {
				throw new ERR_INVALID_ARG_VALUE("encoding", encoding, `is invalid for data of length ${data.length}`);
			}
		},
		validateAbortSignal(value, name) {
			must(value === undefined || (value !== null && typeof value === "object" && "aborted" in value), name, "AbortSignal", value);
		},
		validatePort(port, name = "Port", allowZero = true) {
			const text = typeof port === "string" && port.trim() !== "";
			if ((typeof port !== "number" && !text) || +port !== +port >>> 0 || port > 0xffff || (port === 0 && !allowZero)) {
				throw new errors.ERR_SOCKET_BAD_PORT(name, port, allowZero);
			}
			return port | 0;
		},
		parseFileMode(value, name, fallback) {
			value ??= fallback;
			if (typeof value === "string") {
				if (!/^[0-7]+$/.test(value)) throw new ERR_INVALID_ARG_VALUE(name, value, "must be a 32-bit unsigned integer or an octal string");
				value = parseInt(value, 8);
			}
			exports.validateUint32(value, name);
			return value;
		},
		// checkFiniteNumber gives false for what is to be defaulted.
		checkFiniteNumber(value, name) {
			if (value === undefined || Number.isNaN(value)) return false;
			exports.validateNumber(value, name);
			if (!Number.isFinite(value)) throw new ERR_OUT_OF_RANGE(name, "a finite number", value);
			return true;
		},
		checkRangesOrGetDefault(value, name, lower, upper, fallback) {
			if (!exports.checkFiniteNumber(value, name)) return fallback;
			if (value < lower || value > upper) throw new ERR_OUT_OF_RANGE(name, `>= ${lower} and <= ${upper}`, value);
			return value;
		},
	};
	return exports;
}
