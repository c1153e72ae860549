package assets_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings"
	"paddock/bindings/assets"
	"paddock/bindings/bindtest"
)

// files are those of the sites of the tests.
var files = map[string]string{
	"index.html": "root", "about.html": "about", "blog/index.html": "blog", "noext": "noext", "a b.txt": "space",
	"both.html": "both", "both/index.html": "both index", "404.html": "not found", "blog/404.html": "no post", "d.json": "{}",
	"_redirects": `# comment
/old /about 301
/tmp /about?x=1
/q?a=b /about 302 # more
/accents /about?q=é"
/ext https://ex.com/x#y 308
/d.json /about 303
/ünï /a/../about
bare /about 301
/far http://ex.com/
/rw /about 200
/rw.html /about.html 200
bad
/n /about 999
/old /x
/* /index.html
/blog/:year/* /about?y=:year&s=:splat
`,
	"_headers": `/*
  X-All: 1
/about
  X-All: 2
  Cache-Control: no-store
  badline
/blog/:name
  X-Name: :name!
  ! X-All
no-slash
https://ex.com/*
  X-Host: ex
`,
}

// folder makes a folder with files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// site opens the site of a folder with more settings.
func site(t *testing.T, dir, settings string, date string) bindings.Door {
	t.Helper()
	project := bindings.Project{Worker: "test", Dir: "/", Section: func(key string) json.RawMessage {
		if key == "compatibility_date" && date != "" {
			return json.RawMessage(`"` + date + `"`)
		}
		return nil
	}}
	specs, err := assets.Kind{}.Parse(project, "assets", json.RawMessage(fmt.Sprintf(`{ "directory": %q%s }`, dir, settings)))
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

// ask gives status, body or location, of what the site answers; "worker" for what is the Worker's.
func ask(t *testing.T, d bindings.Door, worker bool, method, target string, header ...string) (string, http.Header) {
	t.Helper()
	req := httptest.NewRequest(method, "http://site.example"+target, nil)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp := d.Answer(req, worker)
	if resp == nil {
		return "worker", nil
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || int64(len(body)) != resp.ContentLength {
		t.Errorf("the body has %d bytes of %d, %v", len(body), resp.ContentLength, err)
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s%s", resp.StatusCode, resp.Header.Get("Location"), body)), resp.Header
}

func TestHTMLHandling(t *testing.T) {
	t.Parallel()
	plain := map[string]string{}
	for name, text := range files {
		if !strings.HasPrefix(name, "_") && !strings.HasSuffix(name, "404.html") {
			plain[name] = text
		}
	}
	dir := folder(t, plain)
	for _, tt := range []struct{ path, auto, force, drop, none string }{
		{"/", "200 root", "200 root", "200 root", "404"},
		{"/index", "307 /", "307 /", "307 /", "404"},
		{"/index.html", "307 /", "307 /", "307 /", "200 root"},
		{"/about", "200 about", "307 /about/", "200 about", "404"},
		{"/about/", "307 /about", "200 about", "307 /about", "404"},
		{"/about.html", "307 /about", "307 /about/", "307 /about", "200 about"},
		{"/blog", "307 /blog/", "307 /blog/", "200 blog", "404"},
		{"/blog/", "200 blog", "200 blog", "307 /blog", "404"},
		{"/blog/index", "307 /blog/", "307 /blog/", "307 /blog", "404"},
		{"/blog/index.html", "307 /blog/", "307 /blog/", "307 /blog", "200 blog"},
		{"/noext", "200 noext", "200 noext", "200 noext", "200 noext"},
		{"/noext/", "404", "404", "404", "404"},
		{"/both", "200 both", "307 /both/", "200 both", "404"},
		{"/both/", "200 both index", "200 both index", "307 /both", "404"},
		{"/both.html", "307 /both", "200 both", "307 /both", "200 both"},
		{"/a%20b.txt", "200 space", "200 space", "200 space", "200 space"},
		{"/a%20b%2Etxt", "307 /a%20b.txt", "307 /a%20b.txt", "307 /a%20b.txt", "307 /a%20b.txt"},
		{"//about", "307 /about", "307 /about/", "307 /about", "404"},
		{"/about.html?q=1", "307 /about?q=1", "307 /about/?q=1", "307 /about?q=1", "200 about"},
		{"/%2e%2e/secret", "404", "404", "404", "404"},
		{"/_headers", "404", "404", "404", "404"},
	} {
		for handling, want := range map[string]string{"auto-trailing-slash": tt.auto, "force-trailing-slash": tt.force, "drop-trailing-slash": tt.drop, "none": tt.none} {
			if got, _ := ask(t, site(t, dir, fmt.Sprintf(`, "html_handling": %q`, handling), ""), false, "GET", tt.path); got != want {
				t.Errorf("%s of %s: got %s, want %s", handling, tt.path, got, want)
			}
		}
	}
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	dir := folder(t, files)
	for _, tt := range []struct{ name, handling, method, path, want string }{
		{"the nearest page counts", "404-page", "GET", "/blog/nope", "404 no post"},
		{"up to the root", "404-page", "GET", "/nope", "404 not found"},
		{"a single page takes everything", "single-page-application", "GET", "/nope/nope", "200 root"},
		{"without either there is nothing", "none", "GET", "/nope", "404"},
		{"other methods are not allowed for files", "none", "POST", "/about", "405"},
		{"nor for pages of what is not there", "404-page", "POST", "/nope", "405"},
		{"and find nothing elsewhere", "none", "POST", "/nope", "404"},
		{"HEAD has no body", "none", "HEAD", "/about", "200"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := ask(t, site(t, dir, fmt.Sprintf(`, "not_found_handling": %q`, tt.handling), ""), false, tt.method, tt.path); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAnswer_Worker(t *testing.T) {
	t.Parallel()
	dir := folder(t, files)
	for _, tt := range []struct{ name, settings, date, method, path, navigate, want string }{
		{"files come first", ``, "", "GET", "/about", "", "200 about"},
		{"so do redirects", ``, "", "GET", "/old", "", "301 /about"},
		{"and what redirects serve, though it is not there", `, "html_handling": "none"`, "", "GET", "/rw", "", "404"},
		{"and refusals of methods", ``, "", "POST", "/about", "", "405"},
		{"what is not there is the Worker's", ``, "", "GET", "/nope", "", "worker"},
		{"whatever is asked of it", ``, "", "POST", "/nope", "", "worker"},
		{"even where there is a page for it", `, "not_found_handling": "404-page"`, "2026-01-01", "GET", "/nope", "", "worker"},
		{"but for navigations", `, "not_found_handling": "404-page"`, "2026-01-01", "GET", "/nope", "navigate", "404 not found"},
		{"which were once the Worker's too", `, "not_found_handling": "404-page"`, "2025-01-01", "GET", "/nope", "navigate", "worker"},
		{"and are where there is no page", ``, "2026-01-01", "GET", "/nope", "navigate", "worker"},
		{"the Worker may be first", `, "run_worker_first": true`, "", "GET", "/about", "", "worker"},
		{"or for some paths", `, "run_worker_first": ["/a*", "!/about"]`, "", "GET", "/a/b", "", "worker"},
		{"with exceptions", `, "run_worker_first": ["/a*", "!/about"]`, "", "GET", "/about", "", "200 about"},
		{"and then the page is for the others", `, "run_worker_first": ["/api/*"], "not_found_handling": "404-page"`, "", "GET", "/nope", "", "404 not found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := ask(t, site(t, dir, tt.settings, tt.date), true, tt.method, tt.path, "Sec-Fetch-Mode", tt.navigate); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	d := site(t, folder(t, files), "", "")
	for _, tt := range []struct{ name, path, want string }{
		{"a rule redirects", "/old", "301 /about"},
		{"the query goes along", "/old?a=b", "301 /about?a=b"},
		{"unless the rule has one", "/tmp?a=b", "302 /about?x=1"},
		{"a rule has no query", "/q", "302 /about"},
		{"other sites may be named", "/ext", "308 https://ex.com/x#y"},
		{"a query is escaped", "/accents", "302 /about?q=%C3%A9%22"},
		{"rules come before files", "/d.json", "303 /about"},
		{"200 serves another path", "/rw", "200 about"},
		{"whatever that path means", "/rw.html", "307 /about"},
		{"names are filled in", "/blog/2024/a/b", "302 /about?y=2024&s=a/b"},
		{"letters that URLs encode are found", "/%C3%BCn%C3%AF", "302 /about"},
		{"a path need not begin with a slash", "/bare", "301 /about"},
		{"other sites are secure ones", "/far", "404"},
		{"wrong rules are ignored", "/n", "404"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := ask(t, d, false, "GET", tt.path); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	dir := folder(t, files)
	d := site(t, dir, "", "")
	_, about := ask(t, d, false, "GET", "/about")
	if got := fmt.Sprint(about.Get("Content-Type"), about["X-All"], about["Cache-Control"], about["Cf-Cache-Status"], about.Get("X-Host")); got != "text/html; charset=utf-8[1, 2] [no-store] [HIT]" {
		t.Errorf("got %s", got)
	}
	tag := about.Get("Etag")
	t.Run("a known tag gives a 304", func(t *testing.T) {
		for given, want := range map[string]string{tag: "304", "W/" + tag: "304", `"x"`: "200 about", "*": "200 about"} {
			if got, _ := ask(t, d, false, "GET", "/about", "If-None-Match", given); got != want {
				t.Errorf("%s gives %s, want %s", given, got, want)
			}
		}
	})
	t.Run("names are filled in, and headers taken off", func(t *testing.T) {
		_, h := ask(t, d, false, "GET", "/blog/nope")
		if got := fmt.Sprint(h["X-Name"], h["X-All"]); got != "[nope!] []" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("what is asked for with credentials is not cached", func(t *testing.T) {
		if _, h := ask(t, d, false, "GET", "/noext", "Authorization", "x"); h["Cache-Control"] != nil || h["Content-Type"] != nil {
			t.Errorf("got %v", h)
		}
	})
	t.Run("a change is seen at once", func(t *testing.T) {
		for name, text := range map[string]string{"about.html": "new about", "_headers": "/about\n  X-New: yes\n"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, h := ask(t, d, false, "GET", "/about", "If-None-Match", tag)
		if got != "200 new about" || h.Get("X-New") != "yes" {
			t.Errorf("got %s %v", got, h)
		}
	})
}

func TestIgnoredFiles(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"a.txt": "a", "a.map": "map", "index.html": "root", ".assetsignore": "*.map\n"})
	d := site(t, dir, "", "")
	expect := func(path, want string) {
		t.Helper()
		if got, _ := ask(t, d, false, "GET", path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	expect("/a.txt", "200 a")
	expect("/a.map", "404")
	if err := os.WriteFile(filepath.Join(dir, ".assetsignore"), []byte("a.txt\n# longer than before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect("/a.txt", "404")
	expect("/a.map", "200 map")
}

func TestLimits(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"index.html": "root", "big.bin": ""})
	if err := os.Truncate(filepath.Join(dir, "big.bin"), 26<<20); err != nil {
		t.Fatal(err)
	}
	specs, err := assets.Kind{}.Parse(bindings.Project{Worker: "test", Dir: "/", Section: func(string) json.RawMessage { return nil }}, "assets", json.RawMessage(fmt.Sprintf(`{ "directory": %q }`, dir)))
	if err != nil {
		t.Fatal(err)
	}
	open := func() error {
		r, err := assets.Kind{}.Open(context.Background(), bindtest.NewHost(t, t.TempDir()), specs[0])
		if err == nil {
			err = r.Close()
		}
		return err
	}
	if err := open(); err == nil || !strings.Contains(err.Error(), "We found a file "+filepath.Join(dir, "big.bin")+" with a size of 26 MiB.") {
		t.Errorf("a file of 26 MiB: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".assetsignore"), []byte("*.bin"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(); err != nil {
		t.Errorf("when it is ignored: %v", err)
	}
}

func TestKind(t *testing.T) {
	dir := folder(t, files)
	bindtest.Run(t, bindtest.Suite{
		Kind: assets.Kind{}, Key: "assets", Section: fmt.Sprintf(`{ "directory": %q, "binding": "B" }`, dir),
		Wrong: map[string]string{
			`[]`:                 "assets",
			`{}`:                 "assets.directory",
			`{ "directory": 1 }`: "assets.directory",
			`{ "directory": "x", "html_handling": "y" }`:          "assets.html_handling",
			`{ "directory": "x", "not_found_handling": "y" }`:     "assets.not_found_handling",
			`{ "directory": "x", "run_worker_first": ["api/*"] }`: "assets.run_worker_first",
			`{ "directory": "x", "run_worker_first": ["!x"] }`:    "assets.run_worker_first",
			`{ "directory": "x", "run_worker_first": 5 }`:         "assets.run_worker_first",
		},
		Use: `
			const show = async (...args) => { const r = await B.fetch(...args); return [r.status, r.headers.get("location") ?? await r.text()].join(" ") };
			return [await show("http://any/about.html"), await show("http://any/about.html", { redirect: "manual" }), await show("http://any/nope"), await show("http://any/about", { method: "POST", body: "x" })].join()`,
		Want: "200 about,307 /about,404 ,405 ",
	})
	t.Run("a folder that is not there is an error", func(t *testing.T) {
		specs, err := assets.Kind{}.Parse(bindings.Project{Dir: dir, Section: func(string) json.RawMessage { return nil }}, "assets", json.RawMessage(`{ "directory": "nope" }`))
		if err != nil {
			t.Fatal(err)
		}
		_, err = assets.Kind{}.Open(context.Background(), bindtest.NewHost(t, t.TempDir()), specs[0])
		want := "The directory specified by the \"assets.directory\" field in your configuration file does not exist:\n" + filepath.Join(dir, "nope")
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
}
