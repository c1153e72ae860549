package rounded

import "math"

// Log is the natural logarithm.
func Log(x float64) float64 { return logarithm(x, pair{}) }

// Log2 is the logarithm to the base 2.
func Log2(x float64) float64 { return logarithm(x, known().perLog2) }

// Log10 is the logarithm to the base 10.
func Log10(x float64) float64 { return logarithm(x, known().perLog10) }

func logarithm(x float64, by pair) float64 {
	if !(x > 0) || math.IsInf(x, 1) {
		return math.Log(x)
	}
	if by.hi == 0 {
		if l, ok := known().logRoughly(x); ok {
			if f, ok := l.settled(0x1p-58); ok {
				return f
			}
		}
	}
	l := logOf(of(x))
	if by.hi != 0 {
		l = l.times(by)
	}
	return l.value()
}

// logRoughly gives ln x to 59 bits behind the point, unless it is small.
func (c *constants) logRoughly(x float64) (l pair, ok bool) {
	m, n := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, n = m*2, n-1
	}
	y := math.Log(m)
	if n == 0 && math.Abs(y) < 0.1 {
		return pair{}, false
	}
	e, k := c.expRoughly(y)
	scale := math.Float64frombits(uint64(k+1023) << 52)
	off := 2 * (m - e.hi*scale - e.lo*scale) / (m + e.hi*scale)
	octaves := product(float64(n), c.logOf2.hi)
	l = sum(octaves.hi, y)
	return ordered(l.hi, l.lo+octaves.lo+float64(n)*c.logOf2.lo+off), true
}

// Log1p is ln(1 + x).
func Log1p(x float64) float64 {
	switch {
	case !(x > -1) || math.IsInf(x, 1):
		return math.Log1p(x)
	case math.Abs(x) < 1e-300:
		return x
	case math.Abs(x) < near:
		return atanhSeries(of(x).over(sum(2, x))).value()
	}
	return logOf(sum(1, x)).value()
}

// near is how near to 1 the logarithm has a series of its own.
const near = 1.0 / 32

// logOf gives ln x for x > 0.
func logOf(x pair) pair {
	c := known()
	if off := x.plus(-1); math.Abs(off.hi) < near {
		return atanhSeries(off.over(x.plus(1)))
	}
	m, n := math.Frexp(x.hi)
	if m < math.Sqrt2/2 {
		m, n = m*2, n-1
	}
	y := math.Log(m)
	e, k := expOf(of(y))
	scale := math.Ldexp(1, k)
	e = pair{e.hi * scale, e.lo * scale}
	off := of(m).minus(e)
	l := sum(y, 2*off.hi/(m+e.hi))
	if n != 0 {
		l = c.logOf2.by(float64(n)).add(l)
	}
	if x.lo != 0 {
		u := x.lo / x.hi
		l = l.plus(u - u*u/2)
	}
	return l
}

// atanhSeries gives 2 atanh s for |s| < 1/60.
func atanhSeries(s pair) pair {
	square := s.times(s)
	x := square.hi
	tail := x * (1.0/9 + x*(1.0/11+x*(1.0/13+x*(1.0/15+x*(1.0/17)))))
	p := pair{0.14285714285714285, 7.93016446160826e-18}.plus(tail) // 1/7
	p = p.times(square).add(pair{0.2, -1.1102230246251566e-17})
	p = p.times(square).add(pair{0.3333333333333333, 1.850371707708594e-17})
	p = p.times(square).times(s).add(s)
	return pair{2 * p.hi, 2 * p.lo}
}
