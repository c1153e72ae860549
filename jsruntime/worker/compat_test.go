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

func TestCompat_Eval(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		const KeptFunction = Function;
		const attempts = {
			eval: () => (0, eval)("1 + 1"),
			Function: () => new Function("a", "return a + 1")(1),
			async: () => typeof (async () => {}).constructor("return 2"),
			called: () => Function("return 2")(),
			kept: () => KeptFunction("return 3")(),
		};
		const outcomes = () => Object.values(attempts).map((attempt) => {
			try {
				return String(attempt());
			} catch (e) {
				return e.name === "EvalError" && e.message === "Code generation from strings disallowed for this context" ? "refused" : String(e);
			}
		}).join();
		const early = outcomes();
		export default { fetch() {
			const kept = (() => {}) instanceof Function && (() => {}).constructor === Function && eval(5) === 5 && Object.getPrototypeOf(async () => {}).constructor.name === "AsyncFunction";
			return new Response([early, outcomes(), kept].join(";"));
		} };`, nil)
	const refused = "refused,refused,refused,refused,refused"
	for date, early := range map[string]string{"2025-05-31": refused, "2025-06-01": "2,2,function,2,3"} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			s := workertest.Start(t, code, workertest.Options{Compat: compat.New(date, nil)})
			if got, want := s.Text("/"), early+";"+refused+";true"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
