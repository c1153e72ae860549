package polyfills_test

import (
	"testing"

	"paddock/polyfills/compat"
)

func TestMemoryOfWebAssembly_IsNotTakenAway(t *testing.T) {
	t.Parallel()
	const prelude = `const memory = new WebAssembly.Memory({ initial: 1 }), view = new Uint8Array(memory.buffer, 0, 1);
		const source = (more) => new ReadableStream({ type: "bytes", ...more });
		const words = async (f) => { try { await f(); return "done"; } catch (e) { return e.name + ": " + e.message; } };
		const told = await words(async () => { `
	for _, c := range []struct{ name, script, want string }{
		{"by a read into it", `await source({ pull() { throw new Error("asked"); } }).getReader({ mode: "byob" }).read(view)`, "TypeError: Unabled to use non-detachable ArrayBuffer."},
		{"by enqueue()", `await source({ start(c) { c.enqueue(view); } }).getReader().read()`, "TypeError: The provided ArrayBuffer must be detachable."},
		{"by respondWithNewView()", `await source({ pull(c) { c.byobRequest.respondWithNewView(view); } }).getReader({ mode: "byob" }).read(new Uint8Array(1))`, "TypeError: Unable to use non-detachable ArrayBuffer."},
		{"by structuredClone()", `structuredClone(view, { transfer: [memory.buffer] })`, "DataCloneError: Object is not transferable."},
		{"by transfer()", `memory.buffer.transfer()`, "TypeError: ArrayBuffer is not detachable and could not be cloned."},
		{"by a copy of it", `if (structuredClone(view).length !== 1) throw new Error("no copy")`, "done"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := evaluate(t, compat.New("", nil), prelude+c.script+`; }); return told + memory.buffer.byteLength`)
			if want := c.want + "65536"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
