package rounded

import (
	"math"
	"math/big"
)

// Cbrt is the cube root.
func Cbrt(x float64) float64 {
	if x != x || x == 0 || math.IsInf(x, 0) {
		return x
	}
	m, n := math.Frexp(x)
	for n%3 != 0 {
		m, n = m*2, n-1
	}
	y := math.Cbrt(m)
	off := of(m).minus(product(y, y).by(y))
	return math.Ldexp(sum(y, off.hi/(3*y*y)).value(), n/3)
}

// Pow is xʸ, as JavaScript has it.
func Pow(x, y float64) float64 {
	size := math.Abs(x)
	switch {
	case y == 0:
		return 1
	case x != x || y != y || size == 1 && math.IsInf(y, 0):
		return math.NaN()
	case y == 1:
		return x
	case y == 2:
		return x * x
	case x == 0 || math.IsInf(x, 0) || math.IsInf(y, 0) || size == 1:
		return math.Pow(x, y)
	case x < 0 && y != math.Trunc(y):
		return math.NaN()
	case y == -1:
		return 1 / x
	}
	if f, ok := whole(x, y); ok {
		return f
	}
	sign := 1.0
	if x < 0 && math.Mod(y, 2) != 0 {
		sign = -1
	}
	if l, ok := known().logRoughly(size); ok && math.Abs(l.hi*y) < 700 {
		power := l.by(y)
		e, n := known().expRoughly(power.hi)
		e.lo += (e.hi + e.lo) * power.lo
		if f, ok := e.settled(0x1p-57 * (1 + math.Abs(y))); ok {
			return sign * f * math.Float64frombits(uint64(n+1023)<<52)
		}
	}
	l := logOf(of(size))
	switch {
	case l.hi*y > 710:
		return sign * math.Inf(1)
	case l.hi*y < -746:
		return math.Copysign(0, sign)
	}
	e, n := expOf(l.by(y))
	if e = ordered(e.hi, e.lo); undecided(e) && y == math.Trunc(y) && y > 0 && y <= 64 {
		return sign * exactPower(size, int(y))
	}
	return sign * e.scaled(n)
}

// whole gives powers of integers that are safe integers.
func whole(x, y float64) (power float64, ok bool) {
	if !(y > 0 && y <= 53) || y != math.Trunc(y) || x != math.Trunc(x) {
		return 0, false
	}
	power = x
	for range int(y) - 1 {
		if power *= x; math.Abs(power) > 1<<53 {
			return 0, false
		}
	}
	return power, true
}

// undecided reports whether a pair is so near to the middle between two numbers that the exact result may be there.
func undecided(e pair) bool {
	unit := math.Nextafter(e.hi, math.Inf(1)) - e.hi
	return math.Abs(math.Abs(e.lo)-unit/2) < unit*0x1p-30
}

func exactPower(x float64, n int) float64 {
	base := new(big.Float).SetPrec(53 * 64).SetFloat64(x)
	power := new(big.Float).SetPrec(53 * 64).SetInt64(1)
	for range n {
		power.Mul(power, base)
	}
	f, _ := power.Float64()
	return f
}
