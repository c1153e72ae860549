package container

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"paddock/bindings"
	"paddock/bindings/container/filetree"
	"paddock/jsruntime"
)

// Snapshotter is an [Instance] whose folders can be copied.
type Snapshotter interface {
	// Snapshot copies a folder, by its absolute path in the container, to a path of the host where
	// nothing is yet. A folder that does not exist is os.ErrNotExist.
	Snapshot(ctx context.Context, dir, to string) error
}

// Freezer is an [Instance] whose files can be kept as an image.
type Freezer interface {
	// Freeze fills dir, an empty folder of the host, with all of the container's files, or with the
	// name of where they are kept, in the engine's own form. [Image].Snapshot brings them back in the
	// same engine. It gives their size in bytes.
	Freeze(ctx context.Context, dir string) (size int64, err error)
}

// Directory is a folder that an instance starts with.
type Directory struct {
	Source string // a folder of the host, of which the instance gets a copy; "": an empty one
	Dest   string // where the container sees it
}

// snapshot is what scripts know of a copied folder.
type snapshot struct {
	id, dir, name string
	size          int64 // bytes of its files
}

// snapshotID is the form of the names that snapshots get.
var snapshotID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// snapshotPath gives the folder of a snapshot in the state folder.
func (r *Resource) snapshotPath(id string) (string, error) {
	if !snapshotID.MatchString(id) {
		return "", fmt.Errorf("Invalid snapshot ID: %s", id) //nolint:staticcheck // the platform's words
	}
	return r.host.StateFile(path.Join("containers", "snapshots", id, "files"))
}

// snapshotDirectory copies a folder of the running container.
func (s *surface) snapshotDirectory(vm *jsruntime.VM, options jsruntime.Value) (jsruntime.Value, error) {
	d, err := readDictionary(vm, options, "snapshotDirectory", 1, "DirectorySnapshotOptions")
	if err != nil {
		return nil, err
	}
	if d.o == nil {
		return nil, noParameter("snapshotDirectory", 1, "DirectorySnapshotOptions")
	}
	r := s.life.current()
	if r == nil {
		return nil, notRunning("snapshotDirectory")
	}
	snap := snapshot{dir: d.text("dir"), name: d.text("name")}
	if !strings.HasPrefix(snap.dir, "/") {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "snapshotDirectory() requires an absolute directory path (starting with '/').")
	}
	return jsruntime.Async(vm, func(ctx context.Context) (snapshot, error) {
		return snap, s.life.copyFolder(ctx, r, &snap)
	}, func(vm *jsruntime.VM, snap snapshot) (jsruntime.Value, error) {
		o := vm.NewObject()
		err := errors.Join(o.Set("id", snap.id), o.Set("size", snap.size), o.Set("dir", snap.dir))
		if snap.name != "" {
			err = errors.Join(err, o.Set("name", snap.name))
		}
		return o, err
	}), nil
}

// copyFolder makes the copy and fills in its id and size.
func (l *life) copyFolder(ctx context.Context, r *run, snap *snapshot) error {
	select {
	case <-r.started:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	from, ok := r.inst.(Snapshotter)
	if !ok {
		return &bindings.Unsupported{Feature: "container.snapshotDirectory on this system"}
	}
	snap.id = newSnapshotID()
	to, err := l.resource.snapshotPath(snap.id)
	if err != nil {
		return err
	}
	if err := from.Snapshot(ctx, path.Clean(snap.dir), to); err != nil {
		_ = os.RemoveAll(filepath.Dir(to))
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("snapshotDirectory(): directory not found in container: %s", snap.dir)
		}
		return err
	}
	snap.size, err = filetree.Size(to)
	return err
}

// restore is a folder that start() was asked to bring back.
type restore struct {
	id   string // of a snapshot; "": an empty folder
	dest string
}

// readRestores reads the field directorySnapshots of start().
func readRestores(d dictionary) ([]restore, error) {
	v, ok := d.get("directorySnapshots")
	if !ok {
		return nil, nil
	}
	if !isArray(v) {
		return nil, d.wrong("directorySnapshots", "Array")
	}
	var list []restore
	var err error
	d.vm.Iterate(v, func(v jsruntime.Value) bool {
		if jsruntime.AsObject(v) == nil && !jsruntime.IsNullish(v) {
			err = jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for array element %d: the provided value is not of type 'DirectorySnapshotRestoreParams'.", len(list))
			return false
		}
		var r restore
		r, err = readRestore(d.vm, v)
		list = append(list, r)
		return err == nil
	})
	return list, err
}

func readRestore(vm *jsruntime.VM, v jsruntime.Value) (r restore, err error) {
	d := dictionary{vm, jsruntime.AsObject(v), "DirectorySnapshotRestoreParams"}
	snap, err := d.object("snapshot")
	if err != nil {
		return r, err
	}
	given := false
	if snap != nil {
		r.id, r.dest, given = vm.Text(field(snap, "id")), vm.Text(field(snap, "dir")), true
	}
	if mount, ok := d.get("mountPoint"); ok {
		r.dest, given = vm.Text(mount), true
	}
	if !given {
		return r, jsruntime.Errorf(jsruntime.PlainError, "Directory snapshot restore requires a mountPoint when no snapshot is given.")
	}
	r.dest, err = restorePath(r.dest)
	return r, err
}

// restorePath checks where a folder is to be brought back to, and cleans it.
func restorePath(to string) (string, error) {
	if !strings.HasPrefix(to, "/") {
		return "", jsruntime.Errorf(jsruntime.TypeError, "Directory snapshot restore path must be absolute. Got: %s", to)
	}
	depth := 0
	for part := range strings.SplitSeq(to, "/") {
		switch part {
		case "", ".":
		case "..":
			depth--
		default:
			depth++
		}
		if depth < 0 || strings.Contains(part, "\x00") {
			return "", jsruntime.Errorf(jsruntime.TypeError, "Directory snapshot restore path contains invalid components: %s", to)
		}
	}
	if depth == 0 {
		return "", jsruntime.Errorf(jsruntime.PlainError, "Directory snapshot cannot be restored to root directory.")
	}
	return path.Clean(to), nil
}

// directories finds the copies of what is to be brought back.
func (r *Resource) directories(list []restore) ([]Directory, error) {
	var dirs []Directory
	for _, x := range list {
		d := Directory{Dest: x.dest}
		if x.id != "" {
			var err error
			if d.Source, err = r.snapshotPath(x.id); err != nil {
				return nil, err
			}
			if _, err := os.Stat(d.Source); err != nil {
				return nil, fmt.Errorf("Snapshot '%s' does not exist", x.id) //nolint:staticcheck // the platform's words
			}
		}
		dirs = append(dirs, d)
	}
	return dirs, nil
}
