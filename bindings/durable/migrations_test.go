package durable_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
)

func TestMigrations(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, `
		import { DurableObject } from "cloudflare:workers";
		export class Box extends DurableObject {
			kind() { try { return this.ctx.storage.sql.exec("SELECT 'SQLite' AS kind").one().kind; } catch { return "keys"; } }
		}
		export default {
			async fetch(request, env) { return new Response(await env.BOX.getByName("one").kind()); },
		}
	`, nil)
	type section = map[string][]any
	for _, tt := range []struct {
		name, want string
		migrations []section
	}{
		{"no migration makes a class without SQL", "keys", nil},
		{"a class is of the kind that it was made of", "SQLite", []section{{"new_sqlite_classes": {"Box"}}}},
		{"a class keeps its kind when it is renamed", "SQLite", []section{{"new_sqlite_classes": {"Old"}}, {"renamed_classes": {map[string]string{"from": "Old", "to": "Box"}}}}},
		{"a class that was deleted has no kind", "keys", []section{{"new_sqlite_classes": {"Box"}}, {"deleted_classes": {"Box"}}}},
		{"one migration deletes a class and makes it anew", "SQLite", []section{{"new_classes": {"Box"}}, {"deleted_classes": {"Box"}, "new_sqlite_classes": {"Box"}}}},
		{"one migration renames a class and makes another of its name", "SQLite", []section{{"new_classes": {"Box"}}, {"renamed_classes": {map[string]string{"from": "Box", "to": "Old"}}, "new_sqlite_classes": {"Box"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := workertest.Start(t, code, workertest.Options{Sections: map[string]any{
				"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "BOX", "class_name": "Box"}}},
				"migrations":      tt.migrations,
			}})
			if got := s.Text("/"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
