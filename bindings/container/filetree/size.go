package filetree

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// Size adds up the bytes of the files of a folder. What lies in folders that not even their owner may read, and
// what is removed meanwhile, is left out.
func Size(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		var info fs.FileInfo
		if err == nil && d.Type().IsRegular() {
			if info, err = d.Info(); err == nil {
				size += info.Size()
			}
		}
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) && name != dir {
			return nil
		}
		return err
	})
	return size, err
}
