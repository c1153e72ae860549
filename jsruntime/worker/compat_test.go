package worker_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
)

func TestContext_OwnMembers(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `export default { fetch(request, env, ctx) {
		const copy = { ...ctx, waitUntil: ctx.waitUntil.bind(ctx) };
		copy.waitUntil(Promise.resolve());
		ctx.props = 1;
		return new Response([Object.keys(copy), typeof copy.tracing.enterSpan, JSON.stringify(copy.props), ctx.props, "access" in ctx].join(" "));
	} };`, nil)
	for date, want := range map[string]string{
		"2025-11-16": "tracing,access,cache,props,waitUntil function {} 1 true",
		"2025-11-17": "tracing,access,cache,props,exports,waitUntil function {} 1 true",
	} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			s := workertest.Start(t, code, workertest.Options{Compat: compat.New(date, nil)})
			if got := s.Text("/"); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

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
			noText: () => eval(5),
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
			const kept = (() => {}) instanceof Function && (() => {}).constructor === Function && Object.getPrototypeOf(async () => {}).constructor.name === "AsyncFunction"
				&& new (class extends Function { constructor() { super(); } })() instanceof Function;
			return new Response([early, outcomes(), kept].join(";"));
		} };`, nil)
	const refused = "refused,refused,refused,refused,refused,refused"
	for date, early := range map[string]string{"2025-05-31": refused, "2025-06-01": "2,2,function,2,3,5"} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			s := workertest.Start(t, code, workertest.Options{Compat: compat.New(date, nil)})
			if got, want := s.Text("/"), early+";"+refused+";true"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	t.Run("a flag allows it for ever", func(t *testing.T) {
		t.Parallel()
		s := workertest.Start(t, code, workertest.Options{Compat: compat.New("2025-05-31", []string{"allow_insecure_inefficient_logged_eval"})})
		if got, want := s.Text("/"), "2,2,function,2,3,5;2,2,function,2,3,5;true"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

const compiles = `
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]), seen = [];
const attempt = (f) => { try { seen.push(String(f())); } catch (e) { seen.push(e.name); } };
attempt(() => new WebAssembly.Module(bytes));
await null;
attempt(() => new WebAssembly.Module(bytes));
attempt(() => new WebAssembly.Module(bytes.slice(1)));
const promised = Promise.allSettled([WebAssembly.compile(bytes), WebAssembly.instantiate(bytes)]);
promised.then(() => seen.push("settled"));
await null;
export default {
	async fetch() {
		attempt(() => new WebAssembly.Module(bytes));
		for (const { status, value } of await promised) seen.push(status, String(value?.instance ?? value));
		return Response.json(seen);
	},
};`

func TestCompat_WebAssembly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ date, want string }{
		"bytes are compiled while modules are loaded": {"2025-06-01", `["[object WebAssembly.Module]","[object WebAssembly.Module]","CompileError","settled","CompileError","fulfilled","[object WebAssembly.Module]","fulfilled","[object WebAssembly.Instance]"]`},
		"older dates never compile bytes":             {"2025-05-31", `["CompileError","CompileError","CompileError","settled","CompileError","rejected","undefined","rejected","undefined"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := workertest.Start(t, workertest.Compile(t, compiles, nil), workertest.Options{Compat: compat.New(c.date, nil)})
			if got := s.Text("/"); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
}
