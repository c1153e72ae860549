package dialect

import (
	"math/big"

	"github.com/dop251/goja"

	"paddock/jsruntime/rounded"
)

// power is the operator ** for two values. Of big integers the engine computes large powers in minutes, whatever
// happens: here the script can be ended.
func power(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	plain := operation(rt, "**")
	breathe := breather(rt)
	return func(call goja.FunctionCall) goja.Value {
		a := toNumeric(call.Argument(0))
		b := toNumeric(call.Argument(1))
		if goja.IsNumber(a) && goja.IsNumber(b) {
			return floatToValue(rounded.Pow(a.ToFloat(), b.ToFloat()))
		}
		if !goja.IsBigInt(a) || !goja.IsBigInt(b) {
			return plain(a, b)
		}
		base, exponent := a.Export().(*big.Int), b.Export().(*big.Int)
		if exponent.Sign() < 0 {
			panic(rangeError(rt, "Exponent must be positive"))
		}
		if base.BitLen() <= 1 {
			return plain(a, b) // as large as base
		}
		bits := new(big.Int).Mul(big.NewInt(int64(base.BitLen()-1)), exponent)
		bits.Add(bits, big.NewInt(1)) // the least that it has
		if text := tooLarge(bits); text != "" {
			panic(rangeError(rt, text))
		}
		if bits.Int64() > longBits {
			return rt.ToValue(raised(base, exponent.Uint64(), breathe))
		}
		return plain(a, b)
	}
}

// longBits is how many bits a big integer has from which multiplying takes so long that the script may have to end
// within: some tenths of a second.
const longBits = 1 << 23

// raised is base ** exponent.
func raised(base *big.Int, exponent uint64, breathe func()) *big.Int {
	result, square := big.NewInt(1), base
	for ; ; square = times(square, square, breathe) {
		if exponent&1 == 1 {
			result = times(result, square, breathe)
		}
		if exponent >>= 1; exponent == 0 {
			return result
		}
	}
}

// times is a * b, by Karatsuba's method as long as both are large.
func times(a, b *big.Int, breathe func()) *big.Int {
	if min(a.BitLen(), b.BitLen()) <= longBits {
		breathe()
		return new(big.Int).Mul(a, b)
	}
	half := uint(max(a.BitLen(), b.BitLen())+1) / 2
	a1, a0 := halves(a, half)
	b1, b0 := halves(b, half)
	high, low := times(a1, b1, breathe), times(a0, b0, breathe)
	middle := times(a1.Add(a1, a0), b1.Add(b1, b0), breathe)
	middle.Sub(middle, high).Sub(middle, low)
	high.Lsh(high, half).Add(high, middle)
	return high.Lsh(high, half).Add(high, low)
}

// halves gives x as high<<bits + low, each with the sign of x.
func halves(x *big.Int, bits uint) (high, low *big.Int) {
	return new(big.Int).Quo(x, new(big.Int).Lsh(big.NewInt(1), bits)), new(big.Int).Rem(x, new(big.Int).Lsh(big.NewInt(1), bits))
}

// breather gives a function that ends the script when it must stop: the engine looks for that whenever it runs
// a function.
func breather(rt *goja.Runtime) func() {
	var nothing goja.Callable
	return func() {
		if nothing == nil {
			f, err := rt.RunScript(ownScript+"bigint", "() => {}")
			if err != nil {
				panic(err)
			}
			nothing, _ = goja.AssertFunction(f)
		}
		if _, err := nothing(goja.Undefined()); err != nil {
			panic(err)
		}
	}
}
