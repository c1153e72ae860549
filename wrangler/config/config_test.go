package config

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"paddock/wrangler/message"
)

var update = flag.Bool("update", false, "rewrite the goldens")

const rule = "\n--- canonical\n"

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoad_goldens(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.golden")
	if err != nil || len(files) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in, want, _ := strings.Cut(string(data), rule)
			p, _, err := parse("/x/"+strings.TrimSuffix(filepath.Base(file), ".golden"), []byte(in), Options{Env: "prod", Code: true})
			if err != nil {
				t.Fatal(err)
			}
			raw, err := json.MarshalIndent(map[string]any{"name": p.Name, "sections": p.Sections, "classes": p.Migrations()}, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(file, []byte(in+rule+string(raw)+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			} else if got := string(raw) + "\n"; got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestLoad_twins(t *testing.T) {
	t.Parallel()
	read := func(name, in string) any {
		p, _, err := parse("/x/"+name, []byte(in), Options{Code: true})
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(p.Sections)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	a := read("w.toml", "name='a'\n[vars]\nN=1\nO={x=true}\n[[kv_namespaces]]\nbinding='K'\n[[kv_namespaces]]\nbinding='L'\n")
	b := read("w.jsonc", `{"name":"a", /* c */ "vars":{"N":1,"O":{"x":true}},"kv_namespaces":[{"binding":"K"},{"binding":"L"},],}`)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("toml %v\njsonc %v", a, b)
	}
}

func TestLoad_problems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, in, want string }{
		{"a wrong type has the place of its value", "w.json", "{\n \"workers_dev\": \"yes\"}", `2:17 Expected "workers_dev" to be of type boolean but got "yes".`},
		{"a missing field has the place of its entry", "w.toml", "[[kv_namespaces]]\nid='x'", `1:3 "kv_namespaces[0]" bindings should have a string "binding" field but got {"id":"x"}.`},
		{"a pipeline needs a stream", "w.json", `{"pipelines":[{"binding":"P"}]}`, `1:15 "pipelines[0]" bindings must have a string "stream" field but got {"binding":"P"}.`},
		{"a bad name is told", "w.toml", "name = \"Bad Name\"", `1:8 Expected "name" to be of type string, alphanumeric and lowercase with dashes only but got "Bad Name".`},
		{"a double name is told", "w.json", `{"vars":{"A":1},"kv_namespaces":[{"binding":"A"}]}`, "1:14 A assigned to KV Namespace and Environment Variable bindings."},
		{"broken JSON has its place", "w.json", "{\n  \"a\" 1}", "2:7 Invalid JSON: invalid character '1' after object name."},
		{"a field that a section needs is told", "w.json", `{"access":{"dev":{"identity":{}}}}`, `1:12 "access.dev.aud" is a required field.`},
		{"a wrong type inside of a section is told", "w.json", `{"observability":{"logs":{"enabled":"yes"}}}`, `1:37 Expected "observability.logs.enabled" to be of type boolean but got "yes".`},
		{"a choice that there is not is told", "w.json", `{"assets":{"directory":".","html_handling":"x"}}`, `1:44 Expected "assets.html_handling" field to be one of ["auto-trailing-slash","force-trailing-slash","drop-trailing-slash","none"] but got "x".`},
		{"secrets are a list", "w.json", `{"secrets":{"required":"A"}}`, `1:24 Expected "secrets.required" to be of type string array but got "A".`},
		{"a route needs a zone", "w.json", `{"routes":["a.com/*",{"pattern":"a.com"}]}`, `1:22 Expected "routes" to be an array of either strings or objects with the shape { pattern, custom_domain, zone_id | zone_name, enabled, previews_enabled }, but these weren't valid: {"pattern":"a.com"}.`},
		{"a custom domain has no path", "w.json", `{"routes":[{"pattern":"a.com/x","custom_domain":true}]}`, "1:23 Invalid Routes:"},
		{"node_compat is gone", "w.json", `{"node_compat":true}`, `1:16 Removed: "node_compat":`},
		{"an empty file is told", "w.json", " \n", "0:0 The configuration is empty."},
		{"a migration needs a tag", "w.json", `{"migrations":[{}]}`, `1:16 "migrations[0].tag" is a required field.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := parse("/x/"+c.file, []byte(c.in), Options{Code: true})
			var errs message.Errors
			if !errors.As(err, &errs) || len(errs) == 0 {
				t.Fatalf("got %v", err)
			}
			first, _, _ := strings.Cut(errs[0].Text, "\n")
			if got := fmt.Sprintf("%d:%d %s", errs[0].Place.Line, errs[0].Place.Column, first); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestLoad_unexpected(t *testing.T) {
	t.Parallel()
	_, warnings, err := parse("/x/w.json", []byte(`{"build":{"cmd":1},"triggers":{"cron":[]},"observability":{"traces":{"enable":true}},"placement":{"mode":"smart"},"pipelines":[{"binding":"P","pipeline":"p"}]}`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range warnings {
		got = append(got, w.Text)
	}
	want := []string{`The "pipeline" field in "pipelines[0]" bindings is deprecated. Use "stream" instead.`, `Unexpected fields found in build field: "cmd"`, `Unexpected fields found in observability.traces field: "enable"`, `Unexpected fields found in triggers field: "cron"`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestSuggestion(t *testing.T) {
	t.Parallel()
	known := []string{"compatibility_date", "compatibility_flags", "kv_namespaces", "d1_databases", "main", "name", "persist-to", "placement", "previews", "preview_urls"}
	for _, c := range []struct{ name, given, want string }{
		{"a slip is found", "mian", `Did you mean "main"?`},
		{"a letter too few is found", "kv_namespace", `Did you mean "kv_namespaces"?`},
		{"shortened words are written out", "compat_date", `Did you mean "compatibility_date"?`},
		{"a first word is enough", "d1", `Did you mean "d1_databases"?`},
		{"words of flags are, too", "pers-to", `Did you mean "persist-to"?`},
		{"what may be two names is neither", "compat", ""},
		{"another word is nothing", "frobnicate", ""},
		{"a letter is nothing", "d", ""},
		{"nothing is nothing", "_", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := Suggestion(c.given, known); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestLoad_notRepeated(t *testing.T) {
	t.Parallel()
	_, warnings, err := parse("/x/w.json", []byte(`{
		"vars":{"A":1,"B":2},"define":{"C":"1"},"kv_namespaces":[{"binding":"KV"},{"binding":"K2"}],"durable_objects":{"bindings":[{"name":"D","class_name":"D"}]},
		"env":{"prod":{"vars":{"A":1},"define":{"E":"1"},"kv_namespaces":[{"binding":"KV"}],"durable_objects":{"bindings":[]}}}}`), Options{Env: "prod"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range warnings {
		got = append(got, w.Text)
	}
	want := []string{
		"The following vars exist at the top level, but not on \"env.prod.vars\".\nThis is probably not what you want, since \"vars\" configuration is not inherited by environments.\nPlease add these vars to \"env.prod.vars\":\n- B",
		"The following define entries exist at the top level, but not on \"env.prod.define\".\nThis is probably not what you want, since \"define\" configuration is not inherited by environments.\nPlease add these entries to \"env.prod.define\":\n- C",
		"\"E\" exists on \"env.prod\", but not on the top level.\nThis is not what you probably want, since \"define\" configuration within environments can only override existing top level \"define\" configuration\nPlease remove \"env.prod.define.E\", or add \"define.E\".",
		"There is a kv_namespaces binding with name \"K2\" at the top level, but not on \"env.prod\".\nThis is not what you probably want, since \"kv_namespaces\" configuration is not inherited by environments.\nPlease add a binding for \"K2\" to \"env.prod.kv_namespaces.bindings\".",
		"The following bindings are at the top level, but not on \"env.prod\".\nThis is not what you probably want, since \"durable_objects\" configuration is not inherited by environments.\nPlease add a binding for each to \"env.prod.durable_objects.bindings\":\n- D",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestLoad_routesOfAssets(t *testing.T) {
	t.Parallel()
	const routes = `"routes":["example.com/blog/*",{"pattern":"https://example.org/x","zone_name":"example.org"},"example.net/*",{"pattern":"a.com","custom_domain":true}]`
	text := "The following routes will attempt to serve Assets on a configured path:\n" +
		"  • example.com/blog/* (Will match assets: public/blog/*)\n  • https://example.org/x (Will match assets: public/x)"
	for _, c := range []struct{ name, in, want string }{
		{"are told of", `"assets":{"directory":"./public"}`, text},
		{"are told of with a Worker", `"main":"w.js","assets":{"directory":"./public"}`, text + "\n\nRequests not matching an asset will be forwarded to the Worker's code."},
		{"are none where the Worker runs first", `"main":"w.js","assets":{"directory":"./public","run_worker_first":true}`, ""},
		{"are none without a folder", `"main":"w.js"`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, warnings, err := parse("/x/w.json", []byte("{"+c.in+","+routes+"}"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, w := range warnings {
				got += w.Text
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestLoad_vars(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "wrangler.json", `{"name":"w","vars":{"A":"config","N":1}}`)
	write(t, dir, ".dev.vars", "A=file # c\nexport B=\"x\\ny\"\nC='$A'\n")
	p, _, err := Load(Options{Dir: dir, Vars: []TypedVar{{"D", "cli"}}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"A": `"file"`, "B": `"x\ny"`, "C": `"$A"`, "D": `"cli"`, "N": `1`} {
		if got := string(p.Vars[name].Value); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestLoad_environment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "wrangler.json", `{"name":"w","main":"missing.js"}`)
	load := func(code bool, env map[string]string) (*Project, error) {
		p, _, err := Load(Options{Dir: dir, Code: code, Getenv: func(name string) string { return env[name] }})
		return p, err
	}
	t.Run("what concerns bundling is read", func(t *testing.T) {
		t.Parallel()
		p, err := load(false, map[string]string{"WRANGLER_BUILD_CONDITIONS": "a,b", "WRANGLER_BUILD_PLATFORM": "node", "NODE_ENV": "test"})
		if err != nil || !slices.Equal(p.Conditions, []string{"a", "b"}) || p.Platform != "node" || p.NodeEnv != "test" {
			t.Errorf("got %+v, %v", p, err)
		}
	})
	t.Run("a platform that there is not is refused", func(t *testing.T) {
		t.Parallel()
		if _, err := load(false, map[string]string{"WRANGLER_BUILD_PLATFORM": "moon"}); err == nil || !strings.Contains(err.Error(), "WRANGLER_BUILD_PLATFORM") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a main file that is missing is an error where code is wanted", func(t *testing.T) {
		t.Parallel()
		if _, err := load(true, nil); err == nil || !strings.Contains(err.Error(), `The entry-point file at "missing.js" was not found.`) {
			t.Errorf("got %v", err)
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add("{\"a\":[1,{}],}")
	f.Add("[a]\nb=1\n[[c]]\nd={e=1}")
	f.Fuzz(func(t *testing.T, in string) {
		for _, name := range []string{"/x/w.toml", "/x/w.jsonc"} {
			if p, _, err := parse(name, []byte(in), Options{Env: "prod", Code: true}); err == nil {
				p.Where("a[0].b")
			}
		}
	})
}

// TestLoad_nothing has keys say nothing, as those of old templates do.
func TestLoad_nothing(t *testing.T) {
	t.Parallel()
	in := `{"account_id":"","route":"","build":null,"dev":null,"triggers":null,"containers":null,"env":{"a":{"limits":null,"route":""}}}`
	for env, want := range map[string]int{"": 2, "a": 3} {
		p, warnings, err := parse("/x/w.json", []byte(in), Options{Code: true, Env: env})
		if err != nil || len(warnings) != want || len(p.Sections) != 1 { // env
			t.Errorf("in environment %q: %v, %v, %v", env, p, warnings, err)
		}
	}
	_, _, err := parse("/x/w.json", []byte(`{"kv_namespaces":null}`), Options{Code: true})
	if err == nil {
		t.Error("null is taken for a list of namespaces")
	}
}
