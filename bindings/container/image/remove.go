package image

import (
	"io/fs"
	"os"
	"path/filepath"
)

// removeAll is os.RemoveAll for trees of images, which may have folders that even their owner must
// not write to.
func removeAll(dir string) error {
	if os.RemoveAll(dir) == nil {
		return nil
	}
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			_ = os.Chmod(name, 0o700)
		}
		return nil
	})
	return os.RemoveAll(dir)
}
