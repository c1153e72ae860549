package rpc

import (
	"bytes"
	"sync"

	"paddock/jsruntime"
)

// carriedWritable is a WritableStream on its way: what takes its writer's operations.
type carriedWritable struct{ Receiver }

// carryWritable locks a stream and hands its writer out.
func carryWritable(vm *jsruntime.VM, stream *jsruntime.Object) (w carriedWritable, err error) {
	err = vm.Try(func() {
		writer := jsruntime.AsObject(vm.CallMethod(stream, "getWriter"))
		ops := vm.NewObject()
		for _, name := range []string{"write", "close"} {
			fn := vm.NewFunction(name, 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				return vm.CallMethod(writer, name, call.Arguments...)
			})
			if err := ops.Set(name, fn); err != nil {
				vm.Throw(err)
			}
		}
		e := newExport(vm, ops)
		e.givenUp = func() {
			vm.MarkHandled(vm.CallMethod(writer, "abort", vm.ErrorValue(errWriterGone))) // no effect on what is closed
		}
		w = carriedWritable{e}
	})
	return w, err
}

// errWriterGone is why a stream is aborted that nobody can write to any more.
var errWriterGone = jsruntime.Errorf(jsruntime.PlainError, "WritableStream received over RPC was disconnected because the remote execution context has ended.")

// Uncarry makes a stream that sends what is written to it to the one that was carried; a
// write has ended when it has ended there. That is aborted when this one is, or when the event is over before
// this one is closed.
func (c carriedWritable) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	var once sync.Once
	giveUp := func() { once.Do(c.Dispose) }
	if vm.InEvent() && vm.Gate() == nil {
		vm.Scope().OnEnd(giveUp)
	}
	sink := vm.NewObject()
	for name, act := range map[string]func(chunk jsruntime.Value) jsruntime.Value{
		"write": func(chunk jsruntime.Value) jsruntime.Value { return c.send(vm, "write", bytesOf(vm, chunk)) },
		"close": func(jsruntime.Value) jsruntime.Value {
			closed := c.send(vm, "close")
			given := func(jsruntime.Value) { giveUp() }
			vm.Then(closed, given, given)
			return closed
		},
		"abort": func(jsruntime.Value) jsruntime.Value {
			giveUp()
			return jsruntime.Undefined()
		},
	} {
		fn := vm.NewFunction(name, 1, func(call jsruntime.FunctionCall) jsruntime.Value { return act(call.Argument(0)) })
		if err := sink.Set(name, fn); err != nil {
			return nil, err
		}
	}
	return vm.New(vm.Get("WritableStream"), sink)
}

// send asks the other side for something and gives the promise of its end.
func (c carriedWritable) send(vm *jsruntime.VM, name string, args ...jsruntime.Value) jsruntime.Value {
	message, err := Encode(vm, vm.NewArrayOf(args...))
	if err != nil {
		return vm.RejectedWith(err)
	}
	return send(vm, c.Receiver, Op{Path: []string{name}, Args: message})
}

// bytesOf makes an ArrayBuffer of a chunk, as which bytes and texts come to the other side.
func bytesOf(vm *jsruntime.VM, chunk jsruntime.Value) jsruntime.Value {
	if jsruntime.IsString(chunk) {
		return vm.ToValue(vm.NewArrayBuffer([]byte(vm.Text(chunk))))
	}
	if data, ok := jsruntime.Bytes(chunk); ok {
		return vm.ToValue(vm.NewArrayBuffer(bytes.Clone(data)))
	}
	return chunk
}
