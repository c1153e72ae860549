package es

import (
	"math"

	"paddock/jsruntime"
)

// transfer is ArrayBuffer.prototype.transfer, transferToFixedLength and detached. The engine
// has no resizable buffers, so that the first two do the same.
var transfer = gap{probe: "new ArrayBuffer(0).detached", install: func(vm *jsruntime.VM) {
	proto := vm.Get("ArrayBuffer").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	for _, name := range []string{"transfer", "transferToFixedLength"} {
		must(proto.DefineDataProperty(name, vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			return moveBuffer(vm, name, call)
		}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	flag := func(name string, get func(jsruntime.ArrayBuffer) any) {
		must(proto.DefineAccessorProperty(name, vm.NewFunction("get "+name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			return vm.ToValue(get(buffer(vm, name, call.This)))
		}), nil, jsruntime.Yes, jsruntime.No))
	}
	flag("detached", func(b jsruntime.ArrayBuffer) any { return b.Detached() })
	flag("resizable", func(jsruntime.ArrayBuffer) any { return false })
	flag("maxByteLength", func(b jsruntime.ArrayBuffer) any { return len(b.Bytes()) })
}}

func buffer(vm *jsruntime.VM, name string, v jsruntime.Value) jsruntime.ArrayBuffer {
	if !jsruntime.IsArrayBuffer(v) {
		vm.Throwf(jsruntime.TypeError, "Method ArrayBuffer.prototype.%s called on incompatible receiver %s", name, v.String())
	}
	return v.Export().(jsruntime.ArrayBuffer)
}

func moveBuffer(vm *jsruntime.VM, name string, call jsruntime.FunctionCall) jsruntime.Value {
	b := buffer(vm, name, call.This)
	size := int64(len(b.Bytes()))
	if v := call.Argument(0); !jsruntime.IsUndefined(v) {
		size = jsruntime.Integer(v)
	}
	if b.Detached() {
		vm.Throwf(jsruntime.TypeError, "Cannot perform ArrayBuffer.prototype.%s on a detached ArrayBuffer", name)
	}
	if size < 0 || size > math.MaxInt32 {
		vm.Throwf(jsruntime.RangeError, "Invalid array buffer length")
	}
	data := b.Bytes()
	b.Detach()
	if size != int64(len(data)) {
		moved := make([]byte, size)
		copy(moved, data)
		data = moved
	}
	return vm.NewBuffer(data)
}
