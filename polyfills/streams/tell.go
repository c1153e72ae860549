package streams

import (
	"math/big"

	"paddock/jsruntime"
)

// told is what a stream shows of itself besides its properties.
type told struct {
	name  string
	value value
}

func tell(vm *jsruntime.VM, all ...told) *object {
	o := vm.NewObject()
	for _, t := range all {
		if err := o.Set(t.name, t.value); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

// Tell implements the console's Teller.
func (s *stream) Tell(vm *jsruntime.VM) *jsruntime.Object {
	state := map[state]string{stateClosed: "closed", stateErrored: "errored"}[s.state]
	if state == "" {
		state = "readable"
	}
	_, bytes := s.control.(byteController)
	var length value = undefined()
	if s.length >= 0 {
		length = vm.ToValue(big.NewInt(s.length))
	}
	return tell(vm, told{"state", vm.ToValue(state)}, told{"supportsBYOB", vm.ToValue(bytes)}, told{"length", length})
}

// Tell implements the console's Teller.
func (w *writable) Tell(vm *jsruntime.VM) *jsruntime.Object {
	state := map[writableState]string{erroring: "erroring", writableClosed: "closed", writableErrored: "errored"}[w.state]
	if state == "" {
		state = "writable"
	}
	return tell(vm, told{"state", vm.ToValue(state)}, told{"expectsBytes", vm.ToValue(w.sink != nil)})
}
