package image

import (
	"context"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// Users are those of the containers that a store is for, where this process is not root but has ranges
// of other users set aside for it.
type Users interface {
	// Inside gives the numbers by which containers know an owner.
	Inside(uid, gid int) (insideUID, insideGID int)
	// Own gives files of a folder to users of containers. What those do not have is left out.
	Own(ctx context.Context, dir string, owners []Owner) error
	// Remove deletes a folder in which users of containers may have files.
	Remove(dir string) error
}

// Owner says to whom a file is given.
type Owner struct {
	Name     string // below the folder
	UID, GID int    // as containers have it
	// Mode is set once more, because a new owner takes some of it.
	Mode fs.FileMode
}

// owners are files that are to be given away, by name.
type owners map[string]Owner

// note notes a file, unless root has it, as this process's own files are root's inside.
func (o owners) note(name string, uid, gid int, mode fs.FileMode) {
	delete(o, name)
	if uid != 0 || gid != 0 {
		o[name] = Owner{name, uid, gid, mode}
	}
}

// forget forgets a folder and all in it.
func (o owners) forget(dir string) {
	for name := range o {
		if name == dir || strings.HasPrefix(name, dir+"/") {
			delete(o, name)
		}
	}
}

// give gives the files away, if there is anybody to give them to.
func (s *Store) give(ctx context.Context, dir string, o owners) error {
	if s.users == nil || len(o) == 0 {
		return nil
	}
	var list []Owner
	for _, one := range o {
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b Owner) int { return strings.Compare(a.Name, b.Name) })
	return s.users.Own(ctx, dir, list)
}

// isRoot tells whether this process itself can give files away.
func (s *Store) isRoot() bool { return s.users == nil && os.Geteuid() == 0 }

// MetaOf is what an entry of a tree has beside its contents, as containers see it.
func (s *Store) MetaOf(e Entry) Meta {
	m := Meta{Mode: e.Mode(), Modified: e.ModTime(), Attributes: e.Path}
	if e.Sys() == nil {
		return m
	}
	switch uid, gid := ownerOf(e.FileInfo); {
	case s.users != nil:
		m.UID, m.GID = s.users.Inside(uid, gid)
	case s.isRoot():
		m.UID, m.GID = uid, gid
	}
	return m
}

// removeAll deletes a folder of the store.
func (s *Store) removeAll(dir string) error {
	err := removeAll(dir)
	if err != nil && s.users != nil {
		return s.users.Remove(dir)
	}
	return err
}
