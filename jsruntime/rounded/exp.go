package rounded

import "math"

// Exp is eˣ.
func Exp(x float64) float64 {
	switch {
	case x != x || math.IsInf(x, 1):
		return x
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	}
	rough, n := known().expRoughly(x)
	if f, ok := rough.settled(0x1p-58); ok && n > -1000 && n < 1000 {
		return f * math.Float64frombits(uint64(n+1023)<<52)
	}
	e, n := expOf(of(x))
	return e.scaled(n)
}

// expRoughly gives e^x as expOf does, to 59 bits.
func (c *constants) expRoughly(x float64) (e pair, n int) {
	k := math.RoundToEven(x * c.perLn2)
	r := x - k*c.ln2[0] - k*c.ln2[1] - k*c.ln2[2]
	less := r + r*r*(0.5+r*(1.0/6+r*(1.0/24+r*(1.0/120+r*(1.0/720)))))
	power := &c.powers[int(k)&(steps-1)]
	return pair{power.hi, power.lo + power.hi*less}, int(k) >> stepBits
}

// Expm1 is eˣ − 1.
func Expm1(x float64) float64 {
	switch {
	case x != x || x == 0 || math.IsInf(x, 1):
		return x
	case x > 710:
		return math.Inf(1)
	case x < -60:
		return -1
	case math.Abs(x) < 1e-300:
		return x
	}
	c := known()
	n, j, rest := c.octave(of(x))
	power := c.powers[j]
	more := power.times(expSeries(rest))
	switch {
	case n == 0:
		return more.add(power.plus(-1)).value()
	case n > 100:
		return power.add(more).scaled(n)
	}
	e, scale := power.add(more), math.Ldexp(1, n)
	return pair{e.hi * scale, e.lo * scale}.plus(-1).value()
}

// octave gives x as (n + j/steps) · ln 2 + rest, which is small.
func (c *constants) octave(x pair) (n, j int, rest pair) {
	k := math.RoundToEven(x.hi * c.perLn2)
	rest = sum(x.hi-k*c.ln2[0], -k*c.ln2[1]).add(product(-k, c.ln2[2]).plus(x.lo))
	j = int(k) & (steps - 1)
	return int(k) >> stepBits, j, rest
}

// expOf gives e^x as a pair and the exponent of its scale.
func expOf(x pair) (e pair, n int) {
	c := known()
	n, j, rest := c.octave(x)
	return c.powers[j].add(c.powers[j].times(expSeries(rest))), n
}

// expSeries gives e^r − 1 for |r| < 0.006.
func expSeries(r pair) pair {
	x := r.hi
	tail := x * (1.0/720 + x*(1.0/5040+x*(1.0/40320+x*(1.0/362880+x*(1.0/3628800+x*(1.0/39916800))))))
	p := pair{0.008333333333333333, 1.1564823173178714e-19}.plus(tail) // 1/120
	p = p.times(r).add(pair{0.041666666666666664, 2.3129646346357427e-18})
	p = p.times(r).add(pair{0.16666666666666666, 9.251858538542970e-18})
	p = p.times(r).plus(0.5)
	p = p.times(r).plus(1)
	return p.times(r)
}
