package container

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"paddock/bindings"
	"paddock/jsruntime"
)

// frozen is what is kept with the files of a container.
type frozen struct {
	Image string // the reference that it was started from
}

// frozenFile is where it lies in the folder of a snapshot, beside the engine's own files.
const frozenFile = "container.json"

// snapshotContainer keeps the files of the running container.
func (s *surface) snapshotContainer(vm *jsruntime.VM, options jsruntime.Value) (jsruntime.Value, error) {
	d, err := readDictionary(vm, options, "snapshotContainer", 1, "SnapshotOptions")
	if err != nil {
		return nil, err
	}
	r := s.life.current()
	if r == nil {
		return nil, notRunning("snapshotContainer")
	}
	snap := snapshot{name: d.text("name")}
	return jsruntime.Async(vm, func(ctx context.Context) (snapshot, error) {
		return snap, s.life.freeze(ctx, r, &snap)
	}, func(vm *jsruntime.VM, snap snapshot) (jsruntime.Value, error) {
		o := vm.NewObject()
		err := errors.Join(o.Set("id", snap.id), o.Set("size", snap.size))
		if snap.name != "" {
			err = errors.Join(err, o.Set("name", snap.name))
		}
		return o, err
	}), nil
}

// freeze keeps the files and fills in the id and the size.
func (l *life) freeze(ctx context.Context, r *run, snap *snapshot) error {
	select {
	case <-r.started:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	from, ok := r.inst.(Freezer)
	if !ok {
		return &bindings.Unsupported{Feature: "container.snapshotContainer by this engine"}
	}
	snap.id = newSnapshotID()
	dir, err := l.resource.frozenPath(snap.id)
	if err != nil {
		return err
	}
	if err = os.MkdirAll(dir, 0o755); err == nil {
		snap.size, err = from.Freeze(ctx, dir)
	}
	text, _ := json.Marshal(frozen{Image: r.image}) // strings alone
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, frozenFile), text, 0o644)
	}
	if err != nil {
		_ = os.RemoveAll(filepath.Dir(dir))
	}
	return err
}

// newSnapshotID gives a name for what is kept.
func newSnapshotID() string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return fmt.Sprintf("%x", random)
}

// frozenPath gives the folder of a container's snapshot in the state folder.
func (r *Resource) frozenPath(id string) (string, error) {
	if !snapshotID.MatchString(id) {
		return "", fmt.Errorf("Invalid snapshot ID: %s", id) //nolint:staticcheck // the platform's words
	}
	return r.host.StateFile(path.Join("containers", "snapshots", id, "container"))
}

// thaw finds the snapshot that start() was asked for.
func (r *Resource) thaw(id string) (Image, frozen, error) {
	var f frozen
	dir, err := r.frozenPath(id)
	if err != nil {
		return Image{}, f, err
	}
	text, err := os.ReadFile(filepath.Join(dir, frozenFile))
	if err != nil {
		return Image{}, f, fmt.Errorf("Snapshot '%s' does not exist", id) //nolint:staticcheck // the platform's words
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return Image{}, f, fmt.Errorf("read snapshot %s: %w", id, err)
	}
	return Image{Snapshot: dir}, f, nil
}

// readFrozen reads the field containerSnapshot of start(): the id, "" when it is not there.
func readFrozen(d dictionary) (string, error) {
	v, ok := d.get("containerSnapshot")
	if !ok {
		return "", nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		return "", d.wrong("containerSnapshot", "SnapshotRestoreParams")
	}
	id := d.vm.Text(field(o, "id"))
	if id == "" {
		return "", jsruntime.Errorf(jsruntime.TypeError, "Container snapshot ID cannot be empty.")
	}
	return id, nil
}
