package rpc_test

import (
	"net/http"
	"testing"

	"paddock/jsruntime/worker/workertest"
)

// The header Host is that of the wire: a Worker that another one asks sees what that has set.
func TestFetch_Host(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		import { WorkerEntrypoint } from "cloudflare:workers";
		export class Far extends WorkerEntrypoint { fetch(request) { return Response.json([request.url, ...request.headers]); } }
		export default { async fetch(request, env) {
			const answers = await Promise.all([env.FAR.fetch("https://a.test/x", { method: "DELETE" }), env.FAR.fetch("https://a.test/x", { headers: { Host: "b" } })]);
			return Response.json(await Promise.all(answers.map((r) => r.json())));
		} };
	`, nil)
	s := workertest.Start(t, code, workertest.Options{Sections: map[string]any{
		"services": []any{map[string]any{"binding": "FAR", "service": "test", "entrypoint": "Far"}},
	}})
	const want = `[["https://a.test/x"],["https://a.test/x",["host","b"]]]`
	if status, text, err := s.Get("/"); err != nil || status != http.StatusOK || text != want {
		t.Errorf("status %d, %v\n got %s\nwant %s", status, err, text, want)
	}
}
