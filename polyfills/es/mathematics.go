package es

import (
	"math"
	"slices"

	"paddock/jsruntime"
	"paddock/jsruntime/rounded"
)

// mathematics gives the functions of Math V8's results, to the last digit, where the engine has those of Go; and
// those that want 32 bits the lowest ones of any number.
var mathematics = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	object := classOf(vm, "Math")
	for name, f := range map[string]func(float64) float64{
		"acos": rounded.Acos, "acosh": rounded.Acosh, "asin": rounded.Asin, "asinh": rounded.Asinh, "atan": rounded.Atan, "atanh": rounded.Atanh,
		"cbrt": rounded.Cbrt, "cos": rounded.Cos, "cosh": rounded.Cosh, "exp": rounded.Exp, "expm1": rounded.Expm1, "log": rounded.Log,
		"log10": rounded.Log10, "log1p": rounded.Log1p, "log2": rounded.Log2, "sin": rounded.Sin, "sinh": rounded.Sinh, "tan": rounded.Tan,
		"tanh": rounded.Tanh,
	} {
		vm.PatchMethod(object, name, func(jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value { return vm.ToValue(f(call.Argument(0).ToFloat())) }
		})
	}
	for name, f := range map[string]func(float64, float64) float64{"atan2": rounded.Atan2, "pow": rounded.Pow} {
		vm.PatchMethod(object, name, func(jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				a := call.Argument(0).ToFloat()
				return vm.ToValue(f(a, call.Argument(1).ToFloat()))
			}
		})
	}
	vm.PatchMethod(object, "sign", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			n := call.Argument(0).ToNumber() // or what is zero, or no number, would be given as it is
			return original(jsruntime.FunctionCall{This: call.This, Arguments: []jsruntime.Value{n}})
		}
	})
	for _, name := range []string{"clz32", "imul"} {
		vm.PatchMethod(object, name, func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				call.Arguments = slices.Clone(call.Arguments)
				for i, v := range call.Arguments {
					if f := numberOf(v); math.Abs(f) >= 1<<63 && !math.IsInf(f, 0) {
						call.Arguments[i] = vm.ToValue(math.Mod(f, 1<<32))
					}
				}
				return original(call)
			}
		})
	}
}}

// numberOf gives a primitive number; zero for anything else, of which the conversion may be seen.
func numberOf(v jsruntime.Value) float64 {
	if jsruntime.IsNumber(v) {
		return v.ToFloat()
	}
	return 0
}
