package bigtext

import (
	"math/big"
	"strings"
)

// Write is BigInt::toString, for a base from 2 to 36. It calls breathe every few thousand digits.
func Write(x *big.Int, base int, breathe func()) string {
	if x.BitLen() <= leaf || base&(base-1) == 0 {
		return x.Text(base)
	}
	var out strings.Builder
	if x.Sign() < 0 {
		out.WriteByte('-')
		x = new(big.Int).Neg(x)
	}
	powers := powersOf(int64(base), breathe, func(exponent int, before *big.Int) bool {
		return exponent == leaf || 2*before.BitLen()-1 <= x.BitLen() // the square of what is before may be within x
	})
	begun := false // zeros on the left count from now on
	var part func(x *big.Int, level int)
	part = func(x *big.Int, level int) {
		breathe()
		if level < 0 {
			digits := ""
			if begun || x.Sign() > 0 {
				digits = x.Text(base)
			}
			if begun {
				out.WriteString(strings.Repeat("0", leaf-len(digits)))
			}
			out.WriteString(digits)
			begun = begun || digits != ""
			return
		}
		if !begun && x.Cmp(powers[level]) < 0 {
			part(x, level-1)
			return
		}
		high, low := new(big.Int).QuoRem(x, powers[level], new(big.Int))
		part(high, level-1)
		part(low, level-1)
	}
	part(x, len(powers)-1)
	return out.String()
}
