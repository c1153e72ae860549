(require, ops) => {
	const errors = require("internal/errors");
	const { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_BUFFER_SIZE, ERR_OUT_OF_RANGE, ERR_UNKNOWN_ENCODING } = errors;
	const { validateNumber, validateString } = require("internal/validators");

	const maxLength = 2147483647;
	const maxStringLength = 536870888;
	const inspectMaxBytes = 50;
	const inspectSymbol = Symbol.for("nodejs.util.inspect.custom");

	const aliases = { utf8: "utf8", "utf-8": "utf8", ucs2: "utf16le", "ucs-2": "utf16le", utf16le: "utf16le", "utf-16le": "utf16le", latin1: "latin1", binary: "latin1", base64: "base64", base64url: "base64url", hex: "hex", ascii: "ascii", "": "utf8", __proto__: null };
	// encodingOf gives the canonical name of an encoding; undefined for what is none.
	const encodingOf = (name) => aliases[name] ?? aliases[String(name).toLowerCase()];
	const mustEncoding = (name) => {
		if (name === undefined || name === null) return "utf8";
		const encoding = encodingOf(name);
		if (encoding === undefined) throw new ERR_UNKNOWN_ENCODING(name);
		return encoding;
	};

	// The accessor knows a real Uint8Array, whatever prototype an object claims.
	const typedArrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
	const isBytes = (v) => typeof v === "object" && v !== null && typedArrayTag.call(v) === "Uint8Array";
	const isAnyBuffer = (v) => v instanceof ArrayBuffer || /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(v));
	const notBuffer = () => new TypeError("argument must be a buffer");
	const mustBytes = (v, name) => {
		if (!isBytes(v)) throw new ERR_INVALID_ARG_TYPE(name, ["Buffer", "Uint8Array"], v);
	};

	// The platform tells of the type of what cannot be compared as if it were the value.
	const mustCompare = (v, name) => {
		if (!isBytes(v)) throw new ERR_INVALID_ARG_TYPE(name, ["Buffer", "Uint8Array"], typeof v);
	};

	const place = (value, name, most = Number.MAX_SAFE_INTEGER) => {
		if (typeof value !== "number") throw new ERR_INVALID_ARG_TYPE(name, "number", value);
		if (!Number.isInteger(value)) throw new ERR_OUT_OF_RANGE(name, "an integer", value);
		if (value < 0 || value > most) throw new ERR_OUT_OF_RANGE(name, `>= 0 && <= ${most}`, value);
		return value;
	};
	// mustOwn gives what a function of Go is given, which has to be a Uint8Array.
	const mustOwn = (v, name) => {
		if (!isBytes(v)) throw new TypeError(`Failed to execute '${name}' on 'BufferUtil': parameter 1 is not of type 'Uint8Array'.`);
		return v;
	};

	class FastBuffer extends Uint8Array {}

	function Buffer(value, encodingOrOffset, length) {
		if (typeof value === "number") {
			if (typeof encodingOrOffset === "string") throw new ERR_INVALID_ARG_TYPE("string", "string", value);
			return Buffer.alloc(value);
		}
		return Buffer.from(value, encodingOrOffset, length);
	}
	Object.setPrototypeOf(Buffer, Uint8Array);
	Object.defineProperty(Buffer, "prototype", { value: FastBuffer.prototype, writable: false, enumerable: false, configurable: false });
	Object.defineProperty(Buffer.prototype, "constructor", { value: Buffer, writable: true, configurable: true });
	Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });
	Buffer.poolSize = 0; // memory is never shared between Buffers

	const fromString = (text, encoding) => new FastBuffer(ops.encode(text, typeof encoding === "string" ? mustEncoding(encoding) : "utf8"));

	const fromArrayBuffer = (memory, offset, length) => {
		offset = offset === undefined ? 0 : +offset || 0;
		const most = memory.byteLength - offset;
		if (most < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS("offset");
		if (length === undefined) length = most;
		else length = Math.max(+length || 0, 0);
		if (length > most) throw new ERR_BUFFER_OUT_OF_BOUNDS("length");
		if (offset < 0) throw new RangeError(`Start offset ${offset} is outside the bounds of the buffer`);
		return new FastBuffer(memory, offset, length);
	};

	const fromArrayLike = (list) => {
		if (!(list.length > 0)) return new FastBuffer(0);
		if (Array.isArray(list) || ArrayBuffer.isView(list)) return new FastBuffer(list);
		return new FastBuffer(Array.prototype.slice.call(list));
	};

	// fromObject gives undefined for what holds no bytes.
	const fromObject = (value) => {
		if (value.length !== undefined || isAnyBuffer(value.buffer)) return typeof value.length === "number" ? fromArrayLike(value) : new FastBuffer(0);
		if (value.type === "Buffer" && Array.isArray(value.data)) return fromArrayLike(value.data);
		return undefined;
	};

	const sourceTypes = ["string", "Buffer", "TypedArray", "ArrayBuffer", "SharedArrayBuffer", "Array", "Array-like Object"];
	const badSource = (value) => new ERR_INVALID_ARG_TYPE("first argument", sourceTypes, value);

	Buffer.from = function from(value, encodingOrOffset, length) {
		if (typeof value === "string") return fromString(value, encodingOrOffset);
		if (typeof value !== "object" || value === null) throw badSource(value);
		if (isAnyBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
		const plain = value.valueOf?.();
		if (plain !== undefined && plain !== null && plain !== value && (typeof plain === "string" || typeof plain === "object")) {
			return Buffer.from(plain, encodingOrOffset, length);
		}
		const buffer = fromObject(value);
		if (buffer !== undefined) return buffer;
		if (typeof value[Symbol.toPrimitive] === "function") {
			const primitive = value[Symbol.toPrimitive]("string");
			if (typeof primitive === "string") return fromString(primitive, encodingOrOffset);
		}
		throw badSource(value);
	};
	Buffer.of = function of(...bytes) {
		return new FastBuffer(bytes);
	};

	const make = (size) => {
		if (typeof size !== "number") throw new ERR_INVALID_ARG_TYPE("size", "number", size);
		if (Number.isNaN(size)) throw new ERR_INVALID_ARG_VALUE.RangeError("size", size);
		if (size > maxLength) throw new ERR_OUT_OF_RANGE("size", `0 to ${maxLength}`, size);
		if (size < 0) throw new RangeError(`Invalid typed array length: ${size}`);
		return new FastBuffer(size);
	};
	Buffer.alloc = function alloc(size, fill, encoding) {
		const buffer = make(size);
		if (fill === undefined) return buffer;
		if (encoding !== undefined) validateString(encoding, "encoding");
		return fill === 0 || buffer.length === 0 ? buffer : buffer.fill(fill, encoding);
	};
	Buffer.allocUnsafe = function allocUnsafe(size) {
		return make(size);
	};
	Buffer.allocUnsafeSlow = Buffer.allocUnsafe;

	function SlowBuffer(length) {
		return make(+length);
	}
	Object.setPrototypeOf(SlowBuffer.prototype, Uint8Array.prototype);
	Object.setPrototypeOf(SlowBuffer, Uint8Array);

	Buffer.isBuffer = function isBuffer(value) {
		return value instanceof Buffer;
	};
	Buffer.compare = function compare(a, b) {
		mustCompare(a, "a");
		mustCompare(b, "b");
		return a === b ? 0 : ops.compare(a, b);
	};
	Buffer.isEncoding = function isEncoding(encoding) {
		return typeof encoding === "string" && encoding.length !== 0 && encodingOf(encoding) !== undefined;
	};
	Buffer.concat = function concat(list, length) {
		if (!Array.isArray(list)) throw new ERR_INVALID_ARG_TYPE("list", "(Buffer|Uint8Array)[]", list);
		if (list.length === 0) return make(0);
		if (length === undefined) {
			length = 0;
			for (const item of list) {
				if (item.length === undefined) throw new ERR_INVALID_ARG_TYPE("list", "(Buffer|Uint8Array)[]", item);
				length += item.length;
			}
		}
		place(length, "length");
		list.forEach((item, i) => {
			if (!isBytes(item)) throw new TypeError(`Incorrect type for array element ${i}: the provided value is not of type 'Uint8Array'.`);
		});
		if (length > maxLength) throw new RangeError("The length is too large");
		const buffer = new FastBuffer(length);
		let at = 0;
		for (const item of list) {
			if (at >= buffer.length) break;
			const part = at + item.length > buffer.length ? item.subarray(0, buffer.length - at) : item;
			Uint8Array.prototype.set.call(buffer, part, at);
			at += part.length;
		}
		return buffer;
	};
	const lengths = {
		utf8: ops.byteLength,
		latin1: (text) => text.length,
		ascii: (text) => text.length,
		utf16le: (text) => text.length * 2,
		hex: (text) => text.length >>> 1,
	};
	const base64Length = (text) => {
		let n = text.length;
		if (text[n - 1] === "=") n--;
		if (n > 1 && text[n - 1] === "=") n--;
		return (n * 3) >>> 2;
	};
	Buffer.byteLength = function byteLength(value, encoding) {
		if (typeof value !== "string") {
			if (ArrayBuffer.isView(value) || isAnyBuffer(value)) return value.byteLength;
			throw new ERR_INVALID_ARG_TYPE("string", ["string", "Buffer", "ArrayBuffer"], value);
		}
		return (lengths[encodingOf(encoding ?? "utf8") ?? "utf8"] ?? base64Length)(value);
	};

	// Methods. They are enumerable, as on the platform.

	const proto = Buffer.prototype;
	for (const [name, get] of [["parent", "buffer"], ["offset", "byteOffset"]]) {
		Object.defineProperty(proto, name, {
			enumerable: true,
			configurable: true,
			get() {
				return this instanceof Buffer ? this[get] : undefined;
			},
		});
	}

	const swapper = (size) => {
		const name = `swap${size * 8}`;
		return {
			[name]() {
				if (this.length % size !== 0) throw new ERR_INVALID_BUFFER_SIZE(size * 8);
				ops.swap(this, size);
				return this;
			},
		}[name];
	};
	proto.swap16 = swapper(2);
	proto.swap32 = swapper(4);
	proto.swap64 = swapper(8);

	proto.toString = function toString(encoding, start, end) {
		if (!isBytes(this)) throw notBuffer();
		if (arguments.length === 0) return ops.decode(this, "utf8", 0, this.length);
		const length = this.length;
		if (start === undefined || start <= 0) start = 0;
		else if (start >= length) return "";
		else start |= 0;
		end = end === undefined || end > length ? length : end | 0;
		if (end <= start) return "";
		const name = encoding === undefined ? "utf8" : encodingOf(encoding);
		if (name === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
		return ops.decode(this, name, start, end);
	};
	proto.toLocaleString = proto.toString;
	proto.equals = function equals(other) {
		mustCompare(this, "a");
		mustCompare(other, "b");
		return this === other || (this.byteLength === other.byteLength && ops.compare(this, other) === 0);
	};

	const show = function inspect(depth, options) {
		const shown = Math.min(inspectMaxBytes, this.length);
		let text = ops.decode(this, "hex", 0, shown).replace(/(.{2})/g, "$1 ").trim();
		const left = this.length - shown;
		if (left > 0) text += ` ... ${left} more byte${left > 1 ? "s" : ""}`;
		const own = Reflect.ownKeys(this).slice(this.length);
		const extras = own.filter((k) => options?.showHidden || Object.prototype.propertyIsEnumerable.call(this, k));
		if (extras.length > 0) {
			const more = { __proto__: null };
			for (const key of extras) more[key] = this[key];
			const inner = require("internal/inspect").inspect(more, { ...options, breakLength: Infinity, compact: true });
			if (this.length !== 0) text += ", ";
			text += inner.slice(27, -2);
		}
		return `<${this.constructor.name} ${text}>`;
	};
	proto[inspectSymbol] = show;
	proto.inspect = show;

	proto.compare = function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
		mustBytes(target, "target");
		const at = (value, name, fallback, most) => (value === undefined ? fallback : place(value, name, most));
		targetStart = at(targetStart, "targetStart", 0, maxLength);
		targetEnd = at(targetEnd, "targetEnd", target.length, target.length);
		sourceStart = at(sourceStart, "sourceStart", 0, maxLength);
		sourceEnd = at(sourceEnd, "sourceEnd", this.length, this.length);
		if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
		if (targetStart >= targetEnd) return 1;
		return ops.compare(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
	};

	const find = (buffer, value, offset, encoding, forward) => {
		if (typeof offset === "string") {
			encoding = offset;
			offset = undefined;
		}
		offset = offset > maxLength ? maxLength : offset < -maxLength ? -maxLength : +offset;
		if (Number.isNaN(offset)) offset = forward ? 0 : buffer.length;
		if (typeof value === "number") {
			if (!isBytes(buffer)) throw new TypeError("this is not a typed array.");
			return ops.indexOf(buffer, new Uint8Array([value]), offset, 1, forward);
		}
		if (typeof value !== "string" && !isBytes(value)) throw new ERR_INVALID_ARG_TYPE("value", ["number", "string", "Buffer", "Uint8Array"], value);
		encoding = mustEncoding(encoding);
		mustOwn(buffer, "indexOf");
		if (typeof value === "string") value = new Uint8Array(ops.encode(value, encoding));
		return ops.indexOf(buffer, value, offset, encoding === "utf16le" ? 2 : 1, forward);
	};
	proto.includes = function includes(value, offset, encoding) {
		return find(this, value, offset, encoding, true) !== -1;
	};
	proto.indexOf = function indexOf(value, offset, encoding) {
		return find(this, value, offset, encoding, true);
	};
	proto.lastIndexOf = function lastIndexOf(value, offset, encoding) {
		return find(this, value, offset, encoding, false);
	};

	const pieces = [["ascii", "ascii"], ["base64", "base64"], ["base64url", "base64url"], ["hex", "hex"], ["latin1", "latin1"], ["ucs2", "utf16le"], ["utf8", "utf8"]];
	for (const [name, encoding] of pieces) {
		proto[`${name}Slice`] = {
			[`${name}Slice`](start, end) {
				place(start, "start", this.length);
				return ops.decode(this, encoding, start, place(end, "end", this.length));
			},
		}[`${name}Slice`];
	}
	for (const [name, encoding] of pieces) {
		proto[`${name}Write`] = {
			[`${name}Write`](text, offset, length) {
				offset = place(offset ?? 0, "offset", this.length);
				return ops.write(this, `${text}`, offset, place(length ?? this.length, "length", this.length - offset), encoding);
			},
		}[`${name}Write`];
	}

	proto.write = function write(text, offset, length, encoding) {
		text = `${text}`;
		if (offset === undefined) {
			offset = 0;
			length = this.length;
			encoding = "utf8";
		} else if (length === undefined && typeof offset === "string") {
			encoding = offset;
			offset = 0;
			length = this.length;
		} else {
			place(offset, "offset", this.length);
			if (typeof length === "string") {
				encoding = length;
				length = undefined;
			}
			if (length === undefined) length = this.length;
			place(length, "length", this.length);
		}
		encoding = mustEncoding(encoding || "utf8");
		return ops.write(mustOwn(this, "write"), text, offset, Math.min(length, this.length - offset), encoding);
	};

	proto.toJSON = function toJSON() {
		return { type: "Buffer", data: Array.from(this) };
	};

	// Both share memory, unlike slice of typed arrays.
	const part = (buffer, start, end) => {
		const length = buffer.length;
		const at = (value, fallback) => {
			if (value === undefined) return fallback;
			value = Math.trunc(+value) || 0;
			return value < 0 ? Math.max(value + length, 0) : Math.min(value, length);
		};
		const from = at(start, 0);
		return new FastBuffer(buffer.buffer, buffer.byteOffset + from, Math.max(at(end, length) - from, 0));
	};
	Object.defineProperty(proto, "subarray", {
		value: function subarray(start, end) {
			return part(this, start, end);
		},
		writable: true,
		configurable: true,
	});
	proto.slice = function slice(start, end) {
		return part(this, ~~start, end === undefined ? undefined : ~~end);
	};

	Object.assign(proto, require("internal/buffer/numbers"));

	// whole makes a place of what is given: what no number can be counted with is 0.
	const whole = (value = 0) => {
		value = +value;
		return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Math.floor(value) : 0;
	};
	proto.copy = function copy(target, targetStart, sourceStart, sourceEnd) {
		mustBytes(target, "target");
		const at = (value, name, most) => {
			value = whole(value);
			if (value < 0) throw new ERR_OUT_OF_RANGE(name, ">= 0", value);
			if (value >= most) throw new ERR_OUT_OF_RANGE(name, `< ${most}`, value);
			return value;
		};
		targetStart = at(targetStart, "targetStart", Infinity);
		sourceStart = at(sourceStart, "sourceStart", 2 ** 32);
		sourceEnd = at(sourceEnd ?? this.length, "sourceEnd", 2 ** 32);
		if (targetStart >= target.length) return 0;
		if (sourceEnd > 0 && sourceEnd < sourceStart) sourceEnd = sourceStart;
		if (sourceEnd === sourceStart || this.length === 0) return 0;
		const count = Math.min(Math.min(sourceEnd, this.length) - sourceStart, target.length - targetStart);
		if (count > 0) Uint8Array.prototype.set.call(target, this.subarray(sourceStart, sourceStart + count), targetStart);
		return count; // below 0 from a start behind the end, as on the platform
	};

	// pattern gives the bytes of a text or view that fill repeats.
	const pattern = (value, encoding) => {
		if (isBytes(value)) return value;
		const text = `${value}`;
		if (encoding === "hex" && (text.length % 2 !== 0 || /[^\da-f]/i.test(text))) throw new TypeError("The text is not valid hex");
		const bytes = new Uint8Array(ops.encode(text, encoding));
		return bytes.length === 0 ? new Uint8Array(1) : bytes;
	};
	proto.fill = function fill(value, start, end, encoding) {
		if (typeof value === "string") {
			if (typeof start === "string") [encoding, start, end] = [start, 0, this.length];
			else if (typeof end === "string") [encoding, end] = [end, this.length];
			encoding = mustEncoding(encoding);
		} else encoding = "utf8";
		if (start !== undefined) validateNumber(start, "start");
		if (end !== undefined) validateNumber(end, "end");
		if (end < 0 || end > this.length) throw new ERR_OUT_OF_RANGE("end", `0 to ${this.length}`, end);
		if (start < 0 || this.length < start) throw new ERR_OUT_OF_RANGE("start", "0 to end", start);
		if (end <= start) return this;
		start >>>= 0;
		end = end === undefined ? this.length : end >>> 0;
		if (ArrayBuffer.isView(value) && value.byteLength === 0) throw new ERR_INVALID_ARG_VALUE("value", "zero-length");
		if (typeof value === "string" || ArrayBuffer.isView(value)) {
			mustOwn(this, "fillImpl");
			if (start < end) ops.fill(this, pattern(value, encoding), start, end);
			return this;
		}
		return Uint8Array.prototype.fill.call(this, typeof value === "number" ? value & 255 : (value ?? 0), start, end);
	};

	// The rest of the module.

	const mostTranscoded = 134217727; // bytes: an isolate's memory
	const transcodable = { ascii: "windows-1252", latin1: "windows-1252", utf8: "utf-8", utf16le: "utf-16le", __proto__: null };
	// single gives a text in windows-1252, which the platform means by ASCII and Latin-1 here, with ? for what that lacks.
	const single = (text) => {
		const high = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 32 }, (_, i) => 128 + i));
		return Uint8Array.from(text, (c) => {
			const code = c.codePointAt(0);
			if (code < 0x80 || (code > 0x9f && code < 0x100)) return code;
			return c.length === 1 && high.includes(c) ? 128 + high.indexOf(c) : 63;
		});
	};
	function transcode(source, from, to) {
		if (!ArrayBuffer.isView(source)) throw new ERR_INVALID_ARG_TYPE("source", "ArrayBufferView", typeof source);
		[from, to] = [from, to].map(mustEncoding);
		mustOwn(source, "transcode");
		if (!transcodable[from] || !transcodable[to]) throw new Error("Unable to transcode buffer due to unsupported encoding");
		if (source.byteLength > mostTranscoded) throw new Error("Source buffer is too large to transcode");
		if (from === "utf16le" && to !== "utf16le" && source.byteLength % 2 === 1) throw new Error("UTF-16le input size should be multiple of 2");
		// Damage is refused where texts are only put into other words.
		if (from === "utf8" && to === "utf16le" && !ops.isUtf8(source)) throw new Error("Unable to transcode buffer");
		if (to === "utf16le" && (from === "ascii" || from === "latin1")) return new FastBuffer(ops.encode(ops.decode(source, "latin1", 0, source.byteLength), to));
		const text = new TextDecoder(transcodable[from], { ignoreBOM: true }).decode(source);
		if (from === "utf16le" && to === "utf8" && text !== ops.decode(source, from, 0, source.byteLength)) throw new Error("Expected UTF8 length mismatch");
		return new FastBuffer(transcodable[to] === "windows-1252" ? single(text).buffer : ops.encode(text, to));
	}

	function isAscii(input) {
		return ops.isAscii(mustOwn(input, "isAscii"));
	}
	function isUtf8(input) {
		return ops.isUtf8(mustOwn(input, "isUtf8"));
	}
	function resolveObjectURL(id) {
		throw new Error("resolveObjectURL is not implemented");
	}

	return {
		atob: atob.bind(globalThis),
		btoa: btoa.bind(globalThis),
		constants: { MAX_LENGTH: maxLength, MAX_STRING_LENGTH: maxStringLength },
		kMaxLength: maxLength,
		kStringMaxLength: maxStringLength,
		Blob,
		Buffer,
		File,
		SlowBuffer,
		isAscii,
		isUtf8,
		transcode,
		INSPECT_MAX_BYTES: inspectMaxBytes,
		resolveObjectURL,
	};
}
