package image

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Resolve finds an image and makes its layers ready:
//
//	dir:ROOT                    a folder that is a root file system, used where it lies
//
// Relative paths are taken from the working directory. What lies in the store is used from there.
// progress receives lines for the user; nil discards them.
func (s *Store) Resolve(ctx context.Context, reference string, progress io.Writer) (*Image, error) {
	if root, ok := strings.CutPrefix(reference, "dir:"); ok {
		return folder(reference, root)
	}
	return nil, fmt.Errorf("image %q: only dir:ROOT is known", reference)
}

// folder is an image of one layer that says nothing about how to run it.
func folder(reference, root string) (*Image, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("image %q: %w", reference, err)
	}
	info, err := os.Stat(abs)
	if err != nil {
		return nil, fmt.Errorf("image %q: %w", reference, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("image %q: %s is not a folder; name the folder that is the root of the file system", reference, abs)
	}
	return &Image{ID: fmt.Sprintf("sha256:%x", sha256.Sum256([]byte("dir:"+abs))), Layers: []string{abs}}, nil
}
