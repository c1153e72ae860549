package image

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Draft is a layer that is being made over others. It gets its place in the store by [Draft.Commit];
// until then it is a folder of its own, which [Draft.Discard] removes.
type Draft struct {
	store   *Store
	key     string
	scratch string
	discard func()
	unlock  func()
	tree    *Tree // the layers below and the draft
	owners  owners
}

// Meta is what a file has beside its contents.
type Meta struct {
	Mode     fs.FileMode // permissions with setuid, setgid and sticky; the type is ignored
	UID, GID int         // as containers have it; kept in a store of root or with Users
	Modified time.Time   // zero: now
	// Attributes is a file of this machine whose extended attributes are taken over; "": none.
	Attributes string
}

// Made returns the layer that was committed under a key, if there is one.
func (s *Store) Made(key string) (dir string, ok bool) {
	dir = s.layerDir(key)
	s.useLayer(dir)
	return dir, exists(dir)
}

// Draft begins a layer over others, lowest first, that will be known by the key. It waits for others
// who make the same layer; if one of them has made it meanwhile, the draft is nil.
func (s *Store) Draft(ctx context.Context, key string, below []string) (*Draft, error) {
	unlock, err := s.lock(ctx, "layer-"+key)
	if err != nil {
		return nil, err
	}
	if _, ok := s.Made(key); ok {
		unlock()
		return nil, nil
	}
	return s.draft(key, below, unlock)
}

// Within is a draft in the folder [Draft.Upper] of another process's, which alone commits or discards it.
// It is for the root of the containers, to whom all of their files are open.
func Within(upper string, below []string) *Draft {
	return &Draft{
		store: &Store{}, scratch: filepath.Dir(upper), discard: func() {}, unlock: func() {}, owners: owners{},
		tree: NewTree(append(below[:len(below):len(below)], upper)),
	}
}

// Temporary is a draft that will be discarded.
func (s *Store) Temporary() (*Draft, error) { return s.draft("", nil, func() {}) }

func (s *Store) draft(key string, below []string, unlock func()) (*Draft, error) {
	scratch, discard, err := s.scratch()
	if err != nil {
		unlock()
		return nil, err
	}
	d := &Draft{store: s, key: key, scratch: scratch, discard: discard, unlock: unlock, owners: owners{}}
	for _, dir := range []string{d.Upper(), d.Work()} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			d.Discard()
			return nil, err
		}
	}
	d.tree = NewTree(append(below[:len(below):len(below)], d.Upper()))
	if err := d.likeBelow("/", d.Upper()); err != nil {
		d.Discard()
		return nil, err
	}
	return d, nil
}

// Upper is the folder of the layer's files, in overlayfs's own form.
func (d *Draft) Upper() string { return filepath.Join(d.scratch, "fs") }

// Work is an empty folder on the same file system, which overlayfs needs.
func (d *Draft) Work() string { return filepath.Join(d.scratch, "work") }

// Aside is a folder beside the layer, for what does not come into it. It goes with the draft.
func (d *Draft) Aside() (string, error) {
	dir := filepath.Join(d.scratch, "aside")
	return dir, os.MkdirAll(dir, 0o700)
}

// Tree reads the files below with those of the draft over them.
func (d *Draft) Tree() *Tree { return d.tree }

// Commit keeps the layer under its key.
func (d *Draft) Commit(ctx context.Context) (dir string, err error) {
	if err := d.store.give(ctx, d.Upper(), d.owners); err != nil {
		return "", fmt.Errorf("keep layer: %w", err)
	}
	for _, dir := range []string{d.Work(), filepath.Join(d.scratch, "aside")} {
		if err := d.store.removeAll(dir); err != nil {
			return "", fmt.Errorf("keep layer: %w", err)
		}
	}
	if err := d.store.commit(d.scratch, d.key); err != nil {
		return "", err
	}
	return d.store.layerDir(d.key), nil
}

// Discard removes what was not committed. It must be called once, in every case.
func (d *Draft) Discard() {
	d.discard()
	d.unlock()
}

// likeBelow gives a folder of the draft what it has in the layers below, because the upper one of two
// folders decides.
func (d *Draft) likeBelow(name, dir string) error {
	below := &Tree{roots: d.tree.roots[1:]}
	e, err := below.Lookup(name)
	if err != nil || !e.IsDir() || e.Sys() == nil {
		return nil
	}
	return d.set(dir, d.store.MetaOf(e))
}

// Folder makes a folder and those above it where they are missing; new ones get m. It returns the
// folder's name, through no link.
func (d *Draft) Folder(name string, m Meta) (string, error) {
	at := "/"
	for _, part := range parts(name) {
		next, err := d.tree.Resolve(path.Join(at, part))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			if at, err = d.newFolder(at, part, m); err != nil {
				return "", err
			}
			continue
		case err != nil:
			return "", err
		case !next.IsDir():
			return "", &fs.PathError{Op: "make folder", Path: path.Join(at, part), Err: errors.New("it is a file")}
		}
		at = next.Name
	}
	return at, nil
}

// newFolder makes a folder in one that exists. A link that leads nowhere stands in its way.
func (d *Draft) newFolder(at, part string, m Meta) (string, error) {
	name := path.Join(at, part)
	if link, err := d.tree.Lookup(name); err == nil {
		return "", fmt.Errorf("make folder %s: it is a link that leads nowhere", link.Name)
	}
	if err := d.clear(name); err != nil {
		return "", err
	}
	dir := filepath.Join(d.Upper(), filepath.FromSlash(name))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	return name, d.set(dir, m)
}

// clear makes room for a name that is no folder: what holds it is in the draft, and what the draft
// itself has under that name is gone.
func (d *Draft) clear(name string) error {
	if err := d.up(path.Dir(name)); err != nil {
		return err
	}
	err := os.Remove(filepath.Join(d.Upper(), filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// up makes the folders on the way to a folder of the layers below part of the draft.
func (d *Draft) up(name string) error {
	dir := filepath.Join(d.Upper(), filepath.FromSlash(name))
	if exists(dir) {
		return nil
	}
	if err := d.up(path.Dir(name)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return d.likeBelow(name, dir)
}

// place finds where name, whose folder exists, lies on this machine, and makes room for it there.
func (d *Draft) place(name string) (string, error) {
	dir, err := d.tree.Resolve(path.Dir(name))
	if err != nil {
		return "", err
	}
	name = path.Join(dir.Name, path.Base(name))
	old, err := d.tree.Lookup(name)
	switch {
	case err == nil && old.IsDir():
		return "", &fs.PathError{Op: "write", Path: name, Err: errors.New("it is a folder")}
	case errors.Is(err, fs.ErrPermission):
		return "", err
	}
	if err := d.clear(name); err != nil {
		return "", err
	}
	return filepath.Join(d.Upper(), filepath.FromSlash(name)), nil
}

// File writes a file, whose folder exists, in place of what is there. A folder stays and is an error.
func (d *Draft) File(name string, contents io.Reader, m Meta) error {
	file, err := d.place(name)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, contents); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return d.set(file, m)
}

// Link writes a symbolic link, as [Draft.File] writes a file.
func (d *Draft) Link(name, target string, m Meta) error {
	file, err := d.place(name)
	if err != nil {
		return err
	}
	if err := os.Symlink(target, file); err != nil {
		return err
	}
	d.note(file, m, fs.ModeSymlink)
	return d.store.own(file, m)
}

// Describe sets what a folder of the draft has beside its contents.
func (d *Draft) Describe(name string, m Meta) error {
	if err := d.up(name); err != nil {
		return err
	}
	return d.set(filepath.Join(d.Upper(), filepath.FromSlash(name)), m)
}

// set gives a file or folder of the draft, not a link, what m says.
func (d *Draft) set(file string, m Meta) error {
	d.note(file, m, m.Mode&^fs.ModeType)
	return d.store.set(file, m)
}

// note notes who the file is to be given to in the end.
func (d *Draft) note(file string, m Meta, mode fs.FileMode) {
	if name, err := filepath.Rel(d.Upper(), file); err == nil {
		d.owners.note(filepath.ToSlash(name), m.UID, m.GID, mode)
	}
}

// set gives a file or folder, not a link, what m says.
func (s *Store) set(file string, m Meta) error {
	if err := s.own(file, m); err != nil {
		return err
	}
	if m.Attributes != "" {
		if err := copyAttributes(m.Attributes, file); err != nil {
			return err
		}
	}
	if err := os.Chmod(file, m.Mode&(fs.ModePerm|fs.ModeSetuid|fs.ModeSetgid|fs.ModeSticky)); err != nil {
		return err
	}
	if m.Modified.IsZero() {
		return nil
	}
	return os.Chtimes(file, m.Modified, m.Modified)
}

// own gives a file its owner where this process can.
func (s *Store) own(file string, m Meta) error {
	if !s.isRoot() {
		return nil
	}
	return os.Lchown(file, m.UID, m.GID)
}

// parts are the names of a path, cleaned.
func parts(name string) []string {
	clean := strings.Trim(path.Clean("/"+name), "/")
	if clean == "" {
		return nil
	}
	return strings.Split(clean, "/")
}
