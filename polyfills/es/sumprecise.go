package es

import (
	"math/big"

	"paddock/jsruntime"
)

// exactBits is how many bits hold any sum of numbers: from the largest to the smallest one's last bit, and
// more than any iterable has numbers.
const exactBits = 2300

var sumScript = load("math_sumprecise.js")

// sumPrecise adds numbers exactly and rounds once.
var sumPrecise = gap{probe: "Math.sumPrecise", install: func(vm *jsruntime.VM) {
	exact := vm.NewFunction("exact", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		sum := new(big.Float).SetPrec(exactBits)
		for _, v := range vm.Elements(call.Argument(0).(*jsruntime.Object)) {
			sum.Add(sum, big.NewFloat(v.ToFloat()))
		}
		f, _ := sum.Float64()
		return vm.ToValue(f)
	})
	fn, _ := jsruntime.AsFunction(sumScript.Run(vm))
	vm.Call(fn, jsruntime.Undefined(), definers.Get(vm), exact, sketchers.Get(vm))
}}
