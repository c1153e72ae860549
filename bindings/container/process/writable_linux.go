package process

import (
	"os"

	"golang.org/x/sys/unix"
)

// writable lets folders of the host be written to, in a layer that is lost with the namespace. Where
// there can be none, a folder stays as it is: to be read.
func (o *owned) writable(dirs []string) {
	for _, dir := range dirs {
		if info, err := os.Lstat(dir); err == nil && info.IsDir() && !o.covers(dir) && o.layerOver(dir) {
			o.dirs = append(o.dirs, dir)
		}
	}
}

// layerOver puts a writable layer over a folder, and shows what is mounted in it.
func (o *owned) layerOver(dir string) bool {
	inner := submounts(dir)
	defer inner.close()
	if o.layer(dir, "") != nil {
		return false
	}
	if inner.restore() != nil {
		_ = unix.Unmount(dir, unix.MNT_DETACH)
		return false
	}
	return true
}
