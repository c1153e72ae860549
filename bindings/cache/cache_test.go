package cache_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/bindings/bindtest"
	"paddock/bindings/cache"
	"paddock/bindings/store"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: cache.Kind{},
		Use:  `await B.default.put("http://c/", new Response("x", { headers: { "cache-control": "max-age=9" } })); return (await B.default.match("http://c/")).text()`,
		Want: "x",
		State: &bindtest.State{
			Write: `const n = await B.open("n"); for (const c of [B.default, n]) await c.put("http://c/", new Response("x", { headers: { "cache-control": "max-age=9" } }))`,
			Read:  `const n = await B.open("n"); return [!!await B.default.match("http://c/"), !!await n.match("http://c/")].join()`,
			Empty: "false,false",
			Full:  "true,true",
		},
	})
}

func open(h *bindtest.Host) bindtest.Env {
	return bindtest.Env{"caches": h.Open(cache.Kind{}, "", "")}
}

func TestCache(t *testing.T) {
	t.Parallel()
	bindtest.Scripts(t, os.DirFS("testdata"), open)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	bindtest.Status(t, bindtest.NewWorld(h, open(h)), map[string]string{"CacheStorage": "caches", "Cache": "caches.default"})
}

func TestCache_Expiry(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := bindtest.NewHost(t, dir)
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	h.SetClock(at)
	w := bindtest.NewWorld(h, open(h))
	ask := func(want string) {
		t.Helper()
		if got := w.Eval(`const r = await caches.default.match("http://c/"); return r ? [await r.text(), r.headers.get("age")] : "nothing"`); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	w.Eval(`await caches.default.put("http://c/", new Response("x", { headers: { "cache-control": "max-age=60" } }))`)
	h.SetClock(at.Add(60*time.Second - time.Millisecond))
	ask("x,0")
	h.SetClock(at.Add(60 * time.Second))
	if got := w.Eval(`return await caches.default.delete("http://other/")`); got != "false" {
		t.Errorf("deleting what is not there gives %s", got)
	}
	ask("nothing")
	files, err := filepath.Glob(filepath.Join(dir, "cache", "default", "blobs", "[0-9a-f]*"))
	if err != nil || len(files) > 0 {
		t.Errorf("a body stays: %v %v", files, err)
	}
}

// wranglerSchema is what wrangler's local cache makes of an empty folder.
const wranglerSchema = `
CREATE TABLE _mf_entries (key TEXT PRIMARY KEY, blob_id TEXT NOT NULL, expiration INTEGER, metadata TEXT);
CREATE INDEX _mf_entries_expiration_idx ON _mf_entries(expiration);`

func TestCache_Layout(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, script, file, blobs string }{
		{"the default cache", "caches.default", "9f458c07675338a7426a7b81ac4fb1baf92d034efbcaaf4336379640ed744ded", "default"},
		{"a cache with a name", `await caches.open("na:me/x")`, "650e531af0f1542fe2622a3e86f5305cef532389da1287ad0f10b9ec688d3d34", "named_na%3Ame%2Fx"},
	} {
		t.Run(tt.name+" is where wrangler has it", func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			h := bindtest.NewHost(t, dir)
			h.SetClock(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
			db, err := h.DB("cache/miniflare-CacheObject/" + tt.file + ".sqlite")
			if err != nil {
				t.Fatal(err)
			}
			blob, folder := strings.Repeat("a1", 40), filepath.Join(dir, "cache", tt.blobs, "blobs")
			if err := os.MkdirAll(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, blob), []byte("theirs"), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(wranglerSchema+`INSERT INTO _mf_entries VALUES ('http://c/t', ?, 4102444800000, '{"headers":[["x-y","1"],["age","0"]],"status":404,"size":6}')`, blob); err != nil {
				t.Fatal(err)
			}
			w := bindtest.NewWorld(h, open(h))
			got := w.Eval("const c = " + tt.script + `; const r = await c.match("http://c/t");
				await c.put("http://c/o?a=b#c", new Response("ours", { headers: { "cache-control": "max-age=60" } }));
				return [r.status, r.headers.get("x-y"), await r.text()].join()`)
			if got != "404,1,theirs" {
				t.Errorf("what wrangler stored is read as %s", got)
			}
			rows, err := store.Column(db, "SELECT key || ' ' || expiration || ' ' || metadata FROM _mf_entries WHERE key LIKE '%o%a=b'")
			want := `http://c/o?a=b 1767225660000 {"headers":[["cache-control","max-age=60"],["content-length","4"],["content-type","text/plain;charset=UTF-8"],["age","0"],["date","Thu, 01 Jan 2026 00:00:00 GMT"]],"status":200,"size":4}`
			if err != nil || strings.Join(rows, ";") != want {
				t.Errorf("the row is\n%v, %v\nwant\n%s", rows, err, want)
			}
		})
	}
}
