// What workerd's util.inspect gives, but for what the platform gets wrong.
const { inspect, format, formatWithOptions } = require("util");

const cases = {
	"proxies are told": [[inspect(new Proxy({ a: 1 }, {})), "Proxy({ a: 1 })"], [inspect(new Proxy({ a: 1 }, {}), { showProxy: true }), "Proxy [ { a: 1 }, {} ]"], [inspect([new Proxy([1], {})]), "[ Proxy([ 1 ]) ]"]],
	symbols: [[inspect({ [Symbol("k")]: 1, [Symbol()]: 2 }), "{ Symbol(k): 1, Symbol(): 2 }"]],
	"members of a DOMException": [
		[inspect(Object.assign(new DOMException("m", "AbortError"), { stack: "s", more: 1 })), "DOMException {\n  code: 20,\n  name: 'AbortError',\n  message: 'm',\n  stack: 's',\n  more: 1\n}"],
	],
	"what is hidden": [[inspect([1, 2], { showHidden: true }), "[ 1, 2, [length]: 2 ]"]],
	getters: [
		[
			inspect({ get a() { return 1; }, get b() { throw new Error("no"); }, set c(v) {}, get d() { return { x: 1 }; } }, { getters: true }),
			"{\n  a: [Getter: 1],\n  b: [Getter: <Inspection threw (no)>],\n  c: [Setter],\n  d: [Getter] { x: 1 }\n}",
		],
	],
	"sorted keys": [[inspect({ b: 1, a: 2, c: [3, 1] }, { sorted: true }), "{ a: 2, b: 1, c: [ 3, 1 ] }"], [inspect({ a: 1, b: 2 }, { sorted: (x, y) => (x < y ? 1 : -1) }), "{ b: 2, a: 1 }"]],
	"compact layouts": [
		[inspect({ a: { b: { c: {} } }, d: [1, 2] }, { compact: true }), "{ a: { b: { c: {} } }, d: [ 1, 2 ] }"],
		[inspect({ a: { b: 1 } }, { compact: false }), "{\n  a: {\n    b: 1\n  }\n}"],
		[inspect({ a: { b: { c: 1 } } }, { compact: 1 }), "{\n  a: {\n    b: { c: 1 }\n  }\n}"],
		[inspect({ a: "xxxxxxxxxxxxxxxx", b: "yyyyyyyyyyyyyyyy" }, { breakLength: 20 }), "{\n  a: 'xxxxxxxxxxxxxxxx',\n  b: 'yyyyyyyyyyyyyyyy'\n}"],
	],
	colours: [
		[inspect({ a: 1, b: "s", c: null, d: undefined, e: true }, { colors: true }), "{ a: \x1b[33m1\x1b[39m, b: \x1b[32m's'\x1b[39m, c: \x1b[1mnull\x1b[22m, d: \x1b[90mundefined\x1b[39m, e: \x1b[33mtrue\x1b[39m }"],
		[inspect({ j: () => 1, "x-y": 2, [Symbol("k")]: 1 }, { colors: true }), "{ j: \x1b[36m[Function: j]\x1b[39m, \x1b[32m'x-y'\x1b[39m: \x1b[33m2\x1b[39m, \x1b[32mSymbol(k)\x1b[39m: \x1b[33m1\x1b[39m }"],
	],
	separators: [[inspect(123456789.123456, { numericSeparator: true }), "123_456_789.123_456"], [inspect(-1234n, { numericSeparator: true }), "-1_234n"], [inspect(-0), "-0"]],
	limits: [[inspect([1, 2, 3], { maxArrayLength: 1 }), "[ 1, ... 2 more items ]"], [inspect(new Set([1, 2, 3]), { maxArrayLength: 1 }), "Set(3) { 1, ... 2 more items }"], [inspect("abcdef", { maxStringLength: 3 }), "'abc'... 3 more characters"], [inspect([1, 2], { maxArrayLength: 0 }), "[ ... 2 more items ]"]],
	depth: [
		[inspect({ a: { b: { c: { d: 1 } } } }), "{ a: { b: { c: [Object] } } }"],
		[inspect({ a: { b: { c: {} } } }), "{ a: { b: { c: {} } } }"],
		[inspect([[[[]]]]), "[ [ [ [] ] ] ]"],
		[inspect([[[[1]]]]), "[ [ [ [Array] ] ] ]"],
		[inspect({ a: { b: { c: new Map([[1, 1]]) } } }), "{ a: { b: { c: [Map] } } }"],
		[inspect({ a: 1 }, { depth: -1 }), "[Object]"],
		[inspect({ a: { b: 1 } }, { depth: 0 }), "{ a: [Object] }"],
		[inspect({ e: Object.assign(new Error("m"), { stack: "Error: m\n    at f" }) }, { depth: 0 }), "{\n  e: Error: m\n      at f\n}"],
		[inspect({ e: new Error("m", { cause: new Error("n") }) }, { depth: 0 }), "{ e: [Error] }"],
		[inspect({ d: Object.assign(new Date(0), { x: 1 }), f: Object.assign(() => {}, { x: 1 }), r: Object.assign(/a/, { x: 1 }) }, { depth: 0 }), "{ d: [Date], f: [Function], r: /a/ }"],
		[inspect(Array(1e4).fill().reduce((a) => ({ a }), 1), { depth: Infinity }).split("a: ").slice(1000).map((text) => text.split("\n")[0]), ["{", "[Object: Inspection interrupted prematurely. Maximum call stack size exceeded.]"]],
		[inspect({ a: { b: { c: { d: { e: 1 } } } } }, { depth: null }), "{\n  a: {\n    b: { c: { d: { e: 1 } } }\n  }\n}"],
		[inspect({ a: { b: { c: new Date(0) } } }), "{ a: { b: { c: 1970-01-01T00:00:00.000Z } } }"],
		[inspect({ a: { b: { c: Object.assign(() => 1, { q: 1 }) } } }), "{ a: { b: { c: [Function] } } }"],
	],
	prototypes: [
		[inspect(Object.create(null)), "[Object: null prototype] {}"],
		[inspect(Object.create({})), "{}"],
		[inspect(Object.create(Object.create(null))), "Object <[Object: null prototype] {}> {}"],
		[inspect(Object.setPrototypeOf([1], null)), "[Array(1): null prototype] [ 1 ]"],
	],
	boxes: [[inspect(Object(1)), "[Number: 1]"], [inspect(Object("ab")), "[String: 'ab']"], [inspect(Object.assign(Object(true), { a: 1 })), "[Boolean: true] { a: 1 }"]],
	texts: [[inspect("it's"), `"it's"`], [inspect("a\"'"), "`a\"'`"], [inspect("a\"'`"), "'a\"\\'`'"], [inspect("\x7f\x9f\ud800"), "'\\x7F\\x9F\\ud800'"], [inspect(["a\nb".repeat(9)], { breakLength: 20 }), "[\n  'a\\n' +\n" + "    'ba\\n' +\n".repeat(8) + "    'b'\n]"]],
	views: [
		[inspect(new Uint8Array(2), { showHidden: true }), "Uint8Array(2) [\n  0,\n  0,\n  [BYTES_PER_ELEMENT]: 1,\n  [length]: 2,\n  [byteLength]: 2,\n  [byteOffset]: 0,\n  [buffer]: ArrayBuffer { byteLength: 2 }\n]"],
		[inspect(new DataView(new ArrayBuffer(1))), "DataView {\n  byteLength: 1,\n  byteOffset: 0,\n  buffer: ArrayBuffer { [Uint8Contents]: <00>, byteLength: 1 }\n}"],
	],
};
for (const [name, pairs] of Object.entries(cases)) {
	test(`${name} are shown as on the platform`, () => {
		for (const [got, want] of pairs) assertEquals(got, want);
	});
}

test("errors show their class, name and properties", () => {
	class E extends Error {}
	const at = (e, stack) => Object.assign(e, { stack });
	const named = at(new Error("a"), "Error: a\n    at y");
	named.name = "Zed";
	named.extra = { z: 1 };
	assertEquals(inspect(Object.defineProperty(new E("m"), "stack", { value: "Error: m\n    at x" })), "E [Error]: m\n    at x");
	const hidden = (e, stack) => Object.defineProperty(e, "stack", { value: stack, enumerable: false });
	assertEquals(inspect(hidden(new Error("q"), "")), "[Error: q]");
	assertEquals(inspect(hidden(new Error("m", { cause: hidden(new Error("c"), "Error: c\n    at x") }), "Error: m\n    at x")), "Error: m\n    at x {\n  [cause]: Error: c\n      at x\n}");
	assertEquals(inspect({ n: hidden(named, "Error: a\n    at y") }), "{\n  n: Error: a\n      at y {\n    name: 'Zed',\n    extra: { z: 1 }\n  }\n}");
});

test("what is hidden includes accessors of classes", () => {
	class X {
		_y = 123;
		get y() {
			return this._y;
		}
		method() {}
	}
	assertEquals(inspect(new X(), { getters: true, showHidden: true }), "X { _y: 123, [y]: [Getter: 123] }");
	assertEquals(inspect(new X()), "X { _y: 123 }");
});

test("revoked proxies are told", () => {
	const { proxy, revoke } = Proxy.revocable({}, {});
	revoke();
	assertEquals([inspect(proxy), inspect(proxy, { showProxy: true })], ["<Revoked Proxy>", "<Revoked Proxy>"]);
	assertEquals(formatWithOptions({ numericSeparator: true }, "%i %d", 1234567, 1180591.625), "1_234_567 1_180_591.625");
});

test("objects may show themselves", () => {
	const seen = [];
	const o = {
		[inspect.custom](depth, options, f) {
			seen.push(depth, f === inspect, Object.keys(options).join());
			return "x\ny";
		},
	};
	assertEquals(inspect({ a: o }), "{\n  a: x\n  y\n}");
	assertEquals(seen, [1, true, "stylize,showHidden,depth,colors,customInspect,showProxy,maxArrayLength,maxStringLength,breakLength,compact,sorted,getters,numericSeparator"]);
	assertEquals(inspect({ a: { [inspect.custom]: () => ({ b: 1 }) } }), "{ a: { b: 1 } }");
	assertThrows(() => inspect({ [inspect.custom]() { throw new RangeError("mine"); } }), RangeError, "mine");
});

test("formats take arguments", () => {
	const want = [
		[["%s %d %i %f %j %o %O %c %% %x", "a", "1", 2.5, "3.5", { a: 1 }, { b: [1] }, { c: 1 }, "css"], 'a 1 2 3.5 {"a":1} { b: [ 1, [length]: 1 ] } { c: 1 }  % %x'],
		[["%s", null, undefined, "x"], "null undefined x"],
		[[1, 2, "3"], "1 2 3"],
		[["%s", { a: { b: { c: 1 } } }], "{ a: [Object] }"],
		[["%s", -0], "-0"],
		[["%s", 12n], "12n"],
		[["%s", Symbol("a")], "Symbol(a)"],
		[["%s", () => 1], "() => 1"],
		[["%s", { toString: () => "TS" }], "TS"],
		[["%d", 5n], "5n"],
		[["%d", {}], "NaN"],
		[["%i", "0x10"], "16"],
		[["%%%s", "a"], "%a"],
		[["%s"], "%s"],
		[["a", "b", { c: 1 }], "a b { c: 1 }"],
		[["%s", [1, [2, [3]]]], "[ 1, [Array] ]"],
		[["%s", new Date(0)], "1970-01-01T00:00:00.000Z"],
		[["%s", new (class X { toString() { return "x!"; } })()], "x!"],
		[["%s", Object.create(null)], "[Object: null prototype] {}"],
	];
	for (const [args, text] of want) assertEquals(format(...args), text);
	assertEquals(formatWithOptions({ colors: true }, "%s %O", "a", { a: 1 }), "a { a: \x1b[33m1\x1b[39m }");
	assertThrows(() => formatWithOptions(1, "a"), TypeError, 'The "inspectOptions" argument must be of type object. Received type number (1)');
});

test("objects of the platform show what their getters give, their pairs and their state", () => {
	const form = new FormData();
	form.append("a", "1");
	form.append("a", "2");
	for (const [value, text] of [
		[new URLSearchParams("a=1&a=2"), "URLSearchParams(2) { 'a' => '1', 'a' => '2' }"],
		[new Headers({ A: "b" }), "Headers(1) { 'a' => 'b', [immutable]: false }"],
		[form, "FormData(2) { 'a' => '1', 'a' => '2' }"],
		[new Blob(["abc"], { type: "text/plain" }), "Blob { size: 3, type: 'text/plain' }"],
		[new AbortController(), "AbortController {\n  signal: AbortSignal { aborted: false, reason: undefined, onabort: null }\n}"],
		[new ReadableStream(), "ReadableStream {\n  locked: false,\n  [state]: 'readable',\n  [supportsBYOB]: false,\n  [length]: undefined\n}"],
	]) assertEquals(inspect(value), text);
	assert(inspect(new URL("http://a/?b")).startsWith("URL {\n  origin: 'http://a',\n  href: 'http://a/?b',"), inspect(new URL("http://a/?b")));
	assert(/^Response \{\n  status: 200,[^]*cf: undefined,\n  type: 'default',\n  body: null,\n  bodyUsed: false\n\}$/.test(inspect(new Response())), inspect(new Response()));
	assertEquals(inspect({ url: new URL("http://a/") }, { depth: 0 }), "{ url: [URL] }");
});

test("what has no prototype, no entries or an odd name is shown as on the platform", () => {
	assertEquals(
		[inspect(Object.setPrototypeOf(function f() {}, null)), inspect(Object.setPrototypeOf(/x/, null)), inspect({ ["__proto__"]: 5 }), inspect(new URLSearchParams()), inspect(new FormData())],
		["[Function (null prototype): f]", "[RegExp: null prototype] /x/", "{ ['__proto__']: 5 }", "URLSearchParams(0) {}", "FormData(0) {}"],
	);
});

test("iterators of maps and sets show what they have still to give, and keep it", () => {
	const map = new Map([["a", 1], ["b", { x: 1 }]]);
	const set = new Set([1, 2]);
	const half = map.entries();
	half.next();
	const done = map.keys();
	for (const _ of done);
	assertEquals(
		[map.keys(), map.values(), map.entries(), set.values(), set.entries(), half, done].map((v) => inspect(v)),
		["[Map Iterator] { 'a', 'b' }", "[Map Iterator] { 1, { x: 1 } }", "[Map Entries] { [ 'a', 1 ], [ 'b', { x: 1 } ] }", "[Set Iterator] { 1, 2 }", "[Set Entries] { [ 1, 1 ], [ 2, 2 ] }", "[Map Entries] { [ 'b', { x: 1 } ] }", "[Map Iterator] {  }"],
	);
	assertEquals([...half].length, 1);
	assertEquals(inspect(map.entries(), { compact: false }), "[Map Entries] {\n  [\n    'a',\n    1\n  ],\n  [\n    'b',\n    {\n    x: 1\n  }\n  ]\n}");
	assertEquals(inspect(set.entries(), { maxArrayLength: 1 }), "[Set Entries] { [ 1, 1 ], ... 1 more item }");
});

test("what an event has itself is shown once, and the constants of the class above its own", () => {
	const text = inspect(new CloseEvent("close", { code: 4 }));
	assert(/^CloseEvent \{\n  wasClean: false,\n  reason: '',\n  code: 4,\n  type: 'close',[^]*  NONE: 0,\n[^]*  BUBBLING_PHASE: 3\n\}$/.test(text) && text.match(/code/g).length === 1, text);
	assert(!inspect(new Event("x")).includes("NONE"));
});
