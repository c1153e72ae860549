package rpc

import (
	"context"
	"sync/atomic"

	"paddock/jsruntime"
)

// export is a function or an RpcTarget of one isolate, handed out by reference. Operations
// on it run in the frame of the code that handed it out.
type export struct {
	object *jsruntime.Object
	frame  *jsruntime.Frame
	stubs  atomic.Int32 // that refer to it, but the first
}

func newExport(vm *jsruntime.VM, o *jsruntime.Object) *export {
	return &export{object: o, frame: vm.Frame()}
}

// Invoke implements Receiver.
func (e *export) Invoke(_ context.Context, op Op, reply Reply) {
	ok := e.frame.Post(func(vm *jsruntime.VM) {
		Serve(vm, e.object, op, reply)
	})
	if !ok {
		reply(jsruntime.Message{}, e.frame.Scope().VM().Isolate().Err())
	}
}

// dup counts one more stub that refers to a receiver and gives that.
func dup(r Receiver) Receiver {
	if e, ok := r.(*export); ok {
		e.stubs.Add(1)
	}
	return r
}

// Dispose calls the target's own disposer, if it has one, when the last stub has gone.
func (e *export) Dispose() {
	if e.stubs.Add(-1) != -1 {
		return
	}
	e.frame.Post(func(vm *jsruntime.VM) {
		if sym := disposeSymbol(vm); sym != nil && !jsruntime.IsFunction(e.object) {
			if fn, ok := jsruntime.AsFunction(e.object.GetSymbol(sym)); ok {
				vm.Call(fn, e.object)
			}
		}
	})
}
