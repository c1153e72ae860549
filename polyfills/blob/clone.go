package blob

import (
	"bytes"

	"paddock/jsruntime"
)

// cloneTag is the platform's number of the class Blob.
const cloneTag = 15

var (
	_ jsruntime.Cloneable   = (*Blob)(nil)
	_ jsruntime.Uncloneable = (*File)(nil)
)

// CloneTag implements jsruntime.Cloneable.
func (*Blob) CloneTag() byte { return cloneTag }

// CloneTo implements jsruntime.Cloneable.
func (b *Blob) CloneTo(w jsruntime.CloneWriter, _ *jsruntime.Object) {
	w.Text(b.Type)
	w.Data(b.Data)
}

// WhyNot implements jsruntime.Uncloneable: the platform carries no files.
func (*File) WhyNot() string {
	return "Could not serialize object of type \"File\". This type does not support serialization."
}

// unclone makes a Blob again.
func unclone(vm *jsruntime.VM, r jsruntime.CloneReader) *jsruntime.Object {
	mime, data := MIME(r.Text()), r.Data()
	if len(data) > maxSize {
		vm.Throwf(jsruntime.DOMError+"DataCloneError", "Deserialization failed: Blob size exceeds limit (%d)", len(data))
	}
	return New(vm, bytes.Clone(data), mime)
}
