package worker_test

import (
	"strings"
	"testing"
	"time"

	"paddock/jsruntime/worker/workertest"
)

func TestWorker_SQLThatNeverEnds(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, `
		import { DurableObject } from "cloudflare:workers";
		const endless = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t";
		export class Obj extends DurableObject {
			endless() { try { this.ctx.storage.sql.exec(endless).one(); } catch {} return "caught"; }
			one() { return this.ctx.storage.sql.exec("SELECT 1 AS x").one().x; }
		}
		export default {
			async fetch(request, env) {
				const object = env.OBJ.getByName("a");
				return new Response(String(await (request.url.endsWith("/endless") ? object.endless() : object.one())));
			},
		};`, nil), workertest.Options{CPULimit: 300 * time.Millisecond, Sections: map[string]any{
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "OBJ", "class_name": "Obj"}}},
		"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []any{"Obj"}}},
	}})
	if _, text, err := s.Get("/endless"); err == nil || !strings.Contains(err.Error(), "exceeded CPU time limit") {
		t.Errorf("what never ends gives %q, %v", text, err)
	}
	if text := s.Text("/one"); text != "1" {
		t.Errorf("afterwards: %q", text)
	}
}
