package worker_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"paddock/jsruntime/worker/workertest"
)

// BenchmarkStart makes an isolate and evaluates a compiled Worker in it: one that says hello, and one that
// imports the sandbox SDK and hono. kB/isolate is what each takes of the heap.
func BenchmarkStart(b *testing.B) {
	fixtures, err := filepath.Abs("../../fixtures")
	if err != nil {
		b.Fatal(err)
	}
	sandbox := filepath.Join(fixtures, "apps/sandboxes/node_modules/@cloudflare/sandbox/dist/index.js")
	hono := filepath.Join(fixtures, "npm/node_modules/hono/dist/index.js")
	for _, c := range []struct{ name, source, needs string }{
		{"hello", `export default { fetch() { return new Response("hello"); } }`, ""},
		{"sandbox", fmt.Sprintf(`
			import { getSandbox, Sandbox } from %q;
			import { Hono } from %q;
			const app = new Hono();
			app.get("/", (c) => getSandbox(c.env.Sandbox, "one").exec("true").then(c.json));
			export { Sandbox };
			export default app;`, sandbox, hono), sandbox},
	} {
		b.Run(c.name, func(b *testing.B) {
			if _, err := os.Stat(c.needs); c.needs != "" && err != nil {
				b.Skipf("the fixture's packages are not installed (run: make setup): %v", err)
			}
			code := workertest.Compile(b, c.source, nil)
			s := workertest.Start(b, code, workertest.Options{})
			deploy := func(name string) {
				if err := s.DeployAs(name, code); err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() {
				deploy("test")
			}
			b.StopTimer()
			const kept = 20
			before := heap()
			for i := range kept {
				deploy(fmt.Sprint("kept-", i))
			}
			b.ReportMetric(float64(heap()-before)/kept/1000, "kB/isolate")
		})
	}
}

// heap gives the bytes that are in use after a collection.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what cleanups have freed
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
