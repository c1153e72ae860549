package namespace

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"paddock/bindings/container"
	"paddock/bindings/container/filetree"
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
	return copyFolder(ctx, f, to)
}

// Freeze implements [container.Freezer]: it copies what the container has written, as a layer, or
// where that lies in memory, all that it sees.
func (i *instance) Freeze(ctx context.Context, dir string) (size int64, err error) {
	layer, img := filepath.Join(dir, layerDir), *i.image
	if err := os.Mkdir(layer, 0o755); err != nil {
		return 0, err
	}
	from, err := os.Open(i.folder.join(upperDir))
	if place, onDisk := os.ReadFile(i.folder.join(diskMark)); onDisk == nil {
		from.Close()
		from, err = i.OpenFolder(ctx, string(place)) // as the init stage has it open
	}
	if _, inMemory := os.Stat(i.folder.join(memoryMark)); inMemory == nil {
		img.Layers = nil
		from.Close()
		from, err = i.OpenFolder(ctx, "/") // what is mounted there is left out
	}
	if err != nil {
		return 0, err
	}
	defer from.Close()
	err = copyFolder(ctx, from, layer)
	if err == nil {
		err = writeSnapshot(dir, &img)
	}
	for _, l := range append([]string{layer}, img.Layers...) {
		n, failed := filetree.Size(l)
		size, err = size+n, errors.Join(err, failed)
	}
	return size, err
}
