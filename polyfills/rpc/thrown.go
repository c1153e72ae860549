package rpc

import (
	"errors"

	"paddock/jsruntime"
)

// thrown is what the callee threw, with its own properties.
type thrown struct {
	error   // what [Remote] makes of it
	message jsruntime.Message
}

// Unwrap gives what is known of the error where its properties are not wanted.
func (t *thrown) Unwrap() error { return t.error }

// Thrown is Remote for what was thrown in vm, where errors may keep their names and own properties, and
// objects that are no errors what they are.
func Thrown(vm *jsruntime.VM, err error) error {
	plain := Remote(err)
	var ex *jsruntime.Exception
	if !vm.KeepsErrorProperties() || !errors.As(err, &ex) || ex.DOMException {
		return plain
	}
	o := jsruntime.AsObject(ex.Value)
	if o == nil {
		return plain
	}
	m, refused := vm.Serialize(o, &jsruntime.Codec{}, nil)
	if refused != nil { // it goes without
		return plain
	}
	return &thrown{plain, m}
}

// received makes what a caller sees thrown: the callee's error, with the caller's stack.
func received(vm *jsruntime.VM, err error) error {
	var t *thrown
	if !errors.As(err, &t) {
		return err
	}
	v, broken := vm.Deserialize(t.message, &jsruntime.Codec{NewStacks: true})
	o := jsruntime.AsObject(v)
	if broken != nil || o == nil {
		return t.error
	}
	if err := o.Set("remote", true); err != nil {
		return t.error
	}
	return vm.Wrap(o)
}
