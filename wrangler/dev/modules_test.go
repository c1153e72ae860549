package dev_test

import "testing"

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
