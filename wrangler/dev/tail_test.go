package dev_test

import "testing"

func TestSession_tail(t *testing.T) {
	t.Parallel()
	const config = `"name": "w", "main": "index.js", "compatibility_date": "2026-04-07", "tail_consumers": [{ "service": "w" }]`
	t.Run("a Worker can be told of its own events", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, `{`+config+`}`, `
			export default {
				fetch() { console.log("hello"); return new Response("ok"); },
				trace([item], env, ctx) { console.log("told", item.scriptName, item.outcome, item.logs[0].message[0], typeof ctx.waitUntil); },
			};`)
		_, url := p.serve(t)
		get(t, url)
		p.console.says(t, "told w ok hello function")
	})
	t.Run("listeners of both names are told", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, `{`+config+`}`, `
			addEventListener("fetch", (event) => event.respondWith(new Response("ok")));
			const tell = (event) => console.log(event.type, event instanceof TailEvent, TailEvent === TraceEvent, event.events === event.traces, event.events[0].event.response.status);
			addEventListener("tail", tell);
			addEventListener("trace", tell);`)
		_, url := p.serve(t)
		get(t, url)
		p.console.says(t, "tail true true true 200")
		p.console.says(t, "trace true true true 200")
	})
	t.Run("a Worker that cannot be told is warned of", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, `{`+config+`, "streaming_tail_consumers": [{ "service": "w" }] }`, `export default { fetch() { return new Response("ok"); } };`)
		_, url := p.serve(t)
		get(t, url)
		p.console.says(t, "Handler does not export a tail() function.")
		p.console.says(t, "A worker configured to act as a streaming tail worker does not export a tailStream() handler.")
	})
	t.Run("a Worker that is not part of the session is named", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-04-07", "tail_consumers": [{ "service": "other" }] }`, `
			export default { fetch() { return new Response("ok"); } };`)
		_, url := p.serve(t)
		if _, body, _ := get(t, url); body != "ok" {
			t.Errorf("got %q", body)
		}
		p.console.says(t, `The Worker "other", which is to be told of the events of "w", is not part of this session.`)
	})
}
