package fs

import (
	"math"
	"slices"
	"strings"

	"paddock/jsruntime"
)

// call is one call of an operation.
type call struct {
	vm *jsruntime.VM
	*event
	args jsruntime.Args
}

func joined(names []string) string { return strings.Join(names, "/") }

// path reads a path that sync.js made of a URL.
func (c *call) path(i int) string {
	path := c.args.At(i).String()
	if len(path) > maxPath {
		c.vm.Throwf(jsruntime.PlainError, "File path is too long")
	}
	if strings.Count(path, "/") > maxSegments {
		c.vm.Throwf(jsruntime.PlainError, "File path has too many segments")
	}
	return path
}

func (c *call) int(i int) int   { return int(c.args.At(i).ToInteger()) }
func (c *call) bool(i int) bool { return c.args.At(i).ToBoolean() }

func (c *call) bytes(i int) []byte {
	b, _ := jsruntime.Bytes(c.args.At(i))
	return b
}

// operation does a call and gives what ToValue makes a value of.
type operation func(*call) (any, *problem)

// operations are what sync.js calls, with the name that their errors bear.
var operations = map[string]struct {
	syscall string
	run     operation
}{
	"stat":     {"stat", stat},
	"fstat":    {"fstat", fstat},
	"utimes":   {"utimes", utimes},
	"futimes":  {"futimes", futimes},
	"truncate": {"ftruncate", truncate},
	"readLink": {"readlink", readLink},
	"link":     {"link", hardLink},
	"symlink":  {"link", softLink},
	"unlink":   {"unlink", unlink},
	"open":     {"open", open},
	"close":    {"close", closeFile},
	"read":     {"read", read},
	"write":    {"write", write},
	"readAll":  {"readAll", readAll},
	"writeAll": {"writeAll", writeAll},
	"readBlob": {"open", readAll},
	"rename":   {"rename", func(c *call) (any, *problem) { return nil, c.event.rename(c.path(0), c.path(1)) }},
	"copy":     {"copy", func(c *call) (any, *problem) { return nil, c.event.copy(c.path(0), c.path(1)) }},
	"mkdir":    {"mkdir", mkdir},
	"mkdtemp":  {"mkdir", func(c *call) (any, *problem) { return c.event.mkdtemp(c.path(0)) }},
	"rm": {"rm", func(c *call) (any, *problem) {
		return nil, c.remove(c.path(0), c.bool(1), c.bool(2), c.bool(3))
	}},
	"readdir": {"readdir", readdir},
	"cp":      {"cp", cp},
}

func ops(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	for name, op := range operations {
		fn := vm.NewFunction(name, 0, func(fc jsruntime.FunctionCall) jsruntime.Value {
			v, p := op.run(&call{vm, eventOf(vm), fc.Arguments})
			if p != nil {
				panic(p.of(vm, op.syscall))
			}
			if v == nil {
				return jsruntime.Undefined()
			}
			return vm.ToValue(v)
		})
		if err := o.Set(name, fn); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

// describe is what a stat tells: an object, or null for nothing.
func (c *call) describe(n entry) any {
	o := c.vm.NewObject()
	set := func(kind string, size int, modified float64, writable, device bool) any {
		for name, v := range map[string]any{"type": kind, "size": size, "modified": modified, "writable": writable, "device": device} {
			if err := o.Set(name, v); err != nil {
				c.vm.Throw(err)
			}
		}
		return o
	}
	switch n := n.(type) {
	case *file:
		return set("file", len(n.data), n.modified, !n.readonly, n.device != "" && n.device != "stdio")
	case *directory:
		return set("directory", 0, n.modified, !n.readonly, false)
	case *symlink:
		return set("symlink", 0, n.modified, false, false)
	}
	return jsruntime.Null()
}

func stat(c *call) (any, *problem) {
	found, p := c.root.walk(c.path(0), c.bool(1))
	return c.describe(found), p
}

func fstat(c *call) (any, *problem) {
	o, ok := c.open[c.int(0)]
	if !ok {
		return nil, fail("EBADF")
	}
	return c.describe(o.entry), nil
}

func touch(n entry, at float64) {
	switch n := n.(type) {
	case *file:
		n.modified = at
	case *directory:
		n.modified = at
	case *symlink:
		n.modified = at
	}
}

func utimes(c *call) (any, *problem) {
	found, p := c.root.walk(c.path(0), c.bool(2))
	if p == nil && found == nil {
		p = fail("ENOENT").at(c.path(0))
	}
	touch(found, c.args.At(1).ToFloat())
	return nil, p
}

func futimes(c *call) (any, *problem) {
	o, ok := c.open[c.int(0)]
	if !ok {
		return nil, fail("EBADF")
	}
	touch(o.entry, c.args.At(1).ToFloat())
	return nil, nil
}

// target is the file of a descriptor or a path.
func (c *call) target() (*file, *problem) {
	if jsruntime.IsNumber(c.args.At(0)) {
		_, f, p := c.file(c.int(0))
		return f, p
	}
	return c.regular(c.path(0))
}

func truncate(c *call) (any, *problem) {
	f, p := c.target()
	if p != nil {
		return nil, p
	}
	return nil, f.resize(c.int(1))
}

func readLink(c *call) (any, *problem) {
	path, mustBeLink := c.path(0), c.bool(1)
	found, p := c.root.walk(path, false)
	switch n := found.(type) {
	case *symlink:
		return n.target, nil
	case nil:
		if p == nil {
			p = fail("ENOENT").at(path)
		}
		return nil, p
	}
	if mustBeLink {
		return nil, fail("EINVAL")
	}
	return "/" + joined(split(path)), nil
}

func hardLink(c *call) (any, *problem) {
	found, p := c.root.walk(c.path(0), true)
	if p != nil {
		return nil, p
	}
	if found == nil {
		return nil, fail("ENOENT").at(c.path(0)).saying("File not found")
	}
	if _, ok := found.(*directory); ok {
		return nil, fail("EPERM").saying("Cannot hardlink to a directory")
	}
	return nil, c.addLink(c.path(1), found)
}

func softLink(c *call) (any, *problem) {
	return nil, c.addLink(c.path(1), &symlink{target: c.path(0)})
}

func (c *call) addLink(path string, n entry) *problem {
	d, name, p := c.root.parent(path)
	switch {
	case strings.HasSuffix(path, "/") && name != "" && (p != nil || d.entries[name] == nil):
		return fail("EINVAL").saying("Invalid filename")
	case p != nil && p.code == "ENOTDIR":
		return fail("EINVAL").saying("Not a directory")
	case p != nil:
		return p
	}
	if _, ok := d.entries[name]; ok {
		return fail("EEXIST").saying("File already exists")
	}
	if d.readonly {
		return fail("EPERM")
	}
	d.add(name, n)
	return nil
}

func unlink(c *call) (any, *problem) {
	d, name, p := c.root.parent(c.path(0))
	if p != nil && p.code != "ENOENT" {
		return nil, p
	}
	if p == nil {
		if _, ok := d.entries[name]; !ok {
			p = fail("ENOENT")
		}
	}
	if p != nil {
		return nil, p.at(name).saying("File not found")
	}
	target := d.entries[name]
	if _, ok := target.(*symlink); ok {
		if found, p := c.root.walk(c.path(0), true); p == nil && found != nil { // the platform looks at what it leads to
			target = found
		}
	}
	if _, ok := target.(*directory); ok {
		return nil, fail("EISDIR").saying("Cannot unlink a directory")
	}
	if d.readonly {
		return nil, fail("EPERM")
	}
	d.remove(name)
	return nil, nil
}

func open(c *call) (any, *problem) {
	how := manner{exclusive: c.bool(4), create: c.bool(5), truncate: c.bool(6)}
	path := c.path(0)
	fd, p := c.openFile(path, &opened{read: c.bool(1), write: c.bool(2), append: c.bool(3)}, how)
	if p != nil {
		p = p.at(path)
	}
	return fd, p
}

// closeFile closes a descriptor, but for those of the standard streams.
func closeFile(c *call) (any, *problem) {
	if fd := c.int(0); fd > standard {
		delete(c.open, fd)
	}
	return nil, nil
}

// position gives where a call reads or writes: where it says, else where the last one ended.
func (c *call) position(o *opened) (at int, moves bool, p *problem) {
	v := c.args.At(2)
	if jsruntime.IsNullish(v) {
		return o.position, true, nil
	}
	if at = int(v.ToInteger()); at < 0 || at > math.MaxUint32 {
		return 0, false, fail("EINVAL").saying("position out of range")
	}
	return at, false, nil
}

// buffers gives the views of an array, in order, until one is not filled.
func (c *call) buffers(step func([]byte) bool) {
	c.vm.Iterate(c.args.At(1), func(v jsruntime.Value) bool {
		b, _ := jsruntime.Bytes(v)
		return step(b)
	})
}

func read(c *call) (any, *problem) {
	o, f, p := c.file(c.int(0))
	if p == nil && !o.read {
		p = fail("EBADF")
	}
	if p != nil {
		return nil, p
	}
	at, moves, p := c.position(o)
	if p != nil {
		return nil, p
	}
	total := 0
	c.buffers(func(b []byte) bool {
		n := f.readAt(b, at+total)
		total += n
		return n == len(b)
	})
	if moves {
		o.position += total
	}
	return total, nil
}

func write(c *call) (any, *problem) {
	o, f, p := c.file(c.int(0))
	if p != nil {
		return nil, p
	}
	at, moves, p := c.position(o)
	if p != nil {
		return nil, p
	}
	if o.append {
		at, moves = len(f.data), false
	}
	total := 0
	c.buffers(func(b []byte) bool {
		if p = f.writeAt(b, at+total); p == nil {
			total += len(b)
		}
		return p == nil
	})
	if moves {
		o.position += total
	}
	return total, p
}

func readAll(c *call) (any, *problem) {
	f, p := c.target()
	if o := c.open[c.int(0)]; jsruntime.IsNumber(c.args.At(0)) && p == nil && !o.read {
		p = fail("EBADF")
	}
	if p != nil {
		return nil, p
	}
	return c.vm.NewBytes(slices.Clone(f.data)), nil
}

func writeAll(c *call) (any, *problem) {
	b, add := c.bytes(1), c.bool(2)
	if !jsruntime.IsNumber(c.args.At(0)) {
		return len(b), c.writeAll(c.path(0), b, add, c.bool(3))
	}
	o, f, p := c.file(c.int(0))
	if p == nil && !o.write {
		p = fail("EBADF")
	}
	if p != nil {
		return nil, p
	}
	if add || o.append {
		return len(b), f.writeAt(b, len(f.data))
	}
	if !f.readonly && f.device == "" {
		f.data = nil
	}
	return len(b), f.writeAt(b, 0)
}

func mkdir(c *call) (any, *problem) {
	path := c.path(0)
	made, p := c.event.mkdir(path, c.bool(1))
	if p != nil || made == "" || !c.bool(1) {
		return nil, p
	}
	return made, nil
}

// readdir gives the entries of a directory: name, parentPath and type of each.
func readdir(c *call) (any, *problem) {
	path := c.path(0)
	found, p := c.root.walk(path, false)
	if p != nil {
		return nil, p
	}
	d, ok := found.(*directory)
	_, isLink := found.(*symlink)
	switch {
	case isLink: // as on the platform, which does not follow it
		return nil, fail("EINVAL").at(path)
	case found == nil:
		return nil, fail("ENOENT").at(path)
	case !ok:
		return nil, fail("ENOTDIR").at(path)
	}
	var entries []jsruntime.Value
	c.list(d, "/"+joined(split(path)), c.bool(1), &entries)
	return c.vm.NewArrayOf(entries...), nil
}

// Types of entries, as constants has them.
const (
	entryFile = 1 + iota
	entryDirectory
	entryLink
	entryDevice = 6
)

func (c *call) list(d *directory, path string, recursive bool, entries *[]jsruntime.Value) {
	for _, name := range d.order {
		kind := entryFile
		sub, isDirectory := d.entries[name].(*directory)
		switch n := d.entries[name].(type) {
		case *directory:
			kind = entryDirectory
		case *symlink:
			kind = entryLink
		case *file:
			if n.device != "" {
				kind = entryDevice
			}
		}
		shown := name
		if recursive {
			shown = joined(append(split(path), name))
		}
		entry := c.vm.NewObject()
		for key, v := range map[string]any{"name": shown, "parentPath": path, "type": kind} {
			if err := entry.Set(key, v); err != nil {
				c.vm.Throw(err)
			}
		}
		*entries = append(*entries, entry)
		if recursive && isDirectory {
			c.list(sub, strings.TrimSuffix(path, "/")+"/"+name, true, entries)
		}
	}
}

// cp copies a file or, with recursive, a directory: arguments from, to, dereference, recursive,
// force, errorOnExist.
func cp(c *call) (any, *problem) {
	from, to := c.path(0), c.path(1)
	c.refuseInside(from, to) // whether there is something or not
	found, p := c.root.walk(from, c.bool(2))
	if p != nil {
		return nil, p
	}
	if found == nil {
		return nil, fail("ENOENT").at(from)
	}
	if _, ok := found.(*directory); ok && !c.bool(3) {
		c.refuse("ERR_FS_EISDIR", "Expected a file but found a directory")
	}
	if c.bool(2) {
		if to, p = c.root.target(to); p != nil {
			return nil, p
		}
	}
	c.refuseInside(from, to) // after links
	names := split(to)
	if len(names) > 1 {
		if _, p := c.event.mkdir("/"+strings.Join(names[:len(names)-1], "/"), true); p != nil {
			return nil, p
		}
	}
	d, name, p := c.root.parent(to)
	if p != nil {
		return nil, p.at(name)
	}
	if d.readonly {
		return nil, fail("EPERM")
	}
	return nil, c.merge(d, name, found)
}

// inside tells whether a path leads into another.
func inside(outer, path []string) bool {
	return len(path) > len(outer) && slices.Equal(outer, path[:len(outer)])
}

// refuseInside throws if to leads into from.
func (c *call) refuseInside(from, to string) {
	if inside(split(from), split(to)) {
		c.refuse("ERR_FS_CP_EINVAL", "Cannot copy '"+from+"' to a subdirectory of itself, '"+to+"'")
	}
}

// refuse throws an error of cp, which is none of a system call.
func (c *call) refuse(code, text string) {
	c.vm.Throw(&jsruntime.Error{Class: jsruntime.PlainError, Msg: text, Props: map[string]any{"code": code}})
}

// merge puts a copy of n into d, over or into what is there.
func (c *call) merge(d *directory, name string, n entry) *problem {
	there, exists := d.entries[name]
	into, isDirectory := there.(*directory)
	source, ofDirectory := n.(*directory)
	_, isLink := n.(*symlink)
	switch {
	case exists && isDirectory && ofDirectory:
		for _, child := range source.order {
			if p := c.merge(into, child, source.entries[child]); p != nil {
				return p
			}
		}
		return nil
	case exists && isDirectory && isLink:
		return fail("ENOTDIR")
	case exists && isDirectory && !ofDirectory:
		c.refuse("ERR_FS_CP_NON_DIR_TO_DIR", "Cannot copy non-directory to directory")
	case exists && ofDirectory && !isDirectory:
		c.refuse("ERR_FS_CP_DIR_TO_NON_DIR", "Cannot copy directory to non-directory")
	case exists && !c.bool(4):
		if c.bool(5) {
			c.refuse("ERR_FS_CP_EEXIST", "File already exists")
		}
		return nil
	}
	d.add(name, clone(n))
	return nil
}
