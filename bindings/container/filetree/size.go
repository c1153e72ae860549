package filetree

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// Size adds up the bytes of the files of a folder. What lies in folders that not even their owner may read is
// left out.
func Size(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrPermission) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return size, err
}
