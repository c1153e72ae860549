(require) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE } = require("internal/errors");

	const isBuffer = (value) => value instanceof ArrayBuffer || (typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer);
	const isBytes = (value) => ArrayBuffer.isView(value) || isBuffer(value);

	return {
		isBytes,

		// bytes gives text in an encoding, or bytes, as bytes; expected says what else there could be.
		bytes(value, name, encoding, expected = ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"]) {
			if (isBytes(value)) return value;
			if (typeof value !== "string") throw new ERR_INVALID_ARG_TYPE(name, expected, value);
			return Buffer.from(value, encoding === "buffer" ? "utf8" : encoding);
		},

		// encode gives bytes as a Buffer, or as text in an encoding.
		encode(bytes, encoding) {
			const buffer = Buffer.from(bytes);
			return encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer;
		},

		// later calls a callback of Node's form with what compute gives or throws.
		later(compute, callback) {
			let error = null;
			let result;
			try {
				result = compute();
			} catch (thrown) {
				error = thrown;
			}
			queueMicrotask(() => (error ? callback(error) : callback(null, result)));
		},
	};
}
