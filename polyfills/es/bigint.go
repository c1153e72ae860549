package es

import (
	"math/big"
	"slices"

	"paddock/jsruntime"
	"paddock/jsruntime/bigtext"
)

// bigInts lets BigInt refuse in the platform's words, and its prototype have no more than others. It reads and writes texts
// itself: the engine takes any that begins with digits for more than 64 bits for a number, what begins with 0 for an octal
// one, and the square of the length of time, in which it cannot be stopped.
var bigInts = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	bigInt := classOf(vm, "BigInt").Get("prototype").(*jsruntime.Object)
	must(bigInt.Delete("length"))
	must(bigInt.Delete("name"))
	for _, name := range []string{"asIntN", "asUintN"} {
		vm.PatchMethod(classOf(vm, "BigInt"), name, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if len(call.Arguments) == 1 {
					call.Arguments = []jsruntime.Value{call.Argument(0).ToNumber(), jsruntime.Undefined()}
				}
				return original(call)
			}
		})
	}
	view := classOf(vm, "DataView").Get("prototype").(*jsruntime.Object)
	for name, of := range map[string]*jsruntime.Object{
		"asIntN": classOf(vm, "BigInt"), "asUintN": classOf(vm, "BigInt"), "setBigInt64": view, "setBigUint64": view,
	} {
		vm.PatchMethod(of, name, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if jsruntime.IsString(call.Argument(1)) && isIndex(call.Arguments[0]) { // which is looked at first
					call.Arguments = slices.Clone(call.Arguments)
					call.Arguments[1] = bigIntOf(vm, call.Arguments[1])
				}
				return original(call)
			}
		})
	}
	vm.PatchMethod(bigInt, "toString", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if radix := call.Argument(0); jsruntime.IsUndefined(radix) {
				call.Arguments = []jsruntime.Value{vm.ToValue(10)}
			} else if !jsruntime.IsNumber(radix) {
				return original(call)
			}
			if text := longBigIntText(vm, call.This, call.Arguments[0].ToFloat()); text != "" {
				return vm.ToValue(text)
			}
			return original(call)
		}
	})
	jsruntime.Patch(classOf(vm, "String"), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if text := longBigIntText(vm, call.Argument(0), 10); text != "" {
				call.Arguments = []jsruntime.Value{vm.ToValue(text)}
			}
			return original(call)
		}
	})
	jsruntime.Patch(classOf(vm, "BigInt"), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			v := call.Argument(0)
			if jsruntime.IsUndefined(v) || jsruntime.IsSymbol(v) {
				vm.Throwf(jsruntime.TypeError, "Cannot convert %s to a BigInt", vm.Sketch(v))
			}
			if jsruntime.IsString(v) {
				return bigIntOf(vm, v)
			}
			return original(call)
		}
	})
}}

// bigIntOf gives the BigInt that a text stands for.
func bigIntOf(vm *jsruntime.VM, text jsruntime.Value) jsruntime.Value {
	x := bigtext.Read(text.String(), vm.Breathe)
	if x == nil {
		vm.Throwf(jsruntime.SyntaxError, "Cannot convert %s to a BigInt", text)
	}
	return vm.ToValue(x)
}

func isIndex(v jsruntime.Value) bool {
	return jsruntime.IsNumber(v) && v.ToFloat() >= 0 && v.ToFloat() <= maxSafe
}

// longBigInt is how many bits a BigInt has whose text takes long to write.
const longBigInt = 1 << 16

// longBigIntText gives the text of a BigInt of so many bits that writing it must be left to what can be stopped; "" for others, and
// in no base.
func longBigIntText(vm *jsruntime.VM, v jsruntime.Value, base float64) string {
	if !jsruntime.IsBigInt(v) || !(base >= 2 && base < 37) {
		return ""
	}
	x := v.Export().(*big.Int)
	if x.BitLen() < longBigInt {
		return ""
	}
	return bigtext.Write(x, int(base), vm.Breathe)
}
