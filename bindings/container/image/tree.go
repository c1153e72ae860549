package image

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Tree reads the files of layers as a container would see them, without mounting anything. Links lead
// where they would in the container and never out of the layers.
type Tree struct {
	roots  []string // uppermost first
	strict bool
}

// ErrOutside is the error of names and links that lead out of a tree of [NewFolder].
var ErrOutside = errors.New("it leads out of the folder")

// NewTree is a tree of the layers, lowest first.
func NewTree(layers []string) *Tree {
	roots := slices.Clone(layers)
	slices.Reverse(roots)
	return &Tree{roots: roots}
}

// NewFolder is a tree of one folder of this machine. What leads out of it is an error there, because
// links in it were not made for a container.
func NewFolder(dir string) *Tree { return &Tree{[]string{dir}, true} }

// Entry is one file, folder or link of a tree.
type Entry struct {
	Name string // absolute in the tree, through no link
	Path string // where it lies on this machine
	fs.FileInfo

	dirs []string // of a folder: those that lie over one another, uppermost first
}

// Lookup finds a name. Links on the way are followed, the name itself is not if it is one. The error
// of a name that is not there is fs.ErrNotExist.
func (t *Tree) Lookup(name string) (Entry, error) { return t.find(name, false) }

// Resolve finds a name and follows it if it is a link.
func (t *Tree) Resolve(name string) (Entry, error) { return t.find(name, true) }

func (t *Tree) find(name string, follow bool) (Entry, error) {
	root, err := t.root()
	if err != nil {
		return Entry{}, err
	}
	way, todo, links := []Entry{root}, strings.Split(name, "/"), 0
	for len(todo) > 0 {
		part := todo[0]
		todo = todo[1:]
		at := way[len(way)-1]
		switch {
		case part == "" || part == ".":
			continue
		case part == "..":
			if t.strict && len(way) == 1 {
				return Entry{}, &fs.PathError{Op: "open", Path: name, Err: ErrOutside}
			}
			way = way[:max(1, len(way)-1)]
			continue
		case !at.IsDir():
			return Entry{}, notThere(name)
		}
		next, err := at.child(part)
		if err != nil {
			return Entry{}, err
		}
		last := !slices.ContainsFunc(todo, func(s string) bool { return s != "" && s != "." })
		if next.Mode()&fs.ModeSymlink == 0 || last && !follow {
			way = append(way, next)
			continue
		}
		if links++; links > maxLinks {
			return Entry{}, &fs.PathError{Op: "open", Path: name, Err: errors.New("too many links")}
		}
		target, err := os.Readlink(next.Path)
		if err != nil {
			return Entry{}, err
		}
		if path.IsAbs(target) {
			if t.strict {
				return Entry{}, &fs.PathError{Op: "open", Path: name, Err: ErrOutside}
			}
			way = way[:1]
		}
		todo = append(strings.Split(target, "/"), todo...)
	}
	return way[len(way)-1], nil
}

// ReadDir lists a folder, sorted by name.
func (t *Tree) ReadDir(name string) ([]Entry, error) {
	dir, err := t.Resolve(name)
	if err != nil {
		return nil, err
	}
	return dir.List()
}

// ReadFile reads a file.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	file, err := t.Resolve(name)
	if err != nil {
		return nil, err
	}
	if !file.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: it is no file", name)
	}
	return os.ReadFile(file.Path)
}

func (t *Tree) root() (Entry, error) {
	e := Entry{Name: "/"}
	for _, root := range t.roots {
		info, err := os.Lstat(root)
		if err != nil {
			return Entry{}, err
		}
		if e.add(root, info) {
			break
		}
	}
	if e.FileInfo == nil {
		return Entry{Name: "/", FileInfo: emptyRoot{}}, nil
	}
	return e, nil
}

// child finds a name in the folder.
func (e Entry) child(name string) (Entry, error) {
	found := Entry{Name: path.Join(e.Name, name)}
	for _, dir := range e.dirs {
		file := filepath.Join(dir, name)
		info, err := os.Lstat(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return Entry{}, err
		}
		if isWhiteout(info) || found.FileInfo != nil && !info.IsDir() {
			break // what is below is hidden
		}
		if found.add(file, info) {
			break
		}
	}
	if found.FileInfo == nil {
		return Entry{}, notThere(found.Name)
	}
	return found, nil
}

// add puts what a lower layer has below what was found. done says that nothing lower counts.
func (e *Entry) add(file string, info fs.FileInfo) (done bool) {
	if e.FileInfo == nil {
		e.Path, e.FileInfo = file, info
	}
	if !info.IsDir() {
		return true
	}
	e.dirs = append(e.dirs, file)
	return isOpaque(file)
}

// List lists the folder, sorted by name.
func (e Entry) List() ([]Entry, error) {
	if !e.IsDir() {
		return nil, &fs.PathError{Op: "list", Path: e.Name, Err: errors.New("not a folder")}
	}
	var names []string
	for _, dir := range e.dirs {
		list, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			names = append(names, d.Name())
		}
	}
	slices.Sort(names)
	var out []Entry
	for _, name := range slices.Compact(names) {
		child, err := e.child(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a layer removes it
		}
		if err != nil {
			return nil, err
		}
		out = append(out, child)
	}
	return out, nil
}

func notThere(name string) error {
	return &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
