package fs

import (
	"paddock/jsruntime"
)

// event is the files of one event: the tree, and what is open.
type event struct {
	root *directory
	open map[int]*opened
	last int // descriptor
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

// openFile opens a path. A file that is not there is made, whatever it is opened for, and so are
// the directories above it.
func (e *event) openFile(path string, o *opened, exclusive bool) (int, *problem) {
	found, p := e.root.walk(path, true)
	if p != nil {
		return 0, p
	}
	if found != nil && exclusive {
		return 0, fail("EEXIST")
	}
	switch n := found.(type) {
	case nil:
		if names := split(path); len(names) > 1 {
			if _, p := e.mkdir("/"+joined(names[:len(names)-1]), true); p != nil {
				return 0, p
			}
		}
		f, p := e.create(path)
		if p != nil {
			return 0, p
		}
		found = f
	case *directory:
		if o.write {
			return 0, fail("EISDIR")
		}
	case *file:
		if n.readonly && o.write {
			return 0, fail("EPERM")
		}
	}
	o.entry = found
	e.last++
	e.open[e.last] = o
	return e.last, nil
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

// transfer renames or copies one file, or renames a directory.
func (e *event) transfer(from, to string, copied bool) *problem {
	source, sourceName, p := e.root.parent(from)
	if p != nil {
		if copied {
			return p.at(from)
		}
		return p.at(sourceName)
	}
	dest, name, p := e.root.parent(to)
	if p != nil {
		return p.at(name)
	}
	if _, ok := dest.entries[name]; ok {
		return fail("EEXIST")
	}
	found, ok := source.entries[sourceName]
	if !ok {
		if copied {
			return fail("ENOENT").at(from)
		}
		return fail("ENOENT").at(sourceName)
	}
	if dest.readonly || (!copied && source.readonly) {
		return fail("EPERM")
	}
	if copied {
		followed, p := e.root.walk(from, true)
		if p != nil {
			return p
		}
		if _, ok := followed.(*directory); ok {
			return fail("EISDIR")
		}
		dest.add(name, clone(followed))
		return nil
	}
	source.remove(sourceName)
	dest.add(name, found)
	return nil
}
