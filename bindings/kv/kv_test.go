package kv_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/bindings/bindtest"
	"paddock/bindings/kv"
)

const section = `[{ "binding": "KV", "id": "one" }, { "binding": "KV2" }]`

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: kv.Kind{}, Key: "kv_namespaces", Section: section,
		Wrong: map[string]string{
			`{}`:                        "kv_namespaces",
			`"KV"`:                      "kv_namespaces",
			`[{"binding":"KV"},"KV2"]`:  "kv_namespaces[1]",
			`[{"binding":1}]`:           "kv_namespaces[0].binding",
			`[{"binding":"K","id":{}}]`: "kv_namespaces[0].id",
		},
		Use:  `await B.put("key", new Response("value").body, { metadata: 1 }); const { value, metadata } = await B.getWithMetadata("key", "stream"); return await new Response(value).text() + metadata;`,
		Want: "value1",
		State: &bindtest.State{
			Write: `await B.put("a", "old"); await B.put("a", "one", { metadata: [1] }); await B.put("b", "two"); await B.put("c", "three"); await B.delete("b");`,
			Read:  `return JSON.stringify([await B.get("a"), (await B.list()).keys])`,
			Empty: `[null,[]]`,
			Full:  `["one",[{"name":"a","metadata":[1]},{"name":"c"}]]`,
		},
	})
}

func open(h *bindtest.Host) bindtest.Env {
	return bindtest.Env{
		"KV":  h.Open(kv.Kind{}, "kv_namespaces", `[{ "binding": "KV", "id": "one" }]`),
		"KV2": h.Open(kv.Kind{}, "kv_namespaces", `[{ "binding": "KV2" }]`),
	}
}

func TestNamespace(t *testing.T) {
	t.Parallel()
	bindtest.Scripts(t, os.DirFS("testdata"), open)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	bindtest.Status(t, bindtest.NewWorld(h, open(h)), map[string]string{"KvNamespace": "KV"})
}

// clock is a host whose clock a test has in its hands.
type clock struct {
	*bindtest.Host
	now func() time.Time
}

func (c *clock) Now() time.Time { return c.now() }

func TestNamespace_expiredAndWrittenAgain(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := &clock{bindtest.NewHost(t, t.TempDir()), func() time.Time { return at }}
	n, err := kv.Open(c, "one")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	put := func(value string, ttl *int64) {
		if err := n.Put(t.Context(), "key", strings.NewReader(value), kv.PutOptions{ExpirationTTL: ttl}); err != nil {
			t.Error(err)
		}
	}
	put("old", new(int64(60)))
	written := false
	c.now = func() time.Time { // a get asks for the time when it has found the old value
		if !written {
			written = true
			put("new", nil)
		}
		return at.Add(time.Hour)
	}
	if e, err := n.Get(t.Context(), "key"); e != nil || err != nil {
		t.Errorf("the expired value is %v, %v", e, err)
	}
	e, err := n.Get(t.Context(), "key")
	if e == nil || err != nil {
		t.Fatalf("the value that was written meanwhile is %v, %v", e, err)
	}
	defer e.Body.Close()
	if got, err := io.ReadAll(e.Body); string(got) != "new" || err != nil {
		t.Errorf("it is %q, %v, want %q", got, err, "new")
	}
}

func TestNamespace_Expiry(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := bindtest.NewHost(t, dir)
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	h.SetClock(at)
	w := bindtest.NewWorld(h, open(h))
	steps := []struct {
		name, script, want string
		pass               time.Duration // before the script
	}{
		{"a value is there before its time", `await KV.put("k", "v", { expirationTtl: 60, metadata: 1 }); await KV.put("l", "v", { expiration: 1767225700 }); return await KV.get("k")`, "v", 0},
		{"it is there a moment before", `return [await KV.get("k"), (await KV.list()).keys.length]`, "v,2", 60*time.Second - time.Millisecond},
		{"a page leaves it out afterwards", `return (await KV.list()).keys.map((k) => k.name)`, "l", 2 * time.Millisecond},
		{"it is gone afterwards", `return JSON.stringify([await KV.get("k"), await KV.getWithMetadata("k"), [...await KV.get(["k"])]])`, `[null,{"value":null,"metadata":null,"cacheStatus":null},[["k",null]]]`, 0},
		{"the absolute time counts as well", `return await KV.get("l")`, "v", 39 * time.Second},
		{"and ends", `return await KV.get("l")`, "null", 2 * time.Second},
	}
	for _, s := range steps {
		at = at.Add(s.pass)
		h.SetClock(at)
		t.Run(s.name, func(t *testing.T) {
			if got := w.Eval(s.script); got != s.want {
				t.Errorf("got %s, want %s", got, s.want)
			}
		})
	}
	t.Run("the values that were asked for leave no file behind", func(t *testing.T) {
		if left := blobs(t, dir); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// blobs lists the files of values below a state folder.
func blobs(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "kv", "*", "blobs", "[0-9a-f]*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestNamespace_DiffersFromTheLocalPlatform(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, script, want string }{
		{"a put whose stream fails leaves the value", `
			await KV.put("k", "old");
			const e = await KV.put("k", new ReadableStream({ pull(c) { c.error(new RangeError("broken")) } })).catch((e) => e);
			return e.name + ": " + e.message + ", " + await KV.get("k")`, "RangeError: broken, old"},
		{"a bulk get gives keys that look like indexes", `
			await KV.put("1", "one"); await KV.put("__proto__", "p");
			return [...await KV.get(["1", "__proto__"])].join()`, "1,one,__proto__,p"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			h := bindtest.NewHost(t, dir)
			if got := bindtest.NewWorld(h, open(h)).Eval(tt.script); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if files, _ := filepath.Glob(filepath.Join(dir, "kv", "*", "blobs", ".tmp-*")); len(files) > 0 {
				t.Errorf("unfinished blobs are left: %v", files)
			}
		})
	}
}

func TestNamespace_ReplacedAndRefusedValuesLeaveNoFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := bindtest.NewHost(t, dir)
	env := open(h)
	w := bindtest.NewWorld(h, env)
	got := w.Eval(`
		for (let i = 0; i < 5; i++) await KV.put("k", "v" + i);
		await KV.put("gone", "v"); await KV.delete("gone");
		await KV.put("big", new Uint8Array(26214401)).catch(() => {});
		return await KV.get("k")`)
	w.Close()
	closeAll(t, env)
	if left := blobs(t, dir); got != "v4" || len(left) != 1 {
		t.Errorf("got %s and the files %v, want v4 and one file", got, left)
	}
}

// closeAll closes resources, as the end of a session does.
func closeAll(t *testing.T, env bindtest.Env) {
	t.Helper()
	for name, r := range env {
		if err := r.Close(); err != nil {
			t.Errorf("close %s: %v", name, err)
		}
	}
}
