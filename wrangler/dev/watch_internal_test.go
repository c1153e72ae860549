package dev

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What is saved between the end of a custom build and that of the reload must have the build run again.
func TestSession_loadedAfterBuild(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := &Session{builds: map[string]*build{"w": {watched: map[string][]string{dir: treeFiles([]string{dir})}}}}
	s.watchTrees([]string{dir})
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
