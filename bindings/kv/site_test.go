package kv_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/kv"
)

// siteFolder makes a folder with files.
func siteFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"index.html", "css/a.css", "css/deep/b.css", "a b/ü&?.txt", ".hidden", ".well-known/x", "node_modules/m/index.js"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("text of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// openSite gives both bindings of a section "site"; more are its other keys.
func openSite(t *testing.T, h *bindtest.Host, more string) bindtest.Env {
	t.Helper()
	section := fmt.Sprintf(`{ "bucket": %q %s }`, siteFolder(t), more)
	specs, err := kv.Kind{}.Parse(bindings.Project{Dir: "/"}, "site", json.RawMessage(section))
	if err != nil {
		t.Fatal(err)
	}
	env := bindtest.Env{}
	for _, spec := range specs {
		r, err := kv.Kind{}.Open(context.Background(), h, spec)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = r.Close() })
		env[spec.Name] = r
	}
	return env
}

func TestKind_site(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: kv.Kind{}, Key: "site", Section: fmt.Sprintf(`{ "bucket": %q }`, siteFolder(t)),
		Wrong: map[string]string{
			`[]`:                                "site",
			`{}`:                                "site.bucket",
			`{"bucket":1}`:                      "site.bucket",
			`{"bucket":"public","include":"x"}`: "site.include",
		},
		Use:  `return await B.get("index.html")`,
		Want: "text of index.html",
	})
}

func TestSite(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	w := bindtest.NewWorld(h, openSite(t, h, ""))
	failed := func(call string) string {
		return `try { await ` + call + `; return "nothing" } catch (e) { return e.message }`
	}
	const manifest = `const of = JSON.parse(__STATIC_CONTENT_MANIFEST); `
	for _, s := range []struct{ name, script, want string }{
		{"the binding is a KvNamespace", `return __STATIC_CONTENT.constructor.name`, "KvNamespace"},
		{"the manifest gives every file that is deployed a key", manifest + `return Object.keys(of).sort().join()`,
			".well-known/x,a b/ü&?.txt,css/a.css,css/deep/b.css,index.html"},
		{"a key is the encoded name behind a prefix", manifest + `return of["a b/ü&?.txt"]`, "$__MINIFLARE_SITES__$/a%20b%2F%C3%BC%26%3F.txt"},
		{"a file is found by its key", manifest + `return __STATIC_CONTENT.get(of["a b/ü&?.txt"])`, "text of a b/ü&?.txt"},
		{"a file is found by its name", `return __STATIC_CONTENT.get("css/a.css")`, "text of css/a.css"},
		{"a file is a stream", `return new Response(await __STATIC_CONTENT.get("css/a.css", "stream")).text()`, "text of css/a.css"},
		{"a file has no metadata", `return JSON.stringify(await __STATIC_CONTENT.getWithMetadata("css/a.css"))`, `{"value":"text of css/a.css","metadata":null,"cacheStatus":null}`},
		{"a folder, a hidden file, a file elsewhere and none at all are not there",
			`return JSON.stringify(await Promise.all(["css", ".hidden", "../" + "x", "/etc/passwd", "css/", "no"].map((k) => __STATIC_CONTENT.get(k))))`, "[null,null,null,null,null,null]"},
		{"a list has keys of the manifest", `return JSON.stringify(await __STATIC_CONTENT.list({ prefix: "$__MINIFLARE_SITES__$/css" }))`,
			`{"keys":[{"name":"$__MINIFLARE_SITES__$/css%2Fa.css"},{"name":"$__MINIFLARE_SITES__$/css%2Fdeep%2Fb.css"}],"list_complete":true,"cacheStatus":null}`},
		{"a list comes in pages", `let all = [], cursor; do { const p = await __STATIC_CONTENT.list({ limit: 2, cursor }); all.push(p.keys.length); cursor = p.cursor } while (cursor); return all.join()`, "2,2,1"},
		{"a page that is too long is refused", failed(`__STATIC_CONTENT.list({ limit: 1001 })`), "KV GET failed: 400 Invalid key_count_limit of 1001. Please specify an integer less than 1000."},
		{"nothing can be put", failed(`__STATIC_CONTENT.put("a", "b")`), "KV PUT failed: 405 Cannot put() with Workers Sites namespace"},
		{"nothing can be deleted", failed(`__STATIC_CONTENT.delete("a")`), "KV DELETE failed: 405 Cannot delete() with Workers Sites namespace"},
		{"many keys cannot be read at once", failed(`__STATIC_CONTENT.get(["a"])`), "KV GET_BULK failed: 405 Cannot post() with Workers Sites namespace"},
	} {
		t.Run(s.name, func(t *testing.T) {
			if got := w.Eval(s.script); got != s.want {
				t.Errorf("got %s, want %s", got, s.want)
			}
		})
	}
}

func TestSite_patterns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, keys, want string }{
		{"a star stays within a folder", `, "include": ["css/*.css"]`, "css/a.css"},
		{"two stars span folders", `, "include": ["css/**/*.css"]`, "css/a.css,css/deep/b.css"},
		{"a pattern may match anywhere", `, "include": ["b.css"]`, "css/deep/b.css"},
		{"a dot is a dot", `, "include": ["index.html", "aXcss"]`, "index.html"},
		{"what is excluded is not there", `, "exclude": ["css", ".well-known"]`, "a b/ü&?.txt,index.html"},
		{"an exclamation mark takes out of what is included", `, "include": ["css/", "!deep"]`, "css/a.css"},
		{"include wins over exclude", `, "include": ["index.html"], "exclude": ["index.html"]`, "index.html"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := bindtest.NewHost(t, t.TempDir())
			w := bindtest.NewWorld(h, openSite(t, h, c.keys))
			const script = `const names = Object.keys(JSON.parse(__STATIC_CONTENT_MANIFEST)).sort();
				const found = await Promise.all(names.map((n) => __STATIC_CONTENT.get(n)));
				return found.includes(null) ? "missing" : names.join()`
			if got := w.Eval(script); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
