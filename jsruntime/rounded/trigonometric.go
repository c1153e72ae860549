package rounded

import (
	"math"
	"math/big"
)

// Sin is the sine.
func Sin(x float64) float64 {
	if x != x || math.IsInf(x, 0) {
		return math.NaN()
	}
	if math.Abs(x) < 1e-290 {
		return x
	}
	if s, _ := known().sineRoughly(x); s.hi != 0 {
		if f, ok := s.settled(0x1p-59); ok {
			return f
		}
	}
	s, _ := sineOf(x)
	return s.value()
}

// Cos is the cosine.
func Cos(x float64) float64 {
	if x != x || math.IsInf(x, 0) {
		return math.NaN()
	}
	if _, c := known().sineRoughly(x); c.hi != 0 {
		if f, ok := c.settled(0x1p-59); ok {
			return f
		}
	}
	_, c := sineOf(x)
	return c.value()
}

// Tan is the tangent.
func Tan(x float64) float64 {
	if x != x || math.IsInf(x, 0) {
		return math.NaN()
	}
	if math.Abs(x) < 1e-290 {
		return x
	}
	s, c := sineOf(x)
	return s.over(c).value()
}

// sineRoughly gives sine and cosine to some 60 bits behind the point; nothing for large numbers.
func (c *constants) sineRoughly(x float64) (sine, cosine pair) {
	if !(math.Abs(x) < maxDirect) {
		return pair{}, pair{}
	}
	k := math.RoundToEven(x * (2 / math.Pi))
	rest := sum(x-k*c.halfPi[0], -k*c.halfPi[1])
	rest.lo -= k * c.halfPi[2]
	below := rest.hi < 0
	if below {
		rest = rest.negative()
	}
	j := int(rest.hi*angles + 0.5)
	d := rest.hi - float64(j)/angles + rest.lo
	z := d * d
	s := d + d*z*(-1.0/6+z*(1.0/120-z*(1.0/5040)))
	t := z * (-0.5 + z*(1.0/24-z*(1.0/720)))
	a, b := &c.sines[j], &c.cosines[j]
	sine = pair{a.hi, a.lo + (a.hi*t + b.hi*s)}
	cosine = pair{b.hi, b.lo + (b.hi*t - a.hi*s)}
	if below {
		sine = sine.negative()
	}
	switch int(k) & 3 {
	case 1:
		return cosine, sine.negative()
	case 2:
		return sine.negative(), cosine.negative()
	case 3:
		return cosine.negative(), sine
	}
	return sine, cosine
}

// sineOf gives the sine and the cosine of a finite number.
func sineOf(x float64) (sine, cosine pair) {
	c := known()
	quarter, rest := 0, of(x)
	switch size := math.Abs(x); {
	case size >= maxDirect:
		quarter, rest = c.reduced(x)
	case size > math.Pi/4:
		k := math.RoundToEven(x * (2 / math.Pi))
		quarter = int(k)
		rest = sum(x-k*c.halfPi[0], -k*c.halfPi[1]).add(product(-k, c.halfPi[2]))
	}
	s, t := c.octant(rest)
	switch quarter & 3 {
	case 1:
		return t, s.negative()
	case 2:
		return s.negative(), t.negative()
	case 3:
		return t.negative(), s
	}
	return s, t
}

// reduced gives a large number as quarters of a turn and a rest.
func (c *constants) reduced(x float64) (quarter int, rest pair) {
	exact := new(big.Float).SetPrec(manyBits).SetFloat64(x)
	turns := new(big.Float).SetPrec(manyBits).Quo(exact, c.pi)
	turns.Mul(turns, big.NewFloat(2))
	turns.Add(turns, big.NewFloat(math.Copysign(0.5, x)))
	k, _ := turns.Int(nil)
	half := new(big.Float).SetPrec(manyBits).Mul(c.pi, new(big.Float).SetPrec(manyBits).SetInt(k))
	half.Mul(half, big.NewFloat(0.5))
	quarter = int(new(big.Int).And(k, big.NewInt(3)).Int64())
	return quarter, pairOf(exact.Sub(exact, half))
}

// octant gives sine and cosine for |x| up to a little more than π/4.
func (c *constants) octant(x pair) (sine, cosine pair) {
	j := int(math.RoundToEven(math.Abs(x.hi) * angles))
	if j == 0 {
		return sineSeries(x), cosineSeries(x).plus(1)
	}
	turned := x
	if x.hi < 0 {
		turned = x.negative()
	}
	d := turned.plus(-float64(j) / angles)
	s, t := sineSeries(d), cosineSeries(d)
	a, b := c.sines[j], c.cosines[j]
	sine = a.add(a.times(t).add(b.times(s)))
	cosine = b.add(b.times(t).minus(a.times(s)))
	if x.hi < 0 {
		sine = sine.negative()
	}
	return sine, cosine
}

// sineSeries gives the sine for |x| ≤ 1/128.
func sineSeries(x pair) pair {
	square := x.times(x)
	z := square.hi
	tail := z * (-1.0/5040 + z*(1.0/362880+z*(-1.0/39916800+z*(1.0/6227020800))))
	p := pair{0.008333333333333333, 1.1564823173178714e-19}.plus(tail)
	p = p.times(square).add(pair{-0.16666666666666666, -9.251858538542970e-18})
	return p.times(square).times(x).add(x)
}

// cosineSeries gives the cosine − 1 for |x| ≤ 1/128.
func cosineSeries(x pair) pair {
	square := x.times(x)
	z := square.hi
	tail := z * (1.0/40320 + z*(-1.0/3628800+z*(1.0/479001600)))
	p := pair{-0.001388888888888889, 5.300543954373577e-20}.plus(tail) // −1/720
	p = p.times(square).add(pair{0.041666666666666664, 2.3129646346357427e-18})
	p = p.times(square).plus(-0.5)
	return p.times(square)
}

// Asin is the inverse of the sine.
func Asin(x float64) float64 {
	if !(math.Abs(x) < 1) || math.Abs(x) < 1e-300 {
		return math.Asin(x)
	}
	return angle(of(x), product(1-x, 1+x).add(rounding(x)).root(), math.Asin(x)).value()
}

// Acos is the inverse of the cosine.
func Acos(x float64) float64 {
	switch {
	case !(math.Abs(x) < 1):
		return math.Acos(x)
	case x == 0:
		return known().turn.hi
	}
	other := product(1-x, 1+x).add(rounding(x)).root()
	return angle(other, of(x), math.Atan2(other.hi, x)).value()
}

// rounding is what (1−x)·(1+x) lacks to 1 − x² when both are rounded.
func rounding(x float64) pair {
	exact := sum(1, -product(x, x).hi).plus(-product(x, x).lo)
	return exact.minus(product(1-x, 1+x))
}

// Atan is the inverse of the tangent.
func Atan(x float64) float64 {
	if x != x || math.Abs(x) < 0x1p-26 {
		return x
	}
	return Atan2(x, 1)
}

// Atan2 is the angle of the point (x, y).
func Atan2(y, x float64) float64 {
	if x != x || y != y || x == 0 || y == 0 || math.IsInf(x, 0) || math.IsInf(y, 0) {
		return math.Atan2(y, x)
	}
	ey, ex := math.Ilogb(y), math.Ilogb(x)
	switch {
	case ey-ex > 70:
		return math.Copysign(known().turn.hi, y)
	case ex-ey > 70 && x < 0:
		return math.Copysign(2*known().turn.hi, y)
	case ex-ey > 1000: // too small to tell: zero has no sign then
		return y/x + 0
	}
	y, x = math.Ldexp(y, -ex), math.Ldexp(x, -ex)
	return angle(of(y), of(x), math.Atan2(y, x)).value()
}

// angle gives the angle of the point (x, y), which is near to a guess.
func angle(y, x pair, guess float64) pair {
	s, c := sineOf(guess)
	off := y.times(c).minus(x.times(s))
	along := x.hi*c.hi + y.hi*s.hi
	return ordered(guess, off.hi/along)
}
