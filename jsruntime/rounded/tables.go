package rounded

import (
	"math"
	"math/big"
	"sync"
)

const (
	stepBits  = 6
	steps     = 1 << stepBits // parts of an octave whose powers of two are in a table
	angles    = 64            // parts of a radian whose sines are
	manyBits  = 1400          // enough to reduce the largest number by π
	fewBits   = 240
	maxDirect = 1 << 20 // below it numbers are reduced by π in pairs
)

// constants are what is computed once.
type constants struct {
	powers         [steps]pair // 2^(j/steps)
	sines, cosines [angles]pair
	ln2            [3]float64 // ln 2 / steps: the first two with bits to spare for a factor
	perLn2         float64    // its inverse
	logOf2         pair
	perLog2        pair // 1 / ln 2
	perLog10       pair // 1 / ln 10
	halfPi         [3]float64
	pi             *big.Float
	turn           pair // π / 2
}

var known = sync.OnceValue(func() *constants {
	c := &constants{}
	root := new(big.Float).SetPrec(fewBits).SetInt64(2)
	ln2 := doubleAtanh(1, 3)
	for n := 1; n < steps; n *= 2 {
		root.Sqrt(root)
	}
	power := new(big.Float).SetPrec(fewBits).SetInt64(1)
	for j := range c.powers {
		c.powers[j] = pairOf(power)
		power.Mul(power, root)
	}
	c.logOf2 = pairOf(ln2)
	one := new(big.Float).SetPrec(fewBits).SetInt64(1)
	c.perLog2 = pairOf(new(big.Float).Quo(one, ln2))
	ln10 := new(big.Float).SetPrec(fewBits).Mul(ln2, big.NewFloat(3)) // 10 = 8 · 5/4
	ln10.Add(ln10, doubleAtanh(1, 9))
	c.perLog10 = pairOf(new(big.Float).Quo(one, ln10))
	c.ln2 = split(new(big.Float).Quo(ln2, big.NewFloat(steps)))
	c.perLn2 = steps / math.Ln2
	c.pi = machin()
	c.halfPi = split(new(big.Float).SetPrec(manyBits).Quo(c.pi, big.NewFloat(2)))
	c.turn = pairOf(new(big.Float).SetPrec(manyBits).Quo(c.pi, big.NewFloat(2)))
	for j := range c.sines {
		c.sines[j], c.cosines[j] = bigSine(j)
	}
	return c
})

// split gives three numbers whose sum is f to some 140 bits, the first two with twenty-one bits to spare.
func split(f *big.Float) (parts [3]float64) {
	rest := new(big.Float).SetPrec(f.Prec()).Set(f)
	for i := range parts {
		part, _ := rest.Float64()
		if i < 2 {
			part = math.Float64frombits(math.Float64bits(part) &^ (1<<21 - 1))
		}
		parts[i] = part
		rest.Sub(rest, big.NewFloat(part))
	}
	return parts
}

// doubleAtanh gives 2 atanh(a/b), by its series.
func doubleAtanh(a, b int64) *big.Float {
	x := new(big.Float).SetPrec(fewBits).Quo(big.NewFloat(float64(a)), new(big.Float).SetPrec(fewBits).SetInt64(b))
	square := new(big.Float).SetPrec(fewBits).Mul(x, x)
	total, term := new(big.Float).SetPrec(fewBits), x
	for n := int64(1); n < 2*fewBits; n += 2 {
		total.Add(total, new(big.Float).SetPrec(fewBits).Quo(term, new(big.Float).SetInt64(n)))
		term.Mul(term, square)
	}
	return total.Mul(total, big.NewFloat(2))
}

// machin gives π = 16 atan(1/5) − 4 atan(1/239).
func machin() *big.Float {
	one := new(big.Int).Lsh(big.NewInt(1), manyBits+20)
	arctan := func(by int64) *big.Int {
		total, term, square := new(big.Int), new(big.Int).Quo(one, big.NewInt(by)), big.NewInt(by*by)
		for n := int64(1); term.Sign() != 0; n += 2 {
			part := new(big.Int).Quo(term, big.NewInt(n))
			if n%4 == 3 {
				part.Neg(part)
			}
			total.Add(total, part)
			term.Quo(term, square)
		}
		return total
	}
	pi := new(big.Int).Sub(new(big.Int).Lsh(arctan(5), 4), new(big.Int).Lsh(arctan(239), 2))
	f := new(big.Float).SetPrec(manyBits).SetInt(pi)
	return f.SetMantExp(f, -manyBits-20)
}

// bigSine gives the sine and the cosine of j/angles, by their series.
func bigSine(j int) (sine, cosine pair) {
	x := new(big.Float).SetPrec(fewBits).SetFloat64(float64(j) / angles)
	s, c, term := new(big.Float).SetPrec(fewBits), new(big.Float).SetPrec(fewBits), new(big.Float).SetPrec(fewBits).SetInt64(1)
	for n := int64(0); n < 60; n++ {
		switch n % 4 {
		case 0:
			c.Add(c, term)
		case 1:
			s.Add(s, term)
		case 2:
			c.Sub(c, term)
		case 3:
			s.Sub(s, term)
		}
		term.Mul(term, x)
		term.Quo(term, new(big.Float).SetInt64(n+1))
	}
	return pairOf(s), pairOf(c)
}
