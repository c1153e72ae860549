package kv_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/store"
)

// file is where wrangler keeps the namespace "one".
var file = "kv/miniflare-KVNamespaceObject/" + store.ObjectID("miniflare-KVNamespaceObject", "one") + ".sqlite"

// wranglerSchema is what wrangler's local KV makes of an empty folder.
const wranglerSchema = `
CREATE TABLE _mf_entries (key TEXT PRIMARY KEY, blob_id TEXT NOT NULL, expiration INTEGER, metadata TEXT);
CREATE INDEX _mf_entries_expiration_idx ON _mf_entries(expiration);`

func TestNamespace_ReadsWranglersState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := bindtest.NewHost(t, dir)
	db, err := h.DB(file)
	if err != nil {
		t.Fatal(err)
	}
	one, two := strings.Repeat("a1", 40), strings.Repeat("b2", 40)
	if _, err := db.Exec(wranglerSchema+`INSERT INTO _mf_entries VALUES ('a', ?, 4102444800000, '{"x":1}'), ('b/é', ?, NULL, NULL), ('old', 'gone', 1000, NULL)`, one, two); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "kv", "one", "blobs")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{one: "value", two: "two"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w := bindtest.NewWorld(h, open(h))
	got := w.Eval(`return JSON.stringify([await KV.getWithMetadata("a"), await KV.get("b/é"), await KV.get("old"), (await KV.list()).keys])`)
	if want := `[{"value":"value","metadata":{"x":1},"cacheStatus":null},"two",null,[{"name":"a","expiration":4102444800,"metadata":{"x":1}},{"name":"b/é"}]]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNamespace_WritesWranglersState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := bindtest.NewHost(t, dir)
	env := open(h)
	w := bindtest.NewWorld(h, env)
	w.Eval(`await KV.put("k", "value", { expiration: 2000000000, metadata: { x: "y" } }); await KV.put("l", "v")`)
	w.Close()
	closeAll(t, env)
	ours, err := h.DB(file)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := h.DB("theirs.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := theirs.Exec(wranglerSchema); err != nil {
		t.Fatal(err)
	}
	bindtest.SameSchema(t, ours, theirs)
	rows, err := store.Column(ours, "SELECT key || ' ' || coalesce(expiration, 'never') || ' ' || coalesce(metadata, 'none') FROM _mf_entries ORDER BY key")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(rows, "; "), `k 2000000000000 {"x":"y"}; l never none`; got != want {
		t.Errorf("the rows are %s, want %s", got, want)
	}
	blob, err := store.Column(ours, "SELECT blob_id FROM _mf_entries WHERE key = 'k'")
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "kv", "one", "blobs", blob[0])); string(data) != "value" || err != nil {
		t.Errorf("the blob holds %q, %v", data, err)
	}
}
