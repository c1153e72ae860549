package worker_test

import (
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"paddock/jsruntime/worker"
	"paddock/jsruntime/worker/workertest"
)

// waiting is a Worker whose entrypoints call each other.
const waiting = `
import { WorkerEntrypoint } from "cloudflare:workers";
const never = () => new Promise(() => {});
export class Deep extends WorkerEntrypoint {
	never() { return never(); }
	fetch() { return never(); }
	chain() { return this.ctx.exports.Deep.never(); }
	async late() { await scheduler.wait(1); return "late"; }
	async asked(f) { return await f(); }
}
const asks = {
	rpc: ({ Deep }) => Deep.never(),
	fetch: ({ Deep }) => Deep.fetch("http://x/"),
	chain: ({ Deep }) => Deep.chain(),
	late: ({ Deep }) => Deep.late(),
	callback: ({ Deep }) => Deep.asked(async () => { await scheduler.wait(1); return "called back"; }),
};
export default { async fetch(request, env, ctx) {
	const ask = asks[new URL(request.url).pathname.slice(1)];
	return new Response(await ask(ctx.exports).catch((e) => "remote: " + e.remote + ", " + e.message));
} };`

func TestWorker_hungCallee(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, waiting, nil), workertest.Options{})
	for path, want := range map[string]string{
		"/rpc":      "remote: undefined, " + worker.ErrHung.Error(),
		"/fetch":    "remote: true, " + worker.ErrHung.Error(),
		"/chain":    "remote: true, " + worker.ErrHung.Error(),
		"/late":     "late",
		"/callback": "called back",
	} {
		t.Run("GET "+path+" gives "+strings.SplitN(want, ",", 2)[0], func(t *testing.T) {
			if got := s.Text(path); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// alone is a Worker of which one event waits while others go on, and which another Worker calls back.
const alone = `
const shared = {};
const paths = {
	"/never": () => new Promise(() => {}),
	"/make": () => shared.made = (async () => { for (let i = 0; i < 20; i++) await scheduler.wait(1); return "made"; })(),
	"/made": () => shared.made,
	"/circle": async ({ OTHER }) => (await OTHER.fetch("http://other/")).text(),
};
export default { async fetch(request, env) {
	return new Response(await paths[new URL(request.url).pathname](env));
} };`

// other is the Worker through which the circle goes.
const other = `
export default { async fetch(request, env) {
	const { message } = await env.ALONE.fetch("http://alone/never").catch((e) => e);
	return new Response(message);
} };`

func TestWorker_hungEvent(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, alone, nil), workertest.Options{Sections: map[string]any{
		"services": []any{
			map[string]any{"binding": "OTHER", "service": "other"},
			map[string]any{"binding": "ALONE", "service": "test"},
		},
	}})
	if err := s.DeployAs("other", workertest.Compile(t, other, nil)); err != nil {
		t.Fatal(err)
	}
	// begin sends a request and gives what to wait for its answer with.
	begin := func(path string) func() string {
		answer := make(chan string, 1)
		go func() {
			_, text, err := s.Get(path)
			if err != nil {
				text = err.Error()
			}
			answer <- text
		}()
		return func() string { return <-answer }
	}
	t.Run("the answer can come of what another event has begun", func(t *testing.T) {
		make := begin("/make")
		for i := range 3 {
			if got := begin("/made")(); got != "made" && got != "" { // "" before it is made
				t.Errorf("request %d got %q", i, got)
			}
		}
		if got := make(); got != "made" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a call that comes back through another Worker is found to hang", func(t *testing.T) {
		if got := s.Text("/circle"); got != worker.ErrHung.Error() {
			t.Errorf("got %q", got)
		}
	})
}

// streaming is a Worker that begins to answer, or reads, what never comes to an end.
const streaming = `
const never = () => new Promise(() => {});
const bytes = (s) => new TextEncoder().encode(s);
const stalled = () => new ReadableStream({ pull: never });
const page = () => new Response("<p>text</p><!--comment-->");
const on = (handlers) => new HTMLRewriter().on("p", handlers).transform(page());
const onDocument = (handlers) => new HTMLRewriter().onDocument(handlers).transform(page());
const paths = {
	pull: () => new Response(stalled()),
	start: () => new Response(new ReadableStream({ start: never })),
	bytes: () => new Response(new ReadableStream({ type: "bytes", pull: never })),
	second: () => { let n = 0; return new Response(new ReadableStream({ pull: (c) => n++ ? never() : c.enqueue(bytes("first")) })); },
	identity: () => new Response(new IdentityTransformStream().readable),
	split: () => new Response(new IdentityTransformStream().readable.tee()[0]),
	transform: () => new Response(new Response("x").body.pipeThrough(new TransformStream({ transform: never }))),
	encoded: () => new Response(stalled(), { headers: { "content-encoding": "gzip" } }),
	clone: () => new Response(stalled()).clone(),
	element: () => on({ element: never }),
	text: () => on({ text: never }),
	endTag: () => on({ element(e) { e.onEndTag(never); } }),
	comments: () => onDocument({ comments: never }),
	end: () => onDocument({ end: never }),
	inserted: () => on({ element(e) { e.append(stalled()); } }),
	insertedLater: () => on({ element(e) { e.append(new ReadableStream({ async pull(c) { await scheduler.wait(1); c.enqueue(bytes("later")); c.close(); } })); } }),
	twice: () => new HTMLRewriter().on("p", { element() {} }).transform(on({ element: never })),
	rewritten: () => new HTMLRewriter().on("p", { element() {} }).transform(new Response(stalled())),
	collected: async () => new Response(await on({ element: never }).text()),
	unread: () => { on({ element() {} }); return never(); },
	wait: () => new HTMLRewriter().on("p", { element: () => scheduler.wait(1) }).transform(page()),
	later: () => new Response(new ReadableStream({ async pull(c) { await scheduler.wait(1); c.enqueue(bytes("later")); c.close(); } })),
};
export default { fetch: (request) => paths[new URL(request.url).pathname.slice(1)]() };`

func TestWorker_hungStream(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, streaming, nil), workertest.Options{})
	for path, want := range map[string]string{
		"pull": "", "start": "", "bytes": "", "second": "first", "identity": "", "split": "", "transform": "", "clone": "",
		"element": "", "text": "", "endTag": "", "comments": "", "end": "", "inserted": "<p>text", "insertedLater": "<p>textlater</p><!--comment-->", "twice": "", "rewritten": "", "collected": "", "unread": "",
		"encoded": "",
		"wait":    "<p>text</p><!--comment-->", "later": "later",
	} {
		t.Run("/"+path, func(t *testing.T) {
			t.Parallel()
			resp, err := s.Do(t.Context(), "", httptest.NewRequest("GET", "/"+path, nil))
			var got []byte
			if err == nil {
				got, err = io.ReadAll(resp.Body)
				_ = resp.Body.Close()
			}
			if ends := path == "wait" || strings.HasSuffix(strings.ToLower(path), "later"); ends != (err == nil) || !ends && !errors.Is(err, worker.ErrHung) {
				t.Errorf("got %v", err)
			}
			if html := strings.HasPrefix(string(got), "<p>"); string(got) != want && !(html && want == "") {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// A client that is slow is what a stream may wait for, for long.
func TestWorker_unreadStream(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, streaming, nil), workertest.Options{})
	resp, err := s.Do(t.Context(), "", httptest.NewRequest("GET", "/wait", nil))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // each is found to hang
		if _, err := s.Do(t.Context(), "", httptest.NewRequest("GET", "/unread", nil)); !errors.Is(err, worker.ErrHung) {
			t.Errorf("got %v", err)
		}
	}
	got, err := io.ReadAll(resp.Body)
	if want := "<p>text</p><!--comment-->"; err != nil || string(got) != want {
		t.Errorf("got %q, %v", got, err)
	}
}
