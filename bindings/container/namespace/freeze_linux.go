package namespace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"paddock/bindings/container"
)

var (
	_ container.Freezer     = (*instance)(nil)
	_ container.Snapshotter = (*instance)(nil)
)

// Snapshot implements [container.Snapshotter].
func (i *instance) Snapshot(ctx context.Context, dir, to string) error {
	f, err := i.OpenFolder(ctx, dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	return copyTree(fmt.Sprintf("/proc/self/fd/%d/", f.Fd()), to, os.Geteuid() == 0)
}

// Freeze implements [container.Freezer]: it copies what the container has written, as a layer, or
// where that lies in memory, all that it sees.
func (i *instance) Freeze(ctx context.Context, dir string) (size int64, err error) {
	layer, img := filepath.Join(dir, layerDir), *i.image
	if err := os.Mkdir(layer, 0o755); err != nil {
		return 0, err
	}
	owners := os.Geteuid() == 0
	if _, inMemory := os.Stat(i.folder.join(memoryMark)); inMemory == nil {
		img.Layers = nil
		err = i.copyAll(ctx, layer, owners)
	} else {
		err = copyTree(i.folder.join(upperDir), layer, owners)
	}
	if err == nil {
		err = writeSnapshot(dir, &img)
	}
	for _, l := range append([]string{layer}, img.Layers...) {
		n, failed := sizeOf(l)
		size, err = size+n, errors.Join(err, failed)
	}
	return size, err
}

// copyAll copies all files of the container but those that are mounted.
func (i *instance) copyAll(ctx context.Context, to string, owners bool) error {
	root, err := i.OpenFolder(ctx, "/")
	if err != nil {
		return err
	}
	defer root.Close()
	return copyTree(fmt.Sprintf("/proc/self/fd/%d/", root.Fd()), to, owners)
}

// sizeOf adds up the files of a layer.
func sizeOf(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
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
