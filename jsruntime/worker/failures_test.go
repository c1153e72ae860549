package worker_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"paddock/jsruntime/worker/workertest"
)

// failing is a Worker that fails in every way that input can make it: ?n chooses one.
const failing = `
const ring = {};
ring.self = ring;
const failures = [
	() => new Headers({ a: "x\r\nset-cookie: y" }),
	() => new Headers({ "a\nb": "x" }),
	() => new Request("http://a/", { headers: { a: "\0" } }),
	() => new Response("", { status: 999 }),
	() => new Response("x", { status: 204 }),
	() => Response.redirect("nowhere"),
	() => new URL("http://["),
	() => fetch("ftp://a/"),
	() => JSON.parse("{\"a\":"),
	() => JSON.stringify(ring),
	() => JSON.stringify({ a: 1n }),
	() => structuredClone(() => {}),
	() => new RegExp("("),
	() => new RegExp("[b-a]"),
	() => new RegExp("(".repeat(2000) + ")".repeat(1999)),
	() => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([0xff])),
	() => decodeURIComponent("%ff"),
	() => atob("*"),
	() => new WebAssembly.Module(new Uint8Array([0, 97, 115])),
	() => WebAssembly.instantiate(new Uint8Array(8)),
	() => new Uint8Array(2 ** 40),
	() => "x".repeat(2 ** 30),
	() => { const o = { x: 2n }; o.x **= 2n ** 64n; },
	() => new RegExp("()".repeat(2 ** 15)),
	() => new Response("x".repeat(100)).body.pipeTo(new FixedLengthStream(10).writable),
	() => JSON.parse("[".repeat(10000)),
	() => JSON.parse("[".repeat(10000) + "]".repeat(10000), (key, value) => value),
	() => btoa("\u0100"),

	() => crypto.getRandomValues(new Uint8Array(65537)),
	() => crypto.subtle.importKey("raw", new Uint8Array(3), "AES-GCM", true, ["encrypt"]),
	() => new Response("x", { headers: { "content-type": "multipart/form-data; boundary=b" } }).formData(),
	() => new Response("{").json(),
	() => new Response(new ReadableStream({ pull() { throw new Error("mine"); } })).text(),
	() => new Response(new Response("garbage").body.pipeThrough(new DecompressionStream("gzip"))).text(),
	() => { const r = new Response("x"); r.body.getReader(); return r.text(); },
	() => new WebSocketPair()[0].send("x"),
	() => new WebSocket("ftp://a"),
	() => AbortSignal.abort().throwIfAborted(),
	() => Promise.reject(new Error("mine")),
	() => new DOMException("m", "AbortError").nothing.at.all,
	() => { throw null; },
	() => { throw { toString() { throw new Error("twice"); } }; },
];
export default {
	async fetch(request) {
		const n = new URL(request.url).search.slice(1);
		if (n === "count") return new Response(String(failures.length));
		await failures[n]();
		return new Response("no failure");
	},
};
`

// TestWorker_Failures causes ten thousand failures in a row: each must be one, and nothing may
// be left of it.
func TestWorker_Failures(t *testing.T) {
	failAgain(t, workertest.Start(t, workertest.Compile(t, failing, nil), workertest.Options{}))
}

// failAgain causes the failures of a Worker, of which ?n chooses one and ?count tells how many there are.
func failAgain(t *testing.T, s *workertest.Session) {
	t.Helper()
	var kinds int
	if _, err := fmt.Sscan(s.Text("/?count"), &kinds); err != nil {
		t.Fatal(err)
	}
	fail := func(n int) {
		for i := range n {
			if _, text, err := s.Get(fmt.Sprintf("/?%d", i%kinds)); err == nil {
				t.Fatalf("failure %d gives %q", i%kinds, text)
			} else if strings.Contains(err.Error(), "internal error") {
				t.Fatalf("failure %d is one of the runtime's own: %v", i%kinds, err)
			}
		}
		s.Forget()
	}
	fail(10 * kinds) // caches fill
	heap, goroutines := live()
	fail(10_000)
	heapAfter, goroutinesAfter := live()
	if goroutinesAfter > goroutines+5 {
		t.Errorf("%d goroutines before, %d after", goroutines, goroutinesAfter)
	}
	if heapAfter > heap+4<<20 {
		t.Errorf("%d kB of live heap before, %d kB after", heap>>10, heapAfter>>10)
	}
}

// TestWorker_Deaths lets the isolate die in every way that a script can make it, again and again: it
// is rebuilt each time, and nothing may be left of the one before.
func TestWorker_Deaths(t *testing.T) {
	const deadly = `
	const deaths = [
		() => { for (;;); },
		() => Promise.resolve().then(() => { for (;;); }),
		() => JSON.stringify({ toJSON() { for (;;); } }),
		() => [1, 2].sort(() => { for (;;); }),
		() => "a".replace(/a/, () => { for (;;); }),
		() => JSON.stringify({}, new Proxy([], { get: (of, name) => name === "length" ? 2 ** 53 - 1 : of[name] })),
		() => Intl.getCanonicalLocales({ length: 2 ** 53 - 1 }),
		() => new Set({ [Symbol.iterator]: () => ({ next: Object.bind(null, { done: false, value: 1 }) }) }),
		() => String.raw({ raw: { length: 2 ** 53 - 1 } }),
		() => 3n ** 300000000n,
	];
	export default {
		async fetch(request) {
			const n = new URL(request.url).search.slice(1);
			if (n === "count") return new Response(String(deaths.length));
			try { await deaths[n](); } catch { return new Response("caught"); } finally { await 1; }
			return new Response("alive");
		},
	};
	`
	s := workertest.Start(t, workertest.Compile(t, deadly, nil), workertest.Options{CPULimit: 20 * time.Millisecond})
	var kinds int
	if _, err := fmt.Sscan(s.Text("/?count"), &kinds); err != nil {
		t.Fatal(err)
	}
	die := func(rounds int) {
		for i := range rounds * kinds {
			if _, text, err := s.Get(fmt.Sprintf("/?%d", i%kinds)); err == nil {
				t.Fatalf("death %d gives %q", i%kinds, text)
			}
		}
		s.Forget()
	}
	die(2)
	heap, goroutines := live()
	die(10)
	heapAfter, goroutinesAfter := live()
	if goroutinesAfter > goroutines+5 {
		t.Errorf("%d goroutines before, %d after", goroutines, goroutinesAfter)
	}
	if heapAfter > heap+8<<20 {
		t.Errorf("%d kB of live heap before, %d kB after", heap>>10, heapAfter>>10)
	}
}

// live gives the live heap in bytes and the number of goroutines.
func live() (heap uint64, goroutines int) {
	var m runtime.MemStats
	for range 2 { // what finalizers let go is found by the second
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, runtime.NumGoroutine()
}
