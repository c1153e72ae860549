package json

import (
	"strings"

	"paddock/jsruntime"
)

// circle describes the way from an open object to itself, as V8 does.
func (w *writer) circle(o *jsruntime.Object) string {
	path := w.frames
	for path[0].object != o {
		path = path[1:]
	}
	var out strings.Builder
	out.WriteString("\n    --> starting at object with constructor '" + w.constructor(o) + "'")
	const shown = 2 // at either end
	for i, f := range path[:len(path)-1] {
		switch {
		case i < shown || i >= len(path)-shown:
			out.WriteString("\n    |     " + w.way(&f) + " -> object with constructor '" + w.constructor(path[i+1].object) + "'")
		case i == shown:
			out.WriteString("\n    |     ...")
		}
	}
	out.WriteString("\n    --- " + w.way(&path[len(path)-1]) + " closes the circle")
	return out.String()
}

// way names the property that is being written.
func (w *writer) way(f *frame) string {
	if f.array {
		return "index " + itoa(f.next-1)
	}
	return "property '" + w.name(f, f.next-1) + "'"
}

// constructor is the name of an object's class, as its prototype tells it.
func (w *writer) constructor(o *jsruntime.Object) string {
	name := ""
	_ = w.vm.Try(func() { // whatever a getter throws
		if proto := o.Prototype(); proto != nil && !jsruntime.IsProxy(o) {
			if ctor := jsruntime.AsObject(proto.Get("constructor")); ctor != nil {
				name = ctor.Get("name").String()
			}
		}
	})
	if name == "" {
		return "Object"
	}
	return name
}
