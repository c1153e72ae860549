package jsruntime

import (
	"io"
	"iter"
	"strconv"

	"github.com/dop251/goja"
)

// breath is after how many steps host code that computes for long looks whether it must stop.
const breath = 1 << 12

// Elements goes over what an array or an object like one holds, from 0 to its length; an element is
// nil where there is a hole, and what has no length holds nothing. The length is a script's to choose: nothing is to be made that is as
// long before the elements have been seen. It ends the script when that must stop (see
// [VM.Interrupted]).
func (vm *VM) Elements(o *Object) iter.Seq2[int, Value] {
	proxy := IsProxy(o) // which says nothing of a hole when it is asked for the element
	return func(yield func(int, Value) bool) {
		length := o.Get("length")
		if length == nil {
			return
		}
		for i := range int(Integer(length.ToNumber())) {
			if i%breath == breath-1 {
				vm.Breathe()
			}
			key, element := strconv.Itoa(i), Value(nil)
			if !proxy || vm.has(FunctionCall{Arguments: []Value{o, vm.ToValue(key)}}).ToBoolean() {
				element = o.Get(key)
			}
			if !yield(i, element) {
				return
			}
		}
	}
}

// Feed writes a text and closes w, which keeps what it makes of it. It ends the script when that must stop.
func (vm *VM) Feed(w io.WriteCloser, text string) error {
	const most = 1 << 16 // bytes
	for len(text) > 0 {
		n := min(len(text), most)
		if _, err := io.WriteString(w, text[:n]); err != nil {
			return err
		}
		if text = text[n:]; text != "" {
			vm.Breathe()
		}
	}
	return w.Close()
}

// Breathe ends the script when it must stop, by what no script can catch. It is for host code that computes without
// calling the engine, which looks by itself.
func (vm *VM) Breathe() {
	if vm.Interrupted().Err() == nil {
		return
	}
	if _, err := vm.Runtime.RunString(""); err != nil { // the engine finds out, too, and tells where
		vm.Rethrow(err)
	}
	panic(&goja.InterruptedError{}) // it has not been told yet
}
