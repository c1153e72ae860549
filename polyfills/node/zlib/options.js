(require) => {
	const { ERR_INVALID_ARG_TYPE } = require("internal/errors");
	const { checkRangesOrGetDefault } = require("internal/validators");
	const constants = require("internal/zlib/constants");
	const {
		BROTLI_DECODE,
		BROTLI_ENCODE,
		GUNZIP,
		GZIP,
		INFLATE,
		UNZIP,
		ZSTD_DECODE,
		ZSTD_ENCODE,
		Z_DEFAULT_CHUNK,
		Z_DEFAULT_LEVEL,
		Z_DEFAULT_MEMLEVEL,
		Z_DEFAULT_STRATEGY,
		Z_DEFAULT_WINDOWBITS,
		Z_FIXED,
		Z_MAX_CHUNK,
		Z_MAX_LEVEL,
		Z_MAX_MEMLEVEL,
		Z_MAX_WINDOWBITS,
		Z_MIN_CHUNK,
		Z_MIN_LEVEL,
		Z_MIN_MEMLEVEL,
		Z_MIN_WINDOWBITS,
	} = constants;

	// readsWindow tells the modes that take the window's size from the data, when it is 0.
	const readsWindow = (mode) => mode === INFLATE || mode === GUNZIP || mode === UNZIP;

	// zlib checks the options of a stream.
	const zlib = (opts, mode) => {
		let windowBits = Z_DEFAULT_WINDOWBITS;
		if ((opts?.windowBits == null || opts.windowBits === 0) && readsWindow(mode)) {
			windowBits = 0;
		} else {
			const least = mode === GZIP ? Z_MIN_WINDOWBITS + 1 : Z_MIN_WINDOWBITS;
			windowBits = checkRangesOrGetDefault(opts?.windowBits, "options.windowBits", least, Z_MAX_WINDOWBITS, Z_DEFAULT_WINDOWBITS);
		}
		const level = checkRangesOrGetDefault(opts?.level, "options.level", Z_MIN_LEVEL, Z_MAX_LEVEL, Z_DEFAULT_LEVEL);
		checkRangesOrGetDefault(opts?.memLevel, "options.memLevel", Z_MIN_MEMLEVEL, Z_MAX_MEMLEVEL, Z_DEFAULT_MEMLEVEL);
		const strategy = checkRangesOrGetDefault(opts?.strategy, "options.strategy", Z_DEFAULT_STRATEGY, Z_FIXED, Z_DEFAULT_STRATEGY);
		const dictionary = opts?.dictionary;
		if (dictionary !== undefined && !ArrayBuffer.isView(dictionary) && !(dictionary instanceof ArrayBuffer)) {
			throw new ERR_INVALID_ARG_TYPE("options.dictionary", ["Buffer", "TypedArray", "DataView", "ArrayBuffer"], dictionary);
		}
		return { level, windowBits, strategy, dictionary };
	};

	// params checks the parameters of Brotli or Zstandard, whose keys are numbers below limit.
	const params = (opts, limit, Invalid) => {
		for (const [key, value] of Object.entries(opts?.params ?? {})) {
			const number = Number(key);
			if (!(number >= 0 && number < limit)) throw new Invalid(key);
			if (typeof value !== "number" && typeof value !== "boolean") throw new ERR_INVALID_ARG_TYPE("options.params[key]", "number", value);
		}
		return { params: opts?.params, dictionary: opts?.dictionary };
	};

	// native checks options the way of the functions that work at once: its errors have no codes.
	const native = (kind, opts) => {
		const integer = (name, fallback) => {
			const value = opts?.[name];
			if (value === undefined) return fallback;
			const number = Number(value);
			return Number.isFinite(number) ? Math.trunc(number) : 0;
		};
		const natural = (name, fallback) => {
			const value = integer(name, fallback);
			if (typeof opts?.[name] === "string" && Number.isNaN(Number(opts[name]))) throw new TypeError("The value cannot be converted because it is not an integer.");
			if (value < 0) throw new TypeError("The value cannot be converted because it is negative and this API expects a positive number.");
			return value;
		};
		const within = (name, value, min, max) => {
			if (value >= min && value <= max) return value;
			throw new RangeError(`The value of "options.${name}" is out of range. It must be >= ${min} and <= ${max}. Received ${value}`);
		};
		const checked = {
			finishFlush: natural("finishFlush", kind.family.finishFlush),
			maxOutputLength: within("maxOutputLength", natural("maxOutputLength", Z_MAX_CHUNK), 1, Z_MAX_CHUNK),
			dictionary: opts?.dictionary,
			params: opts?.params,
		};
		within("chunkSize", natural("chunkSize", Z_DEFAULT_CHUNK), Z_MIN_CHUNK, Z_MAX_CHUNK);
		if (checked.dictionary !== undefined && !ArrayBuffer.isView(checked.dictionary) && !(checked.dictionary instanceof ArrayBuffer)) {
			throw new TypeError("Incorrect type for the 'dictionary' field on 'Options': the provided value is not of type 'ArrayBuffer or ArrayBufferView'.");
		}
		if (kind.name !== "zlib") return nativeParams(kind, checked, natural, within);
		within("flush", natural("flush", 0), 0, 6);
		within("finishFlush", checked.finishFlush, 0, 6);
		checked.windowBits = integer("windowBits", readsWindow(kind.mode) ? 0 : Z_DEFAULT_WINDOWBITS);
		if (checked.windowBits !== 0 || !readsWindow(kind.mode)) within("windowBits", checked.windowBits, Z_MIN_WINDOWBITS, Z_MAX_WINDOWBITS);
		checked.level = within("level", integer("level", Z_DEFAULT_LEVEL), Z_MIN_LEVEL, Z_MAX_LEVEL);
		within("memLevel", integer("memLevel", Z_DEFAULT_MEMLEVEL), Z_MIN_MEMLEVEL, Z_MAX_MEMLEVEL);
		checked.strategy = natural("strategy", Z_DEFAULT_STRATEGY);
		if (checked.strategy > Z_FIXED) throw new Error("invalid strategy");
		return checked;
	};
	const between = (...ranges) => (key) => ranges.some(([first, last]) => key >= first && key <= last);
	const knownParams = {
		[BROTLI_ENCODE]: between([0, 8]),
		[BROTLI_DECODE]: between([0, 8]),
		[ZSTD_ENCODE]: between([100, 107], [160, 164], [200, 202], [400, 402]),
		[ZSTD_DECODE]: between([100, 100]), // ZSTD_d_windowLogMax
	};
	const nativeParams = (kind, checked, natural, within) => {
		const { highest } = kind.family;
		within("flush", natural("flush", 0), 0, highest);
		within("finishFlush", checked.finishFlush, 0, highest);
		const known = knownParams[kind.mode];
		for (const [key, value] of Object.entries(checked.params ?? {})) {
			if (!known(Number(key))) throw new Error(kind.name === "brotli" ? "Setting parameter failed" : `Unsupported Zstd ${kind.mode === ZSTD_DECODE ? "de" : ""}compression parameter: ${key}`);
			if (kind.mode === ZSTD_DECODE && value !== 0 && !(value >= 10 && value <= 31)) throw new Error("Setting parameter failed: Parameter is out of bound");
		}
		return checked;
	};

	return { zlib, params, native };
}
