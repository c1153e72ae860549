package worker_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/rpc"
)

// BenchmarkFetch is a request to a handler and back, without a socket.
func BenchmarkFetch(b *testing.B) {
	code := workertest.Compile(b, `
		import { WorkerEntrypoint } from "cloudflare:workers";
		const handlers = new Map([["MyApp", { "my.kv": async (request, env, ctx) => {
			if (request.method !== "GET") return new Response("Method Not Allowed", { status: 405 });
			const value = await env.KV.get(new URL(request.url).pathname.slice(1));
			return value === null ? new Response("Not Found", { status: 404 }) : new Response(value);
		} }]]);
		export class Outbound extends WorkerEntrypoint {
			async fetch(request) {
				const { hostname } = new URL(request.url);
				const { className, containerId, enableInternet, allowedHosts, deniedHosts } = this.ctx.props[0];
				if (allowedHosts || deniedHosts || enableInternet) return new Response("no", { status: 520 });
				return handlers.get(className)[hostname](request, this.env, { className, containerId });
			}
		}
		const encoder = new TextEncoder();
		export default {
			async fetch(request, env) {
				const { pathname } = new URL(request.url);
				if (pathname === "/hello") return new Response("hello");
				if (pathname === "/json") return Response.json(await request.json());
				if (pathname === "/headers") {
					const headers = new Headers({ "x-agent": request.headers.get("user-agent") });
					headers.append("x-name", new URL(request.url).searchParams.get("name"));
					return new Response(request.url, { headers });
				}
				if (pathname === "/events") {
					let n = 0;
					return new Response(new ReadableStream({
						pull(controller) {
							controller.enqueue(encoder.encode("id: " + n + "\ndata: {\"n\":" + n + "}\n\n"));
							if (++n === 100) controller.close();
						},
					}));
				}
				await env.KV.put("key", "value");
				return new Response();
			},
		}
	`, nil)
	s := workertest.Start(b, code, workertest.Options{Sections: map[string]any{
		"kv_namespaces": []any{map[string]any{"binding": "KV", "id": "kv"}},
	}})
	s.Text("/put")
	props, err := rpc.EncodeArgs(map[string]any{"className": "MyApp", "containerId": strings.Repeat("a", 64), "enableInternet": false})
	if err != nil {
		b.Fatal(err)
	}
	document := `{"rows":[` + strings.Repeat(`{"name":"name-a-0","score":0.1,"text":"`+strings.Repeat("x", 40)+`"},`, 10) + `{}]}`
	for _, c := range []struct {
		name, url, body, entrypoint string
		props                       *jsruntime.Message
	}{
		{"hello", "http://test.example/hello", "", "", nil},
		{"JSON echo", "http://test.example/json", document, "", nil},
		{"URL and headers", "http://test.example/headers?name=Ada", "", "", nil},
		{"100 events", "http://test.example/events", "", "", nil},
		{"outbound handler with KV", "http://my.kv/key", "", "Outbound", &props},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				req, err := http.NewRequest(http.MethodGet, c.url, nil)
				if err != nil {
					b.Fatal(err)
				}
				if c.body != "" {
					req.Method, req.ContentLength = http.MethodPost, int64(len(c.body))
					req.Body = io.NopCloser(strings.NewReader(c.body))
				}
				req.Header.Set("User-Agent", "bench")
				req.Header.Set("Accept", "*/*")
				resp, err := s.Fleet.Fetch(context.Background(), bindings.Target{Worker: "test", Entrypoint: c.entrypoint, Props: c.props}, req)
				if err != nil || resp.StatusCode != http.StatusOK {
					b.Fatal(err, resp)
				}
				if g, ok := resp.Body.(interface{ Gather() }); ok { // as the door does
					g.Gather()
				}
				if _, err := io.Copy(io.Discard, resp.Body); err != nil {
					b.Fatal(err)
				}
				_ = resp.Body.Close()
			}
		})
	}
}
