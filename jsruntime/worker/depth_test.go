package worker_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
)

// circular is a Worker that calls itself: until a number of calls is over, or without end.
const circular = `
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
export class D extends DurableObject {
	next() { return this.env.DO.getByName(this.ctx.id.name === "a" ? "b" : "a"); }
	down(left) { return left === 0 ? "bottom" : this.next().down(left - 1); }
	round() { return this.next().round(); }
	async fetch(request) { return this.next().fetch(request); }
	async through() { return await this.env.SELF.fetch("http://host/through"); }
}
export class Deep extends WorkerEntrypoint {
	down(left) { return left === 0 ? "bottom" : this.ctx.exports.Deep.down(left - 1); }
	round() { return this.ctx.exports.Deep.round(); }
}
export default { async fetch(request, env, ctx) {
	const path = new URL(request.url).pathname;
	try {
		switch (path) {
		case "/down": return new Response(await ctx.exports.Deep.down(90));
		case "/often":
			for (let i = 0; i < 300; i++) await ctx.exports.Deep.down(0);
			return new Response("often");
		case "/round": return new Response(await ctx.exports.Deep.round());
		case "/objects": return new Response(await env.DO.getByName("a").down(90));
		case "/object": return new Response(await env.DO.getByName("a").round());
		case "/requests": return await env.DO.getByName("a").fetch(request);
		case "/through": return await env.DO.getByName("a").through();
		case "/uncaught": return await env.DO.getByName("a").round();
		case "/circle": return await ctx.exports.default.fetch("http://host/inside");
		}
	} catch (e) {
		if (path === "/uncaught") throw e;
		return new Response(e.name + ": " + e.message);
	}
	return ctx.exports.default.fetch(request); // /inside
} };`

func TestWorker_depth(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, circular, nil), workertest.Options{Sections: map[string]any{
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "DO", "class_name": "D"}}},
		"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []string{"D"}}},
		"services":        []any{map[string]any{"binding": "SELF", "service": "test"}},
	}})
	const tooDeep = "Error: Subrequest depth limit exceeded. This request recursed through Workers too many times. This can happen e.g. if you have a Worker or Durable Object that calls other Workers or objects recursively."
	for _, c := range []struct{ name, path, want string }{
		{"calls may lead to calls", "/down", "bottom"},
		{"one event may make many", "/often", "often"},
		{"requests in a circle end", "/circle", tooDeep},
		{"RPC in a circle ends", "/round", tooDeep},
		{"calls of objects may lead to calls of objects", "/objects", "bottom"},
		{"objects that call each other end", "/object", tooDeep},
		{"requests in a circle of objects end", "/requests", tooDeep},
		{"circles of Workers and objects end", "/through", tooDeep},
		{"after that the Worker goes on", "/down", "bottom"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := s.Text(c.path); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	t.Run("nobody is told of what passes through every call of a circle", func(t *testing.T) {
		if _, _, err := s.Get("/uncaught"); err == nil || err.Error() != tooDeep {
			t.Errorf("got %v", err)
		}
		if told := s.Exceptions(); len(told) > 0 {
			t.Errorf("%d were told, the first %q", len(told), told[0])
		}
	})
}
