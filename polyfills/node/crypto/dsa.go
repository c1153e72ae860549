package crypto

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
)

// dsaKey is the material of a key of the type "dsa" (RFC 3279, section 2.3.2). As on the platform
// it is read and written, and does not sign.
type dsaKey struct {
	dsaParameters
	y, x *big.Int // x is nil in a public key
}

type dsaParameters struct{ P, Q, G *big.Int }

var oidDSA = asn1.ObjectIdentifier{1, 2, 840, 10040, 4, 1}

// Forms of DSA keys in DER.
type (
	dsaTraditional struct {
		Version       int
		P, Q, G, Y, X *big.Int
	}
	dsaPublicInfo struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	dsaPrivateInfo struct {
		Version   int
		Algorithm pkix.AlgorithmIdentifier
		Key       []byte
	}
)

// parseDSA reads a block of PEM with a DSA key; nil: it holds none.
func parseDSA(label string, der []byte) *key {
	if label == "DSA PRIVATE KEY" {
		var t dsaTraditional
		if rest, err := asn1.Unmarshal(der, &t); err != nil || len(rest) > 0 {
			return nil
		}
		return privateDSA(dsaParameters{t.P, t.Q, t.G}, t.X)
	}
	var public dsaPublicInfo
	if _, err := asn1.Unmarshal(der, &public); err == nil {
		params, y := readDSA(public.Algorithm, public.Key.RightAlign())
		if y == nil {
			return nil
		}
		return &key{kind: "public", material: &dsaKey{dsaParameters: params, y: y}}
	}
	var private dsaPrivateInfo
	if _, err := asn1.Unmarshal(der, &private); err == nil {
		if params, x := readDSA(private.Algorithm, private.Key); x != nil {
			return privateDSA(params, x)
		}
	}
	return nil
}

// readDSA reads parameters and the number of a key; a nil number means that it is no DSA key.
func readDSA(algorithm pkix.AlgorithmIdentifier, number []byte) (params dsaParameters, n *big.Int) {
	if !algorithm.Algorithm.Equal(oidDSA) {
		return params, nil
	}
	if _, err := asn1.Unmarshal(algorithm.Parameters.FullBytes, &params); err != nil || params.P.Sign() <= 0 || params.Q.Sign() <= 0 {
		return params, nil
	}
	if _, err := asn1.Unmarshal(number, &n); err != nil {
		return params, nil
	}
	return params, n
}

func privateDSA(params dsaParameters, x *big.Int) *key {
	if params.P.Sign() <= 0 || x.Sign() <= 0 || x.Cmp(params.P) >= 0 {
		return nil
	}
	return &key{kind: "private", material: &dsaKey{params, new(big.Int).Exp(params.G, x, params.P), x}}
}

// marshal writes the key as SPKI or PKCS #8.
func (k *dsaKey) marshal() (*pem.Block, error) {
	parameters, err := asn1.Marshal(k.dsaParameters)
	if err != nil {
		return nil, err
	}
	algorithm := pkix.AlgorithmIdentifier{Algorithm: oidDSA, Parameters: asn1.RawValue{FullBytes: parameters}}
	if k.x != nil {
		number, err := asn1.Marshal(k.x)
		if err != nil {
			return nil, err
		}
		der, err := asn1.Marshal(dsaPrivateInfo{0, algorithm, number})
		return &pem.Block{Type: "PRIVATE KEY", Bytes: der}, err
	}
	number, err := asn1.Marshal(k.y)
	if err != nil {
		return nil, err
	}
	der, err := asn1.Marshal(dsaPublicInfo{algorithm, asn1.BitString{Bytes: number, BitLength: 8 * len(number)}})
	return &pem.Block{Type: "PUBLIC KEY", Bytes: der}, err
}

func (k *dsaKey) equals(other *dsaKey) bool {
	return k.P.Cmp(other.P) == 0 && k.Q.Cmp(other.Q) == 0 && k.G.Cmp(other.G) == 0 && k.y.Cmp(other.y) == 0
}
