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

// Invoke implements Receiver.
func (e *export) Invoke(ctx context.Context, op Op, reply Reply) {
	ok := e.frame.Post(func(vm *jsruntime.VM) {
		serve(ctx, vm, e.object, op, reply)
	})
	if !ok {
		Discard(op.Args)
		reply(jsruntime.Message{}, e.frame.Scope().VM().Isolate().Err())
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
		if sym := disposeSymbol(vm); sym != nil && !jsruntime.IsFunction(e.object) {
			if fn, ok := jsruntime.AsFunction(e.object.GetSymbol(sym)); ok {
				vm.Call(fn, e.object)
			}
		}
	})
}

// OnGivenUp calls f, on the loop, when nobody refers any more to what a message hands out by
// reference. It is for messages that were just made. If the end of something in the message is not
// known, as that of a stream, it is false and f is never called.
func OnGivenUp(m jsruntime.Message, f func()) bool {
	var exports []*export
	for _, external := range m.Externals {
		switch x := external.(type) {
		case carriedService: // is nobody's
		case carriedReceiver:
			if e, ok := x.Receiver.(*export); ok && e.givenUp == nil {
				exports = append(exports, e)
			}
		default:
			return false
		}
	}
	left := len(exports)
	if left == 0 {
		f()
	}
	for _, e := range exports {
		e.givenUp = func() {
			if left--; left == 0 {
				f()
			}
		}
	}
	return true
}
