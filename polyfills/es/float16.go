package es

import (
	"encoding/binary"
	"math"

	"paddock/jsruntime"
)

// halves is what deals with half precision numbers besides Float16Array.
var halves = gap{probe: "Math.f16round", install: func(vm *jsruntime.VM) {
	method := func(on *jsruntime.Object, name string, length int, f func(jsruntime.FunctionCall) jsruntime.Value) {
		must(on.DefineDataProperty(name, vm.NewFunction(name, length, f), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	method(classOf(vm, "Math"), "f16round", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(jsruntime.HalfFloat(jsruntime.HalfBits(call.Argument(0).ToNumber().ToFloat())))
	})
	view := classOf(vm, "DataView").Get("prototype").(*jsruntime.Object)
	method(view, "getFloat16", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		at := halfIndex(vm, "getFloat16", call)
		return vm.ToValue(jsruntime.HalfFloat(byteOrder(call.Argument(1)).Uint16(halfAt(vm, "getFloat16", call.This, at))))
	})
	method(view, "setFloat16", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		at, f := halfIndex(vm, "setFloat16", call), call.Argument(1).ToNumber().ToFloat()
		byteOrder(call.Argument(2)).PutUint16(halfAt(vm, "setFloat16", call.This, at), jsruntime.HalfBits(f))
		return jsruntime.Undefined()
	})
}}

func byteOrder(little jsruntime.Value) binary.ByteOrder {
	if little.ToBoolean() {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

func halfIndex(vm *jsruntime.VM, member string, call jsruntime.FunctionCall) int {
	if !jsruntime.IsDataView(call.This) {
		vm.Throwf(jsruntime.TypeError, "Method DataView.prototype.%s called on incompatible receiver %s", member, vm.Sketch(call.This))
	}
	return vm.ToIndex(call.Argument(0), "Offset is outside the bounds of the DataView")
}

// halfAt gives the two bytes of a DataView at an index.
func halfAt(vm *jsruntime.VM, member string, view jsruntime.Value, at int) []byte {
	if jsruntime.Outside(view.(*jsruntime.Object)) {
		vm.Throwf(jsruntime.TypeError, "Cannot perform DataView.prototype.%s on a detached or out-of-bounds ArrayBuffer", member)
	}
	b := jsruntime.Shown(view.(*jsruntime.Object))
	if at > math.MaxInt32 || at+2 > len(b) {
		vm.Throwf(jsruntime.RangeError, "Offset is outside the bounds of the DataView")
	}
	return b[at : at+2]
}

// evenOffset gives the arguments of Float16Array with an offset that is one of halves.
func evenOffset(vm *jsruntime.VM, args []jsruntime.Value) []jsruntime.Value {
	if len(args) == 0 || !jsruntime.IsArrayBuffer(args[0]) {
		return args
	}
	if len(args) > 1 && !jsruntime.IsUndefined(args[1]) {
		offset := args[1].ToNumber()
		switch f := math.Trunc(offset.ToFloat()); {
		case f < 0:
			vm.Throwf(jsruntime.RangeError, "Start offset %s is outside the bounds of the buffer", vm.ToValue(f))
		case math.Mod(f, 2) == 1:
			vm.Throwf(jsruntime.RangeError, "start offset of Float16Array should be a multiple of 2")
		}
		args = append([]jsruntime.Value{args[0], offset}, args[2:]...)
	}
	if size := args[0].(*jsruntime.Object).Get("byteLength"); jsruntime.IsUndefined(jsruntime.Args(args).At(2)) && size.ToInteger()%2 == 1 {
		vm.Throwf(jsruntime.RangeError, "byte length of Float16Array should be a multiple of 2")
	}
	return args
}

// float16Array is Float16Array: arrays that the engine made for Uint16Array, with other elements.
func float16Array(vm *jsruntime.VM) jsruntime.Value {
	words := classOf(vm, "Uint16Array")
	ctor := vm.ToValue(func(jsruntime.ConstructorCall) *jsruntime.Object { return nil }).(*jsruntime.Object)
	proto := ctor.Get("prototype").(*jsruntime.Object)
	jsruntime.Patch(ctor, func(jsruntime.Native) jsruntime.Native {
		return func(jsruntime.FunctionCall) jsruntime.Value {
			vm.Throwf(jsruntime.TypeError, "Constructor Float16Array requires 'new'")
			return nil
		}
	})
	makeWords, makeDoubles := vm.Constructor(words), vm.Constructor(vm.Get("Float64Array"))
	wordsProto := words.Get("prototype")
	alloc := func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
		o := makeWords(args, newTarget)
		if o.Prototype() == wordsProto { // newTarget has no prototype
			must(o.SetPrototype(proto))
		}
		jsruntime.AsFloat16(o, ctor)
		return o
	}
	jsruntime.PatchConstruct(ctor, func(jsruntime.NativeConstruct) jsruntime.NativeConstruct {
		return func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
			if len(args) == 0 || jsruntime.AsObject(args[0]) == nil || jsruntime.IsArrayBuffer(args[0]) {
				return alloc(evenOffset(vm, args), newTarget)
			}
			doubles := jsruntime.Shown(makeDoubles(args[:1], nil))
			o := alloc([]jsruntime.Value{vm.ToValue(len(doubles) / 8)}, newTarget)
			halves := jsruntime.Shown(o)
			for i := range len(doubles) / 8 {
				f := math.Float64frombits(binary.NativeEndian.Uint64(doubles[8*i:]))
				binary.NativeEndian.PutUint16(halves[2*i:], jsruntime.HalfBits(f))
			}
			return o
		}
	})
	fixed := func(on *jsruntime.Object, name string, v any, configurable jsruntime.PropertyFlag) {
		must(on.DefineDataProperty(name, vm.ToValue(v), jsruntime.No, configurable, jsruntime.No))
	}
	fixed(ctor, "name", "Float16Array", jsruntime.Yes)
	fixed(ctor, "length", 3, jsruntime.Yes)
	fixed(ctor, "prototype", proto, jsruntime.No)
	fixed(ctor, "BYTES_PER_ELEMENT", 2, jsruntime.No)
	fixed(proto, "BYTES_PER_ELEMENT", 2, jsruntime.No)
	must(ctor.SetPrototype(words.Prototype()))
	must(proto.SetPrototype(words.Get("prototype").(*jsruntime.Object).Prototype()))
	return ctor
}
