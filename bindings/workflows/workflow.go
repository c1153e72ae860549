package workflows

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"paddock/bindings"
	"paddock/bindings/store"
)

// workflow is one workflow: the instances of a name. It is safe for concurrent use.
type workflow struct {
	name string
	host bindings.Host

	mu     sync.Mutex // guards the rest
	config config
	open   map[string]*instance // by object id: those that run or that somebody looks at
}

// configure takes in how a Worker declares the workflow. Where several do, the one that has the class
// decides.
func (w *workflow) configure(c config) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.config.class == "" || c.local {
		w.config = c
	}
}

// configured gives the configuration of now.
func (w *workflow) configured() config {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.config
}

// folder is the class of the local platform's objects that stand for instances.
func (w *workflow) folder() string { return "miniflare-workflows-" + w.name }

// object is the id of the object that stands for an instance.
func (w *workflow) object(id string) string { return store.ObjectID(w.folder(), id) }

func (w *workflow) path(object string) (string, error) {
	return w.host.StateFile(filepath.Join("workflows", w.folder(), object+".sqlite"))
}

// errNotFound is the error for an instance that was never created.
var errNotFound = errors.New("instance.not_found")

// use gives an instance to f. Unless create is set it must exist.
func (w *workflow) use(object string, create bool, f func(*instance) error) error {
	i, err := w.acquire(object, create)
	if err != nil {
		return err
	}
	err = f(i)
	return errors.Join(err, w.release(i))
}

// find gives the instance of an id to f, or errNotFound.
func (w *workflow) find(id string, f func(*instance) error) error {
	return w.use(w.object(id), false, func(i *instance) error {
		if err := i.exists(); err != nil {
			return err
		}
		return f(i)
	})
}

func (w *workflow) acquire(object string, create bool) (*instance, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i, ok := w.open[object]; ok {
		i.users++
		return i, nil
	}
	path, err := w.path(object)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); err != nil && !create {
		return nil, errNotFound
	}
	j, err := openJournal(path)
	if err != nil {
		return nil, err
	}
	i := &instance{flow: w, object: object, path: path, users: 1, journal: j, events: map[string][]event{}}
	if err := i.restore(); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	w.open[object] = i
	return i, nil
}

// release gives an instance back: the last to do so closes its file.
func (w *workflow) release(i *instance) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i.users--; i.users > 0 {
		return nil
	}
	delete(w.open, i.object)
	err := i.journal.Close()
	if i.deleted {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if gone := os.Remove(i.path + suffix); gone != nil && !errors.Is(gone, os.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}
	return err
}

// continueAll begins the runs again that an earlier session has left.
func (w *workflow) continueAll() error { return w.each((*instance).carryOn) }

// each gives every instance that has a file to f, whether it has been created or not.
func (w *workflow) each(f func(*instance) error) error {
	sample, err := w.path("x")
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Dir(sample))
	if err != nil {
		return fmt.Errorf("look for instances of workflow %q: %w", w.name, err)
	}
	for _, e := range entries {
		object, ok := strings.CutSuffix(e.Name(), ".sqlite")
		if !ok || object == "metadata" {
			continue
		}
		if err := w.use(object, false, f); err != nil && !errors.Is(err, errNotFound) { // deleted meanwhile
			return fmt.Errorf("open %s: %w", filepath.Join(filepath.Dir(sample), e.Name()), err)
		}
	}
	return nil
}

// background runs what belongs to an instance, which is in use until it ends.
func (w *workflow) background(i *instance, run func(ctx context.Context)) {
	w.mu.Lock()
	i.users++
	w.mu.Unlock()
	w.host.Background(func(ctx context.Context) {
		run(ctx)
		if err := w.release(i); err != nil {
			w.host.Log().Error("close workflow instance", "workflow", w.name, "error", err)
		}
	})
}

// encodeState writes a status as V8's serializer writes a small integer.
func encodeState(s state) []byte {
	return binary.AppendUvarint([]byte{0xff, 0x0f, 'I'}, uint64(s)<<1)
}

// decodeState reads one; what is none is queued.
func decodeState(data []byte) state {
	if len(data) < 4 || data[0] != 0xff || data[2] != 'I' {
		return queued
	}
	n, _ := binary.Uvarint(data[3:])
	return state(n >> 1)
}
