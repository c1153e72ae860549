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

func TestSQL_Experimental(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		import { DurableObject } from "cloudflare:workers";
		export class Box extends DurableObject {
			async run() {
				const { storage } = this.ctx, { sql } = storage;
				if (!sql.prepare) return ["ingest", "setMaxPageCountForTest"].filter((name) => name in sql);
				const { remainder, rowsWritten, statementCount } = sql.ingest("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);  INSERT INTO t ");
				const get = sql.prepare("SELECT a FROM t WHERE a = ?");
				const bookmark = await storage.getCurrentBookmark();
				await storage.waitForBookmark(bookmark);
				const reused = [1, 2].map(() => { const c = sql.exec("SELECT 9"); c.toArray(); return c.reusedCachedQueryForTest; });
				sql.setMaxPageCountForTest(1000);
				return [remainder, rowsWritten > 1, statementCount, get(2).one().a, get.constructor.name, Object.keys(get(7).next()), reused];
			}
		}
		export default {
			async fetch(request, env) { return Response.json(await env.BOX.getByName("one").run()); },
		}
	`, nil)
	for _, tt := range []struct {
		name, want string
		flags      []string
	}{
		{"what is the platform's own is not there", "[]", nil},
		{
			"what is the platform's own is there with its flag",
			`["  INSERT INTO t ",true,2,2,"Statement",["done"],[false,true]]`,
			[]string{"experimental", "disable_fast_jsg_struct"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := workertest.Start(t, code, workertest.Options{
				Compat: compat.New("2026-04-01", tt.flags),
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
