package dev_test

import (
	"io"
	"net/http"
	"testing"
)

// A stream that a method gives back and that never goes on is found to hang, and one that waits for a time or for its
// caller is not. The words are those that wrangler's local platform has for it.
func TestHungStreamOverRPC(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01", "services": [{ "binding": "S", "service": "w", "entrypoint": "S" }] }`, `
		import { WorkerEntrypoint } from "cloudflare:workers";
		const one = (c) => c.enqueue(new TextEncoder().encode("x"));
		const forever = () => new Promise(() => {});
		export class S extends WorkerEntrypoint {
			never() { return new ReadableStream({ type: "bytes", pull: forever }); }
			once() { let n = 0; return new ReadableStream({ type: "bytes", pull(c) { return n++ ? forever() : one(c); } }); }
			slow() { let n = 0; return new ReadableStream({ type: "bytes", async pull(c) { await scheduler.wait(30); n++ < 3 ? one(c) : c.close(); } }); }
			asks(f) { f = f.dup(); let n = 0; return new ReadableStream({ type: "bytes", async pull(c) { await f(); n++ < 3 ? one(c) : c.close(); } }); }
		}
		export default { async fetch(request, env) {
			const told = [];
			for (const name of ["never", "once", "slow", "asks"]) {
				const stream = await env.S[name](() => scheduler.wait(30));
				told.push(name + ": " + await new Response(stream).text().catch((e) => e.message));
			}
			return new Response(told.join("\n"));
		} };`)
	_, url := p.serve(t)
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	const want = "never: ReadableStream received over RPC disconnected prematurely.\nonce: ReadableStream received over RPC disconnected prematurely.\nslow: xxx\nasks: xxx"
	if err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
