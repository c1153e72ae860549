(require, ops) => {
	const errors = require("internal/errors");
	const { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_BUFFER_SIZE, ERR_OUT_OF_RANGE, ERR_UNKNOWN_ENCODING } = errors;
	const { validateInteger, validateNumber, validateString } = require("internal/validators");

	const maxLength = 2147483647;
	const maxStringLength = 536870888;
	let inspectMaxBytes = 50;
	const inspectSymbol = Symbol.for("nodejs.util.inspect.custom");

	const aliases = { utf8: "utf8", "utf-8": "utf8", ucs2: "utf16le", "ucs-2": "utf16le", utf16le: "utf16le", "utf-16le": "utf16le", latin1: "latin1", binary: "latin1", base64: "base64", base64url: "base64url", hex: "hex", ascii: "ascii", __proto__: null };
	// encodingOf gives the canonical name of an encoding; undefined for what is none.
	const encodingOf = (name) => aliases[name] ?? aliases[String(name).toLowerCase()];
	const mustEncoding = (name) => {
		if (name === undefined || name === null || name === "") return "utf8";
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

	const fromString = (text, encoding) => new FastBuffer(ops.encode(text, mustEncoding(encoding)));

	const fromArrayBuffer = (memory, offset, length) => {
		offset = offset === undefined ? 0 : +offset || 0;
		const most = memory.byteLength - offset;
		if (most < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS("offset");
		if (length === undefined) length = most;
		else length = Math.max(+length || 0, 0);
		if (length > most) throw new ERR_BUFFER_OUT_OF_BOUNDS("length");
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
		if (encoding !== undefined) validateString(encoding, "encoding");
		if (fill === undefined || fill === 0 || fill === "" || buffer.length === 0) return buffer;
		return buffer.fill(fill, encoding);
	};
	Buffer.allocUnsafe = function allocUnsafe(size) {
		return make(size);
	};
	Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
		return make(size);
	};

	function SlowBuffer(length) {
		return make(+length);
	}
	Object.setPrototypeOf(SlowBuffer.prototype, Uint8Array.prototype);
	Object.setPrototypeOf(SlowBuffer, Uint8Array);

	Buffer.isBuffer = function isBuffer(value) {
		return value instanceof Buffer;
	};
	Buffer.compare = function compare(a, b) {
		mustBytes(a, "a");
		mustBytes(b, "b");
		return a === b ? 0 : ops.compare(a, b);
	};
	Buffer.isEncoding = function isEncoding(encoding) {
		return typeof encoding === "string" && encoding.length !== 0 && encodingOf(encoding) !== undefined;
	};
	Buffer.concat = function concat(list, length) {
		if (!Array.isArray(list)) throw new ERR_INVALID_ARG_TYPE("list", "(Buffer|Uint8Array)[]", list);
		list.forEach((item, i) => {
			if (!isBytes(item)) throw new TypeError(`Incorrect type for array element ${i}: the provided value is not of type 'Uint8Array'.`);
		});
		if (length === undefined) length = list.reduce((sum, item) => sum + item.length, 0);
		else validateInteger(length, "length", undefined);
		const buffer = make(list.length === 0 ? 0 : Math.max(length, 0));
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
		start = start > 0 ? (start >= length ? length : Math.trunc(start)) : 0;
		end = end === undefined || end > length ? length : Math.trunc(end) || 0;
		encoding = encoding === undefined ? "utf8" : encodingOf(encoding);
		if (encoding === undefined) throw new ERR_UNKNOWN_ENCODING(arguments[0]);
		return end <= start ? "" : ops.decode(this, encoding, start, end);
	};
	proto.toLocaleString = proto.toString;
	proto.equals = function equals(other) {
		mustBytes(other, "b");
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
		const place = (value, name, fallback, most) => {
			if (value === undefined) return fallback;
			validateInteger(value, name, 0, most);
			return value;
		};
		targetStart = place(targetStart, "targetStart", 0, maxLength);
		targetEnd = place(targetEnd, "targetEnd", target.length, target.length);
		sourceStart = place(sourceStart, "sourceStart", 0, maxLength);
		sourceEnd = place(sourceEnd, "sourceEnd", this.length, this.length);
		if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
		if (targetStart >= targetEnd) return 1;
		return ops.compare(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
	};

	const find = (buffer, value, offset, encoding, forward) => {
		if (!isBytes(buffer)) throw notBuffer();
		if (typeof offset === "string") {
			encoding = offset;
			offset = undefined;
		}
		offset = Math.max(-maxLength, Math.min(+offset, maxLength));
		if (Number.isNaN(offset)) offset = forward ? 0 : buffer.length;
		if (typeof value === "number") return ops.indexOf(buffer, new Uint8Array([value]), offset, 1, forward);
		encoding = mustEncoding(encoding);
		if (typeof value === "string") value = new Uint8Array(ops.encode(value, encoding));
		if (!isBytes(value)) throw new ERR_INVALID_ARG_TYPE("value", ["number", "string", "Buffer", "Uint8Array"], value);
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

	const place = (value, name, most) => {
		validateInteger(value, name, 0, most);
		return value;
	};
	for (const [name, encoding] of [["ascii", "ascii"], ["base64", "base64"], ["base64url", "base64url"], ["hex", "hex"], ["latin1", "latin1"], ["ucs2", "utf16le"], ["utf8", "utf8"]]) {
		proto[`${name}Slice`] = {
			[`${name}Slice`](start = 0, end = this.length) {
				return ops.decode(this, encoding, place(start, "start", this.length), place(end, "end", this.length));
			},
		}[`${name}Slice`];
		proto[`${name}Write`] = {
			[`${name}Write`](text, offset = 0, length = this.length - offset) {
				place(offset, "offset", this.length);
				return ops.write(this, text, offset, place(length, "length", this.length - offset), encoding);
			},
		}[`${name}Write`];
	}

	proto.write = function write(text, offset, length, encoding) {
		text = String(text);
		if (offset === undefined) {
			offset = 0;
			length = this.length;
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
		return ops.write(this, text, offset, Math.min(length, this.length - offset), mustEncoding(encoding));
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
		return part(this, start, end);
	};

	Object.assign(proto, require("internal/buffer/numbers"));

	proto.copy = function copy(target, targetStart, sourceStart, sourceEnd) {
		mustBytes(target, "target");
		const at = (value, name, fallback) => {
			if (value === undefined) return fallback;
			value = Math.trunc(+value) || 0;
			if (value < 0) throw new ERR_OUT_OF_RANGE(name, ">= 0", value);
			if (value > 0xffffffff) throw new ERR_OUT_OF_RANGE(name, `>= 0 && <= ${maxLength}`, value);
			return value;
		};
		targetStart = at(targetStart, "targetStart", 0);
		sourceStart = at(sourceStart, "sourceStart", 0);
		sourceEnd = Math.min(at(sourceEnd, "sourceEnd", this.length), this.length);
		const count = Math.min(sourceEnd - sourceStart, target.length - targetStart);
		if (count <= 0) return 0;
		Uint8Array.prototype.set.call(target, this.subarray(sourceStart, sourceStart + count), targetStart);
		return count;
	};

	// pattern gives the bytes that fill repeats.
	const pattern = (value, encoding) => {
		if (typeof value === "string") {
			if (value === "") return new Uint8Array(1);
			const bytes = new Uint8Array(ops.encode(value, encoding));
			if (bytes.length === 0 && encoding === "hex") throw new TypeError("The text is not valid hex");
			if (bytes.length === 0) throw new ERR_INVALID_ARG_VALUE("value", value);
			return bytes;
		}
		if (ArrayBuffer.isView(value)) {
			if (value.byteLength === 0) throw new ERR_INVALID_ARG_VALUE("value", "zero-length");
			return value;
		}
		return new Uint8Array([typeof value === "boolean" ? +value : value & 255]);
	};
	proto.fill = function fill(value, start, end, encoding) {
		if (typeof start === "string") [encoding, start, end] = [start, undefined, undefined];
		else if (typeof end === "string") [encoding, end] = [end, undefined];
		encoding = mustEncoding(encoding);
		if (start === undefined) start = 0;
		else validateNumber(start, "start");
		if (end === undefined) end = this.length;
		else {
			validateNumber(end, "end");
			if (end < 0 || end > this.length) throw new ERR_OUT_OF_RANGE("end", `0 to ${this.length}`, end);
		}
		if (start < 0 || start > this.length) throw new ERR_OUT_OF_RANGE("start", "0 to end", start);
		ops.fill(this, pattern(value, encoding), start, end);
		return this;
	};

	// The rest of the module.

	const mostTranscoded = 134217727; // bytes: an isolate's memory
	const transcodable = ["ascii", "latin1", "utf8", "utf16le"];
	const transcode = (source, from, to) => {
		if (!ArrayBuffer.isView(source)) throw new ERR_INVALID_ARG_TYPE("source", "ArrayBufferView", typeof source);
		[from, to] = [from, to].map((name) => {
			const encoding = encodingOf(name);
			if (encoding === undefined) throw new ERR_UNKNOWN_ENCODING(name);
			if (!transcodable.includes(encoding)) throw new Error("Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]");
			return encoding;
		});
		if (source.byteLength > mostTranscoded) throw new Error("Source buffer is too large to process");
		// Damage is refused, except where the result would be the same text.
		const damaged = (from === "utf8" && to === "utf16le" && !ops.isUtf8(source)) || (from === "utf16le" && to !== "utf16le" && source.byteLength % 2 === 1);
		if (damaged) throw new Error("Unable to transcode buffer");
		let text = ops.decode(source, from === "ascii" ? "latin1" : from, 0, source.byteLength);
		if (to === "ascii" || to === "latin1") {
			const most = to === "ascii" ? 0x7f : 0xff;
			text = Array.from(text, (c) => (c.codePointAt(0) > most ? "?" : c)).join("");
		}
		return new FastBuffer(ops.encode(text, to));
	};
	const mustView = (name, value) => {
		if (!ArrayBuffer.isView(value) && !isAnyBuffer(value)) throw new TypeError(`Failed to execute '${name}' on 'BufferUtil': parameter 1 is not of type 'Uint8Array'.`);
		return value;
	};

	// unbound gives a function of the global object that may be called as a member of this module.
	const unbound = (name) => ({ [name]: (...args) => globalThis[name](...args) })[name];

	const exports = {
		atob: unbound("atob"),
		btoa: unbound("btoa"),
		constants: { MAX_LENGTH: maxLength, MAX_STRING_LENGTH: maxStringLength },
		kMaxLength: maxLength,
		kStringMaxLength: maxStringLength,
		Blob,
		Buffer,
		File,
		SlowBuffer,
		isAscii: (input) => ops.isAscii(mustView("isAscii", input)),
		isUtf8: (input) => ops.isUtf8(mustView("isUtf8", input)),
		transcode,
	};
	Object.defineProperty(exports, "INSPECT_MAX_BYTES", {
		enumerable: true,
		configurable: true,
		get: () => inspectMaxBytes,
		set(n) {
			validateNumber(n, "INSPECT_MAX_BYTES", 0);
			inspectMaxBytes = n;
		},
	});
	exports.resolveObjectURL = () => {
		throw new Error("resolveObjectURL is not implemented");
	};
	return exports;
}
