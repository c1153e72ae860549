package dev_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// custom is the configuration of a Worker whose main module is made by a command.
func custom(command string) string {
	quoted, _ := json.Marshal(command) // of a string
	return `{ "name": "w", "main": "built.js", "compatibility_date": "2026-01-01", "build": { "command": ` + string(quoted) + `, "watch_dir": "in" } }`
}

func TestSession_customBuild(t *testing.T) {
	t.Parallel()
	// The command writes into the folder that is watched, too, which is no reason to run it again.
	p := newProject(t, custom("echo building as $WRANGLER_COMMAND; a-package; date +%s%N > in/made; cat in/text > built.js; echo run >> runs"), "")
	source := func(version string) string { return `export default { fetch: () => new Response("` + version + `") };` }
	if err := os.Mkdir(filepath.Join(p.dir, "in"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(p.dir, "node_modules", ".bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.dir, "node_modules", ".bin", "a-package"), []byte("#!/bin/sh\necho a program of a package"), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	p.write(t, "in/text", source("1"))
	s, url := p.serve(t)
	p.console.says(t, "[custom build] building as dev")
	p.console.says(t, "[custom build] a program of a package")
	if _, body, _ := get(t, url); body != "1" {
		t.Errorf("version %s serves, not 1", body)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Watch(ctx) }()
	p.write(t, "in/text", source("2"))
	p.serves(t, url, "2")
	p.write(t, "wrangler.jsonc", strings.Replace(custom("echo never runs twice"), "built.js", "other.js", 1))
	p.console.says(t, `The expected output file at "other.js" was not found`)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	runs, err := os.ReadFile(filepath.Join(p.dir, "runs"))
	if err != nil || string(runs) != "run\nrun\n" {
		t.Errorf("the command ran %q, %v", runs, err)
	}
}

func TestSession_customBuildEnds(t *testing.T) {
	t.Parallel()
	p := newProject(t, custom("sleep 1000 & echo waiting; wait"), "")
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		p.console.says(t, "waiting")
		cancel()
	}()
	if _, err := p.startIn(ctx, t); err == nil {
		t.Error("a session that was cancelled has started")
	}
}
