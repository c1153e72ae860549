(require) => {
	const { isDeepStrictEqual } = require("internal/comparisons");
	const { isRegExp } = require("util/types");

	const some = (iterable, test) => {
		for (const item of iterable) if (test(item)) return true;
		return false;
	};
	const every = (iterable, test) => !some(iterable, (item) => !test(item));

	// isPartialStrictEqual tells whether actual has all that expected has. Lists are compared place by place. pairs are
	// those that are being compared: they count as equal where they come again.
	const isPartialStrictEqual = (actual, expected, pairs = []) => {
		if (expected === null || typeof expected !== "object") return Object.is(actual, expected);
		if (actual === null || typeof actual !== "object") return false;
		if (pairs.some(([a, b]) => a === actual && b === expected)) return true;
		const inner = (a, b) => isPartialStrictEqual(a, b, [...pairs, [actual, expected]]);
		if (expected instanceof Date) return actual instanceof Date && actual.getTime() === expected.getTime();
		if (isRegExp(expected)) return isRegExp(actual) && actual.source === expected.source && actual.flags === expected.flags && actual.lastIndex === expected.lastIndex;
		if (expected instanceof Error) return actual instanceof Error && actual.name === expected.name && actual.message === expected.message;
		if (Array.isArray(expected)) return Array.isArray(actual) && expected.every((value, i) => i in actual && inner(actual[i], value));
		if (expected instanceof Set) return actual instanceof Set && every(expected, (value) => some(actual, (other) => isDeepStrictEqual(value, other)));
		if (expected instanceof Map) return actual instanceof Map && every(expected, (entry) => isEntryOf(actual, entry, inner));
		if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) return false;
		const symbols = Object.getOwnPropertySymbols(expected).filter((symbol) => Object.prototype.propertyIsEnumerable.call(expected, symbol));
		return [...Object.keys(expected), ...symbols].every((key) => key in actual && inner(actual[key], expected[key]));
	};
	// isEntryOf looks at the value of the first key that is equal.
	const isEntryOf = (map, [key, value], equal) => {
		for (const [otherKey, otherValue] of map) if (isDeepStrictEqual(key, otherKey)) return equal(otherValue, value);
		return false;
	};
	return { isPartialStrictEqual };
}
