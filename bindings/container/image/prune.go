package image

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// keptFor is how long layers and caches stay that nobody uses. A tree of builds grows with every change
// of a copied file, and nobody looks after a folder of caches.
const keptFor = 30 * 24 * time.Hour

// use notes that a layer or cache is used. A day's accuracy is enough.
func use(dir string) {
	now := time.Now()
	if info, err := os.Lstat(dir); err == nil && now.Sub(info.ModTime()) > 24*time.Hour {
		_ = os.Chtimes(dir, now, now)
	}
}

// useLayer notes that a layer of the store is used.
func (s *Store) useLayer(dir string) {
	if outer := filepath.Dir(dir); filepath.Dir(outer) == filepath.Join(s.dir, "layers") {
		use(outer)
	}
}

// pinned is the file beside a layer's own that keeps it for ever.
const pinned = "pinned"

// Pin keeps layers of any store, however long nobody uses them: something that cannot be made again
// lies on them. Other folders are left alone.
func Pin(layers []string) error {
	for _, dir := range layers {
		if filepath.Base(dir) != "fs" || filepath.Base(filepath.Dir(filepath.Dir(dir))) != "layers" {
			continue
		}
		if err := os.WriteFile(filepath.Join(filepath.Dir(dir), pinned), nil, 0o600); err != nil {
			return fmt.Errorf("keep layer: %w", err)
		}
	}
	return nil
}

// prune removes what has not been used for long. What it belongs to is pulled or built again.
func (s *Store) prune() {
	for kind, lock := range map[string]string{"layers": "layer-", "caches": "cache-"} {
		list, _ := os.ReadDir(filepath.Join(s.dir, kind))
		for _, e := range list {
			info, err := e.Info()
			dir := filepath.Join(s.dir, kind, e.Name())
			if err == nil && time.Since(info.ModTime()) > keptFor && !exists(filepath.Join(dir, pinned)) {
				s.drop(dir, lock+e.Name())
			}
		}
	}
}

// drop removes a folder in one step, unless somebody is just making or using it.
func (s *Store) drop(dir, lock string) {
	f, err := os.OpenFile(s.lockFile(lock), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	if ok, err := tryLock(f); !ok || err != nil {
		return
	}
	scratch, discard, err := s.scratch()
	if err != nil {
		return
	}
	defer discard()
	_ = os.Rename(dir, filepath.Join(scratch, "old"))
}
