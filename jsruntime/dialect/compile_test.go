package dialect

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// run compiles and runs src in a fresh runtime and returns the value as text.
func run(t testing.TB, src string, opts Options) string {
	t.Helper()
	prg, err := Compile("test.js", src, opts)
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	return runProgram(t, prg)
}

func runProgram(t testing.TB, prg *goja.Program) string {
	t.Helper()
	rt := goja.New()
	if _, err := Install(rt); err != nil {
		t.Fatal(err)
	}
	v, err := rt.RunProgram(prg)
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	return v.String()
}

func TestCompile_ClassFields(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ src, want string }{
		"fields named get, set and async":    {`class A { get = 1; set = (x) => x; async = 3 }; const a = new A; [a.get, a.set(2), a.async].join()`, "1,2,3"},
		"static and last in the body":        {`class A { static get = 1; static async; set }; [A.get, "async" in A, "set" in new A].join()`, "1,true,true"},
		"accessors stay accessors":           {`class A { get x() { return 1 } set x(v) {} async y() {} get() { return 2 } set = 5 }; const a = new A; [a.x, a.get(), a.set].join()`, "1,2,5"},
		"a comment may lie between":          {`class A { get /* a = b */ = 1 }; "" + new A().get`, "1"},
		"no semicolons":                      {"class A {\n a = 1\n get = 2\n b = () => {}\n set = 3 }; const a = new A; [a.get, a.set].join()", "2,3"},
		"variables of that name":             {`let get, set = 1, async; get = 2; async = 3; class A { x = get = 4; set = 5 }; [new A().x, get, set, new A().set, async].join()`, "4,4,1,5,3"},
		"text in strings and patterns":       {"const s = 'class A { get = 1 }', r = /class A { get = [}\"]/, t = `class { set = ${ (class { get = 7 }, new (class { set = 8 })).set } get = }`; s + r.source + t", `class A { get = 1 }class A { get = [}"]class { set = 8 get = }`},
		"class as a property name":           {`const o = { class: { get: 1 }, f: { async class() { return 1 } } }; class B { class = 1; get = 2 }; "" + o.class.get + new B().get`, "12"},
		"destructuring defaults":             {`const { get = 1, set = 2 } = {}; class A { get = get }; "" + new A().get + set`, "12"},
		"classes within fields":              {`class A { get = class { set = class { async = 9 } } }; "" + new (new (new A().get)().set)().async`, "9"},
		"the text of a class is its own":     {`class A { get = 1 }; A.toString()`, "class A { get = 1 }"},
		"extends an expression":              {`const m = (o) => Object; class A extends m({ get: 1 }) { get = 2 }; "" + new A().get`, "2"},
		"a regular expression after a paren": {`let y = 4, g = 1; const a = (8) / y / g; if (a) /[{}"']/.test(''); class A { get = 5 }; "" + a + new A().get`, "25"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := run(t, test.src, Options{}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestParse_FieldsThatTheScanMisses(t *testing.T) {
	t.Parallel()
	src := "class A { get = 1; b = 2; set /* c */ = 3 }"
	tree, err := parseStepwise("x.js", src)
	if err != nil {
		t.Fatal(err)
	}
	if tree == nil {
		t.Fatal("no tree")
	}
}

func TestCompile_Errors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		src          string
		line, column int
	}{
		"a parser error has its place":      {"let a;\n  let = = 1", 2, 9},
		"a compiler error has its place":    {"let a;\n let a;", 2, 6},
		"an unknown property has its place": {"1;\n x = /\\p{Nope}/u", 2, 6},
		"fields do not hide errors":         {"class A { get = 1 }\n = 5", 2, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Compile("bad.js", test.src, Options{})
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("got %v", err)
			}
			if syntax.File != "bad.js" || syntax.Line != test.line || syntax.Column != test.column || syntax.Text == "" {
				t.Errorf("got %+v", syntax)
			}
		})
	}
}

func TestCompile_Places(t *testing.T) {
	t.Parallel()
	src := "class A { get = 1; f(s) { s += 'x'; throw new Error('e') } }\ntry { new A().f('') } catch (e) { e.stack }"
	if got := run(t, src, Options{}); !strings.Contains(got, "test.js:1:43") {
		t.Errorf("places moved: %s", got)
	}
}

func TestCompile_ImportsWithOptions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ src, want string }{
		"are calls of the word for them":       {`const __load = (...args) => args.join(); import("a", 1) + import( "b")`, "a,1b"},
		"whatever else the text has":           {`const __load = (x) => x; class A { get = 1; async; b = import("b", { get: 1 }) } "import(" + new A().b + /import(x)/.source`, "import(bimport(x)"},
		"and members of the name stay as they": {`const o = { import: (x) => x }, __load = () => "other"; o.import("mine") + import(1)`, "mineother"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := run(t, c.src, Options{}); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestCompile_SourceMap(t *testing.T) {
	t.Parallel()
	m := `{"version":3,"sources":["orig.ts"],"names":[],"mappings":";;;AAIA"}`
	got := run(t, "\n\n\ntry { null.x } catch (e) { e.stack }", Options{SourceMap: []byte(m)})
	if !strings.Contains(got, "orig.ts:5") {
		t.Errorf("not mapped: %s", got)
	}
}

func TestCompile_LiteralsThatTheEngineRefuses(t *testing.T) {
	t.Parallel()
	src := "const never = () => /(é)(?i:\\1)/; 'runs'"
	if got := run(t, src, Options{}); got != "runs" {
		t.Error(got)
	}
}

func TestCompile_Empty(t *testing.T) {
	t.Parallel()
	for _, src := range []string{"", "// a comment\n", ";", "\"use strict\""} {
		if _, err := Compile("empty.js", src, Options{}); err != nil {
			t.Errorf("%q: %v", src, err)
		}
	}
}

func TestCompile_LastCodePoint(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`"\u{10FFFF}".codePointAt(0).toString(16)`:                         "10ffff",
		"`a\\u{0010ffff}b`.length":                                         "4",
		`/^[\u{10000}-\u{10FFFF}]$/u.test("\u{1F600}")`:                    "true",
		`new RegExp("^[\\u{10000}-\\u{10FFFF}]$", "u").test("\u{10ffff}")`: "true",
		`"" + "\\u{10FFFF}"`:                                               `\u{10FFFF}`,
	} {
		if got := run(t, src, Options{}); got != want {
			t.Errorf("%s is %q, want %q", src, got, want)
		}
	}
}

func TestInstall(t *testing.T) {
	t.Parallel()
	rt := goja.New()
	if _, err := Install(rt); err != nil {
		t.Fatal(err)
	}
	prg, err := Compile("x.js", "globalThis['%concat'] = 1", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rt.RunProgram(prg); err == nil {
		t.Error("scripts must not change the function")
	}
	if keys := rt.GlobalObject().Keys(); len(keys) != 0 {
		t.Errorf("visible keys %v", keys)
	}
}

func TestCompile_DoesNotReadMapFiles(t *testing.T) {
	t.Parallel()
	if got := run(t, "1\n//# sourceMappingURL=/etc/passwd", Options{}); got != "1" {
		t.Error(got)
	}
}

func TestCompile_Mode(t *testing.T) {
	t.Parallel()
	src := "(function () { return '' + (this === undefined) })()"
	if got := run(t, src, Options{}); got != "true" {
		t.Error("modules must be strict")
	}
	if got := run(t, src, Options{Sloppy: true}); got != "false" {
		t.Error("scripts must be sloppy")
	}
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		"class A { get = 1 }", "s += `x${y}`", "/[\\p{L}--[a-z]]/v", "class{async}", "`${`${1}`}`", "a/b/c", "class A extends (class{get=1}) {set}",
		"let s=''; this.#x += 's'", "/\\p{", "with(a) b += 'x'", "for (const [a, ...b] of c) a += b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		_, err := Compile("fuzz.js", src, Options{})
		var syntax *SyntaxError
		if err != nil && !errors.As(err, &syntax) {
			t.Errorf("not a SyntaxError: %v", err)
		}
	})
}

// library is a text of about the size and kind of a small framework.
func library(fields bool) string {
	var b strings.Builder
	for i := range 400 {
		fmt.Fprintf(&b, "class Router%d {\n  #routes = [];\n  out = \"\";\n", i)
		if fields {
			b.WriteString("  get = (path, ...handlers) => this.on(\"GET\", path, handlers);\n")
		}
		b.WriteString("  on(method, path, handlers) {\n    for (const h of handlers) {\n      this.out += `${method} ${path}`;\n      this.#routes.push({ method, path, h });\n    }\n    return this.#routes.filter((r) => /^[a-z]+$/.test(r.method)).length;\n  }\n}\n")
	}
	return b.String()
}

func BenchmarkCompile(b *testing.B) {
	for name, src := range map[string]string{"plain": library(false), "fields": library(true)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if _, err := Compile("lib.js", src, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("engine alone", func(b *testing.B) {
		src := library(false)
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			if _, err := goja.Compile("lib.js", src, true); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func TestCompile_CatchVariables(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`(function () { try { throw 1 } catch (e) { var e = 2, f = 3; var g = e } return [e, f, g].join() })()`:                        ",3,2",
		`(function () { try { throw 1 } catch (e) { var e; return [e].join() } })()`:                                                   "1",
		`(function () { try { throw 1 } catch (e) { for (var e in { a: 1 }); if (e) var e = e + "b"; return e } })()`:                  "ab",
		`(function () { try { throw 1 } catch (e) { for (var e = 5; e < 7; e++); switch (1) { case 1: var e = e * 2 } return e } })()`: "14",
		`(function () { try { throw 1 } catch (e) { var f = function () { var e = 9; return e }; return f() + e } })()`:                "10",
		`(function () { try { throw 1 } catch (e) { try { throw 2 } catch (f) { var e = 3 } finally { var e = e + 1 } return e } })()`: "4",
		`(function () { try { throw { e: 1 } } catch ({ e }) { var f = e; return f } })()`:                                             "1",
		`(function () { "use strict"; try { throw 1 } catch (e) { var e = 2; return e } })()`:                                          "2",
	} {
		if got := run(t, src, Options{Sloppy: true}); got != want {
			t.Errorf("%s gives %q, not %q", src, got, want)
		}
	}
}

func TestCompile_AwaitInDefaults(t *testing.T) {
	t.Parallel()
	for name, src := range map[string]string{
		"an arrow function":               `async function f(a = async (g) => await g(), b) { return a; }`,
		"one in a pattern":                `async function f({ a = async ({ g }) => await g(), b }, ...c) { return a; }`,
		"one in a call in a method":       `const o = { async f({ a = ((x) => x)(async ({ g }) => await g()) }) {} };`,
		"two, after a field named get":    `class A { get = 1; async f(a = async (g) => await g(), b = async (g) => [await g()]) {} }`,
		"one in the default of another":   `const f = async (a = async (b = async (g) => await g()) => await b()) => a;`,
		"a function with a body of lines": `async function f(a = async () => { await 1; }) {}`,
	} {
		t.Run(name+" may await in a default", func(t *testing.T) {
			t.Parallel()
			if got := run(t, src+` "ran"`, Options{}); got != "ran" {
				t.Errorf("got %q", got)
			}
		})
	}
	for name, src := range map[string]string{
		"a default":                        `async () => { async function f(a = await 1) {} }`,
		"a default among harmless ones":    `async () => { async function f(a = async (g) => await g(), b = await 1) {} }`,
		"a default of an arrow in another": `async () => { async function f(a = async (b = await 1) => b) {} }`,
	} {
		t.Run(name+" may not await itself", func(t *testing.T) {
			t.Parallel()
			_, err := Compile("test.js", src, Options{})
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Text != awaitInParameters {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestCompile_TakesTheLowestBitsOfAnyNumber(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"(x => [x | 0, x >>> 0, ~x, x ^ 0, x & -1, x << 0, x >> 0])(1e21)":                "-559939584,3735027712,559939583,-559939584,-559939584,-559939584,-559939584",
		"(x => [x | 0, x >>> 0, ~~x])(-1e21)":                                             "559939584,559939584,559939584",
		"(x => [x | 0, x >>> 0, -x | 0])(2 ** 64 - 4096)":                                 "-4096,4294963200,4096",
		"(x => [x | 0, (x + '') | 0, { valueOf: () => x } | 0])(1e21)":                    "-559939584,-559939584,-559939584",
		"(x => { const s = x; x |= 0; x >>>= 1; return [x, 1 << s, -1 >>> s] })(1e21)":    "1867513856,1,4294967295",
		"(x => [x | 0, NaN | 0, -x >>> 0])(1 / 0)":                                        "0,0,0",
		"[5 | 3, 5 & 3, 5 ^ 3, ~5, -5 >> 1, -5 >>> 1, 1 << 31, 1 << 33]":                  "7,1,6,-6,-3,2147483645,-2147483648,2",
		"((a, b) => [a | b, a & b, a << b, ~a])(5n, 3n)":                                  "7,1,40,-6",
		"(a => { try { a | 1 } catch (e) { return e.name } })(5n)":                        "TypeError",
		"new (class { x = this.y | 0; get y() { return 1e21 } })().x":                     "-559939584",
		"(a => a | { valueOf() { return [...'abcdefgh'].map((c) => c | 5).length } })(1)": "9",
	} {
		t.Run(src, func(t *testing.T) {
			t.Parallel()
			if got := run(t, src+"+''", Options{}); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
