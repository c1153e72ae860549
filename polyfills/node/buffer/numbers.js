(require) => {
	const { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = require("internal/errors");

	// refuse throws what is wrong with a place of size bytes.
	const refuse = (buffer, value, size, name = "offset") => {
		if (typeof value !== "number") throw new ERR_INVALID_ARG_TYPE(name, "number", value);
		if (!Number.isInteger(value)) throw new ERR_OUT_OF_RANGE(name, "an integer", value);
		if (value < 0 || value > buffer.length) throw new ERR_OUT_OF_RANGE(name, `>= 0 && <= ${buffer.length}`, value);
		if (buffer.length < size) throw new ERR_BUFFER_OUT_OF_BOUNDS();
		throw new ERR_OUT_OF_RANGE(name, `>= 0 and <= ${buffer.length - size}`, value);
	};
	const check = (buffer, offset, size) => {
		if (!(Number.isInteger(offset) && offset >= 0 && offset + size <= buffer.length)) refuse(buffer, offset, size);
	};
	const checkSize = (size) => {
		if (size === 1 || size === 2 || size === 3 || size === 4 || size === 5 || size === 6) return;
		if (Math.floor(size) !== size) throw new ERR_OUT_OF_RANGE("byteLength", "an integer", size);
		throw new ERR_OUT_OF_RANGE("byteLength", ">= 1 and <= 6", size);
	};
	// checkValue throws of a value that does not fit, unless the place itself is none.
	const checkValue = (buffer, offset, value, min, max, size) => {
		if (!(value > max || value < min)) return;
		if (!Number.isInteger(offset) || offset < 0 || offset > buffer.length) refuse(buffer, offset, size);
		const n = typeof min === "bigint" ? "n" : "";
		const bits = size * 8;
		let range = `>= ${min}${n} and <= ${max}${n}`;
		if (size > 4) range = min == 0 ? `>= 0${n} and < 2${n} ** ${bits}${n}` : `>= -(2${n} ** ${bits - 1}${n}) and < 2 ** ${bits - 1}${n}`;
		throw new ERR_OUT_OF_RANGE("value", range, value);
	};

	const readLE = (b, at, size) => {
		let v = 0;
		for (let i = size - 1; i >= 0; i--) v = v * 256 + b[at + i];
		return v;
	};
	const readBE = (b, at, size) => {
		let v = 0;
		for (let i = 0; i < size; i++) v = v * 256 + b[at + i];
		return v;
	};
	// signed makes two's complement of size bytes a number.
	const signed = (v, size) => (v >= 2 ** (size * 8 - 1) ? v - 2 ** (size * 8) : v);
	const writeLE = (b, value, at, size) => {
		for (let i = 0; i < size; i++) {
			b[at + i] = value;
			value = Math.floor(value / 256);
		}
		return at + size;
	};
	const writeBE = (b, value, at, size) => {
		for (let i = size - 1; i >= 0; i--) {
			b[at + i] = value;
			value = Math.floor(value / 256);
		}
		return at + size;
	};

	const m = {
		readUInt8(offset = 0) {
			check(this, offset, 1);
			return this[offset];
		},
		readUInt16LE(offset = 0) {
			check(this, offset, 2);
			return this[offset] | (this[offset + 1] << 8);
		},
		readUInt16BE(offset = 0) {
			check(this, offset, 2);
			return (this[offset] << 8) | this[offset + 1];
		},
		readUInt32LE(offset = 0) {
			check(this, offset, 4);
			return (this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16)) + this[offset + 3] * 0x1000000;
		},
		readUInt32BE(offset = 0) {
			check(this, offset, 4);
			return this[offset] * 0x1000000 + ((this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3]);
		},
		readInt8(offset = 0) {
			check(this, offset, 1);
			return (this[offset] << 24) >> 24;
		},
		readInt16LE(offset = 0) {
			check(this, offset, 2);
			return ((this[offset] | (this[offset + 1] << 8)) << 16) >> 16;
		},
		readInt16BE(offset = 0) {
			check(this, offset, 2);
			return (((this[offset] << 8) | this[offset + 1]) << 16) >> 16;
		},
		readInt32LE(offset = 0) {
			check(this, offset, 4);
			return this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (this[offset + 3] << 24);
		},
		readInt32BE(offset = 0) {
			check(this, offset, 4);
			return (this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3];
		},
		readUIntLE(offset, byteLength) {
			if (offset === undefined) throw new ERR_INVALID_ARG_TYPE("offset", "number", offset);
			checkSize(byteLength);
			check(this, offset, byteLength);
			return readLE(this, offset, byteLength);
		},
		readUIntBE(offset, byteLength) {
			if (offset === undefined) throw new ERR_INVALID_ARG_TYPE("offset", "number", offset);
			checkSize(byteLength);
			check(this, offset, byteLength);
			return readBE(this, offset, byteLength);
		},
		readIntLE(offset, byteLength) {
			return signed(m.readUIntLE.call(this, offset, byteLength), byteLength);
		},
		readIntBE(offset, byteLength) {
			return signed(m.readUIntBE.call(this, offset, byteLength), byteLength);
		},
		readBigUInt64LE(offset = 0) {
			offset >>>= 0;
			check(this, offset, 8);
			return BigInt(readLE(this, offset, 4)) + (BigInt(readLE(this, offset + 4, 4)) << 32n);
		},
		readBigUInt64BE(offset = 0) {
			offset >>>= 0;
			check(this, offset, 8);
			return (BigInt(readBE(this, offset, 4)) << 32n) + BigInt(readBE(this, offset + 4, 4));
		},
		readBigInt64LE(offset = 0) {
			return BigInt.asIntN(64, m.readBigUInt64LE.call(this, offset));
		},
		readBigInt64BE(offset = 0) {
			return BigInt.asIntN(64, m.readBigUInt64BE.call(this, offset));
		},
	};

	for (const [name, size, signedToo] of [["8", 1], ["16", 2], ["32", 4]].flatMap(([n, s]) => [["UInt" + n, s, false], ["Int" + n, s, true]])) {
		const max = signedToo ? 2 ** (size * 8 - 1) - 1 : 2 ** (size * 8) - 1;
		const min = signedToo ? -(2 ** (size * 8 - 1)) : 0;
		for (const [order, put] of size === 1 ? [["", writeLE]] : [["LE", writeLE], ["BE", writeBE]]) {
			m[`write${name}${order}`] = {
				[`write${name}${order}`](value, offset = 0) {
					value = +value;
					checkValue(this, offset, value, min, max, size);
					check(this, offset, size);
					return put(this, value, offset, size);
				},
			}[`write${name}${order}`];
		}
	}
	for (const [name, put, signedToo] of [["UIntLE", writeLE, false], ["UIntBE", writeBE, false], ["IntLE", writeLE, true], ["IntBE", writeBE, true]]) {
		m[`write${name}`] = {
			[`write${name}`](value, offset, byteLength) {
				checkSize(byteLength);
				value = +value;
				const top = 2 ** (byteLength * 8 - (signedToo ? 1 : 0));
				checkValue(this, offset, value, signedToo ? -top : 0, top - 1, byteLength);
				check(this, offset, byteLength);
				return put(this, value, offset, byteLength);
			},
		}[`write${name}`];
	}
	for (const [name, order, signedToo] of [["BigUInt64LE", "LE", false], ["BigUInt64BE", "BE", false], ["BigInt64LE", "LE", true], ["BigInt64BE", "BE", true]]) {
		const max = signedToo ? 0x7fffffffffffffffn : 0xffffffffffffffffn;
		const min = signedToo ? -0x8000000000000000n : 0n;
		m[`write${name}`] = {
			[`write${name}`](value, offset = 0) {
				checkValue(this, 0, value, min, max, 8);
				check(this, offset, 8);
				const low = Number(value & 0xffffffffn);
				const high = Number((value >> 32n) & 0xffffffffn);
				if (order === "LE") {
					writeLE(this, low, offset, 4);
					return writeLE(this, high, offset + 4, 4);
				}
				writeBE(this, high, offset, 4);
				return writeBE(this, low, offset + 4, 4);
			},
		}[`write${name}`];
	}

	// Floats go through memory that is both.
	for (const [name, Floats] of [["Float", Float32Array], ["Double", Float64Array]]) {
		const float = new Floats(1);
		const bytes = new Uint8Array(float.buffer);
		const size = bytes.length;
		const notANumber = size === 4 ? [0, 0, 0xc0, 0x7f] : [0, 0, 0, 0, 0, 0, 0xf8, 0x7f];
		for (const order of ["LE", "BE"]) {
			const turn = order === "BE" ? size - 1 : 0;
			m[`read${name}${order}`] = {
				[`read${name}${order}`](offset = 0) {
					check(this, offset, size);
					for (let i = 0; i < size; i++) bytes[turn ? turn - i : i] = this[offset + i];
					return float[0];
				},
			}[`read${name}${order}`];
			m[`write${name}${order}`] = {
				[`write${name}${order}`](value, offset = 0) {
					value = +value;
					check(this, offset, size);
					float[0] = value;
					if (value !== value) bytes.set(notANumber); // the engine's own has another bit set
					for (let i = 0; i < size; i++) this[offset + i] = bytes[turn ? turn - i : i];
					return offset + size;
				},
			}[`write${name}${order}`];
		}
	}

	for (const name of Object.keys(m)) if (name.includes("UInt")) m[name.replace("UInt", "Uint")] = m[name];
	return m;
}
