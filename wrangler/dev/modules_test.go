package dev_test

import (
	"os"
	"path/filepath"
	"testing"
)

func TestModules_WebAssembly(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07" }`, `
		import add from "./add.wasm";
		import same from "./add.wasm?module";
		const { exports } = new WebAssembly.Instance(add);
		export default { async fetch() {
			const later = await WebAssembly.instantiate(same);
			return new Response([exports.add(1, 2), later.exports.add(20, 22), add instanceof WebAssembly.Module].join());
		} };`)
	// (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))
	p.write(t, "add.wasm", "\x00asm\x01\x00\x00\x00\x01\x07\x01\x60\x02\x7f\x7f\x01\x7f\x03\x02\x01\x00\x07\x07\x01\x03add\x00\x00\x0a\x09\x01\x07\x00\x20\x00\x20\x01\x6a\x0b")
	_, url := p.serve(t)
	if _, got, _ := get(t, url); got != "3,42,true" {
		t.Errorf("got %q", got)
	}
}

func TestModules_InvalidWebAssembly(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07" }`, `
		import bad from "./bad.wasm";
		export default { fetch: () => new Response(bad) };`)
	p.write(t, "bad.wasm", "no module")
	_, err := p.start(t)
	want := "Uncaught CompileError: WebAssembly.Module(): expected magic word 00 61 73 6d, found 6e 6f 20 6d @+0 (bad.wasm)"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestModules_Kinds(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07",
		"define": { "VERSION": "'1.2'" }, "alias": { "aliased": "./lib/alias.js" }, "jsx_factory": "h",
		"rules": [{ "type": "Text", "globs": ["**/*.md"], "fallthrough": true }],
		"services": [{ "binding": "NAMED", "service": "w", "entrypoint": "Named" }, { "binding": "PLAIN", "service": "w", "entrypoint": "plain" }] }`, `
		import { WorkerEntrypoint } from "cloudflare:workers";
		import text from "./a.txt"; import data from "./a.bin"; import page from "./a.html"; import notes from "./notes.md"; import json from "./a.json";
		import cjs, { named } from "cjs"; import esm from "esm"; import aliased from "aliased"; import { element } from "./view.jsx";
		const top = await Promise.resolve("awaited");
		export class Named extends WorkerEntrypoint { fetch() { return new Response("named"); } method() { return this.ctx.props && "method"; } }
		export const plain = { fetch: () => new Response("plain") };
		const name = "lazy";
		export default class extends WorkerEntrypoint {
			async fetch(request) {
				const lazy = await import("./lib/lazy.js");
				return Response.json({
					text, data: data.byteLength, page, notes, json: json.a, cjs: cjs.value + named, esm, aliased, element, top, lazy: lazy.default, VERSION,
					named: await (await this.env.NAMED.fetch(request)).text() + await this.env.NAMED.method(), plain: await (await this.env.PLAIN.fetch(request)).text(),
				});
			}
		}`)
	for name, text := range map[string]string{
		"a.txt": "text", "a.bin": "1234", "a.html": "<p>", "notes.md": "# notes", "a.json": `{ "a": 5 }`,
		"view.jsx": `const h = (tag, props, ...children) => tag + children.join(); export const element = <b>bold</b>;`, "lib/lazy.js": `export default "lazy";`, "lib/alias.js": `export default "alias";`,
		"node_modules/cjs/index.js":     `exports.value = require("./part").part; exports.named = "named";`,
		"node_modules/cjs/part.js":      `module.exports = { part: typeof module + this.constructor.name };`,
		"node_modules/esm/package.json": `{ "exports": { ".": { "node": "./node.js", "browser": "./browser.js", "workerd": "./workerd.js" } } }`,
		"node_modules/esm/browser.js":   `export default "browser";`, "node_modules/esm/workerd.js": `export default "workerd";`,
	} {
		if err := os.MkdirAll(filepath.Join(p.dir, filepath.Dir(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		p.write(t, name, text)
	}
	_, url := p.serve(t)
	want := `{"text":"text","data":4,"page":"<p>","notes":"# notes","json":5,"cjs":"objectObjectnamed","esm":"browser","aliased":"alias","element":"bbold","top":"awaited","lazy":"lazy","VERSION":"1.2","named":"namedmethod","plain":"plain"}`
	if _, got, _ := get(t, url); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestModules_cachesWhileTheyAreLoaded(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07" }`, `
		const refused = async (method, cache) => { try { await cache[method]("http://x.example/"); } catch (e) { return e.message.slice(0, 20); } };
		const seen = [await refused("match", caches.default), await refused("delete", await caches.open("other"))];
		export default { fetch: async () => new Response([...seen, await refused("match", caches.default)].join()) };`)
	_, url := p.serve(t)
	if _, got, _ := get(t, url); got != "Disallowed operation,Disallowed operation," {
		t.Errorf("got %q", got)
	}
}
