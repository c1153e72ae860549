package worker_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
)

const stubsByFlag = `
	import { env, RpcStub, RpcTarget, WorkerEntrypoint } from "cloudflare:workers";
	class Mine extends Error { name = "Mine"; code = 7; }
	export class Ent extends WorkerEntrypoint {
		fail() { throw new Mine("own"); }
		give() { return Object.assign(new RangeError("given"), { code: 5 }); }
		async use(stub) { return await stub.hello(); }
		pass(stub) { return stub.hello(); }
		async fetch(request) {
			const { pathname, search } = new URL(request.url);
			if (pathname === "/none") return new Response("", { status: 404 });
			if (pathname === "/bad") return new Response("", { status: 500 });
			return new Response(request.method + search + await request.text());
		}
	}
	class Target extends RpcTarget { hello() { return "hello"; } }
	const paths = {
		async thrown({ ENT }) {
			const e = await ENT.fail().catch((e) => e);
			return [e.name, e.message, e.code, e.remote, e.stack.split("\n")[0]];
		},
		async given({ ENT }) {
			const e = await ENT.give();
			return [e.name, e.message, e.code, e.stack.trim()];
		},
		async stubs({ ENT }) {
			const stub = new RpcStub(new Target());
			return [await ENT.use(stub), await stub.hello().catch(String)];
		},
		async helpers({ ENT }) {
			if (typeof Object.getPrototypeOf(ENT).get !== "function") return ["none"];
			return [
				await ENT.get("http://x/a"), await ENT.get("http://x/none"), await ENT.get("http://x/bad").catch(String),
				(await ENT.get("http://x/a", "arrayBuffer")).byteLength, await ENT.get("http://x/a", "x").catch(String),
				String(await ENT.put("http://x/a", "body", { expirationTtl: 5 })), await ENT.put("http://x/bad", "").catch(String),
				String(await ENT.delete("http://x/a")), await ENT.delete("http://x/none").catch(String),
			];
		},
		passed: async ({ ENT }) => [await ENT.pass(new RpcStub(new Target()))],
		env: () => [typeof env.ENT],
	};
	export default {
		async fetch(request, env) { return new Response((await paths[new URL(request.url).pathname.slice(1)](env)).join()); },
	};`

func TestWorker_stubsByFlag(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, stubsByFlag, nil)
	for _, c := range []struct{ path, flag, want string }{
		{"thrown", "enhanced_error_serialization", "Mine,own,7,true,Mine: own"},
		{"thrown", "legacy_error_serialization", "Error,Mine: own,,true,Error: Mine: own"},
		{"given", "enhanced_error_serialization", "RangeError,given,5,RangeError: given"},
		{"stubs", "rpc_params_dup_stubs", "hello,hello"},
		{"stubs", "rpc_params_transfer_stubs", "hello,Error: RPC stub used after being disposed."},
		{"helpers", "fetcher_no_get_put_delete", "none"},
		{"helpers", "fetcher_has_get_put_delete", `GET,,Error: HTTP GET request failed: 500 Internal Server Error,3,TypeError: Unknown response type. Possible types are "text", "arrayBuffer", "json", and "stream".,undefined,Error: HTTP PUT request failed: 500 Internal Server Error,undefined,Error: HTTP DELETE request failed: 404 Not Found`},
		{"passed", "unwrap_custom_thenables", "hello"},
		{"passed", "no_unwrap_custom_thenables", "hello"},
		{"env", "allow_importable_env", "object"},
		{"env", "disallow_importable_env", "undefined"},
	} {
		t.Run(c.flag+" decides "+c.path, func(t *testing.T) {
			t.Parallel()
			s := workertest.Start(t, code, workertest.Options{
				Compat: compat.New(compat.Latest, []string{c.flag}),
				Sections: map[string]any{
					"services": []any{map[string]any{"binding": "ENT", "service": "test", "entrypoint": "Ent"}},
				},
			})
			if got := s.Text("/" + c.path); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
