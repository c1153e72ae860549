package es

import (
	"math"

	"paddock/jsruntime"
)

// sharedBuffers is SharedArrayBuffer. One thread shares with nobody, so that the buffer is an
// ordinary one, which the engine's typed arrays take, under another prototype.
func sharedBuffers(vm *jsruntime.VM) jsruntime.Value {
	plain := classOf(vm, "ArrayBuffer")
	ctor := vm.ToValue(func(jsruntime.ConstructorCall) *jsruntime.Object { return nil }).(*jsruntime.Object)
	proto := ctor.Get("prototype").(*jsruntime.Object)
	jsruntime.Patch(ctor, func(jsruntime.Native) jsruntime.Native {
		return func(jsruntime.FunctionCall) jsruntime.Value {
			vm.Throwf(jsruntime.TypeError, "Constructor SharedArrayBuffer requires 'new'")
			return nil
		}
	})
	makePlain := vm.Constructor(plain)
	jsruntime.PatchConstruct(ctor, func(jsruntime.NativeConstruct) jsruntime.NativeConstruct {
		return func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
			if len(args) == 0 {
				args = []jsruntime.Value{vm.ToValue(0)}
			}
			o := construct(vm, func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
				o := makePlain(args, newTarget)
				if o.Prototype() == plain.Get("prototype") { // newTarget has no prototype
					must(o.SetPrototype(proto))
				}
				jsruntime.MarkShared(o)
				return o
			}, append(args, jsruntime.Undefined()), newTarget)
			return o
		}
	})
	must(ctor.DefineDataProperty("name", vm.ToValue("SharedArrayBuffer"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	must(ctor.DefineDataProperty("length", vm.ToValue(1), jsruntime.No, jsruntime.Yes, jsruntime.No))
	must(ctor.DefineDataProperty("prototype", proto, jsruntime.No, jsruntime.No, jsruntime.No))
	must(ctor.DefineAccessorPropertySymbol(jsruntime.SymSpecies, vm.NewFunction("get [Symbol.species]", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		return call.This
	}), nil, jsruntime.Yes, jsruntime.No))
	must(proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("SharedArrayBuffer"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	k := kind{name: "SharedArrayBuffer", proto: proto, shared: true}
	k.getter(vm, "byteLength", func(this *jsruntime.Object) any { return len(contents(this).Bytes()) })
	k.getter(vm, "growable", func(this *jsruntime.Object) any { _, yes := jsruntime.MaxByteLength(this); return yes })
	k.getter(vm, "maxByteLength", func(this *jsruntime.Object) any { n, _ := jsruntime.MaxByteLength(this); return n })
	k.method(vm, "grow", 1, grow)
	must(proto.DefineDataProperty("slice", vm.NewFunction("slice", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		return k.slice(vm, ctor, call)
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	refuseShared(vm, plain)
	return ctor
}

func grow(vm *jsruntime.VM, this *jsruntime.Object, arg jsruntime.Value) jsruntime.Value {
	limit, growable := jsruntime.MaxByteLength(this)
	if !growable {
		vm.Throwf(jsruntime.TypeError, "Method SharedArrayBuffer.prototype.grow called on incompatible receiver #<SharedArrayBuffer>")
	}
	const refusal = "SharedArrayBuffer.prototype.grow: Invalid length parameter"
	size := vm.ToIndex(arg, refusal)
	if size > limit || size < len(contents(this).Bytes()) || size > bufferLimit {
		vm.Throwf(jsruntime.RangeError, refusal)
	}
	jsruntime.Resize(this, size)
	return jsruntime.Undefined()
}

func (k kind) slice(vm *jsruntime.VM, ctor *jsruntime.Object, call jsruntime.FunctionCall) jsruntime.Value {
	this := k.this(vm, "SharedArrayBuffer.prototype.slice", call.This)
	size := len(contents(this).Bytes())
	from, to := relative(call.Argument(0), size, 0), relative(call.Argument(1), size, size)
	length := max(to-from, 0)
	made := vm.Constructor(vm.Species(this, ctor))([]jsruntime.Value{vm.ToValue(length)}, nil)
	switch {
	case !jsruntime.IsSharedBuffer(made):
		vm.Throwf(jsruntime.TypeError, "Method SharedArrayBuffer.prototype.slice called on incompatible receiver %s", vm.Sketch(made))
	case made == this:
		vm.Throwf(jsruntime.TypeError, "ArrayBuffer subclass returned this from species constructor")
	case len(contents(made).Bytes()) < length:
		vm.Throwf(jsruntime.TypeError, "Species constructor returned a too small ArrayBuffer")
	}
	copy(contents(made).Bytes(), contents(this).Bytes()[from:from+length])
	return made
}

// relative reads an argument that counts from the end when it is negative; absent stands for undefined.
func relative(v jsruntime.Value, size, absent int) int {
	if jsruntime.IsUndefined(v) {
		return absent
	}
	n := math.Trunc(v.ToNumber().ToFloat())
	switch {
	case math.IsNaN(n):
		return 0
	case n < 0:
		return int(max(n+float64(size), 0))
	}
	return int(min(n, float64(size)))
}

// refuseShared makes the engine's getter on ArrayBuffer.prototype refuse shared buffers.
func refuseShared(vm *jsruntime.VM, plain *jsruntime.Object) {
	k := kind{name: "ArrayBuffer", proto: plain.Get("prototype").(*jsruntime.Object)}
	d := vm.OwnProperty(k.proto, "byteLength")
	if d == nil {
		return
	}
	getter, ok := d.Get("get").(*jsruntime.Object)
	if !ok || !jsruntime.IsBuiltIn(getter) {
		return // a script's own
	}
	jsruntime.Patch(getter, func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			k.this(vm, "get ArrayBuffer.prototype.byteLength", call.This)
			return original(call)
		}
	})
}
