package d1_test

import (
	"strings"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/d1"
	"paddock/bindings/store"
)

func TestDatabase_Layout(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, entry, file string }{
		{"an id names the file", `{ "binding": "DB", "database_id": "11111111-2222-3333-4444-555555555555" }`, "f023adf8de81e80d62670e09f086149af129cccda34c51f26517069258c53e8c"},
		{"a preview id comes first", `{ "binding": "DB", "database_id": "x", "preview_database_id": "11111111-2222-3333-4444-555555555555" }`, "f023adf8de81e80d62670e09f086149af129cccda34c51f26517069258c53e8c"},
		{"a binding without an id is known by its own name", `{ "binding": "DBN", "database_name": "db" }`, "c22b541d9f60574cf8c055b3b2375d2f4004d6cc5ef1384348157953ce657c04"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := bindtest.NewHost(t, t.TempDir())
			file, err := h.DB("d1/miniflare-D1DatabaseObject/" + tt.file + ".sqlite")
			if err != nil {
				t.Fatal(err)
			}
			// As wrangler's local D1 leaves it.
			if _, err := file.Exec(`CREATE TABLE _cf_METADATA (key INTEGER PRIMARY KEY, value BLOB);
				INSERT INTO _cf_METADATA VALUES (2, 70); CREATE TABLE t (x); INSERT INTO t VALUES ('theirs')`); err != nil {
				t.Fatal(err)
			}
			w := bindtest.NewWorld(h, bindtest.Env{"DB": h.Open(d1.Kind{}, "d1_databases", "["+tt.entry+"]")})
			got := w.Eval(`const s = DB.withSession(); const x = await s.prepare("SELECT x FROM t").first("x"); await DB.exec("INSERT INTO t VALUES ('ours')"); return x + " " + s.getBookmark()`)
			if want := "theirs 00000000-00000047-00000000-00000000000000000000000000000000"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			rows, err := store.Column(file, "SELECT x FROM t")
			if err != nil || strings.Join(rows, " ") != "theirs ours" {
				t.Errorf("the file holds %v, %v", rows, err)
			}
		})
	}
}
