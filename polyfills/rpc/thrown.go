package rpc

import (
	"errors"

	"paddock/jsruntime"
)

// thrown is an error that the callee threw with its own properties.
type thrown struct {
	error   // what [Remote] makes of it
	message jsruntime.Message
}

// Unwrap gives what is known of the error where its properties are not wanted.
func (t *thrown) Unwrap() error { return t.error }

// Thrown is Remote for what was thrown in vm, where errors may keep their names and own properties.
func Thrown(vm *jsruntime.VM, err error) error {
	plain := Remote(err)
	var ex *jsruntime.Exception
	if !vm.KeepsErrorProperties() || !errors.As(err, &ex) || ex.DOMException {
		return plain
	}
	o := jsruntime.AsObject(ex.Value)
	if o == nil || vm.KindOf(o) != "Error" {
		return plain
	}
	m, refused := vm.Serialize(o, &jsruntime.Codec{Strict: true}, nil)
	if refused != nil { // the error goes without
		return plain
	}
	return &thrown{plain, m}
}

// received makes the error that a caller sees: the callee's, with the caller's stack.
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
