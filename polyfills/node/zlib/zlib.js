(require, ops) => {
	const { Buffer } = require("buffer");
	const errors = require("internal/errors");
	const { checkFiniteNumber, checkRangesOrGetDefault, validateUint32 } = require("internal/validators");
	const { Transform, finished } = require("stream");
	const constants = require("internal/zlib/constants");
	const options = require("internal/zlib/options");
	const {
		Z_NO_FLUSH,
		Z_SYNC_FLUSH,
		Z_FULL_FLUSH,
		Z_FINISH,
		Z_BLOCK,
		Z_MIN_CHUNK,
		Z_DEFAULT_CHUNK,
		Z_MIN_LEVEL,
		Z_MAX_LEVEL,
		Z_DEFAULT_LEVEL,
		Z_DEFAULT_STRATEGY,
		Z_FIXED,
	} = constants;

	const longest = 2147483647; // bytes of a buffer
	// What follows an input: see codec.go.
	const more = 0;
	const strict = 1;
	const lenient = 2;

	const kFlush = Symbol("flush"); // marks an empty chunk that stands for a flush

	// stronger gives that of two modes of flushing which does more. Of those of zlib, 5 does less than 1.
	const stronger = (a, b) => (order.indexOf(a) > order.indexOf(b) ? a : b);
	const order = [Z_NO_FLUSH, Z_BLOCK, constants.Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH];

	// family is what kinds of codecs differ in.
	const families = {
		zlib: { highest: Z_BLOCK, flush: Z_NO_FLUSH, finishFlush: Z_FINISH, fullFlush: Z_FULL_FLUSH },
		brotli: {
			highest: constants.BROTLI_OPERATION_EMIT_METADATA,
			flush: constants.BROTLI_OPERATION_PROCESS,
			finishFlush: constants.BROTLI_OPERATION_FINISH,
			fullFlush: constants.BROTLI_OPERATION_FLUSH,
		},
		zstd: {
			highest: constants.ZSTD_e_end,
			flush: constants.ZSTD_e_continue,
			finishFlush: constants.ZSTD_e_end,
			fullFlush: constants.ZSTD_e_flush,
		},
	};

	class ZlibBase extends Transform {
		constructor(opts, mode, handle, family) {
			let chunkSize = opts?.chunkSize;
			if (!checkFiniteNumber(chunkSize, "options.chunkSize")) chunkSize = Z_DEFAULT_CHUNK;
			else if (chunkSize < Z_MIN_CHUNK) throw new errors.ERR_OUT_OF_RANGE("options.chunkSize", `>= ${Z_MIN_CHUNK}`, chunkSize);
			const flush = checkRangesOrGetDefault(opts?.flush, "options.flush", 0, family.highest, family.flush);
			const finishFlush = checkRangesOrGetDefault(opts?.finishFlush, "options.finishFlush", 0, family.highest, family.finishFlush);
			const maxOutputLength = checkRangesOrGetDefault(opts?.maxOutputLength, "options.maxOutputLength", 1, longest, longest);
			super({ autoDestroy: true, ...opts, encoding: undefined, objectMode: false, writableObjectMode: false });
			this.bytesWritten = 0;
			this._handle = handle();
			this._mode = mode;
			this._family = family;
			this._chunkSize = chunkSize;
			this._maxOutputLength = maxOutputLength;
			this._defaultFlushFlag = flush;
			this._finishFlushFlag = finishFlush;
			this._defaultFullFlushFlag = family.fullFlush;
			this._info = Boolean(opts?.info);
			this._hadWrites = false;
		}
		get _closed() {
			return this._handle === null;
		}
		get bytesRead() {
			return this.bytesWritten;
		}
		set bytesRead(value) {
			this.bytesWritten = value;
		}
		reset() {
			if (!this._handle) throw new Error("zlib binding closed");
			this._handle.reset();
		}
		flush(kind, callback) {
			if (typeof kind === "function" || (kind === undefined && !callback)) {
				callback = kind;
				kind = this._defaultFullFlushFlag;
			}
			if (this.writableFinished) {
				if (callback) queueMicrotask(callback);
			} else if (this.writableEnded) {
				if (callback) this.once("end", callback);
			} else {
				this.write(flushChunk(kind), "", callback);
			}
		}
		close(callback) {
			if (callback) finished(this, callback);
			this.destroy();
		}
		_destroy(error, callback) {
			this._handle?.close();
			this._handle = null;
			callback(error);
		}
		_final(callback) {
			callback();
		}
		_flush(callback) {
			const last = () => this._transform(flushChunk(this._finishFlushFlag, true), "", callback);
			if (this._hadWrites) queueMicrotask(last);
			else last();
		}
		_transform(chunk, encoding, callback) {
			let flush = chunk[kFlush] ?? this._defaultFlushFlag;
			if (chunk.byteLength > 0) this._hadWrites = true;
			// The last chunk may end the stream by itself.
			const last = this.writableEnded && this.writableLength === chunk.byteLength;
			if (last) flush = stronger(flush, this._finishFlushFlag);
			this._feed(chunk, flush, last || chunk.last ? this._end(flush) : more, callback);
		}
		// _end tells what the end of the input means when it comes with a flush mode.
		_end(flush) {
			return flush === this._family.finishFlush ? strict : lenient;
		}
		_feed(chunk, flush, end, callback) {
			const handle = this._handle;
			if (!handle) return callback();
			this._run(callback, () => {
				handle.write(chunk, flush, end);
				this._drain(handle, chunk.byteLength, callback);
			});
		}
		// _drain passes output on until there is none, or the reader has enough.
		_drain(handle, length, callback) {
			for (;;) {
				const out = this._handle && handle.read(this._chunkSize);
				if (!out) break;
				if (this.push(Buffer.from(out.buffer, out.byteOffset, out.byteLength)) || this.destroyed) continue;
				this._read = (n) => {
					delete this._read;
					this._run(callback, () => this._drain(handle, length, callback));
					if (!Object.hasOwn(this, "_read")) this._read(n); // else the reader has enough again
				};
				return;
			}
			const left = this._handle ? handle.left() : 0;
			this.bytesWritten += length - left;
			if (left > 0) this.push(null);
			callback();
		}
		_run(callback, work) {
			try {
				work();
			} catch (error) {
				this.destroy(error);
			}
		}
		// _processChunk is the work of the functions that give all at once with { info: true }.
		_processChunk(chunk, flush) {
			const handle = this._handle;
			const parts = [];
			let length = 0;
			try {
				handle.write(chunk, flush, this._end(flush));
				for (let out; (out = handle.read(this._chunkSize)); ) {
					parts.push(out);
					length += out.byteLength;
					if (length > this._maxOutputLength) throw new errors.ERR_BUFFER_TOO_LARGE(this._maxOutputLength);
				}
				this.bytesWritten = chunk.byteLength - handle.left();
			} finally {
				handle.close();
				this._handle = null;
			}
			return Buffer.concat(parts, length);
		}
	}
	const flushChunk = (kind, last = false) => {
		const chunk = Buffer.alloc(0);
		chunk[kFlush] = kind;
		chunk.last = last;
		return chunk;
	};

	class Zlib extends ZlibBase {
		constructor(opts, mode) {
			const checked = options.zlib(opts, mode);
			super(opts ?? {}, mode, () => ops.open(mode, checked), families.zlib);
			this._level = checked.level;
			this._strategy = checked.strategy;
		}
		params(level, strategy, callback) {
			checkRangesOrGetDefault(level, "level", Z_MIN_LEVEL, Z_MAX_LEVEL, Z_DEFAULT_LEVEL);
			checkRangesOrGetDefault(strategy, "strategy", Z_DEFAULT_STRATEGY, Z_FIXED, Z_DEFAULT_STRATEGY);
			if (this._level === level && this._strategy === strategy) {
				if (callback) queueMicrotask(callback);
				return;
			}
			this.flush(Z_SYNC_FLUSH, () => {
				if (!this._handle) return;
				this._handle.params(level, strategy);
				this._level = level;
				this._strategy = strategy;
				callback?.();
			});
		}
	}
	class Brotli extends ZlibBase {
		constructor(opts, mode) {
			const checked = options.params(opts, 9, errors.ERR_BROTLI_INVALID_PARAM);
			super(opts ?? {}, mode, () => ops.open(mode, checked), families.brotli);
		}
	}
	const InvalidZstd = errors.define("ERR_ZSTD_INVALID_PARAM", RangeError, (key) => `${key} is not a valid Zstd parameter`);
	class Zstd extends ZlibBase {
		constructor(opts, mode) {
			const checked = options.params(opts, 403, InvalidZstd);
			super(opts ?? {}, mode, () => ops.open(mode, checked), families.zstd);
		}
	}

	const classes = {
		Gzip: class Gzip extends Zlib {
			constructor(opts) {
				super(opts, constants.GZIP);
			}
		},
		Gunzip: class Gunzip extends Zlib {
			constructor(opts) {
				super(opts, constants.GUNZIP);
			}
		},
		Deflate: class Deflate extends Zlib {
			constructor(opts) {
				super(opts, constants.DEFLATE);
			}
		},
		DeflateRaw: class DeflateRaw extends Zlib {
			constructor(opts) {
				// zlib cannot write raw data with the smallest window.
				super(opts?.windowBits === 8 ? { ...opts, windowBits: 9 } : opts, constants.DEFLATERAW);
			}
		},
		Inflate: class Inflate extends Zlib {
			constructor(opts) {
				super(opts, constants.INFLATE);
			}
		},
		InflateRaw: class InflateRaw extends Zlib {
			constructor(opts) {
				super(opts, constants.INFLATERAW);
			}
		},
		Unzip: class Unzip extends Zlib {
			constructor(opts) {
				super(opts, constants.UNZIP);
			}
		},
		BrotliCompress: class BrotliCompress extends Brotli {
			constructor(opts) {
				super(opts, constants.BROTLI_ENCODE);
			}
		},
		BrotliDecompress: class BrotliDecompress extends Brotli {
			constructor(opts) {
				super(opts, constants.BROTLI_DECODE);
			}
		},
		ZstdCompress: class ZstdCompress extends Zstd {
			constructor(opts) {
				super(opts, constants.ZSTD_ENCODE);
			}
		},
		ZstdDecompress: class ZstdDecompress extends Zstd {
			constructor(opts) {
				super(opts, constants.ZSTD_DECODE);
			}
		},
	};

	// All at once. Without { info: true } the platform does it natively, with words of its own.

	const bytes = (data) => (typeof data === "string" ? Buffer.from(data) : ArrayBuffer.isView(data) ? data : new Uint8Array(data));
	const mustBeData = (data, method) => {
		if (typeof data === "string" || data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return;
		throw new TypeError(`Failed to execute '${method}' on 'ZlibUtil': parameter 1 is not of type 'string or ArrayBuffer or ArrayBufferView'.`);
	};
	const mustBeOptions = (opts, method) => {
		if (opts !== undefined && Object(opts) !== opts) throw new TypeError(`Failed to execute '${method}' on 'ZlibUtil': parameter 2 is not of type 'Options'.`);
	};
	const withInfo = (Class, data, opts) => {
		const engine = new Class(opts);
		return { engine, buffer: engine._processChunk(bytes(data), engine._finishFlushFlag) };
	};
	const native = (kind, data, opts, method) => {
		mustBeData(data, method);
		mustBeOptions(opts, method);
		const checked = options.native(kind, opts);
		try {
			const out = ops.whole(kind.mode, checked, bytes(data), checked.finishFlush, checked.finishFlush === kind.family.finishFlush ? strict : lenient, checked.maxOutputLength);
			return Buffer.from(out.buffer, out.byteOffset, out.byteLength);
		} catch (error) {
			// These errors have no codes.
			delete error.code;
			delete error.errno;
			throw error;
		}
	};

	const kinds = [
		["inflate", "Inflate", constants.INFLATE, "zlib"],
		["deflate", "Deflate", constants.DEFLATE, "zlib"],
		["inflateRaw", "InflateRaw", constants.INFLATERAW, "zlib"],
		["deflateRaw", "DeflateRaw", constants.DEFLATERAW, "zlib"],
		["gzip", "Gzip", constants.GZIP, "zlib"],
		["gunzip", "Gunzip", constants.GUNZIP, "zlib"],
		["unzip", "Unzip", constants.UNZIP, "zlib"],
		["brotliDecompress", "BrotliDecompress", constants.BROTLI_DECODE, "brotli"],
		["brotliCompress", "BrotliCompress", constants.BROTLI_ENCODE, "brotli"],
		["zstdCompress", "ZstdCompress", constants.ZSTD_ENCODE, "zstd"],
		["zstdDecompress", "ZstdDecompress", constants.ZSTD_DECODE, "zstd"],
	];

	const exports = {
		crc32(data, value = 0) {
			validateUint32(value, "value");
			mustBeData(data, "crc32");
			return ops.crc32(bytes(data), value);
		},
		codes: {},
		constants,
	};
	const codes = ["OK", "STREAM_END", "NEED_DICT", "ERRNO", "STREAM_ERROR", "DATA_ERROR", "MEM_ERROR", "BUF_ERROR", "VERSION_ERROR"].map((name) => `Z_${name}`);
	for (const name of codes) exports.codes[name] = constants[name];
	for (const name of codes) exports.codes[constants[name]] = name;
	Object.freeze(exports.codes);
	Object.assign(exports, constants, classes);
	for (const name of Object.keys(classes)) exports[`create${name}`] = { [`create${name}`]: (opts) => new classes[name](opts) }[`create${name}`];

	for (const [name, className, mode, family] of kinds) {
		const kind = { mode, family: families[family], name: family };
		const Class = classes[className];
		const method = family === "zlib" ? "zlib" : name;
		Object.assign(exports, {
			[name](data, opts, callback) {
				if (typeof opts === "function") {
					callback = opts;
					opts = {};
				}
				if (typeof callback !== "function") throw new errors.ERR_INVALID_ARG_TYPE("callback", "Function", callback);
				if (!opts?.info) mustBeData(data, method);
				mustBeOptions(opts, method);
				let result;
				try {
					result = opts?.info ? withInfo(Class, data, opts) : native(kind, data, opts, method);
				} catch (error) {
					queueMicrotask(() => callback(error));
					return;
				}
				queueMicrotask(() => callback(null, result));
			},
			[`${name}Sync`](data, opts = {}) {
				return opts.info ? withInfo(Class, data, opts) : native(kind, data, opts, `${method}Sync`);
			},
		});
	}
	return exports;
}
