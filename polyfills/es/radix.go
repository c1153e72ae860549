package es

import (
	"math"
	"slices"

	"paddock/jsruntime"
)

// radixes has Number.prototype.toString give in other bases than ten the digits that V8 gives: as few of a fraction
// as tell the number from its neighbours, and zeros for those of a whole number that it cannot hold.
var radixes = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	proto := classOf(vm, "Number").Get("prototype").(*jsruntime.Object)
	vm.PatchMethod(proto, "toString", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			if len(call.Arguments) == 0 || !jsruntime.IsNumber(call.This) || !jsruntime.IsNumber(call.Arguments[0]) {
				return original(call)
			}
			radix, f := call.Arguments[0].ToFloat(), call.This.ToFloat()
			if !(radix >= 2 && radix < 37) || int(radix) == 10 || math.IsNaN(f) || math.IsInf(f, 0) || f == math.Trunc(f) && math.Abs(f) <= maxSafe {
				return original(call)
			}
			return vm.ToValue(inRadix(f, int(radix)))
		}
	})
}}

const radixDigits = "0123456789abcdefghijklmnopqrstuvwxyz"

// inRadix gives a finite number in a base.
func inRadix(f float64, radix int) string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	whole := math.Floor(f)
	digits := fractionDigits(f, whole, radix)
	if len(digits) > 0 && digits[0] == radix { // it was rounded up to the next whole number
		whole, digits = whole+1, nil
	}
	out := []byte(sign + wholeDigits(whole, radix))
	if len(digits) > 0 {
		out = append(out, '.')
	}
	for _, d := range digits {
		out = append(out, radixDigits[d])
	}
	return string(out)
}

// fractionDigits gives the digits behind the point, as long as the number is not told by them; the one digit radix
// for a fraction that rounds to one.
func fractionDigits(f, whole float64, radix int) (digits []int) {
	rest := f - whole
	apart := max(0.5*(math.Nextafter(f, math.Inf(1))-f), math.SmallestNonzeroFloat64)
	if rest < apart {
		return nil
	}
	for {
		rest *= float64(radix)
		apart *= float64(radix)
		d := int(rest)
		digits = append(digits, d)
		rest -= float64(d)
		if (rest > 0.5 || rest == 0.5 && d%2 == 1) && rest+apart > 1 {
			for len(digits) > 0 { // digits that become the base are dropped, and count up the one before
				last := len(digits) - 1
				if digits[last]++; digits[last] < radix {
					return digits
				}
				digits = digits[:last]
			}
			return []int{radix}
		}
		if rest < apart {
			return digits
		}
	}
}

// unevenFrom is the least number that is two away from the next.
const unevenFrom = 1 << 53

// wholeDigits gives those before the point. What is divided is a number itself, and loses what it cannot hold.
func wholeDigits(f float64, radix int) string {
	base := float64(radix)
	var reversed []byte
	for f/base >= unevenFrom {
		f /= base
		reversed = append(reversed, '0')
	}
	for {
		digit := math.Mod(f, base)
		reversed = append(reversed, radixDigits[int(digit)])
		if f = (f - digit) / base; f <= 0 {
			break
		}
	}
	slices.Reverse(reversed)
	return string(reversed)
}
