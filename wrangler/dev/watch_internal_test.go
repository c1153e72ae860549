package dev

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"paddock/wrangler/bundle"
)

// What is saved between the end of a custom build and that of the reload must have the build run again.
func TestSession_loadedAfterBuild(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := &Session{builds: map[string]*build{"w": {watched: map[string][]string{dir: treeFiles(dir)}}}}
	s.watchTrees(wholeTrees(dir))
	s.loaded(time.Now(), s.treesBefore(), nil)
	if s.changed() {
		t.Error("nothing has changed")
	}
	if err := os.WriteFile(filepath.Join(dir, "saved"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.loaded(time.Now(), s.treesBefore(), nil)
	if !s.changed() {
		t.Error("what came after the build is not seen")
	}
}

// A log that a program writes among the modules must not reload them.
func TestSession_changedWants(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := &Session{}
	s.watchTrees([]bundle.Tree{{Dir: dir, Wants: func(file string) bool { return filepath.Ext(file) == ".js" }}})
	s.loaded(time.Now(), s.treesBefore(), nil)
	for _, file := range []struct {
		name string
		want bool
	}{{"dev.log", false}, {"new.js", true}} {
		if err := os.WriteFile(filepath.Join(dir, file.name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := s.changed(); got != file.want {
			t.Errorf("%s: changed is %v", file.name, got)
		}
	}
}
