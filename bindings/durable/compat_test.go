package durable_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
)

func TestStorage_DeleteAllByDate(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		import { DurableObject } from "cloudflare:workers";
		export class Box extends DurableObject {
			async empty() {
				await this.ctx.storage.setAlarm(Date.now() + 1e6);
				await this.ctx.storage.put("key", "value");
				await this.ctx.storage.deleteAll();
				return [(await this.ctx.storage.getAlarm()) !== null, (await this.ctx.storage.list()).size];
			}
			alarm() {}
		}
		export default {
			async fetch(request, env) { return Response.json(await env.BOX.getByName("one").empty()); },
		}
	`, nil)
	for _, tt := range []struct{ name, date, want string }{
		{"the alarm stays in the past", "2026-02-23", "[true,0]"},
		{"the alarm goes with the rest", "2026-02-24", "[false,0]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := workertest.Start(t, code, workertest.Options{
				Compat: compat.New(tt.date, nil),
				Sections: map[string]any{
					"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "BOX", "class_name": "Box"}}},
					"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []string{"Box"}}},
				},
			})
			if got := s.Text("/"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
