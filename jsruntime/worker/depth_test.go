package worker_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
)

// circular is a Worker that calls itself: until a number of calls is over, or without end.
const circular = `
import { WorkerEntrypoint } from "cloudflare:workers";
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
		case "/circle": return await ctx.exports.default.fetch("http://host/inside");
		}
	} catch (e) {
		return new Response(e.name + ": " + e.message);
	}
	return ctx.exports.default.fetch(request); // /inside
} };`

func TestWorker_depth(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, circular, nil), workertest.Options{})
	const tooDeep = "Error: Subrequest depth limit exceeded. This request recursed through Workers too many times. This can happen e.g. if you have a Worker or Durable Object that calls other Workers or objects recursively."
	for _, c := range []struct{ name, path, want string }{
		{"calls may lead to calls", "/down", "bottom"},
		{"one event may make many", "/often", "often"},
		{"requests in a circle end", "/circle", tooDeep},
		{"RPC in a circle ends", "/round", tooDeep},
		{"after that the Worker goes on", "/down", "bottom"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := s.Text(c.path); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
