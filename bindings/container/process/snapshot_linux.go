package process

import (
	"context"
	"fmt"
	"os"

	"paddock/bindings/container"
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
		source = fmt.Sprintf("/proc/self/fd/%d", f.Fd())
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
	// The slash at the end makes a link be followed.
	return copyTo(to, placement{Source: source + "/", Dir: true})
}
