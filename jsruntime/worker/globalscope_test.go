package worker_test

import (
	"encoding/json"
	"testing"

	"paddock/jsruntime/worker/workertest"
)

const atTop = `
import { connect } from "cloudflare:sockets";
import { channel } from "node:diagnostics_channel";
import { env, waitUntil } from "cloudflare:workers";
const seen = {}, refusal = /^Disallowed operation called within global scope\. Asynchronous I\/O \(ex: fetch\(\) or connect\(\)\), setting a timeout, and generating random values are not allowed within global scope\. To fix this error, perform this operation within a handler\. https:\/\/developers\.cloudflare\.com\/workers\/runtime-apis\/handlers\/$/;
const outcome = (e) => (e?.name === "Error" && refusal.test(e.message) ? "refused" : String(e));
const attempts = {
	fetch: () => fetch("http://x.example/"),
	setTimeout: () => setTimeout(() => {}, 1),
	setInterval: () => setInterval(() => {}, 1),
	clearTimeout: () => clearTimeout(1),
	wait: () => scheduler.wait(1),
	getRandomValues: () => crypto.getRandomValues(new Uint8Array(2)),
	randomUUID: () => crypto.randomUUID(),
	generateKey: () => crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt"]),
	WebSocket: () => new WebSocket("ws://x.example/"),
	WebSocketPair: () => new WebSocketPair(),
	connect: () => connect("x.example:1"),
	timeout: () => AbortSignal.timeout(1),
	Response: () => new Response("text"),
	Request: () => new Request("http://x.example/", { method: "POST", body: "text" }),
	waitUntil: () => waitUntil(Promise.resolve()),
	publish: () => channel("news").publish("text"),
	service: () => env.SELF.fetch("http://x.example/"),
	rpc: () => env.SELF.method(),
};
const allowed = {
	generatePair: () => crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]),
	digest: () => crypto.subtle.digest("SHA-256", new Uint8Array(1)),
	random: () => Math.random(),
	date: () => { if (Date.now() !== 0 || new Date().getTime() !== 0 || new File([], "f").lastModified !== 0) throw new Error("time passes"); },
	clock: () => { if (performance.now() !== 0) throw new Error("time passes"); },
	empty: () => new Response(null),
	blob: () => new Blob(["text"]).text(),
	stream: () => new ReadableStream({ start(c) { c.enqueue(1); c.close(); } }).getReader().read(),
	microtask: () => queueMicrotask(() => {}),
	clone: () => structuredClone({}),
	AbortController: () => new AbortController().abort(),
};
for (const [name, attempt] of Object.entries({ ...attempts, ...allowed })) {
	try {
		await attempt();
		seen[name] = "allowed";
	} catch (e) {
		seen[name] = outcome(e);
	}
}
let goOn;
const wentOn = new Promise((resolve) => (goOn = resolve)).then(() => Date.now());
export default {
	async fetch(request) {
		goOn();
		seen.wentOn = (await wentOn) > 0 ? "works in a handler" : "no time";
		const later = crypto.randomUUID().length === 36 && (await scheduler.wait(1), performance.now() > 0 && Date.now() > 0) && "works in a handler";
		return Response.json({ ...seen, later });
	},
};`

func TestGlobalScope(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, atTop, nil), workertest.Options{
		Sections: map[string]any{"services": []map[string]any{{"binding": "SELF", "service": "test"}}},
	})
	var seen map[string]string
	if err := json.Unmarshal([]byte(s.Text("/")), &seen); err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{"generatePair": true, "digest": true, "random": true, "date": true, "clock": true, "empty": true, "blob": true, "stream": true, "microtask": true, "clone": true, "AbortController": true}
	for name, got := range seen {
		want := "refused"
		switch {
		case allowed[name]:
			want = "allowed"
		case name == "later", name == "wentOn":
			want = "works in a handler"
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if len(seen) < 27 {
		t.Errorf("only %d attempts were made", len(seen))
	}
}
