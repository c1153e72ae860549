package worker_test

import (
	"fmt"
	"testing"

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
