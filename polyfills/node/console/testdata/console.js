const node = require("console");
const { Console } = node;

// stream keeps what is written to it, in lines.
const stream = (more) => ({ lines: [], write(text) { this.lines.push(text); }, listenerCount: () => 0, once() {}, removeListener() {}, ...more });
const written = (use, options) => {
	const stdout = stream();
	use(new Console({ stdout, ...options }));
	return stdout.lines.join("");
};

test("the module is the global console, with Node's members", () => {
	assert(node === console);
	assertEquals([typeof Console, Console.name, Console.length, node._times instanceof Map], ["function", "Console", 1, true]);
	assertEquals(
		Object.getOwnPropertyNames(Console.prototype).join(),
		"constructor,log,info,debug,warn,error,dir,time,timeEnd,timeLog,trace,assert,clear,count,countReset,group,groupEnd,table,dirxml,groupCollapsed",
	);
	assert(console instanceof Console);
	assert(!({} instanceof Console));
});

test("what the platform lacks says so", () => {
	assertThrows(() => node.context("x"), Error, "The Console.context method is not implemented");
	assertThrows(() => node.createTask("x"), Error, "The Console.createTask method is not implemented");
});

test("a Console writes to its streams", () => {
	const out = stream();
	const err = stream();
	const own = new Console(out, err);
	own.log("a %s", 1, { x: 1 });
	own.info("i");
	own.debug();
	own.dirxml("d", 2);
	own.warn("w");
	own.error("e", new Map([[1, 2]]));
	own.dir({ a: { b: 1 } }, { depth: 0 });
	assertEquals(out.lines, ["a 1 { x: 1 }\n", "i\n", "\n", "d 2\n", "{ a: [Object] }\n"]);
	assertEquals(err.lines, ["w\n", "e Map(1) { 1 => 2 }\n"]);
});

test("it can be made without new, extended, and used without itself", () => {
	const out = stream();
	assert(Console(out) instanceof Console);
	class Loud extends Console {
		shout(text) {
			this.log(text.toUpperCase());
		}
	}
	const loud = new Loud(out);
	loud.shout("x");
	const { log } = loud;
	log("y");
	assertEquals(out.lines, ["X\n", "y\n"]);
	assertEquals([Object.prototype.toString.call(loud), Object.getPrototypeOf(loud) === Loud.prototype], ["[object console]", true]);
});

test("groups indent each line", () => {
	const use = (c) => {
		c.group("g", 1);
		c.log("a\nb");
		c.group();
		c.warn("c");
		c.groupEnd();
		c.groupEnd();
		c.groupEnd();
		c.log("d");
	};
	assertEquals(written(use), "g 1\n  a\n  b\n    c\nd\n");
	assertEquals(written(use, { groupIndentation: 1 }), "g 1\n a\n b\n  c\nd\n");
});

test("it counts, times and asserts", () => {
	assertEquals(
		written((c) => {
			c.count();
			c.count();
			c.count("x");
			c.countReset("x");
			c.count("x");
			c.assert(true, "no");
			c.assert(false);
			c.assert(0, "m %d", 5);
			c.assert(false, { a: 1 });
		}),
		"default: 1\ndefault: 2\nx: 1\nx: 1\nAssertion failed\nAssertion failed: m 5\nAssertion failed { a: 1 }\n",
	);
	assertEquals(
		written((c) => {
			c.time("t");
			c.timeLog("t", { a: 1 });
			c.timeEnd("t");
		}).replace(/\d+ms/g, "ms"),
		"t: ms { a: 1 }\nt: ms\n",
	);
	assert(/^Trace: here 1\n {4}at /.test(written((c) => c.trace("here", 1))));
});

test("a misused label is a warning", async () => {
	const warnings = [];
	const keep = (w) => warnings.push(w.message);
	require("process").on("warning", keep);
	written((c) => {
		c.time("t");
		c.time("t");
		c.timeLog("u");
		c.timeEnd();
		c.countReset("z");
	});
	await null;
	require("process").off("warning", keep);
	assertEquals(warnings, ["Label 't' already exists for console.time()", "No such label 'u' for console.timeLog()", "No such label 'default' for console.timeEnd()", "Count for 'z' does not exist"]);
});

const table = (...args) => written((c) => c.table(...args));

test("tables have a column for each property", () => {
	assertEquals(table([{ a: 1, b: "x" }, { a: 2, c: true }]), "┌─────────┬───┬─────┬──────┐\n│ (index) │ a │ b   │ c    │\n├─────────┼───┼─────┼──────┤\n│ 0       │ 1 │ 'x' │      │\n│ 1       │ 2 │     │ true │\n└─────────┴───┴─────┴──────┘\n");
	assertEquals(table([{ a: 1, b: 2 }], ["b"]), "┌─────────┬───┐\n│ (index) │ b │\n├─────────┼───┤\n│ 0       │ 2 │\n└─────────┴───┘\n");
	assertEquals(table([1, { three: 3 }]), "┌─────────┬───────┬────────┐\n│ (index) │ three │ Values │\n├─────────┼───────┼────────┤\n│ 0       │       │ 1      │\n│ 1       │ 3     │        │\n└─────────┴───────┴────────┘\n");
	assertEquals(table(["日本"]), "┌─────────┬────────┐\n│ (index) │ Values │\n├─────────┼────────┤\n│ 0       │ '日本' │\n└─────────┴────────┘\n");
	assertEquals([table(5), table(null)], ["5\n", "null\n"]);
	assertThrows(() => table([], 5), TypeError, 'The "properties" argument must be an instance of Array. Received type number (5)');
});

test("tables of maps, sets and their iterators have their items", () => {
	const map = "┌───────────────────┬─────┬────────┐\n│ (iteration index) │ Key │ Values │\n├───────────────────┼─────┼────────┤\n│ 0                 │ 'a' │ 1      │\n└───────────────────┴─────┴────────┘\n";
	const set = "┌───────────────────┬────────┐\n│ (iteration index) │ Values │\n├───────────────────┼────────┤\n│ 0                 │ 1      │\n└───────────────────┴────────┘\n";
	const entries = new Map([["a", 1]]).entries();
	assertEquals([table(new Map([["a", 1]])), table(entries), table(new Set([1])), table(new Set([1]).values())], [map, map, set, set]);
	assertEquals([...entries].length, 1);
});

test("colours are those of the options or of the terminal", () => {
	const coloured = "{ a: \x1b[33m1\x1b[39m }\n";
	const log = (c) => c.log({ a: 1 });
	assertEquals(written(log), "{ a: 1 }\n");
	assertEquals(written(log, { colorMode: true }), coloured);
	assertEquals(written(log, { inspectOptions: { colors: true } }), coloured);
	const terminal = stream({ isTTY: true, getColorDepth: () => 8 });
	const own = new Console(terminal);
	log(own);
	own.clear();
	assertEquals(terminal.lines, [coloured, "\x1b[1;1H\x1b[0J"]);
});

test("a stream that fails is ignored unless that is not wanted", () => {
	const broken = stream({ write() { throw new Error("broken"); } });
	new Console(broken).log("x");
	assertThrows(() => new Console(broken, broken, false).log("x"), Error, "broken");
});

test("wrong options throw Node's errors", () => {
	const stdout = stream();
	assertThrows(() => new Console(), TypeError, "Console expects a writable stream instance for stdout");
	assertThrows(() => new Console({ stdout, stderr: {} }), TypeError, "Console expects a writable stream instance for stderr");
	assertThrows(() => new Console({ stdout, colorMode: "x" }), TypeError, "The argument 'colorMode' must be one of: 'auto', true, false. Received 'x'");
	assertThrows(() => new Console({ stdout, groupIndentation: 1001 }), RangeError, 'The value of "groupIndentation" is out of range. It must be >= 0 && <= 1000. Received 1001');
	assertThrows(() => new Console({ stdout, inspectOptions: 5 }), TypeError, 'The "options.inspectOptions" property must be of type object. Received type number (5)');
	assertThrows(() => new Console({ stdout, inspectOptions: { colors: true }, colorMode: false }), Error, 'The options "options.inspectOptions.color" and "colorMode" are mutually exclusive.');
});
