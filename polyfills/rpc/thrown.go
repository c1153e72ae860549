package rpc

import (
	"errors"
	"maps"

	"paddock/jsruntime"
)

// thrown is what the callee threw, with its own properties.
type thrown struct {
	error   // what [Remote] makes of it
	message jsruntime.Message
	object  string // the id of the Durable Object that threw it; empty: none
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
	return &thrown{error: plain, message: m}
}

// objectID is the property of an error that tells which Durable Object threw it.
const objectID = "durableObjectId"

// ThrownBy adds to what Thrown gave which Durable Object threw it, where errors keep their properties.
func ThrownBy(object string, err error) error {
	var t *thrown
	if errors.As(err, &t) {
		t.object = object
	}
	return err
}

// received makes what a caller sees thrown: the callee's error, with the caller's stack.
func received(vm *jsruntime.VM, err error, place jsruntime.Place) error {
	var t *thrown
	if !errors.As(err, &t) {
		return place.Later(vm, err)
	}
	o := t.value(vm, place)
	if o == nil {
		return t.error
	}
	return vm.Wrap(o)
}

// value is what was thrown with the stack of who called; nil if it cannot be had.
func (t *thrown) value(vm *jsruntime.VM, place jsruntime.Place) *jsruntime.Object {
	v, broken := vm.Deserialize(t.message, &jsruntime.Codec{NewStacks: true})
	o := jsruntime.AsObject(v)
	if broken != nil || o == nil {
		return nil
	}
	if stack := o.Get("stack"); stack != nil && jsruntime.IsString(stack) { // anything can be thrown
		vm.SetStack(o, vm.ToValue(stack.String()+place.Text(vm)))
	}
	if t.object != "" {
		if err := o.Set(objectID, t.object); err != nil {
			return nil
		}
	}
	if err := o.Set("remote", true); err != nil {
		return nil
	}
	return o
}

// RemoteFetch is what the caller of fetch is to see of an error of the callee's: as of a call, but the
// platform's own say remote: true, too.
func RemoteFetch(err error) error {
	var t *thrown
	if errors.As(err, &t) {
		return refused{t}
	}
	var known *jsruntime.Error
	if err = Remote(err); !errors.As(err, &known) {
		return err
	}
	e := *known
	e.Props = maps.Clone(known.Props)
	if e.Props == nil {
		e.Props = map[string]any{}
	}
	e.Props["remote"] = true
	return &e
}

// refused is what a request failed with, for a caller that knows nothing of thrown.
type refused struct{ thrown *thrown }

func (r refused) Error() string { return r.thrown.Error() }

// PlatformError says that it is to be seen as it is.
func (refused) PlatformError() bool { return true }

// JSValue is what scripts see of the error.
func (r refused) JSValue(vm *jsruntime.VM) jsruntime.Value {
	if o := r.thrown.value(vm, jsruntime.Place{}); o != nil {
		return o
	}
	return vm.ErrorValue(r.thrown.error)
}
