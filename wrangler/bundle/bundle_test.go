package bundle

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
	"paddock/wrangler/message"
)

// project writes files into a new folder and returns an input for its worker.ts or first of
// the usual entries.
func project(t testing.TB, files map[string]string) Input {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	in := Input{Dir: dir, Name: "test", CompatDate: "2025-07-01"}
	for _, entry := range []string{"src/index.ts", "worker.ts", "worker.tsx", "worker.js"} {
		if _, ok := files[entry]; ok {
			in.Entry = entry
		}
	}
	return in
}

func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func build(t testing.TB, in Input) *Output {
	t.Helper()
	out, err := Build(context.Background(), in)
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	return out
}

// prelude is what the runtime's polyfills give every isolate before a bundle runs.
const prelude = `globalThis.URL ??= class URL {}; Symbol.asyncIterator ??= Symbol("Symbol.asyncIterator"); Symbol.dispose ??= Symbol("Symbol.dispose");`

// namespaces gives the host what it answers for imports.
const namespaces = `(host) => {
	const made = new Map(), are = new Set();
	const make = (exports) => {
		const members = Object.entries(exports).filter(([name]) => name !== "default").sort();
		const namespace = Object.freeze({ __proto__: null, ...Object.fromEntries(members), default: exports });
		are.add(namespace);
		return namespace;
	};
	host.namespace = host.import = (name) => made.get(name) ?? made.set(name, make(host(name))).get(name);
	host.isNamespace = (value) => are.has(value);
}`

// run evaluates a bundle with a host that knows the output's modules and those given, and
// returns the text of globalThis.result, which the worker sets, or the error it failed with.
func run(t testing.TB, out *Output, host map[string]string) string {
	t.Helper()
	prg, err := dialect.Compile("worker.js", out.Code, dialect.Options{})
	if err != nil {
		t.Fatalf("compile: %v\n%s", err, out.Code)
	}
	rt := goja.New()
	if _, err := dialect.Install(rt); err != nil {
		t.Fatal(err)
	}
	if _, err := rt.RunString(prelude); err != nil {
		t.Fatal(err)
	}
	v, err := rt.RunProgram(prg)
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	start, ok := goja.AssertFunction(v)
	if !ok {
		t.Fatalf("the script is no function but %v", v)
	}
	deliver := func(ns *goja.Object) { _ = rt.Set("ns", ns) }
	lend := rt.ToValue(func(name string) goja.Value {
		if text, ok := host[name]; ok {
			v, err := rt.RunString(text)
			if err != nil {
				panic(err)
			}
			return v
		}
		for _, m := range out.Modules {
			if ModulePrefix+m.Name == name {
				return rt.ToValue(m.Type + ":" + string(m.Data))
			}
		}
		panic(rt.NewTypeError("host has no " + name))
	}).(*goja.Object)
	_ = lend.Set("load", lend)
	spaces, err := rt.RunString(namespaces)
	if err != nil {
		t.Fatal(err)
	}
	lendSpaces, _ := goja.AssertFunction(spaces)
	if _, err := lendSpaces(goja.Undefined(), lend); err != nil {
		t.Fatal(err)
	}
	_ = lend.Set("imports", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	_ = lend.Set("attributes", func(options *goja.Object) func(string) {
		if options == nil {
			panic(rt.NewTypeError("no options"))
		}
		return func(string) {}
	})
	_ = lend.Set("meta", map[string]string{"url": "the host's"})
	promise, err := start(goja.Undefined(), rt.ToValue(deliver), lend)
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	if p, ok := promise.Export().(*goja.Promise); !ok || p.State() == goja.PromiseStateRejected {
		return "rejected: " + p.Result().String()
	}
	result, err := rt.RunString("String(globalThis.result)")
	if err != nil {
		t.Fatal(err)
	}
	return result.String()
}

func TestBuild_Runs(t *testing.T) {
	t.Parallel()
	const end = "\nexport default {};"
	tests := map[string]struct {
		files map[string]string
		in    func(*Input)
		host  map[string]string
		want  string
	}{
		"class fields named get, set and async": {
			files: map[string]string{"worker.ts": `class C { get = (k: string) => k; set = 2; static async = 3; #p = 4; p() { return this.#p } } const c = new C(); globalThis.result = [c.get("a"), c.set, C.async, c.p()].join();` + end},
			want:  "a,2,3,4",
		},
		"top-level await": {
			files: map[string]string{"worker.js": `const v = await Promise.resolve(7); globalThis.result = v;` + end},
			want:  "7",
		},
		"dynamic import of a module with top-level await": {
			files: map[string]string{"worker.js": `const m = await import("./dyn"); globalThis.result = m.v + m.default;` + end, "dyn.js": `export const v = await Promise.resolve("dyn"); export default "!"`},
			want:  "dyn!",
		},
		"async generators and for await": {
			files: map[string]string{"worker.js": `async function* g() { yield 1; yield* [2, 3]; } class A { async *m() { yield 4 } } let s = ""; for await (const x of g()) s += x; for await (const x of new A().m()) s += x; globalThis.result = s;` + end},
			want:  "1234",
		},
		"using": {
			files: map[string]string{"worker.js": `let log = ""; { using r = { [Symbol.dispose]() { log += "disposed" } }; log += "used "; } globalThis.result = log;` + end},
			want:  "used disposed",
		},
		"names are kept": {
			files: map[string]string{"worker.ts": `const registry = new Map(); class Base { static set outbound(f: unknown) { registry.set(this.name, f) } } class MyApp extends Base {} class MyApp2 extends Base {} (MyApp as any).outbound = () => 1; const f = () => {}; globalThis.result = [...registry.keys()].join() + f.name;` + end},
			in:    func(in *Input) { in.Minify = true },
			want:  "MyAppf",
		},
		"rules hold for imports whose names are put together": {
			files: map[string]string{"worker.js": "const name = 'a'; globalThis.result = [(await import(`./texts/${name}.json`)).default, (await import(`./more/${name}.txt`)).default].join();" + end,
				"texts/a.json": `{"b":1}`, "more/a.txt": "text"},
			in: func(in *Input) {
				in.Rules = []Rule{{Type: TypeText, Globs: []string{"**/*.json"}, Fallthrough: new(true)}}
			},
			want: `Text:{"b":1},Text:text`,
		},
		"conditions of the environment choose among a package's files": {
			files: map[string]string{"worker.js": `import v from "p"; globalThis.result = v;` + end, "node_modules/p/default.js": "export default 'default'", "node_modules/p/other.js": "export default 'other'",
				"node_modules/p/package.json": `{ "name": "p", "exports": { "other": "./other.js", "default": "./default.js" } }`},
			in:   func(in *Input) { in.Conditions = []string{"other"} },
			want: "other",
		},
		"the platform of the environment chooses among a package's files": {
			files: map[string]string{"worker.js": `import v from "p"; globalThis.result = v;` + end, "node_modules/p/browser.js": "export default 'browser'", "node_modules/p/main.js": "export default 'main'",
				"node_modules/p/package.json": `{ "name": "p", "main": "./main.js", "browser": "./browser.js" }`},
			in:   func(in *Input) { in.Platform = "node" },
			want: "main",
		},
		"NODE_ENV is replaced by the environment's": {
			files: map[string]string{"worker.js": `globalThis.result = [process.env.NODE_ENV, globalThis.process.env.NODE_ENV].join();` + end},
			in:    func(in *Input) { in.NodeEnv = "test" },
			want:  "test,test",
		},
		"text, data and wasm reach the host": {
			files: map[string]string{"src/index.ts": `import t from "./a.txt"; import d from "../b.bin"; import w from "./c.wasm?module"; import q from "./q.sql"; globalThis.result = [t, d, w, q].join();` + end,
				"src/a.txt": "hello", "b.bin": "bytes", "src/c.wasm": "asm", "src/q.sql": "select"},
			want: "Text:hello,Data:bytes,CompiledWasm:asm,Text:select",
		},
		"an alias of a file that a rule makes a module": {
			files: map[string]string{"worker.js": `import t from "words"; globalThis.result = t;` + end, "a.txt": "hello"},
			in:    func(in *Input) { in.Alias = map[string]string{"words": "./a.txt"} },
			want:  "Text:hello",
		},
		"a rule of the user's": {
			files: map[string]string{"worker.js": `import t from "./a.md"; globalThis.result = t;` + end, "a.md": "# hi"},
			in: func(in *Input) {
				in.Rules = []Rule{{Type: TypeText, Globs: []string{"**/*.md"}, Fallthrough: new(true)}}
			},
			want: "Text:# hi",
		},
		"json": {
			files: map[string]string{"worker.js": `import j, { b } from "./a.json"; globalThis.result = j.a + b;` + end, "a.json": `{"a":1,"b":2}`},
			want:  "3",
		},
		"modules of the platform": {
			files: map[string]string{"worker.js": `import { WorkerEntrypoint, env } from "cloudflare:workers"; import * as all from "cloudflare:workers"; class E extends WorkerEntrypoint {} globalThis.result = new E().hi() + env.A + Object.keys(all).length;` + end},
			host:  map[string]string{"cloudflare:workers": `({ WorkerEntrypoint: class { hi() { return "hi" } }, env: { A: 1 } })`},
			want:  "hi13",
		},
		"modules of node with and without prefix": {
			files: map[string]string{"worker.js": `import path from "node:path"; import { join } from "path"; globalThis.result = path.join(1) + join(2);` + end},
			in:    func(in *Input) { in.CompatFlags = []string{"nodejs_compat"} },
			host:  map[string]string{"node:path": `({ join: (x) => "j" + x })`},
			want:  "j1j2",
		},
		"a module of node that the runtime lacks fails when it is used": {
			files: map[string]string{"worker.js": `import vm, { run } from "node:vm"; const tries = [() => vm.x, () => run(), () => "y" in vm]; globalThis.result = tries.map((f) => { try { return f() } catch (e) { return e.message } }).join();` + end},
			in: func(in *Input) {
				in.CompatFlags = []string{"nodejs_compat"}
				in.HostModules = func(name string) bool { return name != "node:vm" }
			},
			want: "not emulated: node:vm.x,not emulated: node:vm.run,false",
		},
		"a rule makes any file a script": {
			files: map[string]string{"worker.js": `import { v } from "./a.es"; globalThis.result = v;` + end, "a.es": `export const v = 1`},
			in:    func(in *Input) { in.Rules = []Rule{{Type: TypeESModule, Globs: []string{"**/*.es"}}} },
			want:  "1",
		},
		"no_bundle finds scripts": {
			files: map[string]string{"worker.js": `const name = "./dyn/a.js"; globalThis.result = (await import(name)).v;` + end, "dyn/a.js": `export const v = 1`},
			in:    func(in *Input) { in.NoBundle, in.FindAdditionalModules = true, true },
			want:  "1",
		},
		"a module of node without the flag fails as it does there": {
			files: map[string]string{"worker.js": `import fs from "node:fs"; globalThis.result = fs;` + end},
			want:  "rejected: Error: No such module \"node:fs\".\n  imported from \"worker.js\"",
		},
		"import() of one tells its URL where modules have such": {
			files: map[string]string{"worker.js": `globalThis.result = await import("node:fs").catch((e) => e.message);` + end},
			in:    func(in *Input) { in.CompatFlags = []string{"new_module_registry"} },
			want:  "Module not found: node:fs",
		},
		"before nodejs_compat_v2 one cannot be required": {
			files: map[string]string{"worker.js": `import "./old.cjs";` + end, "old.cjs": `try { require("node:fs"); } catch (e) { globalThis.result = e.message; }`},
			in:    func(in *Input) { in.CompatDate, in.CompatFlags = "2024-01-01", []string{"nodejs_compat"} },
			want:  `Dynamic require of "node:fs" is not supported`,
		},
		"import() of one tells the name alone": {
			files: map[string]string{"worker.js": `globalThis.result = await import("node:fs").catch((e) => e.message);` + end},
			want:  "No such module \"node:fs\".",
		},
		"aliases of packages, paths and subpaths": {
			files: map[string]string{"worker.js": `import a from "old"; import b from "old/sub"; import c from "cloudflare-thing"; globalThis.result = a + b + c.x;` + end,
				"new/index.js": `export default "a"`, "new/sub.js": `export default "b"`},
			in: func(in *Input) {
				in.Alias = map[string]string{"old": "./new", "cloudflare-thing": "cloudflare:workers"}
			},
			host: map[string]string{"cloudflare:workers": `({ x: "x" })`},
			want: "abx",
		},
		"define, NODE_ENV, userAgent and import.meta": {
			files: map[string]string{"worker.js": `globalThis.result = [VERSION, process.env.NODE_ENV, navigator.userAgent, import.meta.url, typeof import.meta].join();` + end},
			in:    func(in *Input) { in.Define = map[string]string{"VERSION": `"1.2"`} },
			want:  "1.2,development,Cloudflare-Workers,the host's,object",
		},
		"files of packages that are no JavaScript, whether exports name them or not": {
			files: map[string]string{"src/worker.js": `import a from "@s/p/named.txt"; import b from "@s/p/in/unnamed.txt"; globalThis.result = a + b;` + end, "worker.js": `export { default } from "./src/worker.js"`,
				"node_modules/@s/p/package.json": `{"exports": {"./named.txt": "./in/named.txt"}}`, "node_modules/@s/p/in/named.txt": "one ", "node_modules/@s/p/in/unnamed.txt": "two"},
			want: "Text:one Text:two",
		},
		"conditions of packages": {
			files: map[string]string{"worker.js": `import a from "p"; globalThis.result = a;` + end,
				"node_modules/p/package.json": `{"exports": {"node": "./n.js", "workerd": "./w.js", "default": "./d.js"}}`, "node_modules/p/w.js": `export default "workerd"`, "node_modules/p/n.js": "", "node_modules/p/d.js": ""},
			want: "workerd",
		},
		"CommonJS": {
			files: map[string]string{"worker.js": `const c = require("./c.cjs"); globalThis.result = c.v;` + end, "c.cjs": `exports.v = __filename_is_not_here(); function __filename_is_not_here() { return typeof __filename }`},
			want:  "undefined",
		},
		"JSX": {
			files: map[string]string{"worker.tsx": `const h = (n: string, p: any, ...c: any[]) => n + c.join(""); globalThis.result = <b>x{1}</b>;` + end},
			in:    func(in *Input) { in.JSXFactory = "h" },
			want:  "bx1",
		},
		"useDefineForClassFields follows the tsconfig": {
			files: map[string]string{"worker.ts": `class A { set x(v: number) { globalThis.result = "setter" } } class B extends A { x = 1 } globalThis.result = "define"; new B();` + end,
				"tsconfig.json": `{"compilerOptions": {"useDefineForClassFields": false}}`},
			want: "setter",
		},
		"fields are defined otherwise": {
			files: map[string]string{"worker.ts": `class A { set x(v: number) { globalThis.result = "setter" } } class B extends A { x = 1 } globalThis.result = "define"; new B();` + end},
			want:  "define",
		},
		"a require of the worker's own": {
			files: map[string]string{"worker.js": `const createRequire = () => (x) => "own " + x; const require = createRequire(); const __host = 1, __deliver = 2, __additional = 3, __load = 4; globalThis.result = require("a") + __host + __deliver + __additional + __load;` + end},
			want:  "own a1234",
		},
		"an import with options that the bundler cannot know": {
			files: map[string]string{"worker.js": `const __load = 1, options = (o) => o, name = "mo" + "dule"; const found = await import(name, options({ with: {} }));
				globalThis.result = [found.a, found.default.a, await import(name, null).catch((e) => e.message), "import(x)"].join();` + end},
			host: map[string]string{"module": `({ a: 1 })`},
			want: "1,1,no options,import(x)",
		},
		"imports give the namespace that the host has": {
			files: map[string]string{
				"worker.js": `import * as all from "node:path"; import path, { join } from "node:path"; import { sep, all as other } from "./again.js"; const name = "node:" + "path";
				globalThis.result = [all === await import("node:path"), all === await import(name), all === await import(name, options()), all === other, path === all.default,
				Object.keys(all), join(), sep, Object.getPrototypeOf(all)].join(); function options() { return {}; }` + end,
				"again.js": `import * as all from "node:path"; export { all }; export * from "node:path";`,
			},
			in:   func(in *Input) { in.CompatFlags = []string{"nodejs_compat"}; in.CompatDate = "2025-01-01" },
			host: map[string]string{"node:path": `globalThis.path ??= { sep: "/", join: () => "joined" }`},
			want: "true,true,true,true,true,join,sep,default,joined,/,",
		},
		"and so do those of a minified bundle": {
			files: map[string]string{"worker.js": `import * as all from "node:path"; const name = "node:" + "path"; globalThis.result = [all === await import("node:path"), all === await import(name)].join();` + end},
			in: func(in *Input) {
				in.CompatFlags = []string{"nodejs_compat"}
				in.CompatDate = "2025-01-01"
				in.Minify = true
			},
			host: map[string]string{"node:path": `globalThis.path ??= { sep: "/" }`},
			want: "true,true",
		},
		"an import of a computed name": {
			files: map[string]string{"src/index.ts": `const name = "./dyn/" + "x.js", text = "dyn/" + "y.txt"; const m = await import(name); const t = await import(text); globalThis.result = m.v + t.default;` + end, "src/dyn/x.js": `export const v = "x"`, "src/dyn/y.txt": "y"},
			in: func(in *Input) {
				in.FindAdditionalModules = true
				in.Rules = []Rule{{Type: TypeESModule, Globs: []string{"**/*.js"}}}
			},
			want: "xText:y",
		},
		"an import of a name that is not there": {
			files: map[string]string{"worker.js": `const name = "./no" + "pe.js"; globalThis.result = await import(name).catch((e) => e.message);` + end},
			want:  "host has no ./nope.js",
		},
		"without bundling nothing is dropped": {
			files: map[string]string{"worker.js": `import "./side.js"; globalThis.result ??= "none";` + end, "side.js": `globalThis.result = "side"`},
			in:    func(in *Input) { in.NoBundle = true },
			want:  "side",
		},
		"regular expressions with properties": {
			files: map[string]string{"worker.js": `globalThis.result = "aé1".replace(/\p{L}/gu, "x");` + end},
			want:  "xx1",
		},
		"packages that only give what the platform has are replaced, with nodejs_compat": {
			files: map[string]string{"worker.js": `import f, { Headers as H } from "cross-fetch"; import "isomorphic-fetch"; import n from "node-fetch"; import { URL as U, parseURL } from "whatwg-url";
				const c = require("cross-fetch"), i = require("inherits"), e = require("cross-fetch/polyfill"), s = require("fsevents");
				let refused; try { parseURL() } catch (e) { refused = e.message }
				globalThis.result = [c === f, c.Headers === H, typeof n.isRedirect, U === URL, i, Object.keys(e), s.getInfo("/x").path, refused].join("; ");` + end},
			in:   func(in *Input) { in.CompatFlags = []string{"nodejs_compat"} },
			host: map[string]string{"node:util": `({ inherits: "the host's" })`},
			want: "true; true; function; true; the host's; ; /x; [unenv] whatwg-url.parseURL is not implemented yet!",
		},
		"packages are not replaced that the project replaces by itself": {
			files: map[string]string{"worker.js": `import f from "cross-fetch"; globalThis.result = f;` + end, "mine.js": `export default "mine"`},
			in: func(in *Input) {
				in.CompatFlags, in.Alias = []string{"nodejs_compat"}, map[string]string{"cross-fetch": "./mine.js"}
			},
			want: "mine",
		},
		"packages are not replaced without nodejs_compat": {
			files: map[string]string{"worker.js": `import f from "cross-fetch"; globalThis.result = f;` + end, "node_modules/cross-fetch/index.js": `export default "installed"`},
			want:  "installed",
		},
		"the namespace is delivered": {
			files: map[string]string{"worker.js": `export const a = 1; export class D {} export default { fetch() {} }; await 0; globalThis.result = "ok"`},
			want:  "ok",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := project(t, test.files)
			if test.in != nil {
				test.in(&in)
			}
			if got := run(t, build(t, in), test.host); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestBuild_Output(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{
		"src/index.ts": `import t from "./t.txt"; export * from "./more"; export class Room {} export type T = 1; export default { t }`,
		"src/more.ts":  `export const more = 1; export default 5`, "src/t.txt": "text",
	})
	out := build(t, in)
	if want := []string{"Room", "default", "more"}; !slices.Equal(out.Exports, want) {
		t.Errorf("exports %v, want %v", out.Exports, want)
	}
	if out.Format != FormatModules {
		t.Errorf("format %s", out.Format)
	}
	want := []string{filepath.Join(in.Dir, "src/index.ts"), filepath.Join(in.Dir, "src/more.ts"), filepath.Join(in.Dir, "src/t.txt")}
	if !slices.Equal(out.Inputs, want) {
		t.Errorf("inputs %v, want %v", out.Inputs, want)
	}
	if len(out.Modules) != 1 || out.Modules[0].Name != "src/t.txt" || out.Modules[0].Type != TypeText || string(out.Modules[0].Data) != "text" {
		t.Errorf("modules %v", out.Modules)
	}
	if len(out.Warnings) != 0 {
		t.Errorf("warnings %v", out.Warnings)
	}
}

func TestBuild_Format(t *testing.T) {
	t.Parallel()
	out := build(t, project(t, map[string]string{"worker.js": `addEventListener("fetch", (e) => e.respondWith(new Response("hi")))`}))
	if out.Format != FormatServiceWorker || len(out.Warnings) != 0 {
		t.Errorf("a script without exports: %s, %v", out.Format, out.Warnings)
	}
	out = build(t, project(t, map[string]string{"worker.js": `export const a = 1`}))
	if out.Format != FormatServiceWorker || len(out.Warnings) != 1 || !strings.HasPrefix(out.Warnings[0].Text, "The entrypoint worker.js has exports like an ES Module") {
		t.Errorf("a module without default export: %s, %v", out.Format, out.Warnings)
	}
}

func TestBuild_Errors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		files        map[string]string
		in           func(*Input)
		text         string
		line, column int
		note, hint   string
	}{
		"a syntax error": {
			files: map[string]string{"worker.js": "export default {\n  fetch( { }"}, text: `Expected ")" but found end of file`, line: 2, column: 13},
		"a package that is not there": {
			files: map[string]string{"worker.js": `import "nope-pkg"`}, text: `Could not resolve "nope-pkg"`, line: 1, column: 8, hint: aliasHint},
		"a package that lacks what is imported": {
			files: map[string]string{"worker.js": `import "p/sub"; export default {}`, "package.json": `{ "dependencies": { "p": "2" } }`, "node_modules/p/package.json": `{ "name": "p", "exports": { ".": "./a.js" } }`, "node_modules/p/a.js": ""},
			note:  `The installed package "p" has no "./sub".`, hint: "Install the version that package.json names: npm install"},
		"a package that is not installed": {
			files: map[string]string{"worker.js": `import "@scope/name/part"`, "package.json": `{"devDependencies":{"@scope/name":"1"}}`}, text: `Could not resolve "@scope/name/part"`, line: 1, column: 8,
			note: `package.json names "@scope/name", but it is not installed.`, hint: "Install the project's packages: npm install"},
		"a package with a slip": {
			files: map[string]string{"worker.js": `import "honno"`, "node_modules/hono/package.json": "{}"}, text: `Could not resolve "honno"`, line: 1, column: 8, note: `Did you mean "hono"?`, hint: aliasHint},
		"a file with a slip": {
			files: map[string]string{"worker.js": "\nimport './src/rutes'", "src/routes.ts": ""}, text: `Could not resolve "./src/rutes"`, line: 2, column: 8, hint: `Did you mean "./src/routes"?`},
		"a text file that is not there": {
			files: map[string]string{"worker.js": "import './pag.html'", "page.html": ""}, text: `Could not resolve "./pag.html"`, line: 1, column: 8, hint: `Did you mean "./page.html"?`},
		"a module of node without the flag": {
			files: map[string]string{"worker.js": `import "fs"`}, text: `Could not resolve "fs"`, line: 1, column: 8, note: `The package "fs" wasn't found on the file system but is built into node.`, hint: compatHint},
		"a file of an ignored rule": {
			files: map[string]string{"worker.js": `import "./b.txt"`, "b.txt": ""},
			in:    func(in *Input) { in.Rules = []Rule{{Type: TypeText, Globs: []string{"**/*.md"}}} },
			text:  "The file ./b.txt matched a module rule in your configuration ({\"type\":\"Text\",\"globs\":[\"**/*.txt\",\"**/*.html\",\"**/*.sql\"]}), but was ignored because a previous rule with the same type was not marked as `fallthrough = true`.", line: 1, column: 8},
		"an alias that leads nowhere": {
			files: map[string]string{"worker.js": `import "a"`},
			in:    func(in *Input) { in.Alias = map[string]string{"a": "./gone"} },
			text:  `Could not resolve "./gone" (originally "a")`, line: 1, column: 8},
		"additional modules of a script": {
			files: map[string]string{"worker.js": `addEventListener("fetch", () => {})`},
			in:    func(in *Input) { in.FindAdditionalModules = true },
			text:  "`find_additional_modules` can only be used with an ES module entrypoint.",
			hint:  "take `find_additional_modules` out of the configuration, or give worker.js a default export"},
		"an entry that is not there": {
			files: map[string]string{"other.js": ""},
			in:    func(in *Input) { in.Entry = "worker.js" },
			text:  `Could not resolve`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := project(t, test.files)
			if test.in != nil {
				test.in(&in)
			}
			out, err := Build(context.Background(), in)
			var errs message.Errors
			if !errors.As(err, &errs) || len(errs) != 1 {
				t.Fatalf("got %v", err)
			}
			m := errs[0]
			if !strings.HasPrefix(m.Text, test.text) {
				t.Errorf("text %q, want %q", m.Text, test.text)
			}
			if test.line > 0 && (m.Place == nil || m.Place.File != "worker.js" || m.Place.Line != test.line || m.Place.Column != test.column || m.Place.LineText == "") {
				t.Errorf("place %+v, want %d:%d", m.Place, test.line, test.column)
			}
			if test.note != "" && !slices.Contains(m.Notes, test.note) {
				t.Errorf("notes %q, want %q", m.Notes, test.note)
			}
			if test.hint != "" && m.Hint != test.hint {
				t.Errorf("hint %q, want %q", m.Hint, test.hint)
			}
			if out == nil || !slices.Contains(out.Inputs, filepath.Join(in.Dir, "worker.js")) {
				t.Errorf("nothing to watch: %+v", out)
			}
		})
	}
}

func TestBuild_Warnings(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{"worker.js": `import "node:fs"; export default {}`})
	out := build(t, in)
	if len(out.Warnings) != 1 || out.Warnings[0].Hint != compatHint {
		t.Errorf("node without the flag: %+v", out.Warnings)
	}
	in = project(t, map[string]string{"worker.js": `export default {}`})
	in.Rules = []Rule{{Type: TypeText, Globs: []string{"**/*.md"}}, {Type: TypeText, Globs: []string{"**/*.tpl"}}, {Type: TypeData, Globs: []string{"**/*.dat"}, Fallthrough: new(false)}}
	out = build(t, in)
	want := []message.Message{{
		Kind: message.Warning, Text: `The module rule {"type":"Text","globs":["**/*.md"]} does not have a fallback, the following rules will be ignored:`,
		Notes: []string{`{"type":"Text","globs":["**/*.tpl"]}`, `{"type":"Text","globs":["**/*.txt","**/*.html","**/*.sql"]} (DEFAULT)`},
		Hint:  `add "fallthrough": true to the rule to keep them, or false to silence this warning`,
	}}
	if !reflect.DeepEqual(out.Warnings, want) || !reflect.DeepEqual(RuleWarnings(in.Rules), want) {
		t.Errorf("ignored rules: %+v, want %+v", out.Warnings, want)
	}
	in.Rules = []Rule{{Type: "Txt"}}
	if _, err := Build(context.Background(), in); err == nil || !strings.Contains(err.Error(), `"type" field`) {
		t.Errorf("bad type: %v", err)
	}
}

func TestBuild_HostModulesThatAreMissing(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{"worker.js": `import "cloudflare:nope"; export default {}`})
	in.HostModules = func(name string) bool { return name != "cloudflare:nope" }
	if got := run(t, build(t, in), nil); !strings.Contains(got, `No such module "cloudflare:nope".`) {
		t.Error(got)
	}
}

func TestBuild_HostExports(t *testing.T) {
	t.Parallel()
	exports := func(string) []string { return []string{"connect", "exports"} }
	host := map[string]string{"cloudflare:sockets": `({ connect: () => "connected", exports: 2 })`}
	t.Run("a module of the platform has its exports and no default one", func(t *testing.T) {
		t.Parallel()
		in := project(t, map[string]string{"package.json": `{"type": "module"}`, "worker.js": `import * as all from "cloudflare:sockets"; import { connect, exports } from "cloudflare:sockets";
			const again = await import("cloudflare:sockets");
			globalThis.result = [Object.keys(all), Object.keys(again), connect(), exports].join(); export default {}`})
		in.HostExports = exports
		if got, want := run(t, build(t, in), host), "connect,exports,connect,exports,connected,2"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
	t.Run("what is not imported of it leaves the worker's own names as they are", func(t *testing.T) {
		t.Parallel()
		in := project(t, map[string]string{"worker.js": `import { connect } from "cloudflare:sockets";
			globalThis.result = ((exports) => { try { exports.none(); } catch { return connect(); } })({}); export default {}`})
		in.HostExports = exports
		b := build(t, in)
		if got := run(t, b, host); got != "connected" || strings.Contains(b.Code, "exports2") {
			t.Errorf("got %s of\n%s", got, b.Code)
		}
	})
	t.Run("a name that it does not export is told with its place", func(t *testing.T) {
		t.Parallel()
		in := project(t, map[string]string{"worker.js": `import { conect } from "cloudflare:sockets"; conect(); export default {}`})
		in.HostExports = exports
		_, err := Build(context.Background(), in)
		if err == nil || !strings.Contains(err.Error(), "The requested module 'cloudflare:sockets' does not provide an export named 'conect'") || !strings.Contains(err.Error(), "worker.js:1:") {
			t.Errorf("the error is %v", err)
		}
	})
}

func TestBuilder_Rebuilds(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{"worker.js": `import t from "./a.txt"; globalThis.result = t + 1; export default {}`, "a.txt": "one"})
	b, err := NewBuilder(in)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for _, step := range []struct{ file, text, want string }{
		{"", "", "Text:one1"},
		{"a.txt", "two", "Text:two1"},
		{"worker.js", "syntax error", ""},
		{"worker.js", `globalThis.result = "new"; export default {}`, "new"},
	} {
		if step.file != "" {
			writeFile(t, filepath.Join(in.Dir, step.file), step.text)
		}
		out, err := b.Build(context.Background())
		if (err != nil) != (step.want == "") {
			t.Fatalf("%+v: %v", step, err)
		}
		if err == nil {
			if got := run(t, out, nil); got != step.want {
				t.Errorf("got %q, want %q", got, step.want)
			}
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.Build(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestBuilder_Trees(t *testing.T) {
	t.Parallel()
	in := project(t, map[string]string{"src/index.ts": "export default { load: (name: string) => import(`./lang/${name}.js`) }", "src/lang/en.js": "export default 1"})
	for _, c := range []struct {
		name string
		in   func(*Input)
		want []string
	}{
		{"the folder of an import whose name is put together is told", func(*Input) {}, []string{"src/lang/new.js", "src/lang/new.txt", "src/lang/new.log"}},
		{"the folder of additional modules is told, of those that a rule matches", func(in *Input) { in.FindAdditionalModules = true }, []string{"src/lang/new.js", "src/lang/new.txt", "src/lang/new.log", "src/new.txt"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := in
			c.in(&in)
			var got []string
			for _, tree := range build(t, in).Trees {
				for _, file := range []string{"new.js", "new.txt", "new.log"} {
					if file = filepath.Join(tree.Dir, file); tree.Wants == nil || tree.Wants(file) {
						got = append(got, relative(in.Dir, file))
					}
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v", got)
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	in := project(b, map[string]string{"worker.ts": `export default { fetch() { return new Response("hi") } }`})
	for b.Loop() {
		build(b, in)
	}
}
