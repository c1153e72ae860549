package wasm

import (
	"github.com/tetratelabs/wazero/api"

	"paddock/jsruntime"
)

// tag is the host side of WebAssembly.Tag.
type tag struct {
	object *jsruntime.Object
	params []byte
	home   api.Module // exports it as "x"; nil for WebAssembly.JSTag until a module takes it

	ofScripts bool // WebAssembly.JSTag
}

// WhyNot implements jsruntime.Uncloneable.
func (*tag) WhyNot() string { return "#<Tag> could not be cloned." }

var tagClass = newClass[tag]("Tag", "tag type", func(w *world, descriptor *jsruntime.Object) *tag {
	list := descriptor.Get("parameters")
	if !w.vm.IsIterable(list) {
		w.vm.Throwf(jsruntime.TypeError, "WebAssembly.Tag(): Argument 0 must be a tag type with 'parameters'")
	}
	var params []byte
	w.vm.Iterate(list, func(named jsruntime.Value) bool {
		typ, ok := valueTypes[w.vm.Text(named)]
		if !ok {
			w.vm.Throwf(jsruntime.TypeError, "WebAssembly.Tag(): Argument 0 parameter type at index #%d must be a value type", len(params))
		}
		params = append(params, typ)
		return true
	})
	return &tag{params: params, home: w.makesTag(params)}
}, nil)

// makesTag gives a module that exports a new tag.
func (w *world) makesTag(params []byte) api.Module {
	return w.assembled(makes(external{kind: kindTag, sig: signature{params: params}}), nil)
}

func (t *tag) finish(_ *world, _ jsruntime.Args, this *jsruntime.Object) { t.object = this }

// javaScriptTag makes WebAssembly.JSTag, the tag of what scripts throw.
func (w *world) javaScriptTag() *jsruntime.Object {
	t := &tag{params: []byte{externref}, ofScripts: true}
	t.object = tagClass.class.New(w.vm, t)
	return t.object
}

// exportedTag gives the object for a tag that a module exports.
func (w *world) exportedTag(m api.Module, field string, e external) *tag {
	t := &tag{params: e.sig.params, home: w.assembled(passes(field, e), m)}
	t.object = tagClass.class.New(w.vm, t)
	return t
}
