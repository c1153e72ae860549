(require) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_UNKNOWN_ENCODING } = require("internal/errors");

	const canonical = { utf8: "utf8", "utf-8": "utf8", ucs2: "utf16le", "ucs-2": "utf16le", utf16le: "utf16le", "utf-16le": "utf16le", latin1: "latin1", binary: "latin1", base64: "base64", base64url: "base64url", hex: "hex", ascii: "ascii" };
	const none = Buffer.alloc(0);
	const pending = Symbol("pending"); // bytes that begin a character

	// sizeOf is how many bytes the character has that a byte of UTF-8 begins.
	// Its first bits tell, also of bytes that begin none.
	const sizeOf = (lead) => (lead >> 5 === 0b110 ? 2 : lead >> 4 === 0b1110 ? 3 : lead >> 3 === 0b11110 ? 4 : 1);

	// unfinished is how many bytes at the end wait for others.
	const unfinished = {
		utf8(bytes) {
			for (let n = 1; n <= 3 && n <= bytes.length; n++) {
				const byte = bytes[bytes.length - n];
				if (byte >= 0x80 && byte < 0xc0) continue;
				return sizeOf(byte) > n ? n : 0;
			}
			return 0;
		},
		// A high surrogate that comes byte by byte is not waited for, as on the platform.
		utf16le(bytes, before = 0) {
			if (bytes.length % 2 === 1) return before === 2 && bytes.length === 3 ? 3 : 1;
			const high = bytes.length >= 2 && (bytes.at(-1) & 0xfc) === 0xd8;
			return high && (before !== 1 || bytes.length > 2) ? 2 : 0;
		},
		base64: (bytes) => bytes.length % 3,
		base64url: (bytes) => bytes.length % 3,
	};

	// total is how many bytes the unfinished character has.
	const total = (decoder) => {
		const waiting = decoder[pending];
		if (waiting.length === 0) return 0;
		if (decoder.encoding === "utf8") return sizeOf(waiting[0]);
		if (decoder.encoding === "utf16le") return waiting.length === 1 ? 2 : 4;
		return 3;
	};

	function StringDecoder(encoding) {
		const name = encoding === undefined || encoding === null || encoding === "" ? "utf8" : canonical[String(encoding).toLowerCase()];
		if (name === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
		this.encoding = name;
		Object.defineProperty(this, pending, { value: none, writable: true });
	}

	StringDecoder.prototype.write = function write(buf) {
		if (typeof buf === "string") return buf;
		if (!ArrayBuffer.isView(buf)) throw new ERR_INVALID_ARG_TYPE("buf", ["string", "Buffer", "TypedArray", "DataView"], buf);
		const waiting = this[pending];
		if (!ArrayBuffer.isView(waiting)) throw new ERR_INVALID_THIS("StringDecoder");
		if (waiting.length > 0 && unfinished[this.encoding]?.(waiting, 2) !== waiting.length) throw new Error("Invalid StringDecoder");
		let bytes = Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength);
		if (waiting.length > 0) bytes = Buffer.concat([waiting, bytes]);
		const rest = unfinished[this.encoding]?.(bytes, waiting.length) ?? 0;
		this[pending] = rest > 0 ? Buffer.from(bytes.subarray(bytes.length - rest)) : none;
		return bytes.toString(this.encoding, 0, bytes.length - rest);
	};

	StringDecoder.prototype.end = function end(buf) {
		const text = buf === undefined ? "" : this.write(buf);
		const rest = this[pending];
		this[pending] = none;
		return text + rest.toString(this.encoding);
	};

	StringDecoder.prototype.text = function text(buf, offset) {
		this[pending] = none;
		return this.write(buf.slice(offset));
	};

	Object.defineProperties(StringDecoder.prototype, {
		lastChar: {
			get() {
				const bytes = Buffer.alloc(4);
				this[pending].copy(bytes);
				return bytes;
			},
			enumerable: true,
			configurable: true,
		},
		lastNeed: {
			get() {
				return total(this) - this[pending].length;
			},
			enumerable: true,
			configurable: true,
		},
		lastTotal: {
			get() {
				return total(this);
			},
			enumerable: true,
			configurable: true,
		},
	});
	return { StringDecoder };
}
