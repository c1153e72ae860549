package bigtext

import (
	"math/big"
	"strings"
)

// MaxBits is how many bits the largest big integer of V8 has.
const MaxBits = 1 << 30

const (
	leaf       = 1 << 12       // digits beyond which halves are read and written faster
	mostDigits = MaxBits/3 + 1 // digits beyond which there is no big integer
)

// Space is what the language takes for white space and ends of lines.
const Space = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

// prefixed are the bases of integers with a prefix.
var prefixed = map[string]struct {
	base   int
	digits string
}{
	"0x": {16, "0123456789abcdefABCDEF"}, "0X": {16, "0123456789abcdefABCDEF"},
	"0o": {8, "01234567"}, "0O": {8, "01234567"}, "0b": {2, "01"}, "0B": {2, "01"},
}

// Read is StringToBigInt: white space around is left out, no digits are zero; nil where the text stands for no integer or for one of
// more than [MaxBits], of which V8 says the same. It calls breathe every few thousand digits.
func Read(text string, breathe func()) *big.Int {
	text = strings.Trim(text, Space)
	if len(text) > 2 {
		if p, ok := prefixed[text[:2]]; ok {
			if strings.Trim(text[2:], p.digits) != "" {
				return nil
			}
			x, _ := new(big.Int).SetString(text[2:], p.base)
			return bounded(x)
		}
	}
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 || digits == "" && text != "" || strings.Trim(digits, "0123456789") != "" {
		return nil
	}
	if len(digits) > mostDigits && len(strings.TrimLeft(digits, "0")) > mostDigits {
		return nil
	}
	x := read(digits, breathe)
	if text != "" && text[0] == '-' {
		x.Neg(x)
	}
	return bounded(x)
}

// bounded gives the big integers of V8, and nil for others.
func bounded(x *big.Int) *big.Int {
	if x.BitLen() > MaxBits {
		return nil
	}
	return x
}

// read reads decimal digits, of which there may be none.
func read(digits string, breathe func()) *big.Int {
	powers := powersOf(10, breathe, func(half int, _ *big.Int) bool { return half < len(digits) })
	var part func(digits string, level int) *big.Int
	part = func(digits string, level int) *big.Int {
		if level < 0 {
			x, _ := new(big.Int).SetString("0"+digits, 10)
			return x
		}
		breathe()
		half := leaf << level
		if len(digits) <= half {
			return part(digits, level-1)
		}
		high, low := digits[:len(digits)-half], digits[len(digits)-half:]
		x := part(high, level-1)
		return x.Add(x.Mul(x, powers[level]), part(low, level-1))
	}
	return part(digits, len(powers)-1)
}

// powersOf gives the base raised to leaf, to twice as much, and so on, while the next is wanted, which is told its exponent and the
// power before it.
func powersOf(base int64, breathe func(), wanted func(exponent int, before *big.Int) bool) (powers []*big.Int) {
	before := big.NewInt(base)
	for exponent := leaf; wanted(exponent, before); exponent *= 2 {
		breathe()
		power := new(big.Int)
		if len(powers) == 0 {
			power.Exp(before, big.NewInt(leaf), nil)
		} else {
			power.Mul(before, before)
		}
		powers, before = append(powers, power), power
	}
	return powers
}
