package crypto

import (
	"context"
	"crypto/rsa"
	"math/big"
)

// NewRSAKey makes a pair of keys of so many bits, a multiple of 16. The library's generator knows one exponent only
// and does not end with ctx, which keys of 16384 bits need.
func NewRSAKey(ctx context.Context, bits, e int) (*rsa.PrivateKey, error) {
	exponent := big.NewInt(int64(e))
	for {
		p, err := newFactor(ctx, bits/2, exponent)
		if err != nil {
			return nil, err
		}
		q, err := newFactor(ctx, bits/2, exponent)
		if err != nil {
			return nil, err
		}
		if p.Cmp(q) == 0 {
			continue
		}
		if p.Cmp(q) < 0 {
			p, q = q, p
		}
		key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: e}, Primes: []*big.Int{p, q}}
		key.D = privateExponent(p, q, exponent)
		key.Precompute()
		if key.N.BitLen() == bits && key.Validate() == nil {
			return key, nil
		}
	}
}

// privateExponent is the inverse of e modulo the least common multiple of p-1 and q-1.
func privateExponent(p, q, e *big.Int) *big.Int {
	one := big.NewInt(1)
	p1, q1 := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
	order := new(big.Int).Mul(p1, q1)
	order.Div(order, new(big.Int).GCD(nil, nil, p1, q1))
	return new(big.Int).ModInverse(e, order)
}

// newFactor makes a prime p of a key, with p-1 prime to e (FIPS 186-5, appendix A.1.3).
func newFactor(ctx context.Context, bits int, e *big.Int) (*big.Int, error) {
	one := big.NewInt(1)
	return NewPrime(ctx, bits, func(p *big.Int) bool {
		return new(big.Int).GCD(nil, nil, new(big.Int).Sub(p, one), e).Cmp(one) == 0
	})
}

// NewPrime makes a random prime of two bits or more, with its two highest bits set, so that the product of two has
// twice its bits, and that suits: which is asked before it is known to be one. It ends with ctx.
func NewPrime(ctx context.Context, bits int, suits func(*big.Int) bool) (*big.Int, error) {
	const rounds = 20 // of Miller and Rabin's test
	for ctx.Err() == nil {
		p := new(big.Int).SetBytes(random((bits + 7) / 8))
		p.SetBit(p, bits-1, 1).SetBit(p, bits-2, 1).SetBit(p, 0, 1)
		for i := p.BitLen() - 1; i >= bits; i-- {
			p.SetBit(p, i, 0)
		}
		// One round throws nearly all of the others out, between two looks at the context.
		if suits(p) && p.ProbablyPrime(1) && ctx.Err() == nil && p.ProbablyPrime(rounds) {
			return p, nil
		}
	}
	return nil, ctx.Err()
}

// factor finds the primes of a key from its exponents (NIST SP 800-56B, appendix C.1); nil when
// it is no key.
func factor(key *rsa.PrivateKey) (p, q *big.Int) {
	one := big.NewInt(1)
	k := new(big.Int).Mul(key.D, big.NewInt(int64(key.E)))
	k.Sub(k, one)
	if k.Sign() <= 0 || k.Bit(0) == 1 || k.BitLen() > 2*key.N.BitLen() || key.N.ProbablyPrime(1) {
		return nil, nil
	}
	t := k.TrailingZeroBits()
	r := new(big.Int).Rsh(k, t)
	last := new(big.Int).Sub(key.N, one)
	for g := int64(2); g < 34; g++ { // each finds them in at least one of two cases
		y := new(big.Int).Exp(big.NewInt(g), r, key.N)
		for range t {
			x := new(big.Int).Mul(y, y)
			x.Mod(x, key.N)
			if x.Cmp(one) == 0 && y.Cmp(one) != 0 && y.Cmp(last) != 0 {
				p = new(big.Int).GCD(nil, nil, y.Sub(y, one), key.N)
				q = new(big.Int).Div(key.N, p)
				if p.Cmp(q) < 0 {
					p, q = q, p
				}
				return p, q
			}
			y = x
		}
		if y.Cmp(one) != 0 {
			return nil, nil // the exponents do not belong together
		}
	}
	return nil, nil
}
