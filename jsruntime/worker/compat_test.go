package worker_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
)

func TestCompat_ContextExports(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `export default { fetch: (request, env, ctx) => new Response(typeof ctx.exports) };`, nil)
	for date, want := range map[string]string{"2025-11-16": "undefined", "2025-11-17": "object"} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			s := workertest.Start(t, code, workertest.Options{Compat: compat.New(date, nil)})
			if got := s.Text("/"); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
