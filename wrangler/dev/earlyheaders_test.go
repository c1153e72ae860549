package dev_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Whoever waits for events is told at once that they will come, and that of an answer which never goes on, too.
func TestFront_headersLeaveEarly(t *testing.T) {
	t.Parallel()
	seen := make(chan struct{})
	origin := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-seen }))
	defer origin.Close()
	_, url := newProject(t, plain, `
const seen = () => fetch("`+origin.URL+`");
const paths = {
	"/events": () => new Response(new ReadableStream({ async pull(c) { await seen(); c.close(); } })),
	"/known": () => { const t = new FixedLengthStream(5); seen().then(() => new Response("known").body.pipeTo(t.writable)); return new Response(t.readable); },
	"/hung": () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) })),
};
export default { fetch: (request) => paths[new URL(request.url).pathname]() };`).serve(t)
	answers := map[string]*http.Response{}
	for _, path := range []string{"/events", "/known", "/hung"} {
		resp, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: got %s", path, resp.Status)
		}
		answers[path] = resp
	}
	close(seen)
	for path, resp := range answers {
		want := map[string]string{"/known": "known"}[path]
		if got, err := io.ReadAll(resp.Body); string(got) != want || (err == nil) != (path != "/hung") {
			t.Errorf("%s: got %q, %v", path, got, err)
		}
	}
}
