package dev_test

import (
	"strings"
	"testing"
)

func TestServiceWorker(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07", "vars": { "GREETING": "hi" } }`, `
		const atTop = GREETING;
		let seen = "";
		const refused = (f) => { try { f(); return "nothing"; } catch (e) { return e.name + ": " + e.message; } };
		addEventListener("fetch", (event) => {
			switch (new URL(event.request.url).pathname) {
			case "/hello": return event.respondWith(new Response(atTop + GREETING));
			case "/async": return event.respondWith((async () => { await 1; return new Response("later"); })());
			case "/twice": event.respondWith(new Response("once")); seen = refused(() => event.respondWith(new Response("twice"))); return;
			case "/late": event.respondWith(new Response("ok")); event.waitUntil(scheduler.wait(1).then(() => { seen = refused(() => event.respondWith(new Response())); })); return;
			case "/wrong": seen = refused(() => event.respondWith(5)); return event.respondWith(new Response(""));
			case "/seen": return event.respondWith(new Response(seen));
			case "/throws": event.respondWith(new Response("")); throw new RangeError("boom");
			case "/kind": return event.respondWith(new Response([event instanceof FetchEvent, event instanceof ExtendableEvent, event.type, event.isTrusted, refused(() => new FetchEvent("fetch"))].join()));
			}
		});
		addEventListener("fetch", (event) => {
			if (event.request.url.endsWith("/second")) event.respondWith(new Response("second"));
			if (event.request.url.endsWith("/hello")) throw new Error("called after an answer");
		});
		addEventListener("scheduled", (event) => { event.waitUntil((async () => { await scheduler.wait(1); seen = event.cron + event.scheduledTime; })()); });`)
	_, url := p.serve(t)
	for _, c := range []struct{ path, want string }{
		{"/hello", "hihi"},
		{"/async", "later"},
		{"/twice", "once"},
		{"/seen", "InvalidStateError: FetchEvent.respondWith() has already been called; it can only be called once."},
		{"/wrong", ""},
		{"/seen", "TypeError: Failed to execute 'respondWith' on 'FetchEvent': parameter 1 is not of type 'Promise'."},
		{"/second", "second"},
		{"/kind", "true,true,fetch,true,TypeError: Illegal constructor"},
		{"/cdn-cgi/handler/scheduled?cron=*+*&time=5", "ok"},
		{"/seen", "* *5"},
	} {
		if status, got, _ := get(t, url+c.path); status != 200 || got != c.want {
			t.Errorf("%s: got %d %q, want %q", c.path, status, got, c.want)
		}
	}
	for path, want := range map[string]string{"/none": "Error: No response!", "/throws": "RangeError: boom"} {
		if status, _, _ := get(t, url+path); status != 500 {
			t.Errorf("%s: got %d", path, status)
		}
		p.console.says(t, want)
	}
}

func TestServiceWorker_WithoutListeners(t *testing.T) {
	t.Parallel()
	p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07" }`, `console.log("hello");`)
	_, err := p.start(t)
	if err == nil || !strings.Contains(err.Error(), "No event handlers were registered. This script does nothing.") {
		t.Errorf("got %v", err)
	}
}
