(require) => {
	const { inspect } = require("internal/inspect");
	const { validateObject } = require("internal/validators");

	const headings = {
		deepStrictEqual: "Expected values to be strictly deep-equal:",
		strictEqual: "Expected values to be strictly equal:",
		strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
		deepEqual: "Expected values to be loosely deep-equal:",
		notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
		notStrictEqual: 'Expected "actual" to be strictly unequal to:',
		notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
		notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
		notIdentical: "Values have same structure but are not reference-equal:",
		__proto__: null,
	};
	const isReference = (v) => (typeof v === "object" && v !== null) || typeof v === "function";

	const show = (value) =>
		inspect(value, { compact: true, customInspect: false, depth: 1000, maxArrayLength: Infinity, showHidden: false, showProxy: false, sorted: true, getters: true });

	// Two short primitives stand beside each other.
	const shortest = 12;
	const lineWidth = 80;

	// oneLine tells two values of a line each apart; undefined when the lines below each other do
	// that well enough, together with where they differ.
	const oneLine = (operator, actual, expected, a, b) => {
		const length = a.length + b.length;
		if (length <= shortest) {
			if (isReference(actual) || isReference(expected) || (actual === 0 && expected === 0)) return {};
			return { whole: `${headings[operator]}\n\n${a} !== ${b}\n` };
		}
		if (operator === "strictEqualObject" || length >= lineWidth) return {};
		let i = 0;
		while (a[i] === b[i]) i++;
		return i > 2 ? { marker: `\n  ${" ".repeat(i)}^` } : { common: i };
	};

	// sameEnd takes what both end with from the lines, and gives the little of it that is shown.
	const sameEnd = (a, b, count) => {
		let end = "";
		let before = "";
		while (a.length > 0 && b.length > 0 && a.at(-1) === b.at(-1)) {
			if (count++ < 3) end = `\n  ${a.at(-1)}${end}`;
			else before = a.at(-1);
			a.pop();
			b.pop();
		}
		const skipped = count >= 5 && (a.length > 0 || b.length > 0);
		if (skipped) end = `\n...${end}`;
		if (before !== "") end = `\n  ${before}${end}`;
		return { end, skipped };
	};

	// Lines prints lines of two texts, of which long common parts are left out.
	class Lines {
		result = "";
		expected = ""; // lines of the expected text that wait for those of the actual one
		printed = 0;
		same = 0;
		skipped = false;

		common(line) {
			this.result += this.expected;
			this.expected = "";
			if (++this.same <= 2) this.print(`  ${line}`);
		}
		print(line) {
			this.result += `\n${line}`;
			this.printed++;
		}
		// catchUp prints the end of a common part, before line i.
		catchUp(lines, i) {
			if (this.same === 5) this.print(`  ${lines[i - 3]}`);
			else if (this.same > 5) {
				this.result += "\n...";
				this.skipped = true;
			}
			if (this.same > 3) this.print(`  ${lines[i - 2]}`);
			if (this.same > 2) this.print(`  ${lines[i - 1]}`);
			this.same = 0;
		}
	}

	// commaApart tells lines that differ by a comma at the end, as the last of a list does.
	const commaApart = (long, short) => long.endsWith(",") && long.slice(0, -1) === short;

	const difference = (actual, expected, operator) => {
		if (operator === "strictEqual" && isReference(actual) && typeof actual === typeof expected && expected !== null) operator = "strictEqualObject";
		const text = show(actual);
		const a = text.split("\n");
		const b = show(expected).split("\n");
		const single = a.length === 1 && b.length === 1 && a[0] !== b[0] ? oneLine(operator, actual, expected, a[0], b[0]) : {};
		if (single.whole) return single.whole;
		const { end, skipped } = sameEnd(a, b, single.common ?? 0);
		const count = Math.max(a.length, b.length);
		if (count === 0) {
			const lines = text.split("\n");
			return `${headings.notIdentical}\n\n${(lines.length > 50 ? [...lines.slice(0, 46), "..."] : lines).join("\n")}\n`;
		}
		const heading = `${headings[operator]}\n+ actual - expected`;
		const out = new Lines();
		for (let i = 0; i < count; i++) {
			if (i >= b.length) {
				out.catchUp(a, i);
				out.print(`+ ${a[i]}`);
			} else if (i >= a.length) {
				out.catchUp(b, i);
				out.expected += `\n- ${b[i]}`;
				out.printed++;
			} else if (a[i] === b[i] || commaApart(a[i], b[i])) {
				out.common(a[i]);
			} else if (commaApart(b[i], a[i])) {
				out.common(b[i]);
			} else {
				out.catchUp(a, i);
				out.print(`+ ${a[i]}`);
				out.expected += `\n- ${b[i]}`;
				out.printed++;
			}
			if (out.printed > 50 && i < count - 2) return `${heading} ... Lines skipped\n${out.result}\n...${out.expected}\n...`;
		}
		const dots = skipped || out.skipped ? " ... Lines skipped" : "";
		return `${heading}${dots}\n${out.result}${out.expected}${end}${single.marker ?? ""}`;
	};

	const unequal = (actual, operator) => {
		const heading = operator === "notStrictEqual" && isReference(actual) ? headings.notStrictEqualObject : headings[operator];
		let lines = show(actual).split("\n");
		if (lines.length > 50) lines = [...lines.slice(0, 46), "..."];
		if (lines.length > 1) return `${heading}\n\n${lines.join("\n")}\n`;
		return heading + (lines[0].length > 5 ? "\n\n" : " ") + lines[0];
	};

	const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 3)}...` : text);
	const generate = (actual, expected, operator) => {
		if (operator === "deepStrictEqual" || operator === "strictEqual") return difference(actual, expected, operator);
		if (operator === "notDeepStrictEqual" || operator === "notStrictEqual") return unequal(actual, operator);
		const [a, b] = [show(actual), show(expected)];
		if (operator === "notDeepEqual" && a === b) return cut(`${headings.notDeepEqual}\n\n${a}`, 1024);
		if (operator === "deepEqual") return `${headings.deepEqual}\n\n${cut(a, 512)}\n\nshould loosely deep-equal\n\n${cut(b, 512)}`;
		if (operator === "notDeepEqual") return `${cut(a, 512)}\n\nshould not loosely deep-equal\n\n${cut(b, 512)}`;
		return `${cut(a, 512)} ${operator} ${cut(b, 512)}`;
	};

	// withoutStack copies an error: where it was made makes no difference.
	const withoutStack = (error) => {
		const copy = Object.setPrototypeOf(new Error(error.message), Object.getPrototypeOf(error));
		Object.assign(copy, error);
		Object.defineProperty(copy, "stack", { __proto__: null, value: "", configurable: true, writable: true });
		return copy;
	};

	class AssertionError extends Error {
		constructor(options) {
			validateObject(options, "options");
			const { message, operator, stackStartFn, stackStartFunction } = options;
			let { actual, expected } = options;
			if (message !== undefined && message !== null) {
				super(String(message));
			} else {
				if (actual instanceof Error && expected instanceof Error) [actual, expected] = [withoutStack(actual), withoutStack(expected)];
				super(generate(actual, expected, operator));
			}
			Object.defineProperty(this, "name", { __proto__: null, value: "AssertionError [ERR_ASSERTION]", enumerable: false, writable: true, configurable: true });
			Error.captureStackTrace(this, stackStartFn ?? stackStartFunction);
			this.stack; // with the name of now
			this.name = "AssertionError";
			this.generatedMessage = message === undefined || message === null;
			this.code = "ERR_ASSERTION";
			this.actual = actual;
			this.expected = expected;
			this.operator = operator;
		}
		toString() {
			return `${this.name} [${this.code}]: ${this.message}`;
		}
	}
	return { AssertionError };
}
