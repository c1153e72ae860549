package assets_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"testing"

	"paddock/bindings"
	"paddock/bindings/assets"
	"paddock/bindings/bindtest"
)

// pagesSite opens the site of a Pages project.
func pagesSite(t *testing.T, section assets.Pages) bindings.Door {
	t.Helper()
	raw, err := json.Marshal(section)
	if err != nil {
		t.Fatal(err)
	}
	specs, err := assets.Kind{}.Parse(bindings.Project{Worker: "test", Dir: "/"}, assets.PagesKey, raw)
	if err != nil {
		t.Fatal(err)
	}
	r, err := assets.Kind{}.Open(context.Background(), bindtest.NewHost(t, t.TempDir()), specs[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r.(bindings.Door)
}

func TestPages(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"index.html": "root", "about.html": "about", "blog/index.html": "blog", "both": "file", "both.html": "both", "a b.txt": "space",
		"_redirects": "/old /about 301\n/moved /about 308\n/rw /about 200\n", "_headers": "/about\n  X-Own: 1\n", "_routes.json": "{}", "_worker.js": "secret",
		"functions/f.js": "secret", "x/node_modules/m.js": "secret",
	})
	site := pagesSite(t, assets.Pages{Directory: dir})
	for _, tt := range []struct{ name, path, want string }{
		{"a folder has its index", "/", "200 root"},
		{"a page has no extension", "/about", "200 about"},
		{"an extension is taken off", "/about.html?q=1", "308 /about?q=1"},
		{"a slash behind a page is taken off", "/about/", "308 /about"},
		{"a folder gets its slash", "/blog", "308 /blog/"},
		{"an index is named by its folder", "/blog/index.html", "308 /blog/"},
		{"an index without extension is, too", "/blog/index", "308 /blog/"},
		{"and one with a slash", "/blog/index/", "308 /blog/"},
		{"a page beside a file of its name keeps its extension", "/both.html", "200 both"},
		{"paths are decoded", "/a%20b.txt", "200 space"},
		{"nobody is sent to another host", "//blog/index", "308 /blog/"},
		{"what is not there is the page of an application", "/nowhere", "200 root"},
		{"rules of _redirects go first", "/old", "301 /aboutRedirecting to /about"},
		{"but a 308 has no text", "/moved", "308 /about"},
		{"a rule may put another file in the place", "/rw", "200 about"},
		{"the rules are not served", "/_redirects", "200 root"},
		{"nor those of _routes.json", "/_routes.json", "200 root"},
		{"nor the Worker", "/_worker.js", "200 root"},
		{"nor functions", "/functions/f.js", "200 root"},
		{"nor packages", "/x/node_modules/m.js", "200 root"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, _ := ask(t, site, false, "GET", tt.path); got != tt.want {
				t.Errorf("%s gives %q, not %q", tt.path, got, tt.want)
			}
		})
	}
	t.Run("other methods are refused", func(t *testing.T) {
		t.Parallel()
		if got, _ := ask(t, site, false, "POST", "/about"); got != "405" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("files have the platform's headers, and those of _headers", func(t *testing.T) {
		t.Parallel()
		_, header := ask(t, site, false, "GET", "/about")
		for name, want := range map[string]string{"Access-Control-Allow-Origin": "*", "Referrer-Policy": "strict-origin-when-cross-origin",
			"X-Content-Type-Options": "nosniff", "X-Own": "1", "Content-Type": "text/html; charset=utf-8"} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %q, not %q", name, got, want)
			}
		}
	})
}

func TestMediaTypes(t *testing.T) {
	t.Parallel()
	files := map[string]string{"a.js": "1", "a.xml": "1", "a.css": "1", "a.GLB": "1", "a.jxl": "1", "a.unknown": "1", "none": "1"}
	worker := site(t, folder(t, files), "", "")
	page := pagesSite(t, assets.Pages{Directory: folder(t, files)})
	for path, want := range map[string][2]string{
		"/a.js":      {"text/javascript; charset=utf-8", "application/javascript"},
		"/a.xml":     {"application/xml", "application/xml"},
		"/a.css":     {"text/css; charset=utf-8", "text/css; charset=utf-8"},
		"/a.GLB":     {"model/gltf-binary", "model/gltf-binary"},
		"/a.jxl":     {"image/jxl", "application/octet-stream"},
		"/a.unknown": {"", "application/octet-stream"},
		"/none":      {"", "application/octet-stream"},
	} {
		_, ofWorker := ask(t, worker, false, "GET", path)
		_, ofPage := ask(t, page, false, "GET", path)
		if got := [2]string{ofWorker.Get("Content-Type"), ofPage.Get("Content-Type")}; got != want {
			t.Errorf("%s: %q for a Worker and for Pages, want %q", path, got, want)
		}
		if ofWorker.Get("Cf-Cache-Status") != "HIT" || ofPage["Cf-Cache-Status"] != nil {
			t.Errorf("%s: only a Worker's files are told to come from the cache: %v, %v", path, ofWorker, ofPage)
		}
	}
}

func TestPages_notFound(t *testing.T) {
	t.Parallel()
	site := pagesSite(t, assets.Pages{Directory: folder(t, map[string]string{"index.html": "root", "404.html": "no page", "blog/404.html": "no post"})})
	for path, want := range map[string]string{"/nowhere": "404 no page", "/blog/2/x": "404 no post"} {
		got, header := ask(t, site, false, "GET", path)
		if got != want || header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s gives %q, %v", path, got, header)
		}
	}
	bare := pagesSite(t, assets.Pages{Directory: folder(t, map[string]string{"a.txt": ""})})
	if got, _ := ask(t, bare, false, "GET", "/nowhere"); got != "404" {
		t.Errorf("got %q", got)
	}
}

func TestPages_routes(t *testing.T) {
	t.Parallel()
	site := pagesSite(t, assets.Pages{Directory: folder(t, map[string]string{"index.html": "root"}), Binding: "ASSETS",
		Include: []string{"/api/*", "/one", "/dir/", "/pre*", "/f.x"}, Exclude: []string{"/api/static/*"}})
	for path, want := range map[string]string{
		"/": "200 root", "/api": "worker", "/api/a/b": "worker", "/apis": "200 root", "/api/static": "200 root", "/api/static/a": "200 root",
		"/one": "worker", "/one/": "worker", "/one/two": "200 root", "/dir": "worker", "/dir/": "worker", "/prefix/a": "worker", "/f.x": "worker", "/fax": "200 root",
	} {
		if got, _ := ask(t, site, true, "GET", path); got != want {
			t.Errorf("%s gives %q, not %q", path, got, want)
		}
	}
}

func TestPages_folders(t *testing.T) {
	t.Parallel()
	other := folder(t, map[string]string{"index.html": "of the plugin", "deep/a.txt": "deep"})
	site := pagesSite(t, assets.Pages{Directory: folder(t, map[string]string{"index.html": "root"}), Folders: "/cdn-cgi/pages-plugins/secret/"})
	prefix := "/cdn-cgi/pages-plugins/secret/" + hex.EncodeToString([]byte(other))
	for path, want := range map[string]string{
		prefix + "/": "200 of the plugin", prefix + "/deep/a.txt": "200 deep",
		prefix + "/..%2f..%2fetc/passwd": "200 root", "/cdn-cgi/pages-plugins/guess/" + filepath.Base(prefix) + "/deep/a.txt": "200 root",
	} {
		if got, _ := ask(t, site, false, "GET", path); got != want {
			t.Errorf("%s gives %q, not %q", path, got, want)
		}
	}
}
