package worker_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/jsruntime/worker/workertest"
)

// What goes on over many turns, each of them short, computes for the event that began it.
func TestWorker_TurnsWithoutAnEnd(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, `
		import { DurableObject } from "cloudflare:workers";
		const work = () => { for (let i = 0; i < 1e4; i++); };
		const encoder = new TextEncoder();
		const endless = {
			async timers() { for (;;) { work(); await new Promise((f) => setTimeout(f)); } },
			async waits() { for (;;) { work(); await scheduler.wait(0); } },
			callbacks() { return new Promise(() => { const again = () => { work(); setTimeout(again); }; again(); }); },
			interval() { return new Promise(() => setInterval(work)); },
			microtasks() { return new Promise(() => { const again = () => queueMicrotask(again); again(); }); },
			async promises() { for (;;) await null; },
			ports() {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = port2.onmessage = (e) => { work(); e.target.postMessage(1); };
				port1.postMessage(1);
				return new Promise(() => {});
			},
			async streams() {
				const { readable, writable } = new TransformStream({ transform(chunk, c) { work(); c.enqueue(chunk); } });
				const writer = writable.getWriter(), reader = readable.getReader();
				writer.write(1);
				for (;;) writer.write((await reader.read()).value);
			},
			async elements() {
				let n = 0;
				const body = new ReadableStream({ pull(c) { c.enqueue(encoder.encode("<a>".repeat(100))); } });
				await new HTMLRewriter().on("a", { element() { work(); n++; } }).transform(new Response(body)).arrayBuffer();
			},
			async selectors() {
				const rewriter = new HTMLRewriter();
				for (let i = 1; i < 100; i++) rewriter.on("a b c:nth-child(" + i + "n)", { element() {} });
				const body = new ReadableStream({ pull(c) { c.enqueue(encoder.encode("<a><b><d></d></b></a>".repeat(100))); } });
				await rewriter.transform(new Response(body)).arrayBuffer();
			},
			async keys() {
				const key = await crypto.subtle.importKey("raw", encoder.encode("a"), "PBKDF2", false, ["deriveBits"]);
				for (;;) await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-512", salt: encoder.encode("b"), iterations: 1e5 }, key, 512);
			},
			async caught() { for (;;) try { work(); await scheduler.wait(0); throw 1; } catch {} finally { await 1; } },
		};
		export class Obj extends DurableObject { run(name) { return endless[name](); } later() { endless.waits(); } }
		export default { async fetch(request, env, ctx) {
			const [, where, name] = new URL(request.url).pathname.split("/");
			switch (where) {
			case "names": return new Response(Object.keys(endless).join());
			case "ok": return new Response("ok");
			case "object": return new Response(await env.OBJ.getByName("a").run(name));
			case "answered": ctx.waitUntil(name === "object" ? env.OBJ.getByName("a").later() : endless.waits()); return new Response("answered");
			case "long": await scheduler.wait(1e6);
			case "later":
				ctx.waitUntil(endless[name]());
				await new Promise(() => {});
			}
			return new Response(await endless[name]());
		} };`, nil), workertest.Options{CPULimit: 60 * time.Millisecond, Sections: map[string]any{
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "OBJ", "class_name": "Obj"}}},
		"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []any{"Obj"}}},
	}})
	for _, name := range strings.Split(s.Text("/names"), ",") {
		for _, where := range []string{"event", "object", "later"} {
			t.Run(name+" in "+where, func(t *testing.T) {
				if _, text, err := s.Get("/" + where + "/" + name); err == nil || !strings.Contains(err.Error(), "exceeded CPU time limit") {
					t.Errorf("%q, %v", text, err)
				}
				if text := s.Text("/ok"); text != "ok" {
					t.Errorf("afterwards: %q", text)
				}
			})
		}
	}
	for _, where := range []string{"event", "object"} {
		t.Run("the user learns of it where the "+where+" is answered", func(t *testing.T) {
			s.Forget()
			if text := s.Text("/answered/" + where); text != "answered" {
				t.Errorf("got %q", text)
			}
			if _, text, err := s.Get("/long"); err == nil {
				t.Errorf("what else runs gives %q", text)
			}
			s.Text("/ok") // once that isolate has ended
			if got := s.Exceptions(); !slices.Contains(got, "waitUntil: Worker exceeded CPU time limit.") {
				t.Errorf("reported: %q", got)
			}
		})
	}
}
