package process

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"

	"paddock/bindings/container/filetree"
)

// copyLayers copies what the container has written, as the init stage has it open.
func (i *instance) copyLayers(ctx context.Context, to string) (list []layerOf, err error) {
	f, err := i.OpenFolder(ctx, layersPlace)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	scratch, err := os.OpenRoot(descriptor(f))
	if err != nil {
		return nil, err
	}
	defer scratch.Close()
	entries, err := fs.ReadDir(scratch.FS(), ".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		l, err := i.copyLayer(ctx, scratch, e.Name(), filepath.Join(to, strconv.Itoa(len(list))))
		if err != nil {
			return nil, fmt.Errorf("copy what the container has written: %w", err)
		}
		list = append(list, l)
	}
	return list, nil
}

// copyLayer copies one of them.
func (i *instance) copyLayer(ctx context.Context, scratch *os.Root, name, to string) (l layerOf, err error) {
	dest, err := scratch.ReadFile(path.Join(name, layerDest))
	if err != nil {
		return l, err
	}
	l.Dest = string(dest)
	options := filetree.Options{Owners: os.Geteuid() == 0}
	from, err := scratch.Open(path.Join(name, layerUpper))
	if l.Overlay = err == nil; !l.Overlay {
		options.OneMount = true
		from, err = i.OpenFolder(ctx, l.Dest)
	}
	if err != nil {
		return l, err
	}
	defer from.Close()
	if err := os.Mkdir(to, 0o755); err != nil {
		return l, err
	}
	return l, filetree.Copy(descriptor(from), to, options)
}

// descriptor is the path of an open file.
func descriptor(f *os.File) string { return fmt.Sprintf("/proc/self/fd/%d", f.Fd()) }
