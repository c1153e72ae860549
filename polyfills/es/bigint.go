package es

import (
	"math/big"
	"strings"

	"paddock/jsruntime"
)

// bigInts lets BigInt refuse in the platform's words, and its prototype have no more than others. It reads texts
// itself: the engine takes any that begins with digits for more than 64 bits for a number, what begins with 0 for an octal
// one, and the square of the length of time, in which it cannot be stopped.
var bigInts = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	bigInt := classOf(vm, "BigInt").Get("prototype").(*jsruntime.Object)
	must(bigInt.Delete("length"))
	must(bigInt.Delete("name"))
	for _, name := range []string{"asIntN", "asUintN"} {
		jsruntime.Patch(classOf(vm, "BigInt").Get(name).(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if len(call.Arguments) == 1 {
					call.Arguments = []jsruntime.Value{call.Argument(0).ToNumber(), jsruntime.Undefined()}
				}
				return original(call)
			}
		})
	}
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

const (
	longNumber    = 1 << 12             // digits beyond which halves are read faster
	longestNumber = largestBigInt/3 + 1 // digits beyond which there is no BigInt
)

// bases are those of numbers with a prefix.
var bases = map[string]struct {
	base   int
	digits string
}{
	"0x": {16, "0123456789abcdefABCDEF"}, "0X": {16, "0123456789abcdefABCDEF"},
	"0o": {8, "01234567"}, "0O": {8, "01234567"}, "0b": {2, "01"}, "0B": {2, "01"},
}

// bigIntOf gives the BigInt that a text stands for.
func bigIntOf(vm *jsruntime.VM, text jsruntime.Value) jsruntime.Value {
	x := readNumber(vm, text.String())
	if x == nil {
		vm.Throwf(jsruntime.SyntaxError, "Cannot convert %s to a BigInt", text)
	}
	return vm.ToValue(x)
}

// readNumber is StringToBigInt; nil: the text is something else.
func readNumber(vm *jsruntime.VM, text string) *big.Int {
	text = strings.Trim(text, spaces)
	if len(text) > 2 {
		if b, ok := bases[text[:2]]; ok {
			if strings.Trim(text[2:], b.digits) != "" {
				return nil
			}
			x, _ := new(big.Int).SetString(text[2:], b.base)
			return x
		}
	}
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 || digits == "" && text != "" || strings.Trim(digits, "0123456789") != "" {
		return nil
	}
	if len(digits) > longestNumber && len(strings.TrimLeft(digits, "0")) > longestNumber {
		vm.Throwf(jsruntime.RangeError, "Maximum BigInt size exceeded")
	}
	x := readDigits(vm, digits)
	if text != "" && text[0] == '-' {
		x.Neg(x)
	}
	return x
}

// readDigits reads decimal digits, of which there may be none.
func readDigits(vm *jsruntime.VM, digits string) *big.Int {
	var powers []*big.Int // of ten, for halves of each length
	for half := longNumber; half < len(digits); half *= 2 {
		vm.Breathe()
		power := new(big.Int)
		if n := len(powers); n > 0 {
			power.Mul(powers[n-1], powers[n-1])
		} else {
			power.Exp(big.NewInt(10), big.NewInt(longNumber), nil)
		}
		powers = append(powers, power)
	}
	var read func(digits string, level int) *big.Int
	read = func(digits string, level int) *big.Int {
		if level < 0 {
			x, _ := new(big.Int).SetString("0"+digits, 10)
			return x
		}
		vm.Breathe()
		half := longNumber << level
		if len(digits) <= half {
			return read(digits, level-1)
		}
		high, low := digits[:len(digits)-half], digits[len(digits)-half:]
		x := read(high, level-1)
		return x.Add(x.Mul(x, powers[level]), read(low, level-1))
	}
	return read(digits, len(powers)-1)
}
