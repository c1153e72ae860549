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
	// givenUp is called on the loop when the last stub has gone; nil: nobody waits for that.
	givenUp func()
	back    func() // ends that the event that handed it out counts it as lent; nil: it does not
}

func newExport(vm *jsruntime.VM, o *jsruntime.Object) *export {
	return &export{object: o, frame: vm.Frame()}
}

// lend makes the export of what a message carries: the event is not hung while it is out.
func lend(vm *jsruntime.VM, o *jsruntime.Object) *export {
	e := newExport(vm, o)
	e.back = vm.Scope().Lend()
	return e
}

// Invoke implements Receiver. Where the event that handed the object out is over, or ends before the
// answer is there, the operation fails.
func (e *export) Invoke(ctx context.Context, op Op, reply Reply) {
	o := &operation{host: e.frame.Scope(), op: op, reply: reply}
	o.stop = context.AfterFunc(o.host.Context(), o.lose)
	ok := o.host.Context().Err() == nil && e.frame.Post(func(vm *jsruntime.VM) {
		if o.state.CompareAndSwap(onTheWay, begun) {
			serve(ctx, vm, e.object, op, o.answer)
		}
	})
	if !ok {
		o.lose()
	}
}

// Shared is optional on a [Receiver]: it counts the stubs that refer to it, each of which disposes of it.
type Shared interface {
	// Dup counts one more; the first is counted already.
	Dup()
}

// Dup implements Shared.
func (e *export) Dup() { e.stubs.Add(1) }

// dup counts one more stub that refers to a receiver and gives that.
func dup(r Receiver) Receiver {
	if shared, ok := r.(Shared); ok {
		shared.Dup()
	}
	return r
}

// Dispose calls the target's own disposer, if it has one, when the last stub has gone.
func (e *export) Dispose() {
	if e.stubs.Add(-1) != -1 {
		return
	}
	e.frame.Post(func(vm *jsruntime.VM) {
		if e.back != nil {
			e.back()
		}
		if e.givenUp != nil {
			defer e.givenUp()
		}
		if sym := disposeSymbol(vm); sym != nil {
			if fn, ok := jsruntime.AsFunction(e.object.GetSymbol(sym)); ok {
				vm.Call(fn, e.object)
			}
		}
	})
}
