package rpc

import "paddock/jsruntime"

// carriedWritable is a WritableStream on its way: what takes its writer's operations.
type carriedWritable struct{ Receiver }

// carryWritable locks a stream and hands its writer out.
func carryWritable(vm *jsruntime.VM, stream *jsruntime.Object) (w carriedWritable, err error) {
	err = vm.Try(func() {
		writer := jsruntime.AsObject(vm.CallMethod(stream, "getWriter"))
		ops := vm.NewObject()
		for _, name := range []string{"write", "close", "abort"} {
			fn := vm.NewFunction(name, 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				return vm.CallMethod(writer, name, call.Arguments...)
			})
			if err := ops.Set(name, fn); err != nil {
				vm.Throw(err)
			}
		}
		w = carriedWritable{newExport(vm, ops)}
	})
	return w, err
}

// Uncarry makes a stream that sends what is written to it to the one that was carried; a
// write has ended when it has ended there.
func (c carriedWritable) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	sink := vm.NewObject()
	for _, name := range []string{"write", "close", "abort"} {
		takes := 1
		if name == "close" {
			takes = 0
		}
		fn := vm.NewFunction(name, takes, func(call jsruntime.FunctionCall) jsruntime.Value {
			args := call.Arguments
			if len(args) > takes { // the controller is not for the other side
				args = args[:takes]
			}
			message, err := Encode(vm, vm.NewArrayOf(args...))
			if err != nil {
				return vm.RejectedWith(err)
			}
			return send(vm, c.Receiver, Op{Path: []string{name}, Args: message})
		})
		if err := sink.Set(name, fn); err != nil {
			return nil, err
		}
	}
	return vm.New(vm.Get("WritableStream"), sink)
}
