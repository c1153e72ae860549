package rpc

import (
	"context"

	"paddock/jsruntime"
)

// export is a function or an RpcTarget of one isolate, handed out by reference. Operations
// on it run in the frame of the code that handed it out.
type export struct {
	object *jsruntime.Object
	frame  *jsruntime.Frame
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

// Dispose calls the target's own disposer, if it has one.
func (e *export) Dispose() {
	e.frame.Post(func(vm *jsruntime.VM) {
		if sym := disposeSymbol(vm); sym != nil && !jsruntime.IsFunction(e.object) {
			if fn, ok := jsruntime.AsFunction(e.object.GetSymbol(sym)); ok {
				vm.Call(fn, e.object)
			}
		}
	})
}
