package es

import (
	"math"

	"paddock/jsruntime"
)

// bufferLimit is the size in bytes of the largest buffer, as in jsruntime/dialect, and
// reserveLimit the most that one may ask to grow to. Nothing is reserved here.
const (
	bufferLimit  = 1 << 31
	reserveLimit = 1 << 40
)

// buffers makes ArrayBuffer whole: resizable buffers, transfer, transferToFixedLength, detached.
var buffers = gap{probe: "new ArrayBuffer(0).detached", install: func(vm *jsruntime.VM) {
	ctor := classOf(vm, "ArrayBuffer")
	jsruntime.PatchConstruct(ctor, func(original jsruntime.NativeConstruct) jsruntime.NativeConstruct {
		return func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
			if n := jsruntime.Args(args).At(0); jsruntime.IsNumber(n) && n.ToFloat() > bufferLimit {
				if newTarget != nil {
					newTarget.Get("prototype") // is asked for before
				}
				if n.ToFloat() >= 1<<53 {
					vm.Throwf(jsruntime.RangeError, "Invalid array buffer length")
				}
				vm.Throwf(jsruntime.RangeError, "Array buffer allocation failed")
			}
			if len(args) < 2 {
				return original(args, newTarget)
			}
			return construct(vm, original, args, newTarget)
		}
	})
	vm.WhenResizable(func() { guardResizable(vm) })
	mendSet(vm)
	k := kind{name: "ArrayBuffer", proto: ctor.Get("prototype").(*jsruntime.Object)}
	vm.PatchMethod(k.proto, "slice", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if contents(k.this(vm, "ArrayBuffer.prototype.slice", call.This)).Detached() {
				vm.Throwf(jsruntime.TypeError, "Cannot perform ArrayBuffer.prototype.slice on a detached ArrayBuffer")
			}
			return original(call)
		}
	})
	k.method(vm, "resize", 1, resize)
	for _, name := range []string{"transfer", "transferToFixedLength"} {
		k.method(vm, name, 0, func(vm *jsruntime.VM, this *jsruntime.Object, arg jsruntime.Value) jsruntime.Value {
			return moveBuffer(vm, name, this, arg)
		})
	}
	k.getter(vm, "detached", func(this *jsruntime.Object) any { return contents(this).Detached() })
	k.getter(vm, "resizable", func(this *jsruntime.Object) any { _, yes := jsruntime.MaxByteLength(this); return yes })
	k.getter(vm, "maxByteLength", func(this *jsruntime.Object) any {
		if contents(this).Detached() {
			return 0
		}
		n, _ := jsruntime.MaxByteLength(this)
		return n
	})
}}

// construct makes a buffer with options, as the constructors of both kinds do.
func construct(vm *jsruntime.VM, original jsruntime.NativeConstruct, args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
	size := vm.ToIndex(args[0], "Invalid array buffer length")
	limit := -1
	if options := jsruntime.AsObject(args[1]); options != nil {
		if v := options.Get("maxByteLength"); !jsruntime.IsUndefined(v) {
			limit = vm.ToIndex(v, "Invalid array buffer max length")
			if size > limit {
				vm.Throwf(jsruntime.RangeError, "Invalid array buffer max length")
			}
		}
	}
	if limit < 0 && size <= bufferLimit {
		return original([]jsruntime.Value{vm.ToValue(size)}, newTarget)
	}
	o := original(nil, newTarget)
	if size > bufferLimit || limit > reserveLimit {
		vm.Throwf(jsruntime.RangeError, "Array buffer allocation failed")
	}
	vm.MakeResizable(o, limit)
	jsruntime.Resize(o, size)
	return o
}

func resize(vm *jsruntime.VM, this *jsruntime.Object, arg jsruntime.Value) jsruntime.Value {
	limit, resizable := jsruntime.MaxByteLength(this)
	if !resizable {
		vm.Throwf(jsruntime.TypeError, "Method ArrayBuffer.prototype.resize called on incompatible receiver #<ArrayBuffer>")
	}
	const refusal = "ArrayBuffer.prototype.resize: Invalid length parameter"
	size := vm.ToIndex(arg, refusal)
	if contents(this).Detached() {
		vm.Throwf(jsruntime.TypeError, "Cannot perform ArrayBuffer.prototype.resize on a detached ArrayBuffer")
	}
	if size > limit || size > bufferLimit || !jsruntime.Resize(this, size) {
		vm.Throwf(jsruntime.RangeError, refusal)
	}
	return jsruntime.Undefined()
}

func moveBuffer(vm *jsruntime.VM, name string, this *jsruntime.Object, arg jsruntime.Value) jsruntime.Value {
	b := contents(this)
	size := len(b.Bytes())
	if !jsruntime.IsUndefined(arg) {
		size = vm.ToIndex(arg, "Invalid array buffer length")
	}
	if b.Detached() {
		vm.Throwf(jsruntime.TypeError, "Cannot perform ArrayBuffer.prototype.%s on a detached ArrayBuffer", name)
	}
	if jsruntime.IsPinned(this) {
		vm.Throwf(jsruntime.TypeError, "ArrayBuffer is not detachable and could not be cloned.")
	}
	limit, resizable := jsruntime.MaxByteLength(this)
	if resizable = resizable && name == "transfer"; resizable && size > limit || size > math.MaxInt32 {
		vm.Throwf(jsruntime.RangeError, "Invalid array buffer length")
	}
	data := b.Bytes()
	b.Detach()
	if !resizable && size != len(data) || size > len(data) {
		moved := make([]byte, size)
		copy(moved, data)
		data = moved
	}
	moved := vm.NewBuffer(data)
	if resizable {
		vm.MakeResizable(moved, limit)
		jsruntime.Resize(moved, size)
	}
	return moved
}

func contents(buffer *jsruntime.Object) jsruntime.ArrayBuffer {
	return buffer.Export().(jsruntime.ArrayBuffer)
}

// kind is one of the two classes of buffers. Their members refuse the other's instances.
type kind struct {
	name   string
	proto  *jsruntime.Object
	shared bool
}

// this gives the receiver of a member as a buffer of the kind.
func (k kind) this(vm *jsruntime.VM, member string, v jsruntime.Value) *jsruntime.Object {
	if !jsruntime.IsArrayBuffer(v) || jsruntime.IsSharedBuffer(v) != k.shared {
		vm.Throwf(jsruntime.TypeError, "Method %s called on incompatible receiver %s", member, vm.Sketch(v))
	}
	return v.(*jsruntime.Object)
}

func (k kind) method(vm *jsruntime.VM, name string, length int, do func(vm *jsruntime.VM, this *jsruntime.Object, arg jsruntime.Value) jsruntime.Value) {
	must(k.proto.DefineDataProperty(name, vm.NewFunction(name, length, func(call jsruntime.FunctionCall) jsruntime.Value {
		return do(vm, k.this(vm, k.name+".prototype."+name, call.This), call.Argument(0))
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}

func (k kind) getter(vm *jsruntime.VM, name string, get func(this *jsruntime.Object) any) {
	must(k.proto.DefineAccessorProperty(name, vm.NewFunction("get "+name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(get(k.this(vm, "get "+k.name+".prototype."+name, call.This)))
	}), nil, jsruntime.Yes, jsruntime.No))
}
