package rounded

import (
	"math"
	"math/big"
)

// pair is the sum of two numbers, the second at most half a unit in the last place of the first: 106 bits.
type pair struct{ hi, lo float64 }

func of(x float64) pair { return pair{hi: x} }

// sum is x + y, exactly.
func sum(x, y float64) pair {
	s := x + y
	t := s - x
	return pair{s, (x - (s - t)) + (y - t)}
}

// ordered is x + y, exactly, where |x| is not smaller than |y|.
func ordered(x, y float64) pair {
	s := x + y
	return pair{s, y - (s - x)}
}

// product is x · y, exactly.
func product(x, y float64) pair {
	p := x * y
	return pair{p, math.FMA(x, y, -p)}
}

func (a pair) add(b pair) pair {
	s, t := sum(a.hi, b.hi), sum(a.lo, b.lo)
	s = ordered(s.hi, s.lo+t.hi)
	return ordered(s.hi, s.lo+t.lo)
}

func (a pair) negative() pair    { return pair{-a.hi, -a.lo} }
func (a pair) minus(b pair) pair { return a.add(b.negative()) }
func (a pair) half() pair        { return pair{a.hi / 2, a.lo / 2} }
func (a pair) value() float64    { return a.hi + a.lo }
func (a pair) times(b pair) pair {
	p := product(a.hi, b.hi)
	return ordered(p.hi, p.lo+(a.hi*b.lo+a.lo*b.hi))
}
func (a pair) by(x float64) pair {
	p := product(a.hi, x)
	return ordered(p.hi, math.FMA(a.lo, x, p.lo))
}
func (a pair) plus(x float64) pair {
	s := sum(a.hi, x)
	return ordered(s.hi, s.lo+a.lo)
}

func (a pair) over(b pair) pair {
	q := a.hi / b.hi
	rest := a.minus(b.by(q))
	r := rest.hi / b.hi
	rest = rest.minus(b.by(r))
	return ordered(q, r).plus(rest.hi / b.hi)
}

func (a pair) root() pair {
	if a.hi <= 0 {
		return pair{}
	}
	r := math.Sqrt(a.hi)
	return ordered(r, a.minus(product(r, r)).hi/(2*r))
}

// settled rounds a pair that is known but for an error; ok is false where that may decide to which number.
func (a pair) settled(e float64) (f float64, ok bool) {
	f = a.hi + (a.lo + e)
	return f, f == a.hi+(a.lo-e)
}

// scaled gives a · 2ⁿ as a number, rounded once.
func (a pair) scaled(n int) float64 {
	a = ordered(a.hi, a.lo)
	if exponent := math.Ilogb(a.hi) + n; a.hi == 0 || exponent > -1022 && exponent < 1024 {
		return math.Ldexp(a.hi, n)
	}
	exact := new(big.Float).SetPrec(200).SetFloat64(a.hi)
	exact.Add(exact, big.NewFloat(a.lo))
	f, _ := exact.SetMantExp(exact, n).Float64()
	return f
}

// pairOf is the nearest pair to a number of many bits.
func pairOf(f *big.Float) pair {
	hi, _ := f.Float64()
	rest := new(big.Float).SetPrec(f.Prec()).Sub(f, new(big.Float).SetFloat64(hi))
	lo, _ := rest.Float64()
	return pair{hi, lo}
}
