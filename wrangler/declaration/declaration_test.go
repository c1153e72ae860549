package declaration_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/wrangler/config"
	"paddock/wrangler/declaration"
)

func load(t *testing.T, text string, envs ...string) []*config.Project {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "src"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"wrangler.jsonc": text, "src/index.ts": "export default {}"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var projects []*config.Project
	for _, env := range append([]string{""}, envs...) {
		p, _, err := config.Load(config.Options{Dir: dir, Env: env, Getenv: func(string) string { return "" }})
		if err != nil {
			t.Fatal(err)
		}
		projects = append(projects, p)
	}
	return projects
}

func generate(t *testing.T, projects []*config.Project, change func(*declaration.Options)) (string, error) {
	t.Helper()
	o := declaration.Options{
		Projects: projects, Interface: "Env", Output: filepath.Join(projects[0].Dir, "env", "x.d.ts"), Command: "wrangler types",
		Entries: map[string]declaration.Entry{"app": {File: filepath.Join(projects[0].Dir, "src", "index.ts"), Exports: []string{"A", "default"}}},
	}
	if change != nil {
		change(&o)
	}
	text, err := declaration.Generate(o)
	if command, hash, ok := declaration.MadeBy(declaration.File(&text, nil)); err == nil && (!ok || hash != text.Hash || command != o.Command) {
		t.Errorf("the file is said to be made by %q with the hash %q, want %q and %q", command, hash, o.Command, text.Hash)
	}
	return text.Body, err
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, config string
		change       func(*declaration.Options)
		want, not    string
	}{
		{"files are imported as the output sees them", `"durable_objects": { "bindings": [{ "name": "D", "class_name": "A" }] }`, nil, `D: DurableObjectNamespace<import("../src/index").A>;`, ""},
		{"without a main module there is none", ``, func(o *declaration.Options) { o.Entries = nil }, "declare namespace Cloudflare {\n\tinterface Env", "GlobalProps"},
		{"names that are no identifiers are quoted", `"vars": { "a-b": 1, "c\"d": 2, "$e": 3 }`, nil, "\n\t\"a-b\": 1;\n\t\"c\\\"d\": 2;\n\t$e: 3;\n", ""},
		{"loose variables have types", `"vars": { "s": "x", "n": 1, "b": false, "o": {}, "l": [1, "a"], "m": [true], "e": [] }`, func(o *declaration.Options) { o.LooseVars = true },
			"\n\ts: string;\n\tn: number;\n\tb: boolean;\n\to: object;\n\tl: (number|string)[];\n\tm: boolean[];\n\te: ()[];\n", ""},
		{"process.env has variables with Node's compatibility", `"vars": { "A": 1 }, "compatibility_flags": ["nodejs_compat"]`, nil, `Pick<Cloudflare.Env, "A">`, ""},
		{"and at a date that has it", `"vars": { "A": 1 }, "compatibility_date": "2026-08-04"`, nil, `Pick<Cloudflare.Env, "A">`, ""},
		{"not if that is switched off", `"vars": { "A": 1 }, "compatibility_date": "2026-08-04", "compatibility_flags": ["no_nodejs_compat"]`, nil, "interface Env", "ProcessEnv"},
		{"nor before its date", `"vars": { "A": 1 }, "compatibility_date": "2025-03-31", "compatibility_flags": ["nodejs_compat"]`, nil, "interface Env", "ProcessEnv"},
		{"not without it", `"vars": { "A": 1 }`, nil, "interface Env", "ProcessEnv"},
		{"nor when a flag says so", `"vars": { "A": 1 }, "compatibility_flags": ["nodejs_compat", "nodejs_compat_do_not_populate_process_env"]`, nil, "interface Env", "ProcessEnv"},
		{"rules declare modules", `"rules": [{ "type": "Text", "globs": ["**/*.md", "a/b.txt"] }, { "type": "Data", "globs": ["**/data"] }, { "type": "ESModule", "globs": ["**/*.mjs"] }]`, nil,
			"declare module \"a/b.txt\" {\n\tconst value: string;\n\texport default value;\n}\ndeclare module \"*.md\" {\n\tconst value: string;\n\texport default value;\n}\ndeclare module \"*/data\" {\n\tconst value: ArrayBuffer;", "mjs"},
		{"the interface has the name that is asked for", ``, func(o *declaration.Options) { o.Interface = "My" }, "interface My extends __BaseEnv_My {}", "interface Env extends __BaseEnv_Env"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := `{ "name": "app", "main": "src/index.ts"`
			if !strings.Contains(tt.config, "compatibility_date") {
				text += `, "compatibility_date": "2026-01-01"`
			}
			if tt.config != "" {
				text += ", " + tt.config
			}
			got, err := generate(t, load(t, text+" }"), tt.change)
			if err != nil || !strings.Contains(got, tt.want) || tt.not != "" && strings.Contains(got, tt.not) {
				t.Errorf("got\n%s\n%v\nwant it to have\n%s\nand not %q", got, err, tt.want, tt.not)
			}
		})
	}
}

func TestGenerate_Environments(t *testing.T) {
	t.Parallel()
	const text = `{ "name": "app", "main": "src/index.ts", "compatibility_date": "2026-01-01", "env": { "my-env": {}, "my_env": {}, "": {}, "two": { "ai": { "binding": "AI" } } } }`
	t.Run("names that would be one are refused", func(t *testing.T) {
		_, err := generate(t, load(t, text, "my-env", "my_env"), nil)
		want := `Environment names "my-env" and "my_env" both convert to interface name "MyEnv". Please rename one of these environments to avoid conflicts.`
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
	t.Run("the name Env is taken", func(t *testing.T) {
		_, err := generate(t, load(t, strings.ReplaceAll(text, "my-env", "env"), "env"), nil)
		want := `Environment name "env" converts to reserved interface name "Env". Please rename this environment to avoid conflicts.`
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
	t.Run("what not all have is optional", func(t *testing.T) {
		got, err := generate(t, load(t, text, "my-env", "two"), nil)
		for _, want := range []string{"\tAI?: Ai;\n", "\tinterface MyEnv {}\n", "\tinterface TwoEnv {\n\t\tAI: Ai;\n\t}\n"} {
			if err != nil || !strings.Contains(got, want) {
				t.Errorf("got\n%s\n%v\nwant it to have %q", got, err, want)
			}
		}
	})
}
