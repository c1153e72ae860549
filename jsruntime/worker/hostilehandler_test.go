package worker_test

import (
	"strings"
	"testing"

	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
)

// Whatever a handler gives or throws, its caller is answered.
func TestWorker_HostileHandlers(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, `
		import { WorkerEntrypoint, DurableObject, RpcTarget } from "cloudflare:workers";
		const trap = (target, name) => new Proxy(target, { [name]() { throw new Error(name) } });
		const hostile = {
			thenThrows: () => ({ get then() { throw new Error("then") } }),
			thenProxy: () => trap({}, "get"),
			prototypeProxy: () => trap({}, "getPrototypeOf"),
			targetProxy: () => trap(new RpcTarget(), "get"),
			thrownPrototypeProxy() { throw trap({}, "getPrototypeOf") },
			thrownProxy() { throw trap(new Error("e"), "get") },
			thrownKeys() { throw trap(new Error("e"), "ownKeys") },
			thrownDescriptor() { throw trap(new Error("e"), "getOwnPropertyDescriptor") },
			thrownMessage() { throw { get message() { throw new Error("message") } } },
			thrownStack() { throw Object.defineProperty(new Error("e"), "stack", { get() { throw new Error("stack") } }) },
			thrownConstructor() { throw Object.defineProperty(new Error("e"), "constructor", { get() { throw new Error("constructor") } }) },
			thrownCause() { const e = new Error("e"); e.cause = trap(new Error("c"), "get"); throw e },
			thrownTag() { throw { get [Symbol.toStringTag]() { throw new Error("tag") } } },
			thrownText() { throw { toString() { throw new Error("text") } } },
			thrownFunction() { throw Object.defineProperty(() => {}, "name", { get() { throw new Error("name") } }) },
			thrownSymbol() { throw Symbol("s") },
		};
		const methods = (base) => { class C extends base {
				run(name) { return hostile[name]() }
				async later(name) { await 1; return hostile[name]() }
				fetch(request) { return hostile[new URL(request.url).pathname.slice(1)]() }
			} return C };
		export const E = methods(WorkerEntrypoint), O = methods(DurableObject);
		const told = (p) => p.then((v) => "gave " + typeof v, () => "threw");
		export default { async fetch(request, env, ctx) {
			const name = new URL(request.url).pathname.slice(1), object = env.OBJ.getByName("a");
			if (name === "names") return new Response(Object.keys(hostile).join());
			const all = [ctx.exports.E.run(name), object.run(name), ctx.exports.E.later(name), object.later(name), ctx.exports.E.fetch("http://x/" + name), object.fetch("http://x/" + name)];
			return new Response((await Promise.all(all.map(told))).join());
		} };`, nil), workertest.Options{Compat: compat.New("2026-11-01", nil), Sections: map[string]any{
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "OBJ", "class_name": "O"}}},
		"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []any{"O"}}},
	}})
	for _, name := range strings.Split(s.Text("/names"), ",") {
		t.Run(name, func(t *testing.T) {
			if _, text, err := s.Get("/" + name); err != nil || text != "threw,threw,threw,threw,threw,threw" {
				t.Errorf("%q, %v", text, err)
			}
		})
	}
}
