package fs

import (
	"crypto/rand"
	"maps"
	"slices"
	"strings"
)

// Limits of the platform.
const (
	maxFileSize = 128 << 20
	maxLinks    = 20 // symbolic links that follow each other
	maxPath     = 4096
	maxSegments = 48
)

// An entry is a *file, a *directory or a *symlink.
type entry any

// file has its bytes, or is a device. Hard links share one.
type file struct {
	data     []byte
	modified float64 // ms since the epoch
	device   string  // null, zero, full, random or stdio; "" for a file
	readonly bool
}

type directory struct {
	entries  map[string]entry
	order    []string // names as they were added
	modified float64
	readonly bool
}

type symlink struct {
	target   string // absolute
	modified float64
}

func newDirectory() *directory { return &directory{entries: map[string]entry{}} }

func (d *directory) add(name string, n entry) {
	if _, ok := d.entries[name]; !ok {
		d.order = append(d.order, name)
	}
	d.entries[name] = n
}

func (d *directory) remove(name string) {
	delete(d.entries, name)
	d.order = slices.DeleteFunc(d.order, func(other string) bool { return other == name })
}

// newRoot makes a tree with an empty /tmp.
func newRoot(bundle map[string][]byte) *directory {
	root := newDirectory()
	modules := newDirectory()
	for _, name := range slices.Sorted(maps.Keys(bundle)) {
		at := modules
		segments := split(name)
		for _, segment := range segments[:len(segments)-1] {
			next, ok := at.entries[segment].(*directory)
			if !ok {
				next = newDirectory()
				next.readonly = true
				at.add(segment, next)
			}
			at = next
		}
		at.add(segments[len(segments)-1], &file{data: bundle[name], readonly: true})
	}
	devices := newDirectory()
	for _, name := range []string{"null", "zero", "full", "random"} {
		devices.add(name, &file{device: name})
	}
	root.add("bundle", modules)
	root.add("tmp", newDirectory())
	root.add("dev", devices)
	root.readonly, modules.readonly, devices.readonly = true, true, true
	return root
}

// split gives a path's names; empty ones are left out.
func split(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// walk finds the entry of a path. A symbolic link at its end is followed, or is the node.
func (root *directory) walk(path string, follow bool) (entry, *problem) {
	links := 0
	return root.walkFrom(split(path), follow, &links)
}

func (root *directory) walkFrom(names []string, follow bool, links *int) (entry, *problem) {
	var at entry = root
	for i, name := range names {
		d, ok := at.(*directory)
		if !ok {
			return nil, nil
		}
		next, ok := d.entries[name]
		if !ok {
			return nil, nil
		}
		if l, ok := next.(*symlink); ok && (follow || i < len(names)-1) {
			if *links++; *links > maxLinks {
				return nil, fail("ELOOP")
			}
			found, p := root.walkFrom(split(l.target), true, links)
			if p != nil || found == nil {
				return nil, p
			}
			next = found
		}
		at = next
	}
	return at, nil
}

// parent finds the directory that has, or would have, the last name of a path.
func (root *directory) parent(path string) (d *directory, name string, p *problem) {
	names := split(path)
	if len(names) == 0 {
		return nil, "", fail("EPERM")
	}
	links := 0
	found, p := root.walkFrom(names[:len(names)-1], true, &links)
	if p != nil {
		return nil, "", p
	}
	name = names[len(names)-1]
	switch d := found.(type) {
	case *directory:
		return d, name, nil
	case nil:
		return nil, name, fail("ENOENT")
	}
	return nil, name, fail("ENOTDIR")
}

// target follows a symbolic link at the end of a path to the path that it stands for.
func (root *directory) target(path string) (string, *problem) {
	for range maxLinks {
		found, p := root.walk(path, false)
		if p != nil {
			return "", p
		}
		l, ok := found.(*symlink)
		if !ok {
			return path, nil
		}
		path = l.target
	}
	return "", fail("ELOOP")
}

// clone copies a node with everything in it.
func clone(n entry) entry {
	switch n := n.(type) {
	case *file:
		return &file{data: slices.Clone(n.data)}
	case *directory:
		c := newDirectory()
		for _, name := range n.order {
			c.add(name, clone(n.entries[name]))
		}
		return c
	case *symlink:
		l := *n
		return &l
	}
	return n
}

// readAt fills p from an offset.
func (f *file) readAt(p []byte, offset int) int {
	switch f.device {
	case "null", "stdio":
		return 0
	case "random":
		_, _ = rand.Read(p) // it never fails
		return len(p)
	case "zero", "full":
		clear(p)
		return len(p)
	}
	if offset >= len(f.data) {
		return 0
	}
	return copy(p, f.data[offset:])
}

// writeAt puts b at an offset, past the end if need be.
func (f *file) writeAt(b []byte, offset int) *problem {
	switch {
	case f.readonly, f.device == "full":
		return fail("EPERM")
	case f.device != "":
		return nil
	case offset+len(b) > maxFileSize:
		return fail("EPERM").saying("File size limit exceeded")
	}
	if grow := offset + len(b) - len(f.data); grow > 0 {
		f.data = append(f.data, make([]byte, grow)...)
	}
	copy(f.data[offset:], b)
	return nil
}

// resize cuts a file or fills it up with zeros.
func (f *file) resize(n int) *problem {
	if n <= len(f.data) {
		if f.readonly {
			return fail("EPERM")
		}
		f.data = f.data[:n:n]
		return nil
	}
	return f.writeAt(nil, n) // which fills up to there
}
