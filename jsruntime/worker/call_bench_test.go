package worker_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"paddock/bindings"
	"paddock/jsruntime/worker/workertest"
)

// BenchmarkCall is an RPC call to a Durable Object and back, one after the other and pipelined on
// what the call before gives.
func BenchmarkCall(b *testing.B) {
	code := workertest.Compile(b, `
		import { DurableObject, RpcTarget } from "cloudflare:workers";
		class Account extends RpcTarget {
			balance() { return 7; }
		}
		export class Bank extends DurableObject {
			add(a, b) { return a + b; }
			account() { return new Account(); }
		}
		export default {
			async fetch(request, env) {
				const url = new URL(request.url);
				const times = Number(url.searchParams.get("times"));
				const bank = env.BANK.getByName("main");
				for (let i = 0; i < times; i++) {
					if (url.pathname === "/call") await bank.add(1, 2);
					else await bank.account().balance();
				}
				return new Response("done");
			},
		}
	`, nil)
	s := workertest.Start(b, code, workertest.Options{Sections: map[string]any{
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "BANK", "class_name": "Bank"}}},
		"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []string{"Bank"}}},
	}})
	for _, path := range []string{"call", "pipelined"} {
		b.Run(path, func(b *testing.B) {
			b.ReportAllocs()
			if got := s.Text(fmt.Sprintf("/%s?times=%d", path, b.N)); got != "done" {
				b.Fatal(got)
			}
		})
	}
}

// BenchmarkObject is a request that makes a Durable Object write, without a socket: the stories of
// storage in fixtures/bench.
func BenchmarkObject(b *testing.B) {
	code := workertest.Compile(b, `
		import { DurableObject } from "cloudflare:workers";
		const value = "x".repeat(100);
		export class Box extends DurableObject {
			n = 0;
			constructor(ctx, env) {
				super(ctx, env);
				ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, value TEXT)");
			}
			nothing() {}
			async put() { await this.ctx.storage.put("key-" + (this.n++ % 1000), value); }
			insert() { this.ctx.storage.sql.exec("INSERT INTO entries (value) VALUES (?)", value); }
		}
		export default {
			async fetch(request, env) {
				const method = new URL(request.url).pathname.slice(1);
				return new Response(await env.BOX.getByName("box")[method]());
			},
		}
	`, nil)
	s := workertest.Start(b, code, workertest.Options{Sections: map[string]any{
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "BOX", "class_name": "Box"}}},
		"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []string{"Box"}}},
	}})
	for _, method := range []string{"nothing", "put", "insert"} {
		b.Run(method, func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					req, err := http.NewRequest(http.MethodGet, "http://test.example/"+method, nil)
					if err != nil {
						b.Error(err)
						return
					}
					resp, err := s.Fleet.Fetch(context.Background(), bindings.Target{Worker: "test"}, req)
					if err != nil || resp.StatusCode != http.StatusOK {
						b.Error(err, resp)
						return
					}
					_ = resp.Body.Close()
				}
			})
		})
	}
}
