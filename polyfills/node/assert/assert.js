(require) => {
	const { ERR_AMBIGUOUS_ARGUMENT, ERR_CONSTRUCT_CALL_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_RETURN_VALUE, ERR_MISSING_ARGS } = require("internal/errors");
	const { AssertionError } = require("internal/assert/error");
	const { validateObject, validateOneOf } = require("internal/validators");
	const { isPartialStrictEqual } = require("internal/assert/partial");
	const { isDeepEqual, isDeepStrictEqual } = require("internal/comparisons");
	const { inspect } = require("internal/inspect");
	const { isPromise, isRegExp } = require("util/types");

	// orElse is a message as text, or text where there is none.
	const orElse = (message, text) => (message ? `${message}` : text);
	// mustHave throws unless as many arguments were given as names.
	const mustHave = (count, ...names) => {
		if (count < names.length) throw new ERR_MISSING_ARGS(...names);
	};

	const assert = function assert(value, message) {
		truthy(value, message, arguments.length);
	};
	const truthy = (value, message, count) => {
		if (value) return;
		if (count === 0) throw new AssertionError({ message: "No value argument passed to `assert.ok()`" });
		const error = new AssertionError({ message: message ?? `${inspect(value)} == true`, actual: value, expected: true, operator: "==" });
		error.generatedMessage = !message;
		throw error;
	};

	// Comparisons. What the platform calls loose is strict, too.

	const escapeEnd = (line) => `${line.replace(/\n$/, "\\n")}\n`;
	const notSame = (actual, expected) => {
		const { lineDifference } = require("internal/assert/difference");
		const texts = typeof actual === "string" && typeof expected === "string";
		const [a, b] = texts ? [actual, expected] : [inspect(actual), inspect(expected)];
		if (!texts && a === b) return `Values have the same structure but are not reference-equal:\n\n${a.replace(/^/gm, "    ")}\n`;
		const signs = { " ": "    ", "-": "-   ", "+": "+   " };
		const parts = texts ? [a.split(/(?<=\n)/), b.split(/(?<=\n)/)] : [a.split("\n"), b.split("\n")];
		const lines = lineDifference(...parts).map(([sign, line]) => signs[sign] + (texts ? (line.endsWith("\n") ? escapeEnd(line) : `${line}\n`) : line));
		const body = texts ? `${lines.join("")}` : lines.join("\n");
		return `Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n${body}\n`;
	};

	const fail = function fail(message) {
		if (message !== undefined && message !== null && typeof message !== "string") throw message;
		const error = new AssertionError({ message: message ?? "Failed", operator: "fail" });
		error.generatedMessage = !message;
		throw error;
	};
	const strictEqual = function strictEqual(actual, expected, message) {
		mustHave(arguments.length, "actual", "expected");
		if (Object.is(actual, expected)) return;
		throw new AssertionError({ message: orElse(message, undefined) ?? notSame(actual, expected), actual, expected, operator: "strictEqual", stackStartFn: strictEqual });
	};
	const notStrictEqual = function notStrictEqual(actual, expected, message) {
		mustHave(arguments.length, "actual", "expected");
		if (!Object.is(actual, expected)) return;
		throw new AssertionError({ message: orElse(message, "Expected actual to be strictly unequal to expected"), actual, expected, operator: "notStrictEqual", stackStartFn: notStrictEqual });
	};
	const deepStrictEqual = function deepStrictEqual(actual, expected, message) {
		mustHave(arguments.length, "actual", "expected");
		if (isDeepStrictEqual(actual, expected)) return;
		throw new AssertionError({ message: orElse(message, message), actual, expected, operator: "deepStrictEqual", stackStartFn: deepStrictEqual });
	};
	const notDeepStrictEqual = function notDeepStrictEqual(actual, expected, message) {
		mustHave(arguments.length, "actual", "expected");
		if (!isDeepStrictEqual(actual, expected)) return;
		throw new AssertionError({ message: orElse(message, "Expected actual to not be deeply strictly equal to expected"), actual, expected, operator: "notDeepStrictEqual", stackStartFn: notDeepStrictEqual });
	};
	const partialDeepStrictEqual = function partialDeepStrictEqual(actual, expected, message) {
		mustHave(arguments.length, "actual", "expected");
		if (isPartialStrictEqual(actual, expected)) return;
		throw new AssertionError({ message: orElse(message, "Expected actual to be partially deeply strictly equal to expected"), actual, expected, operator: "partialDeepStrictEqual", stackStartFn: partialDeepStrictEqual });
	};

	const match = function match(string, regexp, message) {
		mustHave(arguments.length, "actual", "regexp");
		if (!isRegExp(regexp)) throw new ERR_INVALID_ARG_TYPE("regexp", "RegExp", regexp);
		if (regexp.exec(string) !== null) return;
		throw new AssertionError({ message: orElse(message, `actual: "${string}" expected to match: "${regexp}"`), actual: string, expected: regexp, operator: "match", stackStartFn: match });
	};
	const doesNotMatch = function doesNotMatch(string, regexp, message) {
		mustHave(arguments.length, "string", "regexp");
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

	const isError = (f) => f === Error || f.prototype instanceof Error;

	// expectException throws unless the exception is as it should be.
	const expectException = (actual, expected, message, operator) => {
		const failed = (text) => {
			const error = new AssertionError({ message: text, actual, expected, operator });
			error.generatedMessage = true;
			return error;
		};
		if (isRegExp(expected)) {
			if (expected.exec(String(actual)) === null) throw failed(`The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(actual))}\n`);
			return;
		}
		if (typeof expected !== "function") {
			expectProperties(actual, expected, message, failed);
			return;
		}
		if (isError(expected)) {
			if (actual instanceof expected) return;
			throw failed(`The error is expected to be an instance of "${expected.name}". Received "${actual?.constructor?.name}"\n\nError message:\n\n${actual?.message}`);
		}
		const result = expected(actual);
		if (result === true) return;
		const name = operator === "rejects" ? '"validate" ' : "";
		throw failed(`The ${name}validation function is expected to return "true". Received ${inspect(result)}\n\nCaught error:\n\n${String(actual)}`);
	};
	const expectProperties = (actual, expected, message, failed) => {
		const keys = Object.keys(expected);
		if (expected instanceof Error) keys.push("name", "message");
		const refuse = (text) => {
			const error = failed(message || text);
			error.generatedMessage = message === undefined || message === null;
			throw error;
		};
		const kind = typeof actual;
		if (keys.length > 0 && (actual === undefined || actual === null)) refuse("object is expected to thrown, but got null");
		if (keys.length > 0 && (kind === "string" || kind === "number")) refuse(`object is expected to thrown, but got ${kind}: ${actual}`);
		for (const key of keys) {
			if (!(key in actual)) refuse(`A key in the expected object is missing: ${key}`);
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
		if (typeof error === "string" && actual !== nothing) {
			if (message !== undefined) throw new ERR_INVALID_ARG_TYPE("error", ["Object", "Error", "Function", "RegExp"], error);
			const same = typeof actual === "object" && actual !== null ? actual.message : actual;
			if (same === error) throw new ERR_AMBIGUOUS_ARGUMENT("error/message", `The error ${typeof actual === "object" ? "message " : ""}"${same}" is identical to the message.`);
			[error, message] = [undefined, error];
		}
		if (actual === nothing) {
			const isString = typeof error === "string";
			const name = typeof error === "function" && error.name && (message || error.prototype !== undefined) ? ` (${error.name})` : "";
			const words = operator === "rejects" ? (isString ? error : undefined) : message || (isString ? error : undefined);
			const failed = new AssertionError({ message: `Missing expected ${what}${name}${words ? `: ${words}` : "."}`, expected: isString ? undefined : error, operator });
			failed.generatedMessage = operator === "rejects";
			throw failed;
		}
		if (error === undefined) return;
		if (typeof error === "function" || (typeof error === "object" && error !== null)) return expectException(actual, error, message, operator);
		const failed = new AssertionError({ message: `Invalid expectation: ${error}`, operator });
		failed.generatedMessage = true;
		throw failed;
	};
	const mustNot = (operator, actual, error, message) => {
		if (actual === nothing) return;
		const unwanted = (text) => new AssertionError({ message: text, operator });
		const added = message ? ` ${String(message)}` : "";
		if (typeof error === "function" && error.prototype !== undefined) {
			if (actual instanceof error) throw unwanted(`Got unwanted exception: ${actual.constructor?.name}${added}`);
			if (!(error.prototype instanceof Error) && error(actual) === true) throw unwanted(`Got unwanted rejection.\nActual message: "${actual.message}"${added}`);
			throw actual;
		}
		if (typeof error === "string") message = error;
		throw unwanted(`Got unwanted exception${message ? `: ${message}` : "."}\nActual message: "${actual ? actual.message : String(actual)}"`);
	};

	const throws = function throws(fn, error, message) {
		if (typeof error === "object" && error !== null && Object.getPrototypeOf(error) === Object.prototype && Object.keys(error).length === 0) {
			throw new ERR_INVALID_ARG_VALUE("error", error, "may not be an empty object");
		}
		const kinds = typeof message === "string" ? ["undefined", "string", "number", "boolean", "bigint", "symbol"] : ["number", "boolean", "bigint", "symbol"];
		if (kinds.includes(typeof error)) throw new ERR_INVALID_ARG_TYPE("error", ["Function", "Error", "RegExp", "Object"], error);
		mustFail("throws", "exception", thrownBy(fn), error, message);
	};
	const doesNotThrow = function doesNotThrow(fn, error, message) {
		if (typeof fn === "function" && error !== undefined && typeof error !== "function" && typeof error !== "string" && !isRegExp(error)) {
			throw new ERR_INVALID_ARG_TYPE("expected", ["Function", "RegExp"], fn); // not the argument that is wrong, as on the platform
		}
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
	const loosely = (name, operator, holds) => {
		const check = {
			[name](actual, expected, message) {
				if (!holds(actual, expected)) throw new AssertionError({ message, actual, expected, operator, stackStartFn: check });
			},
		}[name];
		return check;
	};
	const same = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));
	const ofAssert = {
		fail, deepStrictEqual, notDeepStrictEqual, strictEqual, notStrictEqual, partialDeepStrictEqual, match, doesNotMatch, throws, rejects,
		doesNotThrow, doesNotReject, ifError,
		ok(value, message) {
			truthy(value, message, arguments.length);
		},
		equal: loosely("equal", "==", same),
		notEqual: loosely("notEqual", "!=", (a, b) => !same(a, b)),
		deepEqual: loosely("deepEqual", "deepEqual", isDeepEqual),
		notDeepEqual: loosely("notDeepEqual", "notDeepEqual", (a, b) => !isDeepEqual(a, b)),
	};
	for (const [name, value] of Object.entries(ofAssert)) Object.defineProperty(Assert.prototype, name, { value, writable: true, configurable: true });
	const callable = new Proxy(Assert, {
		apply() {
			throw new ERR_CONSTRUCT_CALL_REQUIRED("Assert");
		},
	});

	const members = {
		fail, deepStrictEqual, notDeepStrictEqual, strictEqual, notStrictEqual, partialDeepStrictEqual, match, doesNotMatch, throws, rejects,
		doesNotThrow, doesNotReject, ifError, Assert: callable, AssertionError, ok: assert,
	};
	const strictNames = { equal: strictEqual, notEqual: notStrictEqual, deepEqual: deepStrictEqual, notDeepEqual: notDeepStrictEqual };
	const strict = function strict(value, message) {
		truthy(value, message, arguments.length);
	};
	Object.assign(strict, members, { strict }, strictNames);
	Object.assign(assert, members, {
		strict,
		equal(actual, expected, message) {
			return strictEqual(actual, expected, message);
		},
		notEqual(actual, expected, message) {
			return notStrictEqual(actual, expected, message);
		},
		deepEqual(actual, expected, message) {
			return deepStrictEqual(actual, expected, message);
		},
		notDeepEqual(actual, expected, message) {
			return notDeepStrictEqual(actual, expected, message);
		},
	});
	return assert;
}
