package rpc_test

import (
	"net/http"
	"testing"

	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
)

// What crosses over with compatibility flags, and without them.
func TestFlags(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		import { WorkerEntrypoint } from "cloudflare:workers";
		export class Far extends WorkerEntrypoint {
			async wait(signal) {
				let heard = 0;
				signal.onabort = () => heard++;
				while (!signal.aborted) await scheduler.wait(5);
				return [signal.reason, heard];
			}
			look(signal) { return [signal.aborted, signal.reason]; }
			fail() { throw Object.assign(new TypeError("no"), { code: "E", count: 2, deep: {} }); }
		}
		const tell = async (f) => { try { return await f(); } catch (e) { return [e.name, e.message, e.remote, e.code, e.count, e.deep].join(); } };
		export default { async fetch(request, env) {
			const far = env.FAR, control = new AbortController();
			setTimeout(() => control.abort("enough"), 10);
			return Response.json(await Promise.all([
				tell(() => far.wait(control.signal)), tell(() => far.look(AbortSignal.abort("gone"))), tell(() => far.fail()),
			]));
		} };
	`, nil)
	for _, c := range []struct {
		flags []string
		want  string
	}{
		{nil, `["DataCloneError,AbortSignal serialization is not enabled.,,25,,","DataCloneError,AbortSignal serialization is not enabled.,,25,,","TypeError,no,true,,,"]`},
		{[]string{"enable_abortsignal_rpc", "enhanced_error_serialization"}, `[["enough",1],[true,"gone"],"TypeError,no,true,E,2,[object Object]"]`},
	} {
		s := workertest.Start(t, code, workertest.Options{
			Compat:   compat.New("2026-01-01", c.flags),
			Sections: map[string]any{"services": []any{map[string]any{"binding": "FAR", "service": "test", "entrypoint": "Far"}}},
		})
		if status, text, err := s.Get("/"); err != nil || status != http.StatusOK || text != c.want {
			t.Errorf("%v: status %d, %v\n got %s\nwant %s", c.flags, status, err, text, c.want)
		}
		s.Close()
	}
}
