package fs

import (
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// event is the files of one event: the tree, and what is open.
type event struct {
	root      *directory
	open      map[int]*opened
	last      int // descriptor
	temporary int // the number in the name of the next that mkdtemp makes
}

// opened is one open file or directory.
type opened struct {
	entry               entry
	read, write, append bool
	position            int
}

// standard is the last descriptor of the standard streams.
const standard = 2

type eventKey struct{}

// eventOf gives the running event's files.
func eventOf(vm *jsruntime.VM) *event {
	if e, ok := vm.Scope().Value(eventKey{}).(*event); ok {
		return e
	}
	e := &event{root: newRoot(bundles.Get(vm)), open: map[int]*opened{}, last: standard}
	for fd := range standard + 1 {
		e.open[fd] = &opened{entry: &file{device: "stdio"}, read: true, write: true}
	}
	vm.Scope().SetValue(eventKey{}, e)
	return e
}

// file gives the open file of a descriptor.
func (e *event) file(fd int) (*opened, *file, *problem) {
	o, ok := e.open[fd]
	if !ok {
		return nil, nil, fail("EBADF")
	}
	f, ok := o.entry.(*file)
	if !ok {
		return nil, nil, fail("EISDIR")
	}
	return o, f, nil
}

// manner is how a file is opened.
type manner struct {
	exclusive bool // it must not be there
	create    bool // it is made if it is not there
	truncate  bool // what it has is gone
}

// openFile opens a path.
func (e *event) openFile(path string, o *opened, how manner) (int, *problem) {
	found, p := e.root.walk(path, true)
	switch {
	case p != nil:
		return 0, p.saying(texts[p.code])
	case found != nil && how.exclusive:
		return 0, fail("EEXIST")
	case found == nil:
		f, p := e.made(path, how.create)
		if p != nil {
			return 0, p
		}
		found = f
	}
	switch n := found.(type) {
	case *directory:
		if o.write {
			return 0, fail("EISDIR")
		}
	case *file:
		if n.readonly && o.write {
			return 0, fail("EPERM")
		}
		if how.truncate && o.write && n.device == "" {
			n.data = nil
		}
	}
	o.entry = found
	e.last++
	e.open[e.last] = o
	return e.last, nil
}

// made makes the file of a path that leads to nothing, if it is to be created.
func (e *event) made(path string, create bool) (*file, *problem) {
	d, name, p := e.root.parent(path)
	if p != nil {
		return nil, p
	}
	if !create {
		return nil, fail("ENOENT")
	}
	if _, dangling := d.entries[name].(*symlink); dangling {
		return nil, fail("EIO")
	}
	return e.create(path)
}

// create makes an empty file.
func (e *event) create(path string) (*file, *problem) {
	path, p := e.root.target(path)
	if p != nil {
		return nil, p
	}
	d, name, p := e.root.parent(path)
	if p != nil {
		return nil, p
	}
	if d.readonly {
		return nil, fail("EPERM")
	}
	f := &file{}
	d.add(name, f)
	return f, nil
}

// regular finds a file by its path.
func (e *event) regular(path string) (*file, *problem) {
	found, p := e.root.walk(path, true)
	if p != nil {
		return nil, p
	}
	switch n := found.(type) {
	case *file:
		return n, nil
	case *directory:
		return nil, fail("EISDIR")
	}
	return nil, fail("ENOENT").at(path)
}

// writeAll replaces a file's content, or adds to it.
func (e *event) writeAll(path string, b []byte, add, exclusive bool) *problem {
	f, p := e.regular(path)
	if p != nil && p.code == "ENOENT" {
		if f, p = e.create(path); p != nil && (p.code == "ENOENT" || p.code == "ENOTDIR") {
			p = p.at(path)
		}
	} else if p == nil && exclusive {
		return fail("EEXIST")
	}
	if p != nil {
		return p
	}
	if add {
		return f.writeAt(b, len(f.data))
	}
	if !f.readonly && f.device == "" && len(b) <= maxFileSize {
		f.data = nil
	}
	return f.writeAt(b, 0)
}

// mkdir makes a directory. With recursive it makes those above too and gives the first that it made.
func (e *event) mkdir(path string, recursive bool) (string, *problem) {
	names := split(path)
	at, made := e.root, ""
	for i, name := range names {
		last := i == len(names)-1
		found := at.entries[name]
		if l, ok := found.(*symlink); ok {
			next, p := e.root.walk(l.target, true)
			if p != nil {
				return "", p
			}
			found = next
		}
		switch n := found.(type) {
		case *directory:
			at = n
			continue
		case nil:
		default:
			if last {
				return "", fail("EEXIST")
			}
			return "", fail("ENOTDIR")
		}
		if !recursive && !last {
			return "", fail("ENOENT").at(names[len(names)-1])
		}
		if at.readonly {
			return "", fail("EPERM")
		}
		next := newDirectory()
		at.add(name, next)
		if made == "" {
			made = "/" + joined(names[:i+1])
		}
		at = next
	}
	return made, nil
}

// remove takes a path away: an empty directory, or with recursive a full one.
func (e *event) remove(path string, recursive, force, directoriesOnly bool) *problem {
	d, name, p := e.root.parent(path)
	if p != nil {
		if force && p.code == "ENOENT" {
			return nil
		}
		if p.code == "ENOENT" {
			p = p.at(name)
		}
		return p
	}
	found, ok := d.entries[name]
	if !ok {
		if directoriesOnly {
			return fail("ENOENT").at(name)
		}
		return nil
	}
	if d.readonly {
		return fail("EPERM")
	}
	sub, isDirectory := found.(*directory)
	if directoriesOnly && !isDirectory {
		return fail("ENOTDIR")
	}
	if isDirectory && len(sub.entries) > 0 && !recursive {
		return fail("ENOTEMPTY").at(name)
	}
	d.remove(name)
	return nil
}

// mkdtemp makes a directory whose name begins as prefix, and gives its path; "" if there is one of that name.
func (e *event) mkdtemp(prefix string) (string, *problem) {
	if strings.HasSuffix(prefix, "/") {
		if found, _ := e.root.walk(prefix, true); found == nil {
			return "", fail("ENOENT")
		}
		return "", nil
	}
	d, name, p := e.root.parent(prefix)
	if p != nil {
		return "", p.at(name)
	}
	switch d.entries[name].(type) {
	case nil:
	case *directory:
		return "", nil
	default:
		return "", fail("EEXIST")
	}
	if d.readonly {
		return "", fail("EPERM")
	}
	for {
		suffix := strconv.Itoa(e.temporary)
		e.temporary++
		if d.entries[name+suffix] == nil {
			d.add(name+suffix, newDirectory())
			return prefix + suffix, nil
		}
	}
}

// rename moves a file or a directory, in the place of a file or an empty directory that is there.
func (e *event) rename(from, to string) *problem {
	source, sourceName, p := e.root.parent(from)
	if p != nil {
		return p.at(sourceName)
	}
	dest, name, p := e.root.parent(to)
	if p != nil {
		return p.at(name)
	}
	found, ok := source.entries[sourceName]
	switch {
	case !ok:
		return fail("ENOENT").at(from)
	case dest.readonly || source.readonly:
		return fail("EPERM")
	case inside(split(from), split(to)):
		return fail("EINVAL")
	case found == dest.entries[name]:
		return nil
	}
	if p := replaceable(dest.entries[name], found); p != nil {
		return p
	}
	if dest.entries[name] == nil && strings.HasSuffix(to, "/") {
		return fail("ENOENT")
	}
	source.remove(sourceName)
	dest.add(name, found)
	return nil
}

// replaceable tells why an entry, or nil for none, cannot give its place to another.
func replaceable(there, by entry) *problem {
	d, isDirectory := there.(*directory)
	_, directoryComes := by.(*directory)
	switch {
	case there == nil:
		return nil
	case isDirectory && !directoryComes:
		return fail("EISDIR")
	case !isDirectory && directoryComes:
		return fail("ENOTDIR")
	case isDirectory && len(d.entries) > 0:
		return fail("ENOTEMPTY")
	}
	return nil
}

// copy copies what a path leads to, if it is no directory, in the place of a file that is there.
func (e *event) copy(from, to string) *problem {
	source, sourceName, p := e.root.parent(from)
	if p != nil {
		return p.at(from)
	}
	dest, name, p := e.root.parent(to)
	if p != nil {
		return p.at(name)
	}
	if _, ok := source.entries[sourceName]; !ok {
		return fail("ENOENT").at(from)
	}
	found, p := e.root.walk(from, true)
	if p != nil {
		return p
	}
	_, isDirectory := found.(*directory)
	_, ontoDirectory := dest.entries[name].(*directory)
	switch {
	case isDirectory || ontoDirectory:
		return fail("EISDIR")
	case dest.readonly:
		return fail("EPERM")
	}
	dest.add(name, clone(found))
	return nil
}
