package process

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"

	"paddock/bindings/container/filetree"
)

// layersFD is where the init stage of a container that stands in for an image has its layers open.
// Nothing else is that high when it is set up.
const layersFD = 63

// layersPlace is how the init stage finds them.
const layersPlace = "/proc/self/fd/63"

// layers are what a container writes: the upper layers of its overlays, each in a numbered folder of one
// file system in memory, and folders that lie in memory altogether.
type layers struct {
	scratch string // where that file system is mounted, until the files are set up
	from    string // a snapshot's folder, with what the layers begin with; "": they are empty
	begin   []layerOf
	count   int
	placed  []bool // of begin: what has been brought back
}

// The parts of a layer's folder. A layer that has no upper folder lies in memory altogether.
const (
	layerUpper = "upper"
	layerWork  = "work"
	layerDest  = "dest" // a file with Dest
)

// open mounts the file system of the layers at a folder.
func (l *layers) open(scratch string) error {
	l.scratch, l.placed = scratch, make([]bool, len(l.begin))
	if err := os.MkdirAll(scratch, 0o755); err != nil {
		return err
	}
	return mountTmp(scratch, "755")
}

// close lets go of it; the overlays go on holding it. With keep it stays open for [instance.Freeze].
func (l *layers) close(keep bool) error {
	if keep {
		fd, err := unix.Open(l.scratch, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		if err := unix.Dup3(fd, layersFD, unix.O_CLOEXEC); err != nil {
			return err
		}
	}
	return unix.Unmount(l.scratch, unix.MNT_DETACH)
}

// add makes the folder of the next layer.
func (l *layers) add(dest string) (folder string, err error) {
	folder = filepath.Join(l.scratch, strconv.Itoa(l.count))
	l.count++
	if err := os.Mkdir(folder, 0o755); err != nil {
		return "", err
	}
	return folder, os.WriteFile(filepath.Join(folder, layerDest), []byte(dest), 0o644)
}

// overlay mounts lower at dest, with a layer on top that may be written to. fill, if any, puts files
// into it first, after those of the snapshot.
func (l *layers) overlay(dest, lower string, fill func(upper string) error) error {
	folder, err := l.add(dest)
	if err != nil {
		return err
	}
	upper, work := filepath.Join(folder, layerUpper), filepath.Join(folder, layerWork)
	for _, dir := range []string{upper, work} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return err
		}
	}
	if err := l.bringBack(dest, true, upper); err != nil {
		return err
	}
	if fill != nil {
		if err := fill(upper); err != nil {
			return err
		}
	}
	options := "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work
	err = unix.Mount("overlay", dest, "overlay", 0, options+",userxattr")
	if err != nil {
		err = unix.Mount("overlay", dest, "overlay", 0, options)
	}
	if err != nil {
		_ = os.RemoveAll(folder)
	}
	return err
}

// memory notes a folder that lies in memory altogether.
func (l *layers) memory(dest string) error {
	_, err := l.add(dest)
	return err
}

// bringBack copies to a folder what the snapshot has of a layer, if it has something.
func (l *layers) bringBack(dest string, overlay bool, to string) error {
	for n, b := range l.begin {
		if b.Dest != dest || b.Overlay != overlay || l.placed[n] {
			continue
		}
		l.placed[n] = true
		if err := filetree.Copy(filepath.Join(l.from, strconv.Itoa(n)), to, filetree.Options{Owners: os.Geteuid() == 0}); err != nil {
			return fmt.Errorf("bring back %s: %w", dest, err)
		}
	}
	return nil
}

// bringBackRest copies what lay in memory, and what had a layer that it has no more, to its place.
func (l *layers) bringBackRest(own *owned) error {
	for n, b := range l.begin {
		if l.placed[n] {
			continue
		}
		if err := own.folder(b.Dest); err != nil {
			return fmt.Errorf("bring back %s: %w", b.Dest, err)
		}
		if err := l.bringBack(b.Dest, b.Overlay, b.Dest); err != nil {
			return err
		}
	}
	return nil
}
