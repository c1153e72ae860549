package crypto

import (
	"crypto/elliptic"
	"math/big"
)

// curve is an elliptic curve of NIST.
type curve struct {
	elliptic.Curve
	name, jwk string
}

var curves = []*curve{
	{elliptic.P224(), "secp224r1", "P-224"},
	{elliptic.P256(), "prime256v1", "P-256"},
	{elliptic.P384(), "secp384r1", "P-384"},
	{elliptic.P521(), "secp521r1", "P-521"},
}

// lookupCurve finds a curve by one of its names; nil: there is none.
func lookupCurve(name string) *curve {
	for _, c := range curves {
		if name == c.name || name == c.jwk || name == "secp256r1" && c.jwk == "P-256" {
			return c
		}
	}
	return nil
}

func curveOf(c elliptic.Curve) *curve {
	for _, known := range curves {
		if known.Curve == c {
			return known
		}
	}
	return nil
}

func (c *curve) size() int { return (c.Params().BitSize + 7) / 8 }

// point reads an uncompressed, compressed or hybrid point (SEC 1, section 2.3.4); nil: it is none.
func (c *curve) point(b []byte) (x, y *big.Int) {
	if len(b) == 0 {
		return nil, nil
	}
	switch {
	case b[0] == 2 || b[0] == 3:
		return elliptic.UnmarshalCompressed(c.Curve, b)
	case (b[0] == 6 || b[0] == 7) && len(b) == 1+2*c.size() && b[len(b)-1]&1 == b[0]&1:
		return elliptic.Unmarshal(c.Curve, append([]byte{4}, b[1:]...))
	}
	return elliptic.Unmarshal(c.Curve, b)
}

// encode writes a point.
func (c *curve) encode(x, y *big.Int, compressed bool) []byte {
	if compressed {
		return elliptic.MarshalCompressed(c.Curve, x, y)
	}
	return elliptic.Marshal(c.Curve, x, y)
}
