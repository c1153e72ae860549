package dev_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"paddock/wrangler/dev"
)

// helper gives scripts what they tell outcomes with.
const helper = `
	async function told(f) {
		try {
			const r = await f();
			return r instanceof Response ? r.status + " " + await r.text() : r;
		} catch (e) {
			return "threw " + e.name + ": " + e.message + " " + JSON.stringify(Object.assign({}, e));
		}
	}
	async function outcomes(asked) {
		const all = {};
		for (const [name, f] of Object.entries(asked)) all[name] = await told(f);
		return Response.json(all);
	}
`

// caller is a Worker "caller" with bindings to "callee", which answers with what outcomes tells of asked, an object
// of functions.
func caller(t *testing.T, registry, asked string) *project {
	t.Helper()
	p := newProject(t, `{ "name": "caller", "main": "index.js", "compatibility_date": "2026-05-01",
		"services": [
			{ "binding": "MAIN", "service": "callee" }, { "binding": "NAMED", "service": "callee", "entrypoint": "Named", "props": { "x": 1 } },
			{ "binding": "MISSING", "service": "callee", "entrypoint": "Missing" }, { "binding": "SELF", "service": "caller", "entrypoint": "Own" }],
		"durable_objects": { "bindings": [
			{ "name": "OBJECTS", "class_name": "Counter", "script_name": "callee" }, { "name": "NONE", "class_name": "Missing", "script_name": "callee" }] },
		"tail_consumers": [{ "service": "callee" }] }`, helper+`
		import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";
		export class Own extends WorkerEntrypoint {
			who() { return "the caller's own"; }
			fetch(request) { return new Response("own " + new URL(request.url).pathname); }
		}
		export default { fetch(request, env) { console.log("called"); return outcomes(`+asked+`); } };`)
	p.registry = registry
	return p
}

// callee is the Worker "callee".
func callee(t *testing.T, registry string) *project {
	t.Helper()
	p := newProject(t, `{ "name": "callee", "main": "index.js", "compatibility_date": "2026-05-01", "compatibility_flags": ["enable_abortsignal_rpc"],
		"durable_objects": { "bindings": [{ "name": "OBJECTS", "class_name": "Counter" }] },
		"migrations": [{ "tag": "1", "new_sqlite_classes": ["Counter"] }] }`, `
		import { DurableObject, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";
		class Tally extends RpcTarget {
			n = 0;
			add(by = 1) { return this.n += by; }
			[Symbol.dispose]() { console.log("tally disposed at", this.n); }
		}
		export class Counter extends DurableObject {
			fetch(request) { return new Response(this.ctx.id.name + " " + request.url); }
			async add() {
				const n = (await this.ctx.storage.get("n") ?? 0) + 1;
				await this.ctx.storage.put("n", n);
				return n;
			}
			fail() { throw new TypeError("object"); }
			tally() { return new Tally(); }
		}
		export class Named extends WorkerEntrypoint {
			sum(a, b) { return a + b; }
			props() { return JSON.stringify(this.ctx.props); }
			fail() { throw Object.assign(new RangeError("named"), { detail: 7 }); }
			values(v) { return [v.date instanceof Date, v.map.get("a"), v.bytes.length, v.none === undefined].join(); }
			tally() { return new Tally(); }
			isTally(tally) { return tally.add(10); }
			async callback(f) { return "back: " + await f("there"); }
			async later(target) { const said = Promise.withResolvers(); await target.subscribe(said.resolve); return await said.promise; }
			async service(s) { return await s.who() + ", " + await (await s.fetch("http://x/path")).text(); }
			stream() { return new Response("a stream").body; }
			async text(stream) { return await new Response(stream).text(); }
			async write(stream) { const w = stream.getWriter(); await w.write(new TextEncoder().encode("written")); await w.close(); return "done"; }
			response() { return new Response("a response", { status: 201, headers: { "x-a": "b" } }); }
			async request(request) { return request.method + " " + request.headers.get("x-c") + " " + await request.text(); }
			headers(h) { h.append("x-d", "2"); return h; }
			aborted(signal) { return new Promise((done) => signal.addEventListener("abort", () => done(String(signal.reason)))); }
			broken() { return new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode("some")); c.error(new TypeError("no more")); } }); }
			endless() { return new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1000)); }, cancel(why) { console.log("cancelled", why?.message ?? why); } }); }
		}
		export default {
			async fetch(request, env) {
				const { pathname } = new URL(request.url);
				if (pathname === "/fail") throw new RangeError("fetch");
				if (pathname === "/empty") return new Response(null, { status: 204, statusText: "Nothing" });
				if (pathname === "/cookies") return new Response("", { headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
				if (pathname === "/large") return new Response(request.body);
				if (pathname === "/socket") {
					const [near, far] = Object.values(new WebSocketPair());
					far.accept();
					far.addEventListener("message", (e) => { far.send("echo " + e.data); far.close(1000, "done"); });
					return new Response(null, { status: 101, webSocket: near });
				}
				return new Response([request.method, request.url, request.headers.get("x-a"), request.cf?.colo, await request.text()].join(" "));
			},
			tail([event]) { console.log("told of", event.scriptName, event.outcome, event.event.request.url, event.logs[0].message[0]); },
		};`)
	p.registry = registry
	return p
}

// both starts the caller and the callee, and gives what was asked.
func both(t *testing.T, asked string) (answer map[string]any, from, to *project) {
	t.Helper()
	registry := filepath.Join(t.TempDir(), "paddock")
	from, to = caller(t, registry, asked), callee(t, registry)
	_, url := from.serve(t)
	if _, err := to.start(t); err != nil {
		t.Fatal(err)
	}
	return answers(t, url), from, to
}

func answers(t *testing.T, url string) (all map[string]any) {
	t.Helper()
	_, body, _ := get(t, url)
	if err := json.Unmarshal([]byte(body), &all); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return all
}

func expect(t *testing.T, got, want map[string]any) {
	t.Helper()
	for name := range want {
		if !reflect.DeepEqual(got[name], want[name]) {
			t.Errorf("%s gave %v, want %v", name, got[name], want[name])
		}
	}
}

func TestSession_otherSessions(t *testing.T) {
	t.Parallel()
	t.Run("requests, calls and objects of a Worker of another session are answered", func(t *testing.T) {
		t.Parallel()
		got, _, to := both(t, `{
			fetch: () => env.MAIN.fetch("http://x/hello", { method: "POST", body: "body", headers: { "x-a": "ü" }, cf: { colo: "own" } }),
			threw: () => env.MAIN.fetch("http://x/fail"),
			empty: async () => { const r = await env.MAIN.fetch("http://x/empty"); return [r.status, r.statusText, r.body].join(); },
			cookies: async () => (await env.MAIN.fetch("http://x/cookies")).headers.getSetCookie().join(),
			socket: async () => {
				const { webSocket } = await env.MAIN.fetch("http://x/socket", { headers: { upgrade: "websocket" } });
				webSocket.accept();
				webSocket.send("hello");
				const got = [];
				webSocket.addEventListener("message", (e) => got.push(e.data));
				return await new Promise((done) => webSocket.addEventListener("close", (e) => done([...got, e.code, e.reason].join())));
			},
			call: () => env.NAMED.sum(1, 2),
			props: () => env.NAMED.props(),
			failed: () => env.NAMED.fail(),
			noMethod: () => env.NAMED.nothing(),
			missing: () => env.MISSING.sum(1, 2),
			missingFetch: () => env.MISSING.fetch("http://x/"),
			object: () => env.OBJECTS.getByName("n").fetch("http://x/y"),
			counts: async () => [await env.OBJECTS.getByName("n").add(), await env.OBJECTS.get(env.OBJECTS.idFromName("n")).add()].join(),
			objectFailed: () => env.OBJECTS.getByName("n").fail().catch((e) => { e.durableObjectId = e.durableObjectId.length; throw e; }),
			objectTally: async () => { using tally = await env.OBJECTS.getByName("n").tally(); await tally.add(); return await tally.add(); },
			noClass: () => env.NONE.getByName("n").add(),
			noClassFetch: () => env.NONE.getByName("n").fetch("http://x/"),
		}`)
		expect(t, got, map[string]any{
			"fetch": "200 POST http://x/hello ü own body", "threw": `threw RangeError: fetch {"remote":true}`, "empty": "204,Nothing,", "cookies": "a=1,b=2",
			"socket": "echo hello,1000,done", "call": 3.0, "props": `{"x":1}`, "failed": `threw RangeError: named {"detail":7,"remote":true}`,
			"noMethod":     `threw TypeError: The RPC receiver does not implement the method "nothing". {"remote":true}`,
			"missing":      `threw Error: Worker does not export an entrypoint named "Missing" {"remote":true}`,
			"missingFetch": `threw Error: Worker does not export an entrypoint named "Missing" {"remote":true}`,
			"object":       "200 n http://x/y", "counts": "1,2", "objectFailed": `threw TypeError: object {"durableObjectId":64,"remote":true}`, "objectTally": 2.0,
			"noClass":      `threw Error: Worker does not export a Durable Object class named "Missing" {"remote":true}`,
			"noClassFetch": `threw Error: Worker does not export a Durable Object class named "Missing" {"remote":true}`,
		})
		to.console.says(t, "callee threw in fetch: RangeError: fetch")
		to.console.says(t, "told of caller ok http://127.0.0.1")
		to.console.says(t, "called")
	})
	t.Run("what crosses over by reference works in both directions", func(t *testing.T) {
		t.Parallel()
		got, _, to := both(t, `{
			values: () => env.NAMED.values({ date: new Date(), map: new Map([["a", 1]]), bytes: new Uint8Array(3), none: undefined }),
			pipelined: () => env.NAMED.tally().add(5),
			sentBack: async () => { const tally = await env.NAMED.tally(); await tally.add(1); return await env.NAMED.isTally(tally) + await tally.add(1); },
			disposed: async () => { { using tally = await env.NAMED.tally(); await tally.add(77); } return "yes"; },
			callback: () => env.NAMED.callback((where) => "here and " + where),
			later: () => {
				class Teller extends RpcTarget { subscribe(f) { const kept = f.dup(); setTimeout(async () => { await kept("later"); kept[Symbol.dispose](); }, 10); } }
				return env.NAMED.later(new Teller());
			},
			callbackFailed: () => env.NAMED.callback(() => { throw new TypeError("here"); }),
			ownTarget: async () => { class T extends RpcTarget { add(n) { return n * 2; } } return env.NAMED.isTally(new T()); },
			service: () => env.NAMED.service(env.SELF),
			stream: async () => new Response(await env.NAMED.stream()),
			text: () => env.NAMED.text(new Response("up").body),
			write: async () => { const { readable, writable } = new IdentityTransformStream(); const done = env.NAMED.write(writable); return await new Response(readable).text() + " " + await done; },
			response: async () => { const r = await env.NAMED.response(); return [r.status, r.headers.get("x-a"), await r.text()].join(); },
			request: () => env.NAMED.request(new Request("http://x/", { method: "PUT", body: "q", headers: { "x-c": "d" } })),
			headers: async () => [...await env.NAMED.headers(new Headers({ "x-d": "1" }))].join(),
			broken: async () => new Response(await env.NAMED.broken()).text(),
			cancelled: async () => { const reader = (await env.NAMED.endless()).getReader(); const { value } = await reader.read(); await reader.cancel(); return value.length > 0; },
			large: async () => {
				const chunk = new Uint8Array(65536).fill(1);
				let left = 100;
				const body = new ReadableStream({ pull(c) { if (left-- > 0) c.enqueue(chunk); else c.close(); } });
				let n = 0;
				for await (const piece of (await env.MAIN.fetch("http://x/large", { method: "POST", body })).body) n += piece.length;
				return n;
			},
			ordered: async () => { const tally = await env.NAMED.tally(); return (await Promise.all([1, 2, 3, 4, 5].map((n) => tally.add(n)))).join(); },
		}`)
		expect(t, got, map[string]any{
			"values": "true,1,3,true", "pipelined": 5.0, "sentBack": 23.0, "disposed": "yes", "callback": "back: here and there", "later": "later",
			"callbackFailed": `threw TypeError: here {"remote":true}`, "ownTarget": 20.0, "service": "the caller's own, own /path",
			"stream": "200 a stream", "text": "up", "write": "written done", "response": "201,b,a response", "request": "PUT d q", "headers": "x-d,1, 2",
			"broken": "threw Error: ReadableStream received over RPC disconnected prematurely. {}", "cancelled": true, "large": 6553600.0, "ordered": "1,3,6,10,15",
		})
		to.console.says(t, "tally disposed at 77")
		to.console.says(t, "cancelled")
	})
	t.Run("an abort is heard by a Worker of another session", func(t *testing.T) {
		t.Parallel()
		registry := filepath.Join(t.TempDir(), "paddock")
		from, to := caller(t, registry, `{ aborted: async () => { const c = new AbortController(); const p = env.NAMED.aborted(c.signal); await env.NAMED.sum(1, 1); c.abort("enough"); return await p; } }`), callee(t, registry)
		from.write(t, "wrangler.jsonc", strings.Replace(from.read(t, "wrangler.jsonc"), `"2026-05-01",`, `"2026-05-01", "compatibility_flags": ["enable_abortsignal_rpc"],`, 1))
		_, url := from.serve(t)
		if _, err := to.start(t); err != nil {
			t.Fatal(err)
		}
		expect(t, answers(t, url), map[string]any{"aborted": "enough"})
	})
}

func TestSession_othersComeAndGo(t *testing.T) {
	t.Parallel()
	const asked = `{ fetch: () => env.MAIN.fetch("http://x/y"), call: () => env.NAMED.sum(1, 2), object: () => env.OBJECTS.getByName("n").fetch("http://x/y"), objectCall: () => env.OBJECTS.getByName("n").add() }`
	absent := map[string]any{
		"fetch":      `503 Worker "callee" not found. Make sure it is running locally.`,
		"call":       `threw Error: Worker "callee" not found. Make sure it is running locally. {"remote":true}`,
		"object":     `503 Worker "callee" not found. Make sure it is running locally.`,
		"objectCall": `threw Error: Worker "callee" not found. Make sure it is running locally. {"remote":true}`,
	}
	there := map[string]any{"fetch": "200 GET http://x/y   ", "call": 3.0, "object": "200 n http://x/y", "objectCall": 1.0}
	t.Run("a Worker is found as long as its session runs, whichever was started first", func(t *testing.T) {
		t.Parallel()
		registry := filepath.Join(t.TempDir(), "paddock")
		from, to := caller(t, registry, asked), callee(t, registry)
		s, url := from.serve(t)
		changes := watchOthers(t, s)
		expect(t, answers(t, url), absent)
		if s.Runs("callee") {
			t.Error("a Worker that nobody runs counts as running")
		}
		other, err := to.launch(context.Background(), t)
		if err != nil {
			t.Fatal(err)
		}
		for !s.Runs("callee") {
			<-changes
		}
		expect(t, answers(t, url), there)
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
		for s.Runs("callee") {
			<-changes
		}
		expect(t, answers(t, url), absent)
	})
	t.Run("a session without a registry stays alone", func(t *testing.T) {
		t.Parallel()
		p := caller(t, "", asked)
		s, url := p.serve(t)
		if !s.Alone() {
			t.Error("it is not")
		}
		expect(t, answers(t, url), absent)
	})
	t.Run("of two sessions with Workers of one name the older is asked", func(t *testing.T) {
		t.Parallel()
		registry := filepath.Join(t.TempDir(), "paddock")
		var sessions []*dev.Session
		for _, which := range []string{"older", "newer"} {
			p := newProject(t, `{ "name": "callee", "main": "index.js", "compatibility_date": "2026-05-01" }`,
				`export default { fetch: () => new Response("the `+which+`") };`)
			p.registry = registry
			s, err := p.launch(context.Background(), t)
			if err != nil {
				t.Fatal(err)
			}
			sessions = append(sessions, s)
		}
		s, url := caller(t, registry, `{ fetch: () => env.MAIN.fetch("http://x/") }`).serve(t)
		expect(t, answers(t, url), map[string]any{"fetch": "200 the older"})
		changes := watchOthers(t, s)
		if err := sessions[0].Close(); err != nil {
			t.Fatal(err)
		}
		for answers(t, url)["fetch"] != "200 the newer" {
			<-changes
		}
		if err := sessions[1].Close(); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a Worker whose name has changed is found by the new one", func(t *testing.T) {
		t.Parallel()
		registry := filepath.Join(t.TempDir(), "paddock")
		p := newProject(t, `{ "name": "other", "main": "index.js", "compatibility_date": "2026-05-01" }`, `export default { fetch: () => new Response("here") };`)
		p.registry = registry
		other, err := p.start(t)
		if err != nil {
			t.Fatal(err)
		}
		s, url := caller(t, registry, `{ fetch: () => env.MAIN.fetch("http://x/") }`).serve(t)
		if !s.Runs("other") || s.Runs("callee") {
			t.Error("the Worker is not found by its name")
		}
		p.write(t, "wrangler.jsonc", `{ "name": "callee", "main": "index.js", "compatibility_date": "2026-05-01" }`)
		if err := other.Reload(context.Background()); err != nil {
			t.Fatal(err)
		}
		expect(t, answers(t, url), map[string]any{"fetch": "200 here"})
	})
	t.Run("static assets of another session answer before its Worker", func(t *testing.T) {
		t.Parallel()
		registry := filepath.Join(t.TempDir(), "paddock")
		p := newProject(t, `{ "name": "callee", "compatibility_date": "2026-05-01", "assets": { "directory": "public" } }`, "")
		p.write(t, "public/a.txt", "an asset")
		p.registry = registry
		if _, err := p.start(t); err != nil {
			t.Fatal(err)
		}
		s, url := caller(t, registry, `{ fetch: () => env.MAIN.fetch("http://x/a.txt") }`).serve(t)
		if !s.Runs("callee") {
			t.Error("it is not found")
		}
		expect(t, answers(t, url), map[string]any{"fetch": "200 an asset"})
	})
}

// read gives the text of a file.
func (p *project) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// watchOthers gives a value whenever sessions may have come or gone.
func watchOthers(t *testing.T, s *dev.Session) <-chan struct{} {
	t.Helper()
	changes := make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.WatchOthers(ctx, func() {
			select {
			case changes <- struct{}{}:
			default:
			}
		}); err != nil {
			t.Errorf("watch the others: %v", err)
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return changes
}
