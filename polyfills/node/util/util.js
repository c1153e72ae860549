(require) => {
	const { ERR_FALSY_VALUE_REJECTION, ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");
	const { kValidateObjectAllowArray, kValidateObjectAllowFunction, validateAbortSignal, validateBoolean, validateFunction, validateObject, validateOneOf, validateString, validateStringArray } =
		require("internal/validators");
	const { inspect, format, formatWithOptions } = require("internal/inspect");
	const { MIMEParams, MIMEType } = require("internal/util/mime");
	const { isDeepStrictEqual } = require("internal/comparisons");

	// missing makes a function that the platform has and does not implement.
	const missing = (name) => {
		const f = {
			[name]() {
				throw new Error(`node:util ${name} is not implemented`);
			},
		};
		return f[name];
	};

	const callbackify = (original) => {
		validateFunction(original, "original");
		function callbackified(...args) {
			const callback = args.pop();
			validateFunction(callback, "last argument");
			const { nextTick } = require("process");
			Reflect.apply(original, this, args).then(
				(value) => nextTick(callback.bind(this), null, value),
				(reason) => nextTick(callback.bind(this), reason || new ERR_FALSY_VALUE_REJECTION(reason)),
			);
		}
		const descriptors = Object.getOwnPropertyDescriptors(original);
		if (typeof descriptors.length.value === "number") descriptors.length.value++;
		if (typeof descriptors.name.value === "string") descriptors.name.value += "Callbackified";
		return Object.defineProperties(callbackified, descriptors);
	};

	const customPromisified = Symbol.for("nodejs.util.promisify.custom");
	const promisifiedNames = Symbol.for("nodejs.util.promisify.custom.args");
	const asCustom = (fn) => Object.defineProperty(fn, customPromisified, { value: fn, enumerable: false, writable: false, configurable: true });
	const promisify = (original) => {
		validateFunction(original, "original");
		if (original[customPromisified]) {
			validateFunction(original[customPromisified], "util.promisify.custom");
			return asCustom(original[customPromisified]);
		}
		const names = original[promisifiedNames];
		function promisified(...args) {
			return new Promise((resolve, reject) => {
				Reflect.apply(original, this, [
					...args,
					(error, ...values) => {
						if (error) reject(error);
						else if (names !== undefined && values.length > 1) resolve(Object.fromEntries(names.map((name, i) => [name, values[i]])));
						else resolve(values[0]);
					},
				]);
			});
		}
		Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
		asCustom(promisified);
		return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original));
	};
	promisify.custom = customPromisified;

	const inherits = (ctor, superCtor) => {
		if (ctor === undefined || ctor === null) throw new ERR_INVALID_ARG_TYPE("ctor", "Function", ctor);
		if (superCtor === undefined || superCtor === null) throw new ERR_INVALID_ARG_TYPE("superCtor", "Function", superCtor);
		if (superCtor.prototype === undefined) throw new ERR_INVALID_ARG_TYPE("superCtor.prototype", "Object", superCtor.prototype);
		Object.defineProperty(ctor, "super_", { value: superCtor, writable: true, configurable: true });
		Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
	};
	const _extend = (target, source) => {
		if (source === null || typeof source !== "object") return target;
		return Object.assign(target, source);
	};

	// Control sequences (ECMA-48) as the ansi-regex of Node has them.
	const controls =
		/[\u001B\u009B][[\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\d\/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d\/#&.:=?%@~_]*)*)?(?:\u0007|\u001B\u005C|\u009C))|(?:(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-ntqry=><~]))/g;
	const stripVTControlCharacters = (str) => {
		validateString(str, "str");
		return str.replace(controls, "");
	};

	const styleText = (styles, text, { validateStream = true, stream } = {}) => {
		validateString(text, "text");
		validateBoolean(validateStream, "options.validateStream");
		if (validateStream && stream !== undefined) {
			const ok = stream instanceof ReadableStream || stream instanceof WritableStream || typeof stream?.on === "function";
			if (!ok) throw new ERR_INVALID_ARG_TYPE("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
		}
		// Without a terminal there is no style.
		const plain = validateStream && !(stream?.isTTY && stream.getColorDepth?.() > 2);
		let [before, after] = ["", ""];
		for (const name of [styles].flat()) {
			if (name === "none") continue;
			const codes = typeof name === "string" ? inspect.colors[name] : undefined;
			if (codes === undefined) validateOneOf(name, "format", Object.keys(inspect.colors));
			before += `\u001b[${codes[0]}m`;
			after = `\u001b[${codes[1]}m${after}`;
		}
		return plain ? text : before + text + after;
	};

	const parseEnv = (content) => {
		validateString(content, "content");
		return require("internal/util/dotenv").parse(content);
	};

	// Every set is on: there is no environment variable that could name some.
	const debuglog = (set, callback) => {
		let write = (...args) => {
			const name = String(set).toUpperCase();
			write = (...rest) => console.log(`${name}: ${format(...rest)}\n`);
			if (typeof callback === "function") callback(write);
			write(...args);
		};
		const logger = (...args) => write(...args);
		Object.defineProperty(logger, "enabled", { get: () => true, configurable: true, enumerable: true });
		return logger;
	};

	const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
	const log = (...args) => {
		const now = new Date();
		const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((n) => String(n).padStart(2, "0")).join(":");
		console.log("%s - %s", `${now.getDate()} ${months[now.getMonth()]} ${time}`, format(...args));
	};

	const aborted = async (signal, resource) => {
		if (signal === undefined) throw new ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
		validateAbortSignal(signal, "signal");
		validateObject(resource, "resource", kValidateObjectAllowArray | kValidateObjectAllowFunction);
		if (signal.aborted) return undefined;
		return new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
	};

	const frame = /^\s*at (?:(.*?) \()?(.*?):(\d+):(\d+)\)?$/;
	// functionOf is the function's own name in what a stack says was called, as "Object.test" or "new Test".
	const functionOf = (called) => called.replace(/ \[as .*\]$/, "").split(/[. ]/).at(-1).replace("<anonymous>", "");
	const getCallSites = (frames = 8) => {
		if (!(frames >= 1 && frames <= 200)) throw new Error("Frame count should be between 1 and 200 inclusive.");
		const holder = {};
		Error.captureStackTrace(holder, getCallSites);
		return holder.stack
			.split("\n")
			.map((line) => frame.exec(line))
			.filter((m) => m !== null)
			.slice(0, frames)
			.map(([, called = "", scriptName, lineNumber, column]) => ({ functionName: functionOf(called), scriptName, lineNumber: +lineNumber, columnNumber: +column, column: +column }));
	};

	const legacy = {
		isArray: (value) => Array.isArray(value),
		isBoolean: (value) => typeof value === "boolean",
		isBuffer: (value) => require("buffer").Buffer.isBuffer(value),
		isDate: (value) => value instanceof Date,
		isError: (value) => Error.isError(value),
		isFunction: (value) => typeof value === "function",
		isNull: (value) => value === null,
		isNullOrUndefined: (value) => value === null || value === undefined,
		isNumber: (value) => typeof value === "number",
		isObject: (value) => value !== null && typeof value === "object",
		isPrimitive: (value) => value === null || (typeof value !== "object" && typeof value !== "function"),
		isRegExp: (value) => value instanceof RegExp,
		isString: (value) => typeof value === "string",
		isSymbol: (value) => typeof value === "symbol",
		isUndefined: (value) => value === undefined,
	};

	return {
		types: require("util/types"),
		callbackify,
		promisify,
		inspect,
		format,
		formatWithOptions,
		stripVTControlCharacters,
		inherits,
		_extend,
		MIMEParams,
		MIMEType,
		toUSVString(input) {
			return input.toWellFormed();
		},
		log,
		aborted,
		debuglog,
		debug: debuglog,
		deprecate: (fn) => fn, // the platform does not warn
		getSystemErrorMap: () => require("internal/util/systemerrors").map(),
		getSystemErrorMessage: (err) => require("internal/util/systemerrors").messageOf(err),
		getSystemErrorName: (err) => require("internal/util/systemerrors").nameOf(err),
		TextEncoder,
		TextDecoder,
		parseArgs: missing("parseArgs"),
		parseEnv,
		styleText,
		transferableAbortController: () => new AbortController(),
		transferableAbortSignal(signal) {
			if (!(signal instanceof AbortSignal)) throw new ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
			return signal;
		},
		getCallSite: getCallSites,
		getCallSites,
		isDeepStrictEqual: (a, b) => isDeepStrictEqual(a, b),
		convertProcessSignalToExitCode(signalCode) {
			const { signals } = require("os").constants;
			validateOneOf(signalCode, "signalCode", Object.keys(signals));
			return 128 + signals[signalCode];
		},
		setTraceSigInt(_enable) {},
		diff(actual, expected) {
			if (actual === expected) return [];
			for (const [name, value] of [["actual", actual], ["expected", expected]]) {
				if (Array.isArray(value)) validateStringArray(value, name);
				else validateString(value, name);
			}
			const { between } = require("internal/assert/difference");
			const difference = between([...actual], [...expected], "-", "+");
			if (difference.every(([sign]) => sign === " ")) return [];
			return difference.map(([sign, part]) => [{ " ": 0, "-": 1, "+": -1 }[sign], part]);
		},
		_errnoException() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("_errnoException");
		},
		_exceptionWithHostPort() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("_exceptionWithHostPort");
		},
		...legacy,
	};
}
