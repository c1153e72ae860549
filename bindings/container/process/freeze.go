package process

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"paddock/bindings"
	"paddock/bindings/container"
	"paddock/bindings/container/filetree"
)

// A snapshot is a folder with what the container has written, in layers of which each has the folder of
// its number, and what the layers lie on: a Dockerfile or a reference, and folders of snapshots. The
// host's files and the build context are not kept: they are as they are when the container starts again.
const (
	frozenFile   = "process.json"
	frozenLayers = "layers"
)

// frozen is what frozenFile holds.
type frozen struct {
	Image       container.Image
	Directories []container.Directory
	// Beside says that there is one layer, with all files that a folder beside the host's has: the link
	// had no mount namespace.
	Beside bool
	Layers []layerOf
}

// layerOf is one layer.
type layerOf struct {
	Dest    string // where it lies in the container
	Overlay bool   // it lies over what the host or the build context has there
}

var _ container.Freezer = (*instance)(nil)

// Freeze implements [container.Freezer]. The size is that of what the container has written.
func (i *instance) Freeze(ctx context.Context, dir string) (size int64, err error) {
	if i.base == nil {
		return 0, &bindings.Unsupported{Feature: "container.snapshotContainer of a command on the host's own files"}
	}
	f, to := *i.base, filepath.Join(dir, frozenLayers)
	if err := os.Mkdir(to, 0o755); err != nil {
		return 0, err
	}
	if tree := i.beside.tree; tree != nil {
		f.Beside, f.Layers = true, []layerOf{{Dest: "/"}}
		err = copyTo(filepath.Join(to, "0"), placement{Source: tree.root, Dir: true})
	} else {
		f.Layers, err = i.copyLayers(ctx, to)
	}
	if err != nil {
		return 0, err
	}
	text, err := json.Marshal(f)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, frozenFile), text, 0o644)
	}
	if err != nil {
		return 0, err
	}
	return filetree.Size(to)
}

// readFrozen reads what Freeze has written.
func readFrozen(dir string) (*frozen, error) {
	text, err := os.ReadFile(filepath.Join(dir, frozenFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: the snapshot is another engine's", container.ErrUnfit)
	}
	var f frozen
	if err == nil {
		err = json.Unmarshal(text, &f)
	}
	if err != nil {
		return nil, fmt.Errorf("read snapshot: %w", err)
	}
	return &f, nil
}

// thaw has the files begin with what the snapshot in a folder holds.
func (f *imageFiles) thaw(dir string, from *frozen) error {
	snapshot, err := filepath.Abs(filepath.Join(dir, frozenLayers))
	f.Snapshot, f.Layers = snapshot, from.Layers
	return err
}

// over gives the folders of a snapshot's base, but for those in whose place others come.
func over(base, others []container.Directory) []container.Directory {
	kept := slices.DeleteFunc(slices.Clone(base), func(d container.Directory) bool {
		return slices.ContainsFunc(others, func(o container.Directory) bool { return o.Dest == d.Dest })
	})
	return append(kept, others...)
}

// errOtherLink is why a snapshot cannot be brought back on a link.
func errOtherLink(name string) error {
	return fmt.Errorf("start %s: the snapshot was made on an egress link of another kind; name that with --egress", name)
}
