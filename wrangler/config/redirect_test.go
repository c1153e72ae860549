package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// built is a project for which a tool has made a configuration.
func built(t *testing.T, redirect, made string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, folder := range []string{".wrangler/deploy", "build", "below"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, dir, "wrangler.jsonc", `{ "name": "mine", "vars": { "A": "mine" } }`)
	write(t, dir, ".wrangler/deploy/config.json", redirect)
	write(t, dir, ".dev.vars", "SECRET=s\n")
	if made != "" {
		write(t, dir, "build/index.js", "")
		write(t, dir, "build/wrangler.json", made)
	}
	return dir
}

const (
	toBuild = `{ "configPath": "../../build/wrangler.json", "auxiliaryWorkers": [] }`
	made    = `{ "name": "made", "main": "index.js", "configPath": "x", "userConfigPath": "y", "topLevelName": "mine", "definedEnvironments": ["prod"], "targetEnvironment": "prod" }`
)

func TestLoad_redirect(t *testing.T) {
	t.Parallel()
	dir := built(t, toBuild, made)
	for _, start := range []string{dir, filepath.Join(dir, "below")} {
		p, warnings, err := Load(Options{Dir: start, Code: true, Env: "prod"})
		if err != nil || len(warnings) > 0 {
			t.Fatal(err, warnings)
		}
		if p.Name != "made" || p.Main != filepath.Join(dir, "build", "index.js") || p.Home != dir || p.Dir != filepath.Join(dir, "build") || p.UserPath != filepath.Join(dir, "wrangler.jsonc") {
			t.Errorf("got %s, %s, %s, %s, %s", p.Name, p.Main, p.Home, p.Dir, p.UserPath)
		}
		if !p.Vars["SECRET"].Secret {
			t.Error("the user's own secrets are not there")
		}
	}
	for _, c := range []struct {
		name string
		opts Options
	}{
		{"commands about local state do not follow", Options{Dir: dir}},
		{"a configuration that is named is the one", Options{Dir: dir, Code: true, Path: "wrangler.jsonc"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if p, _, err := Load(c.opts); err != nil || p.Name != "mine" || p.Home != p.Dir || p.UserPath != "" {
				t.Errorf("got %+v, %v", p, err)
			}
		})
	}
}

func TestLoad_redirectRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, redirect, made, env, want string
	}{
		{"a file that is no JSON", "{", made, "", "Failed to parse the deploy configuration file at"},
		{"a file that names nothing", "{}", made, "", `the required "configPath" property was not found`},
		{"a configuration that is gone", toBuild, "", "", "does not exist"},
		{"another environment than it was built for", toBuild, made, "staging", "You have specified the environment \"staging\" via the `--env/-e` CLI argument.\nThis does not match the target environment \"prod\""},
		{"a configuration with environments", toBuild, `{ "name": "made", "env": { "a": {}, "b": {} } }`, "", "Redirected configurations cannot include environments but the following have been found:\n  - a\n  - b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := Load(Options{Dir: built(t, c.redirect, c.made), Code: true, Env: c.env})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("a file of a folder above the configuration", func(t *testing.T) {
		t.Parallel()
		dir := built(t, toBuild, made)
		below := filepath.Join(dir, "below")
		write(t, below, "wrangler.json", `{ "name": "below" }`)
		_, _, err := Load(Options{Dir: below, Code: true})
		if err == nil || !strings.Contains(err.Error(), "do not share the same base path") {
			t.Errorf("got %v", err)
		}
	})
}
