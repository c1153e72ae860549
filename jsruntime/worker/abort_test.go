package worker_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
)

func TestWorker_abortIsolate(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, `
		import { abortIsolate, tracing } from "cloudflare:workers";
		let seen = 0;
		export default { fetch(request, env, ctx) {
			seen++;
			if (request.url.endsWith("/end")) {
				try { abortIsolate("the end"); } catch {}
				return new Response("never");
			}
			if (request.url.endsWith("/bare")) abortIsolate();
			return new Response(seen + ", " + (ctx.tracing === tracing));
		} };`, nil), workertest.Options{})
	expect := func(want string) {
		t.Helper()
		if got := s.Text("/"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	expect("1, true")
	expect("2, true")
	for path, want := range map[string]string{"/end": "Error: the end", "/bare": "Error: abortIsolate() called"} {
		if _, _, err := s.Get(path); err == nil || err.Error() != want {
			t.Errorf("GET %s failed with %v, want %s", path, err, want)
		}
		expect("1, true") // in a new isolate
	}
}
