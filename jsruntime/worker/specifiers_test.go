package worker_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
)

func TestImport_ComputedNames(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `export default { async fetch(request) {
		const module = await import(new URL(request.url).searchParams.get("name"));
		return new Response(Object.keys(module).join());
	} };`, nil)
	s := workertest.Start(t, code, workertest.Options{})
	for specifier, want := range map[string]string{
		"cloudflare:sockets":   "connect",
		"cloudflare:vectorize": "DistanceMetric,KnownModel,MetadataRetrievalLevel",
		"cloudflare:workflows": "NonRetryableError",
	} {
		t.Run(specifier+" has its exports in order, and no default one", func(t *testing.T) {
			if got := s.Text("/?name=" + specifier); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
