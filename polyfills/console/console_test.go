package console

import (
	"context"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

type lines []string

func (l *lines) Console(_ *jsruntime.VM, level, text string) { *l = append(*l, level+"|"+text) }

func TestConsole(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, want string }{
		{"levels", `console.log("a", 1); console.warn("b"); console.error("c"); console.info(); console.debug(null)`, "log|a 1\nwarn|b\nerror|c\ninfo|\ndebug|null"},
		{"specifiers", `console.log("%s is %d, %i, %f, %j %O %c%%x", "a", "42", 3.9, "1.5x", {a:1}, {b:2}, "css", "rest")`, `log|a is 42, 3, 1.5, {"a":1} { b: 2 } %x rest`},
		{"a JSON.stringify of the script is not called", `JSON.stringify = () => "own"; console.log("%j", {a:1})`, `log|{"a":1}`},
		{"a format alone is left as it is", `console.log("100%")`, "log|100%"},
		{"objects", `console.log({a: 1, "b-c": 'x"y', d: [1, "s", null, undefined, -0, 5n, Symbol("q")], [Symbol("k")]: true})`,
			"log|{\n  a: 1,\n  'b-c': 'x\"y',\n  d: [ 1, 's', null, undefined, -0, 5n, Symbol(q) ],\n  Symbol(k): true\n}"},
		{"depth", `console.log({a: {b: {c: {d: 1}, e: [1]}}})`, "log|{ a: { b: { c: [Object], e: [Array] } } }"},
		{"console is a namespace", `const p = Object.getPrototypeOf(console); console.log(String(console), Reflect.ownKeys(p).length, Object.getPrototypeOf(p) === Object.prototype)`, "log|[object console] 0 true"},
		{"the tag of console can be deleted", `delete console[Symbol.toStringTag]; console.log(String(console))`, "log|[object Object]"},
		{"empty things", `console.log({}, [], new Map(), new Set(), "", () => {})`, "log|{} [] Map(0) {} Set(0) {}  [Function (anonymous)]"},
		{"maps and sets", `console.log(new Map([["a", {b: 1}]]), new Set([1, "x"]))`, "log|Map(1) { 'a' => { b: 1 } } Set(2) { 1, 'x' }"},
		{"functions and classes", `function f() {} class A {} class B extends A { x = 1 } console.log(f, A, B, new B(), async () => {})`,
			"log|[Function: f] [class A] [class B extends A] B { x: 1 } [AsyncFunction (anonymous)]"},
		{"accessors are not called", `console.log({ get a() { throw 1 }, set a(v) {}, get b() { return 1 } })`, "log|{ a: [Getter/Setter], b: [Getter] }"},
		{"circles", `const o = {n: 1}; o.self = o; console.log(o)`, "log|<ref *1> { n: 1, self: [Circular *1] }"},
		{"null prototypes", `console.log(Object.assign(Object.create(null), {a: 1}))`, "log|[Object: null prototype] { a: 1 }"},
		{"keys that are symbols have no brackets, unlike Node 20's", `console.log({ "a-b": 1, 2: 3, [Symbol("s")]: 4 }, { [Symbol.toStringTag]: "Tagged", a: 1 })`,
			"log|{ '2': 3, 'a-b': 1, Symbol(s): 4 } { a: 1, Symbol(Symbol.toStringTag): 'Tagged' }"},
		{"proxies are told, unlike Node 20's", `console.log(new Proxy({ a: 1 }, {}), new Proxy(function f() {}, {}))`, "log|Proxy({ a: 1 }) Proxy([Function: f])"},
		{"holes", `console.log([1,,,4,,])`, "log|[ 1, <2 empty items>, 4, <1 empty item> ]"},
		{"bytes", `console.log(new Uint8Array([1,2]), new Uint8Array([1,255]).buffer)`, "log|Uint8Array(2) [ 1, 2 ] ArrayBuffer { [Uint8Contents]: <01 ff>, byteLength: 2 }"},
		{"promises", `console.log(Promise.resolve(1), new Promise(() => {}))`, "log|Promise { 1 } Promise { <pending> }"},
		{"dates, expressions, wrappers", `console.log(new Date(0), /a/g, Object(1), Object("s"))`, "log|1970-01-01T00:00:00.000Z /a/g [Number: 1] [String: 's']"},
		{"errors without a stack", `const e = new TypeError("m"); e.stack = undefined; console.log(e)`, "log|[TypeError: m]"},
		{"proxies are not asked", `console.log(new Proxy({a: 1}, { get() { throw 1 }, ownKeys() { throw 1 } }))`, "log|Proxy({ a: 1 })"},
		{"long arrays stand in columns", `console.log(Array.from({length: 30}, (_, i) => i))`,
			"log|[\n   0,  1,  2,  3,  4,  5,  6,  7,  8,\n   9, 10, 11, 12, 13, 14, 15, 16, 17,\n  18, 19, 20, 21, 22, 23, 24, 25, 26,\n  27, 28, 29\n]"},
		{"only so many items", `console.log(Array(200).fill("abcdefghijklmnopqrstuvwxyz012345").length, String(Array(101).fill(0).length))`, "log|200 101"},
		{"quotes", `console.log(["it's", 'a\nb', "\x1b"])`, `log|[ "it's", 'a\nb', '\x1B' ]`},
		{"groups", `console.group("g"); console.log("a\nb"); console.groupEnd(); console.log("c")`, "log|g\nlog|  a\n  b\nlog|c"},
		{"counts", `console.count(); console.count("x"); console.count(); console.countReset(); console.count()`, "log|default: 1\nlog|x: 1\nlog|default: 2\nlog|default: 1"},
		{"assertions", `console.assert(true); console.assert(0, "no %d", 1)`, "error|Assertion failed: no 1"},
		{"unknown timers", `console.timeEnd("t")`, "warn|Timer 't' does not exist"},
		{"own inspection", `console.log({ [Symbol.for("nodejs.util.inspect.custom")]() { return "me" } })`, "log|me"},
		{"tables", `console.table([{a: 1, b: "x"}, {a: 2}])`,
			"log|┌─────────┬───┬─────┐\n│ (index) │ a │ b   │\n├─────────┼───┼─────┤\n│ 0       │ 1 │ 'x' │\n│ 1       │ 2 │     │\n└─────────┴───┴─────┘"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out lines
			iso := jstest.New(t, API(Options{Sink: &out}))
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error { _, err := vm.RunString("{" + tt.src + "}"); return err })
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(out, "\n"); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestConsole_Errors(t *testing.T) {
	t.Parallel()
	var out lines
	iso := jstest.New(t, API(Options{Sink: &out}))
	if err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		_, err := vm.RunScript("w.js", `console.log(Object.assign(new RangeError("m", {cause: new Error("c")}), {code: 7})); console.log({e: new Error("in")}); console.trace("t")`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"log|RangeError: m\n    at w.js:1:27 {\n  code: 7,\n  [cause]: Error: c\n      at w.js:", "log|{\n  e: Error: in\n      at ", "log|Trace: t\n    at "} {
		if !strings.HasPrefix(out[i], want) {
			t.Errorf("got\n%s\nwant\n%s…", out[i], want)
		}
	}
}
