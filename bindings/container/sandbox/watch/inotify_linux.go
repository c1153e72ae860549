package watch

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"paddock/bindings/container/sandbox"
)

// errRootGone says that what was watched is there no more.
var errRootGone = errors.New("what was watched has gone")

// kinds are the names of events, in the order in which they are looked for.
var kinds = []struct {
	mask uint32
	name string
}{
	{unix.IN_CREATE, "create"}, {unix.IN_MODIFY, "modify"}, {unix.IN_DELETE, "delete"},
	{unix.IN_MOVED_FROM, "move_from"}, {unix.IN_MOVED_TO, "move_to"}, {unix.IN_ATTRIB, "attrib"},
}

// inotify watches a file, a folder, or all below it.
type inotify struct {
	file      *os.File
	fd        int
	shown     string // the root, as the client names it
	root      string // where it lies
	recursive bool
	filter    filter
	events    []string
	places    map[int32]string // of watches
	buffer    []byte
}

// newInotify begins to watch.
func newInotify(r sandbox.WatchFiles, place string) (*inotify, error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, err
	}
	n := &inotify{
		file: os.NewFile(uintptr(fd), "inotify"), fd: fd, shown: r.Path, root: place, recursive: r.Recursive,
		filter: newFilter(r), events: r.Events, places: map[int32]string{}, buffer: make([]byte, 64<<10),
	}
	if err := n.add(place, nil); err != nil {
		n.file.Close()
		return nil, err
	}
	return n, nil
}

func (n *inotify) close() { n.file.Close() }

// add watches a file or folder, and the folders below it; found is told of what they hold.
func (n *inotify) add(place string, found func(path string, dir bool)) error {
	const mask = unix.IN_CREATE | unix.IN_MODIFY | unix.IN_DELETE | unix.IN_MOVED_FROM | unix.IN_MOVED_TO | unix.IN_ATTRIB
	return filepath.WalkDir(place, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if path == n.root {
				return err
			}
			return nil // it has gone meanwhile, or may not be read
		}
		if path != place && n.filter.excludes(n.name(path)) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if path != place && found != nil {
			found(path, d.IsDir())
		}
		if path != n.root && !d.IsDir() {
			return nil
		}
		wd, err := unix.InotifyAddWatch(n.fd, path, mask)
		switch {
		case errors.Is(err, unix.ENOSPC):
			return fmt.Errorf("the limit of inotify watches is reached; see fs.inotify.max_user_watches")
		case err != nil && path == n.root:
			return &fs.PathError{Op: "watch", Path: path, Err: err}
		case err == nil:
			n.places[int32(wd)] = path
		}
		if path != place && !n.recursive || path == place && !n.recursive && place == n.root && d.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
}

// name is how the client names a place.
func (n *inotify) name(place string) string { return n.shown + strings.TrimPrefix(place, n.root) }

// read waits for events.
func (n *inotify) read() ([]sandbox.WatchEvent, error) {
	size, err := n.file.Read(n.buffer)
	if err != nil {
		return nil, err
	}
	var events []sandbox.WatchEvent
	for b := n.buffer[:size]; len(b) >= unix.SizeofInotifyEvent; {
		wd, mask := int32(binary.NativeEndian.Uint32(b)), binary.NativeEndian.Uint32(b[4:])
		end := unix.SizeofInotifyEvent + int(binary.NativeEndian.Uint32(b[12:]))
		name := string(bytes.TrimRight(b[unix.SizeofInotifyEvent:end], "\x00"))
		b = b[end:]
		place, known := n.places[wd]
		if mask&unix.IN_IGNORED != 0 {
			delete(n.places, wd)
			if place == n.root {
				return events, errRootGone
			}
			continue
		}
		if !known {
			continue
		}
		if name != "" {
			place = filepath.Join(place, name)
		}
		events = n.notice(events, place, mask)
	}
	return events, nil
}

// notice adds an event, and those of what a new folder holds already.
func (n *inotify) notice(events []sandbox.WatchEvent, place string, mask uint32) []sandbox.WatchEvent {
	dir := mask&unix.IN_ISDIR != 0
	for _, k := range kinds {
		if mask&k.mask != 0 {
			events = n.event(events, k.name, place, dir)
			break
		}
	}
	if dir && n.recursive && mask&(unix.IN_CREATE|unix.IN_MOVED_TO) != 0 && !n.filter.excludes(n.name(place)) {
		_ = n.add(place, func(path string, dir bool) { events = n.event(events, "create", path, dir) })
	}
	return events
}

func (n *inotify) event(events []sandbox.WatchEvent, kind, place string, dir bool) []sandbox.WatchEvent {
	path := n.name(place)
	if !slices.Contains(n.events, kind) || !n.filter.wants(path) {
		return events
	}
	return append(events, sandbox.WatchEvent{Type: "event", EventType: kind, Path: path, IsDirectory: &dir, Timestamp: sandbox.Now()})
}
