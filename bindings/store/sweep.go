package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A folder of blobs that is being written to holds this file, which every writer shares. Where
// it is found without a living holder a process was killed, perhaps between a blob and the row
// that names it.
const markName = ".paddock-writing"

// tempPrefix begins the names of blobs that are not whole yet.
const tempPrefix = ".tmp-"

// Mark implements [bindings.Blobs].
func (b *Blobs) Mark() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.marked != nil {
		return nil
	}
	var err error
	b.marked, err = share(filepath.Join(b.dir, markName))
	return err
}

// Sweep removes the blobs that a killed process left without a row; live gives the names of
// those that have one. Call it before the first Write. It does nothing when the last writers
// ended well or are still at work, and when it was called before.
func (b *Blobs) Sweep(live func() ([]string, error)) error {
	b.sweeping.Do(func() { b.swept = b.sweep(live) })
	return b.swept
}

func (b *Blobs) sweep(live func() ([]string, error)) error {
	path := filepath.Join(b.dir, markName)
	mark, err := claim(path)
	if mark == nil || err != nil {
		return err
	}
	defer mark.Close()
	names, err := live()
	if err != nil {
		return err
	}
	if err := b.removeOthers(names); err != nil {
		return err
	}
	return os.Remove(path)
}

// removeOthers removes all blobs but those named.
func (b *Blobs) removeOthers(names []string) error {
	keep := make(map[string]bool, len(names))
	for _, name := range names {
		keep[name] = true
	}
	files, err := os.ReadDir(b.dir)
	if err != nil {
		return fmt.Errorf("list blobs: %w", err)
	}
	var orphans []string
	for _, file := range files {
		name := file.Name()
		if !keep[name] && (strings.HasPrefix(name, tempPrefix) || isBlob(name)) {
			orphans = append(orphans, name)
		}
	}
	removed := b.teller.begin("Removing files of values that a killed session left", len(orphans))
	for _, name := range orphans {
		err = errors.Join(err, b.Remove(name))
		removed.add(1)
	}
	return err
}

// isBlob reports whether a file's name is that of a blob: nothing else is ever removed.
func isBlob(name string) bool {
	return len(name) == 80 && strings.Trim(name, "0123456789abcdef") == ""
}

// close lets go of the folder.
func (b *Blobs) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.marked == nil {
		return nil
	}
	var err error
	if alone(b.marked) {
		err = os.Remove(b.marked.Name())
	}
	err = errors.Join(err, b.marked.Close())
	b.marked = nil
	return err
}
