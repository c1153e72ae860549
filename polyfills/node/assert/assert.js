(require) => {
	const { ERR_AMBIGUOUS_ARGUMENT, ERR_CONSTRUCT_CALL_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_RETURN_VALUE } = require("internal/errors");
	const { AssertionError } = require("internal/assert/error");
	const { validateObject, validateOneOf } = require("internal/validators");
	const { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual } = require("internal/comparisons");
	const { inspect } = require("internal/inspect");
	const { isPromise, isRegExp } = require("util/types");

	// orElse is a message, or text where there is none.
	const orElse = (message, text) => (message === undefined || message === null || message === "" ? text : message);

	const assert = function assert(value, message) {
		truthy(value, message, arguments.length);
	};
	const ok = function ok(value, message) {
		truthy(value, message, arguments.length);
	};
	const truthy = (value, message, count) => {
		if (value) return;
		if (count === 0) throw new AssertionError({ message: "No value argument passed to `assert.ok()`" });
		const error = new AssertionError({ message: message ?? `${inspect(value)} == true`, actual: value, expected: true, operator: "==" });
		error.generatedMessage = message === undefined || message === null;
		throw error;
	};

	// Comparisons. What the platform calls loose is strict, too.

	const escapeEnd = (line) => `${line.replace(/\n$/, "\\n")}\n`;
	const notSame = (actual, expected) => {
		const { lineDifference } = require("internal/assert/difference");
		const texts = typeof actual === "string" && typeof expected === "string";
		const [a, b] = texts ? [actual, expected] : [inspect(actual, { sorted: true, breakLength: 80 }), inspect(expected, { sorted: true, breakLength: 80 })];
		if (!texts && a === b) return `Values have the same structure but are not reference-equal:\n\n${a.replace(/^/gm, "    ")}\n`;
		const signs = { " ": "    ", "-": "-   ", "+": "+   " };
		const parts = texts ? [a.split(/(?<=\n)/), b.split(/(?<=\n)/)] : [a.split("\n"), b.split("\n")];
		const lines = lineDifference(...parts).map(([sign, line]) => signs[sign] + (texts ? (line.endsWith("\n") ? escapeEnd(line) : `${line}\n`) : line));
		const body = texts ? `${lines.join("")}` : lines.join("\n");
		return `Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n${body}\n`;
	};

	const fail = function fail(message) {
		if (message !== undefined && typeof message !== "string") throw message;
		const error = new AssertionError({ message: message ?? "Failed", operator: "fail" });
		error.generatedMessage = message === undefined;
		throw error;
	};
	const strictEqual = function strictEqual(actual, expected, message) {
		if (Object.is(actual, expected)) return;
		throw new AssertionError({ message: orElse(message, undefined) ?? notSame(actual, expected), actual, expected, operator: "strictEqual", stackStartFn: strictEqual });
	};
	const notStrictEqual = function notStrictEqual(actual, expected, message) {
		if (!Object.is(actual, expected)) return;
		throw new AssertionError({ message: orElse(message, "Expected actual to be strictly unequal to expected"), actual, expected, operator: "notStrictEqual", stackStartFn: notStrictEqual });
	};
	const deepStrictEqual = function deepStrictEqual(actual, expected, message) {
		if (isDeepStrictEqual(actual, expected)) return;
		throw new AssertionError({ message, actual, expected, operator: "deepStrictEqual", stackStartFn: deepStrictEqual });
	};
	const notDeepStrictEqual = function notDeepStrictEqual(actual, expected, message) {
		if (!isDeepStrictEqual(actual, expected)) return;
		throw new AssertionError({ message: orElse(message, "Expected actual to not be deeply strictly equal to expected"), actual, expected, operator: "notDeepStrictEqual", stackStartFn: notDeepStrictEqual });
	};
	const partialDeepStrictEqual = function partialDeepStrictEqual(actual, expected, message) {
		if (isPartialStrictEqual(actual, expected)) return;
		throw new AssertionError({ message: orElse(message, "Expected actual to be partially deeply strictly equal to expected"), actual, expected, operator: "partialDeepStrictEqual", stackStartFn: partialDeepStrictEqual });
	};

	const match = function match(string, regexp, message) {
		if (!isRegExp(regexp)) throw new ERR_INVALID_ARG_TYPE("regexp", "RegExp", regexp);
		if (regexp.exec(string) !== null) return;
		throw new AssertionError({ message: orElse(message, `actual: "${string}" expected to match: "${regexp}"`), actual: string, expected: regexp, operator: "match", stackStartFn: match });
	};
	const doesNotMatch = function doesNotMatch(string, regexp, message) {
		if (!isRegExp(regexp)) throw new ERR_INVALID_ARG_TYPE("regexp", "RegExp", regexp);
		let text = `actual: "${string}" expected to not match: "${regexp}"`;
		if (typeof string !== "string") text = new ERR_INVALID_ARG_TYPE("string", "string", string).message;
		else if (regexp.exec(string) === null) return;
		throw new AssertionError({ message: orElse(message, text), actual: string, expected: regexp, operator: "doesNotMatch", stackStartFn: doesNotMatch });
	};

	const ifError = function ifError(value) {
		if (value === null || value === undefined) return;
		let text = inspect(value);
		if (typeof value === "object" && typeof value.message === "string") text = value.message === "" && value.constructor ? value.constructor.name : value.message;
		throw new AssertionError({ message: `ifError got unwanted exception: ${text}`, actual: value, expected: null, operator: "ifError", stackStartFn: ifError });
	};

	// Exceptions.

	const isClass = (f) => Error.isPrototypeOf(f) || f === Error || (f.prototype !== undefined && Object.hasOwn(f, "prototype"));

	// expectException throws unless the exception is as it should be.
	const expectException = (actual, expected, message, operator) => {
		const failed = (text) => {
			const error = new AssertionError({ message: orElse(message, text), actual, expected, operator });
			error.generatedMessage = orElse(message, "") === "";
			return error;
		};
		if (isRegExp(expected)) {
			if (expected.exec(String(actual)) === null) throw failed(`The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(actual))}\n`);
			return;
		}
		if (typeof expected !== "function") {
			expectProperties(actual, expected, failed);
			return;
		}
		if (expected.prototype !== undefined && actual instanceof expected) return;
		if (Error.isPrototypeOf(expected) || expected === Error) {
			throw failed(`The error is expected to be an instance of "${expected.name}". Received "${actual?.constructor?.name ?? actual?.name}"\n\nError message:\n\n${actual?.message}`);
		}
		const result = Reflect.apply(expected, {}, [actual]);
		if (result === true) return;
		const name = operator === "rejects" && expected.name ? `"${expected.name}" ` : "";
		throw failed(`The ${name}validation function is expected to return "true". Received ${inspect(result)}\n\nCaught error:\n\n${String(actual)}`);
	};
	const expectProperties = (actual, expected, failed) => {
		const keys = Object.keys(expected);
		if (expected instanceof Error) keys.push("name", "message");
		else if (keys.length === 0) throw new ERR_INVALID_ARG_VALUE("error", expected, "may not be an empty object");
		if (typeof actual !== "object" || actual === null) {
			throw failed(`object is expected to thrown, but got ${actual === null ? "null" : `${typeof actual}: ${String(actual)}`}`);
		}
		for (const key of keys) {
			if (!(key in actual)) throw failed(`A key in the expected object is missing: ${key}`);
			if (typeof actual[key] === "string" && isRegExp(expected[key])) match(actual[key], expected[key]);
			else deepStrictEqual(actual[key], expected[key]);
		}
	};

	const nothing = Symbol("nothing was thrown");
	const thrownBy = (fn) => {
		if (typeof fn !== "function") throw new ERR_INVALID_ARG_TYPE("fn", "Function", fn);
		try {
			fn();
		} catch (error) {
			return error;
		}
		return nothing;
	};
	// The results of calls over RPC are functions, too.
	const isThenable = (v) => isPromise(v) || (Boolean(v) && typeof v.then === "function");
	const rejectionOf = async (promiseFn) => {
		let promise = promiseFn;
		if (typeof promiseFn === "function") {
			promise = promiseFn();
			if (!isThenable(promise)) throw new ERR_INVALID_RETURN_VALUE("instance of Promise", "promiseFn", promise);
		} else if (!isThenable(promiseFn)) {
			throw new ERR_INVALID_ARG_TYPE("promiseFn", ["Function", "Promise"], promiseFn);
		}
		try {
			await promise;
		} catch (error) {
			return error;
		}
		return nothing;
	};

	// mustFail is throws and rejects, mustNot their opposites.
	const mustFail = (operator, what, actual, error, message) => {
		if (typeof error === "string") {
			if (message !== undefined) throw new ERR_INVALID_ARG_TYPE("error", ["Object", "Error", "Function", "RegExp"], error);
			const same = typeof actual === "object" && actual !== null ? actual.message : actual;
			if (same === error) throw new ERR_AMBIGUOUS_ARGUMENT("error/message", `The error ${typeof actual === "object" ? "message " : ""}"${same}" is identical to the message.`);
			[error, message] = [undefined, error];
		} else if (error !== undefined && error !== null && typeof error !== "object" && typeof error !== "function") {
			throw new ERR_INVALID_ARG_TYPE("error", ["Function", "Error", "RegExp", "Object"], error);
		}
		if (actual === nothing) {
			const name = typeof error === "function" && error.name ? ` (${error.name})` : "";
			const failed = new AssertionError({ message: `Missing expected ${what}${name}${message ? `: ${message}` : "."}`, expected: error, operator });
			failed.generatedMessage = operator === "rejects" && !message;
			throw failed;
		}
		if (error) expectException(actual, error, message, operator);
	};
	const mustNot = (operator, actual, error, message) => {
		if (actual === nothing) return;
		if (typeof error === "string") [error, message] = [undefined, error];
		const unwanted = typeof error === "function" ? !isClass(error) || actual instanceof error : error === undefined || isRegExp(error);
		if (!unwanted) throw actual;
		throw new AssertionError({ message: `Got unwanted exception${message ? `: ${message}` : "."}\nActual message: "${actual?.message}"`, expected: error, operator });
	};

	const throws = function throws(fn, error, message) {
		mustFail("throws", "exception", thrownBy(fn), error, message);
	};
	const doesNotThrow = function doesNotThrow(fn, error, message) {
		mustNot("doesNotThrow", thrownBy(fn), error, message);
	};
	const rejects = async function rejects(promiseFn, error, message) {
		mustFail("rejects", "rejection", await rejectionOf(promiseFn), error, message);
	};
	const doesNotReject = async function doesNotReject(promiseFn, error, message) {
		mustNot("doesNotReject", await rejectionOf(promiseFn), error, message);
	};

	// Assert is a set of these functions with options: whether the names without "strict" are strict, and whether
	// prototypes count. How much a message shows of a difference is all, whatever diff says.
	class Assert {
		constructor(options) {
			if (options !== undefined) validateObject(options, "options");
			const { diff = "simple", strict = true, skipPrototype = false } = options ?? {};
			validateOneOf(diff, "options.diff", ["simple", "full"]);
			this.AssertionError = AssertionError;
			if (skipPrototype) Object.assign(this, withoutPrototypes);
			if (!strict) return;
			this.equal = this.strictEqual;
			this.deepEqual = this.deepStrictEqual;
			this.notEqual = this.notStrictEqual;
			this.notDeepEqual = this.notDeepStrictEqual;
		}
	}
	const withoutPrototypes = {
		deepStrictEqual(actual, expected, message) {
			if (isDeepStrictEqual(actual, expected, true)) return;
			throw new AssertionError({ message, actual, expected, operator: "deepStrictEqual", stackStartFn: withoutPrototypes.deepStrictEqual });
		},
		notDeepStrictEqual(actual, expected, message) {
			if (!isDeepStrictEqual(actual, expected, true)) return;
			throw new AssertionError({ message, actual, expected, operator: "notDeepStrictEqual", stackStartFn: withoutPrototypes.notDeepStrictEqual });
		},
	};
	// loosely makes a function that throws unless holds says so.
	const loosely = (operator, holds) => {
		const check = {
			[operator](actual, expected, message) {
				if (!holds(actual, expected)) throw new AssertionError({ message, actual, expected, operator, stackStartFn: check });
			},
		}[operator];
		return check;
	};
	const same = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));
	const ofAssert = {
		fail, deepStrictEqual, notDeepStrictEqual, strictEqual, notStrictEqual, partialDeepStrictEqual, match, doesNotMatch, throws, rejects,
		doesNotThrow, doesNotReject, ifError, ok,
		equal: loosely("equal", same),
		notEqual: loosely("notEqual", (a, b) => !same(a, b)),
		deepEqual: loosely("deepEqual", isDeepEqual),
		notDeepEqual: loosely("notDeepEqual", (a, b) => !isDeepEqual(a, b)),
	};
	for (const [name, value] of Object.entries(ofAssert)) Object.defineProperty(Assert.prototype, name, { value, writable: true, configurable: true });
	const callable = new Proxy(Assert, {
		apply() {
			throw new ERR_CONSTRUCT_CALL_REQUIRED("Assert");
		},
	});

	const members = {
		Assert: callable,
		AssertionError,
		deepEqual: deepStrictEqual,
		deepStrictEqual,
		doesNotMatch,
		doesNotReject,
		doesNotThrow,
		equal: strictEqual,
		fail,
		ifError,
		match,
		notDeepEqual: notDeepStrictEqual,
		notDeepStrictEqual,
		notEqual: notStrictEqual,
		notStrictEqual,
		ok,
		partialDeepStrictEqual,
		rejects,
	};
	const strict = function strict(value, message) {
		truthy(value, message, arguments.length);
	};
	for (const f of [assert, strict]) Object.assign(f, members, { strict, strictEqual, throws });
	return assert;
}
