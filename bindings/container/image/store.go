package image

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Store is a folder of images. It is safe for concurrent use, also by several processes.
type Store struct {
	dir string
}

// Open makes the folder where it is missing. dir "" stands for the user's cache folder.
func Open(dir string) (*Store, error) {
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("open image store: %w", err)
		}
		dir = filepath.Join(cache, "paddock", "images")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open image store: %w", err)
	}
	for _, sub := range []string{"layers", "images", "references", "locks", "new"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("open image store: %w", err)
		}
	}
	return &Store{dir: dir}, nil
}

// Dir is the store's folder, absolute.
func (s *Store) Dir() string { return s.dir }

// Platform is what images of several platforms are taken for, as "linux/amd64": Linux on this
// machine's architecture.
func (s *Store) Platform() string { return "linux/" + runtime.GOARCH }

// layerDir is where the layer's files lie when the layer is whole.
func (s *Store) layerDir(id string) string {
	return filepath.Join(s.dir, "layers", strings.ReplaceAll(id, ":", "-"), "fs")
}
