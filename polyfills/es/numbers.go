package es

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"paddock/jsruntime"
	"paddock/jsruntime/bigtext"
)

// numbers mends conversions to numbers: of a BigInt the engine's Number takes the low 64 bits only, its parseInt
// knows no negative zero and rounds each digit of what is large, and its BigInt.asIntN asks for as much memory
// as the width that it is given, and reads texts as its BigInt does (see bigInts).
var numbers = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	number, bigInt := classOf(vm, "Number"), classOf(vm, "BigInt")
	jsruntime.Patch(number, func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			call.Arguments = withoutBigInt(vm, call.Arguments)
			return original(call)
		}
	})
	jsruntime.PatchConstruct(number, func(original jsruntime.NativeConstruct) jsruntime.NativeConstruct {
		return func(args []jsruntime.Value, newTarget *jsruntime.Object) *jsruntime.Object {
			return original(withoutBigInt(vm, args), newTarget)
		}
	})
	vm.PatchMethod(vm.GlobalObject(), "parseInt", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			v := original(call)
			if f := v.ToFloat(); f == 0 || math.Abs(f) > maxSafe {
				return exactly(vm, call, v)
			}
			return v
		}
	})
	signed, _ := jsruntime.AsFunction(bigInt.Get("asIntN"))
	for _, name := range []string{"asIntN", "asUintN"} {
		vm.PatchMethod(bigInt, name, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				checkWidth(vm, call)
				if jsruntime.IsString(call.Argument(1)) {
					call.Arguments[1] = bigIntOf(vm, call.Argument(1))
				}
				if w := call.Argument(0); jsruntime.IsNumber(w) && w.ToFloat() > wide && !jsruntime.IsBigInt(call.Argument(1)) {
					call.Arguments = []jsruntime.Value{w, vm.Call(signed, call.This, vm.ToValue(wide), call.Argument(1))}
				}
				if cutNothing(vm, jsruntime.Args(call.Arguments), name == "asIntN") {
					return call.Arguments[1]
				}
				return original(call)
			}
		})
	}
}}

// maxSafe is Number.MAX_SAFE_INTEGER.
const maxSafe = 1<<53 - 1

// withoutBigInt gives the arguments of Number, a BigInt among them as the nearest number.
func withoutBigInt(vm *jsruntime.VM, args []jsruntime.Value) []jsruntime.Value {
	if len(args) == 0 || !jsruntime.IsBigInt(args[0]) {
		return args
	}
	f, _ := new(big.Float).SetInt(args[0].Export().(*big.Int)).Float64()
	return []jsruntime.Value{vm.ToValue(f)}
}

// exactly gives what parseInt makes of a primitive, for which the engine gave v: a zero may have a sign, and the
// digits of a large decimal are read together.
func exactly(vm *jsruntime.VM, call jsruntime.FunctionCall, v jsruntime.Value) jsruntime.Value {
	if jsruntime.AsObject(call.Argument(0)) != nil {
		return v // which would be asked a second time
	}
	text := strings.TrimLeft(call.Argument(0).String(), spaces)
	negative := strings.HasPrefix(text, "-")
	if v.ToFloat() == 0 {
		if negative {
			return vm.ToValue(math.Copysign(0, -1))
		}
		return v
	}
	if radix := call.Argument(1); !jsruntime.IsUndefined(radix) && !radix.SameAs(vm.ToValue(10)) {
		return v
	}
	digits := strings.TrimLeft(text, "+-")
	digits = digits[:len(digits)-len(strings.TrimLeft(digits, "0123456789"))]
	f, err := strconv.ParseFloat(digits, 64)
	if err != nil && !math.IsInf(f, 0) || digits == "0" { // 0x…
		return v
	}
	if negative {
		f = -f
	}
	return vm.ToValue(f)
}

// spaces are what the language takes for white space and ends of lines.
const spaces = bigtext.Space

// wide is a width beyond which what is no BigInt yet becomes one first, by fewer bits: no text that anybody writes has more.
const wide = 1 << 22

// checkWidth has the first argument of BigInt.asIntN be a number that V8 takes for a width.
func checkWidth(vm *jsruntime.VM, call jsruntime.FunctionCall) {
	if !jsruntime.IsNumber(call.Argument(0)) {
		return
	}
	if f := math.Trunc(call.Arguments[0].ToFloat()); f < 0 || f > maxSafe {
		vm.Throwf(jsruntime.RangeError, "Invalid value %s: not (convertible to) a safe integer", vm.ToValue(f))
	}
}

// cutNothing reports whether BigInt.asIntN, or asUintN, of these arguments is the second of them as it is. It
// throws where the result would be larger than any BigInt.
func cutNothing(vm *jsruntime.VM, args jsruntime.Args, signed bool) bool {
	width := args.At(0)
	if !jsruntime.IsNumber(width) || !jsruntime.IsBigInt(args.At(1)) {
		return false
	}
	bits, value := width.ToFloat(), args[1].Export().(*big.Int)
	if !(bits > 64 && bits <= maxSafe && bits > float64(value.BitLen())) { // not a number is 0 bits
		return false
	}
	if signed || value.Sign() >= 0 {
		return true
	}
	if bits > bigtext.MaxBits {
		vm.Throwf(jsruntime.RangeError, "Maximum BigInt size exceeded")
	}
	return false
}
