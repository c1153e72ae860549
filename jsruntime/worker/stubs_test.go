package worker_test

import (
	"strings"
	"testing"

	"paddock/jsruntime/worker/workertest"
)

// TestWorker_stubsOfAnEvent keeps a stub beyond the event that got it.
func TestWorker_stubsOfAnEvent(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, `
		import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";
		let gone = false, kept;
		class Target extends RpcTarget {
			hello() { return "hello"; }
			[Symbol.dispose]() { gone = true; }
		}
		export class Ent extends WorkerEntrypoint { target() { return new Target(); } }
		export default {
			async fetch(request, env) {
				if (request.url.endsWith("/keep")) {
					kept = await env.ENT.target();
					return new Response(await kept.hello() + gone);
				}
				while (!gone) await scheduler.wait(1);
				return new Response(await kept.hello().catch(String));
			},
		};`, nil), workertest.Options{Sections: map[string]any{
		"services": []any{map[string]any{"binding": "ENT", "service": "test", "entrypoint": "Ent"}},
	}})
	if got := s.Text("/keep"); got != "hellofalse" {
		t.Errorf("while the event goes on: %q", got)
	}
	if got := s.Text("/use"); !strings.HasPrefix(got, "Error: Cannot perform I/O on behalf of a different request.") {
		t.Errorf("afterwards: %q", got)
	}
}
