package pages

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"paddock/bindings/assets"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// folder writes files, by their names, into a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRoutesOf(t *testing.T) {
	t.Parallel()
	const all = "export const onRequest = () => {}"
	dir := folder(t, map[string]string{
		"index.ts": "export function onRequestGet() {}\nexport function onRequestPost() {}", "_middleware.js": all, "about.js": all, "notes.md": "",
		"api/_middleware.ts": all, "api/index.js": all, "api/[id].js": all, "api/[id]/items.jsx": all, "api/[[path]].js": all, "helper.js": "export const help = 1",
	})
	routes, err := routesOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range routes {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", r.method, r.path, r.mount, filepath.Base(r.middleware.file), filepath.Base(r.module.file))))
	}
	want := []string{
		"/api/:id/items /api/:id . items.jsx", "/api/:id /api . [id].js", "/api/:path* /api . [[path]].js",
		"/about / . about.js", "/api /api _middleware.ts index.js", "GET / / . index.ts", "POST / / . index.ts", "/ / _middleware.js .",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRoutesOf_refused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, text, want string }{
		{"a parameter with other characters", "[a-b].js", "export const onRequest = 1", `Invalid Pages function route parameter - "[a-b]".`},
		{"a catch-all with other characters", "[[a b]].js", "export const onRequest = 1", `Invalid Pages function route parameter - "[[a b]]".`},
		{"a file with an error", "a.js", "export const", "Expected identifier"},
	} {
		t.Run(c.name+" is told", func(t *testing.T) {
			t.Parallel()
			_, err := routesOf(folder(t, map[string]string{c.file: c.text}))
			var told message.Errors
			if !errors.As(err, &told) || !strings.HasPrefix(told[0].Text, c.want) || !strings.Contains(told[0].Place.File, c.file) {
				t.Errorf("got %+v", err)
			}
		})
	}
}

func TestCompile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ path, whole, not, begin string }{
		{"/", "/", "/a", "/ /a/b"},
		{"/a", "/a /A /a/", "/ab /a/b", "/a /a/ /a/b"},
		{"/a/:id", "/a/1 /a/x.y/", "/a /a/1/2", "/a/1 /a/1/2"},
		{"/a/:rest*", "/a /a/ /a/1 /a/1/2/3", "/b", "/a /a/1/2"},
		{"/:a/b-:c", "/1/b-2", "/1/b- /1/b", "/1/b-2/x"},
		{"/f.txt", "/f.txt", "/fatxt", "/f.txt"},
		{"/(a)+", "/(a)+", "/a /aa", "/(a)+/b"},
	} {
		p := compile(c.path)
		// What Go's expressions lack is put in other words: what follows must not be another character.
		whole, begin := regexp.MustCompile("(?i)"+p.whole), regexp.MustCompile("(?i)"+strings.NewReplacer(`(?=$)`, `$`, `(?=[\/#\?]|$)`, `(?:[\/#\?]|$)`).Replace(p.begin))
		for _, path := range strings.Fields(c.whole) {
			if !whole.MatchString(path) {
				t.Errorf("%s: %s does not match %s", c.path, p.whole, path)
			}
		}
		for _, path := range strings.Fields(c.not) {
			if whole.MatchString(path) {
				t.Errorf("%s: %s matches %s", c.path, p.whole, path)
			}
		}
		for _, path := range strings.Fields(c.begin) {
			if !begin.MatchString(path) {
				t.Errorf("%s: %s does not match the beginning of %s", c.path, p.begin, path)
			}
		}
	}
	if got := fmt.Sprint(compile("/:a/x/:b*").names); got != "[{a false} {b true}]" {
		t.Errorf("got %s", got)
	}
}

func TestReadRules(t *testing.T) {
	t.Parallel()
	many := `"/1"` + strings.Repeat(`, "/1"`, 100)
	for _, c := range []struct{ name, text, want string }{
		{"no file lets all requests come to the Worker", "", ""},
		{"rules are read", `{ "version": 1, "include": ["/api/*"], "exclude": ["/api/x"] }`, ""},
		{"what is no JSON is refused", `{`, "Could not validate _routes.json at"},
		{"another version is refused", `{ "version": 2, "include": ["/"], "exclude": [] }`, "Please make sure the JSON object has the following format"},
		{"rules that include nothing are refused", `{ "version": 1, "include": [], "exclude": [] }`, "Routes must have at least 1 include rule"},
		{"more than 100 rules are refused", `{ "version": 1, "include": [` + many + `], "exclude": [] }`, "over the 100 rule limit"},
		{"a long rule is refused", `{ "version": 1, "include": ["/` + strings.Repeat("a", 100) + `"], "exclude": [] }`, "over the 100 character limit"},
		{"a rule without a slash is refused", `{ "version": 1, "include": ["a"], "exclude": [] }`, "All rules must start with '/'."},
		{"rules that overlap are refused", `{ "version": 1, "include": ["/a/*", "/a/b"], "exclude": [] }`, "Overlapping rules found."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"index.html": ""}
			if c.text != "" {
				files["_routes.json"] = c.text
			}
			r, err := readRules(folder(t, files))
			if c.want == "" && (err != nil || len(r.Include) != 1) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %+v, %v", r, err)
			}
		})
	}
}

// prepare loads and prepares the project of a folder.
func prepare(t *testing.T, dir string, opts Options) (*config.Project, []message.Message, error) {
	t.Helper()
	p, _, err := config.Load(config.Options{Dir: dir, Code: true})
	if err != nil {
		t.Fatal(err)
	}
	opts.Dir = dir
	warnings, err := Prepare(p, opts)
	return p, warnings, err
}

func TestPrepare(t *testing.T) {
	t.Parallel()
	const configuration = `{ "name": "site", "pages_build_output_dir": "dist", "compatibility_date": "2026-01-01" }`
	const f = "export const onRequest = () => new Response('f');"
	for _, c := range []struct {
		name  string
		files map[string]string
		main  string // its end
		warns string
	}{
		{"functions are made a Worker", map[string]string{"functions/a.js": f}, ".wrangler/tmp/functions/worker.js", ""},
		{"_worker.js goes before functions", map[string]string{"functions/a.js": f, "dist/_worker.js": ""}, "dist/_worker.js", ""},
		{"_worker.js may be a folder", map[string]string{"dist/_worker.js/index.js": ""}, "dist/_worker.js/index.js", ""},
		{"a folder of functions without any is told of", map[string]string{"functions/a.js": ""}, "", "No routes found when building Functions directory: ./functions - skipping"},
		{"files alone need no Worker", nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"wrangler.json": configuration, "dist/index.html": ""}
			for name, text := range c.files {
				files[name] = text
			}
			p, warnings, err := prepare(t, folder(t, files), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(filepath.ToSlash(p.Main), c.main) || (p.Main == "") != (c.main == "") {
				t.Errorf("the main module is %s", p.Main)
			}
			if len(warnings) > 1 || (len(warnings) == 1) != (c.warns != "") || len(warnings) == 1 && warnings[0].Text != c.warns {
				t.Errorf("got %v", warnings)
			}
			var section assets.Pages
			if err := json.Unmarshal(p.Sections[assets.PagesKey], &section); err != nil || (section.Binding == "ASSETS") != (c.main != "") || filepath.Base(section.Directory) != "dist" {
				t.Errorf("got %+v, %v", section, err)
			}
			if string(p.Vars["CF_PAGES"].Value) != `"1"` || !strings.HasSuffix(string(p.Vars["CF_PAGES_URL"].Value), `.site.pages.dev"`) {
				t.Errorf("got %v", p.Vars)
			}
		})
	}
	t.Run("a folder that is not there yet has no files", func(t *testing.T) {
		t.Parallel()
		dir := folder(t, map[string]string{"wrangler.json": configuration, "functions/a.js": f})
		p, warnings, err := prepare(t, dir, Options{})
		if err != nil || p.Main == "" || len(warnings) != 1 || !strings.HasPrefix(warnings[0].Text, "There is no folder") || !slices.Contains(p.Files, filepath.Join(dir, "dist")) {
			t.Errorf("got %+v, %v, %v", p, warnings, err)
		}
	})
	t.Run("a _worker.js that is gone is not forgotten", func(t *testing.T) {
		t.Parallel()
		dir := folder(t, map[string]string{"wrangler.json": configuration, "dist/index.html": ""})
		gone := filepath.Join(dir, "dist", "_worker.js")
		if p, _, err := prepare(t, dir, Options{Before: gone}); err != nil || p.Main != gone {
			t.Errorf("got %+v, %v", p, err)
		}
	})
}

func TestPrepare_refused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, configuration, want string }{
		{"no folder", `{ "name": "site" }`, "Must specify a directory of static assets to serve"},
		{"a file in the place of the folder", `{ "name": "site", "pages_build_output_dir": "a.js" }`, "is no folder"},
		{"a main module", `{ "name": "site", "pages_build_output_dir": "dist", "main": "a.js" }`, `Configuration file cannot contain both both "main" and "pages_build_output_dir" configuration keys.`},
		{"no name", `{ "pages_build_output_dir": "dist" }`, `Missing top-level field "name" in configuration file.`},
		{"other environments", `{ "name": "site", "pages_build_output_dir": "dist", "env": { "staging": {} } }`, "not supported by Pages projects:\n\"staging\"."},
		{"a key of Workers", `{ "name": "site", "pages_build_output_dir": "dist", "rules": [] }`, `Configuration file for Pages projects does not support "rules"`},
		{"consumers of queues", `{ "name": "site", "pages_build_output_dir": "dist", "queues": { "consumers": [{ "queue": "q" }] } }`, `does not support "queues.consumers"`},
		{"Durable Objects of its own", `{ "name": "site", "pages_build_output_dir": "dist", "durable_objects": { "bindings": [{ "name": "A", "class_name": "B" }] } }`, `Durable Objects bindings should specify a "script_name".`},
	} {
		t.Run(c.name+" is told", func(t *testing.T) {
			t.Parallel()
			_, _, err := prepare(t, folder(t, map[string]string{"wrangler.json": c.configuration, "dist/index.html": "", "a.js": ""}), Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
