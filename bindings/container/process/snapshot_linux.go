package process

import (
	"context"
	"os"

	"paddock/bindings/container"
	"paddock/bindings/container/filetree"
)

var _ container.Snapshotter = (*instance)(nil)

// Snapshot implements [container.Snapshotter].
func (i *instance) Snapshot(ctx context.Context, dir, to string) error {
	source := i.beside.dir(dir)
	if link, _ := i.Link(); hasNamespaces(link) {
		f, err := i.OpenFolder(ctx, dir)
		if err != nil {
			return err
		}
		defer f.Close()
		source = descriptor(f)
	}
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return &os.PathError{Op: "open", Path: dir, Err: os.ErrNotExist}
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	return filetree.Copy(source, to, filetree.Options{Owners: os.Geteuid() == 0})
}
