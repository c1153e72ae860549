package rpc

import (
	"paddock/jsruntime"
	"paddock/polyfills/abort"
)

// carriedSignal is an AbortSignal on its way.
type carriedSignal struct {
	Receiver // takes a function that is to be called with the reason; nil for what is aborted
	reason   jsruntime.Message
}

// carrySignal hands out what lets the other side hear of an abort. The other side asks to be
// called, rather than to get an answer: an answer that is outstanding would look like work where
// nobody listens to the signal.
func carrySignal(vm *jsruntime.VM, signal *jsruntime.Object) (carriedSignal, error) {
	if abort.Aborted(signal) {
		reason, err := Encode(vm, abort.Reason(signal))
		return carriedSignal{reason: reason}, err
	}
	listen := vm.NewFunction("listen", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		receiver, ok := ReceiverOf(call.Argument(0))
		if !ok {
			return jsruntime.Undefined()
		}
		stub := NewStub(vm, dup(receiver)) // the argument is disposed of when the call has ended
		if s, ok := stubClass.From(stub); ok {
			vm.Scope().OnEnd(s.end)
		}
		abort.OnAbort(signal, func(reason jsruntime.Value) {
			if fn, ok := jsruntime.AsFunction(stub); ok {
				vm.Then(vm.ToPromise(vm.Call(fn, jsruntime.Undefined(), reason)), ignore, ignore)
			}
		})
		return jsruntime.Undefined()
	})
	return carriedSignal{Receiver: newExport(vm, listen)}, nil
}

func ignore(jsruntime.Value) {}

// Uncarry makes a signal that follows the one that was carried.
func (c carriedSignal) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	signal, stop := abort.NewSignal(vm)
	if c.Receiver == nil {
		reason, err := Decode(vm, c.reason)
		stop(reason)
		return signal, err
	}
	over := false
	hear := newExport(vm, vm.NewFunction("aborted", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		over = true
		stop(call.Argument(0))
		return jsruntime.Undefined()
	}))
	hear.givenUp = func() { over = true } // nobody can abort it any more
	args, err := vm.Serialize(vm.NewArrayOf(hear.object), &jsruntime.Codec{
		Encode: func(_ *jsruntime.VM, o *jsruntime.Object) (any, bool, error) {
			return carriedReceiver{hear}, o == hear.object, nil
		},
	}, nil)
	if err != nil {
		return nil, err
	}
	vm.Scope().Hope(func() bool { return !over && abort.Awaited(signal) })
	given := func(jsruntime.Value) { c.Dispose() }
	vm.Then(send(vm, c.Receiver, Op{Args: args}), given, given)
	return signal, nil
}
