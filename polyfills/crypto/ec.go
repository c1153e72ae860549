package crypto

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/asn1"
	"math/big"
	"strings"

	"paddock/jsruntime"
)

// curve is an elliptic curve of NIST.
type curve struct {
	name string
	jose string // the name of ECDSA with it
	elliptic.Curve
	oid asn1.ObjectIdentifier
}

var curves = []*curve{
	{"P-256", "ES256", elliptic.P256(), asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}},
	{"P-384", "ES384", elliptic.P384(), asn1.ObjectIdentifier{1, 3, 132, 0, 34}},
	{"P-521", "ES512", elliptic.P521(), asn1.ObjectIdentifier{1, 3, 132, 0, 35}},
}

// curve finds the curve that params name; they must.
func (p *params) curve() (*curve, error) {
	if p.namedCurve == nil {
		return nil, missing("namedCurve", "algorithm")
	}
	for _, c := range curves {
		if strings.EqualFold(c.name, *p.namedCurve) {
			return c, nil
		}
	}
	return nil, failure(notSupportedError, "Unrecognized or unimplemented EC curve \"%s\" requested.", *p.namedCurve)
}

// curveOf finds a curve of Go's; nil: it is none of ours.
func curveOf(e elliptic.Curve) *curve {
	for _, c := range curves {
		if c.Curve == e {
			return c
		}
	}
	return nil
}

// size is the number of bytes of a coordinate.
func (c *curve) size() int { return (c.Params().BitSize + 7) / 8 }

// parsePoint reads a point as SEC 1, section 2.3.4 has it, compressed or not.
func (c *curve) parsePoint(b []byte) (*ecdsa.PublicKey, error) {
	if len(b) == 1+c.size() && (b[0] == 2 || b[0] == 3) {
		x, y := elliptic.UnmarshalCompressed(c, b)
		if x == nil {
			return nil, errDER
		}
		return c.point(x, y)
	}
	return ecdsa.ParseUncompressedPublicKey(c.Curve, b)
}

// point makes a public key of coordinates.
func (c *curve) point(x, y *big.Int) (*ecdsa.PublicKey, error) {
	n := c.size()
	if x.BitLen() > n*8 || y.BitLen() > n*8 {
		return nil, errDER
	}
	b := make([]byte, 1+2*n)
	b[0] = 4
	x.FillBytes(b[1 : 1+n])
	y.FillBytes(b[1+n:])
	return ecdsa.ParseUncompressedPublicKey(c.Curve, b)
}

// coordinates give x and y of a public key, each as long as the curve has it.
func coordinates(key *ecdsa.PublicKey) (x, y []byte, err error) {
	b, err := key.Bytes()
	if err != nil {
		return nil, nil, failure(operationError, "Error getting affine coordinates for export.")
	}
	n := len(b) / 2
	return b[1 : 1+n], b[1+n:], nil
}

// ecUsages are what keys of an algorithm may be used for.
func ecUsages(alg *algorithm) usageSet {
	if alg.derive != nil {
		return useDeriving
	}
	return useSigning
}

func generateEC(alg *algorithm, r generating) (*generation, error) {
	usages, err := parseUsages(alg.name, toGenerate, r.usages, ecUsages(alg))
	if err != nil {
		return nil, err
	}
	c, err := r.params.curve()
	if err != nil {
		return nil, err
	}
	private, public, err := splitUsages(usages)
	if err != nil {
		return nil, err
	}
	k := Key{alg: alg, kind: privateKey, extractable: r.extractable, usages: private, curve: c}
	return &generation{pair: true, public: public, job: light(0, func() (*Key, error) {
		key, err := ecdsa.GenerateKey(c.Curve, rand.Reader)
		if err != nil {
			return nil, failure(operationError, "Error generating EC \"%s\" key.", c.name)
		}
		k.ecPrivate, k.ecPublic = key, &key.PublicKey
		return &k, nil
	})}, nil
}

func importEC(alg *algorithm, r importing) (*Key, error) {
	c, err := r.params.curve()
	if err != nil {
		return nil, err
	}
	public := ecUsages(alg) & publicUsages
	if alg.derive != nil && r.lax && r.format != "spki" {
		public = useDeriving
	}
	k, material, err := importPair(alg, r, pairRules{
		usages: ecUsages(alg),
		public: public,
		raw:    c.importRaw,
		jwk:    func(j *jwk) (any, error) { return c.fromJWK(alg, j) },
	})
	if err != nil {
		return nil, err
	}
	k.curve = c
	switch key := material.(type) {
	case *ecdsa.PublicKey:
		k.ecPublic = key
	case *ecdsa.PrivateKey:
		k.ecPrivate, k.ecPublic = key, &key.PublicKey
	default:
		if alg.derive != nil {
			return nil, failure(dataError, "Input was not an EC public key nor a DH key.")
		}
		return nil, failure(dataError, "Input was not an EC key.")
	}
	if k.ecPublic.Curve != c.Curve {
		comma := ""
		if alg.derive != nil {
			comma = ","
		}
		return nil, failure(dataError, "\"algorithm.namedCurve\" \"%s\"%s does not match the curve specified by the input key data.", *r.params.namedCurve, comma)
	}
	return k, nil
}

func (c *curve) importRaw(b []byte) (any, error) {
	key, err := c.parsePoint(b)
	if err == nil {
		return key, nil
	}
	why := "."
	switch {
	case len(b) == 0:
	case b[0] == 4 && len(b) == 1+2*c.size():
		why = ": Point is not on curve.."
	case b[0] == 2 || b[0] == 3:
		why = ": Invalid compressed point.."
	default:
		why = ": Invalid point encoding.."
	}
	return nil, failure(dataError, "Failed to import raw EC key data%s", why)
}

func (c *curve) fromJWK(alg *algorithm, j *jwk) (any, error) {
	if j.Kty != "EC" {
		return nil, failure(dataError, "Elliptic curve \"jwk\" key import requires a JSON Web Key with Key Type parameter \"kty\" (\"%s\") equal to \"EC\".", j.Kty)
	}
	if alg.sign != nil && j.Alg != nil {
		if err := c.checkJOSE(*j.Alg); err != nil {
			return nil, err
		}
	}
	x, err := decode(j.X, "Invalid EC key in JSON Web Key; missing \"x\".")
	if err != nil {
		return nil, err
	}
	y, err := decode(j.Y, "Invalid EC key in JSON Web Key; missing \"y\".")
	if err != nil {
		return nil, err
	}
	public, err := c.point(new(big.Int).SetBytes(x), new(big.Int).SetBytes(y))
	if err != nil {
		return nil, failure(operationError, "Invalid EC key; public key coordinates \"x\" and \"y\" are invalid: Point is not on curve..")
	}
	if j.D == nil {
		return public, nil
	}
	d, err := decode(j.D, "Invalid EC key in JSON Web Key; missing or invalid private key component (\"d\").")
	if err != nil {
		return nil, err
	}
	n := new(big.Int).SetBytes(d)
	if n.BitLen() > c.size()*8 {
		return nil, failure(operationError, "Invalid EC key; private key component \"d\" is invalid.")
	}
	private, err := ecdsa.ParseRawPrivateKey(c.Curve, n.FillBytes(make([]byte, c.size())))
	if err != nil {
		return nil, failure(operationError, "Invalid EC key; private key component \"d\" is invalid.")
	}
	if !private.PublicKey.Equal(public) {
		return nil, failure(dataError, "Invalid EC key in JSON Web Key.")
	}
	return private, nil
}

// checkJOSE checks the algorithm that a JWK is for.
func (c *curve) checkJOSE(alg string) error {
	for _, other := range curves {
		if other.jose != alg {
			continue
		}
		if other != c {
			return failure(dataError, "JSON Web Key Algorithm parameter \"alg\" (\"%s\") does not match requested curve.", alg)
		}
		return nil
	}
	return failure(notSupportedError, "Unrecognized or unimplemented algorithm \"%s\" listed in JSON Web Key Algorithm parameter.", alg)
}

func exportEC(k *Key, format string) (exported, error) {
	var key any = k.ecPublic
	if k.kind == privateKey {
		key = k.ecPrivate
	}
	if e, ok, err := exportDER(k, format, key); ok {
		return e, err
	}
	switch format {
	case "raw":
		if k.kind != publicKey {
			return exported{}, failure(invalidAccessError, "Raw export of elliptic curve keys is only allowed for public keys.")
		}
		b, err := k.ecPublic.Bytes()
		return exported{raw: b}, err
	case "jwk":
		x, y, err := coordinates(k.ecPublic)
		if err != nil {
			return exported{}, err
		}
		j := newJWK(k, "EC", "")
		j.Crv, j.X, j.Y = &k.curve.name, toBase64URL(x), toBase64URL(y)
		if k.kind == privateKey {
			d, err := k.ecPrivate.Bytes()
			if err != nil {
				return exported{}, failure(operationError, "Error getting private key material for JSON Web Key export.")
			}
			j.D = toBase64URL(d)
		}
		return exported{jwk: j}, nil
	}
	return exported{}, unknownExport(k, format)
}

// callHash finds the hash function that ECDSA is told with each call.
func callHash(p *params) (*digestAlgorithm, error) {
	if p.hash == nil {
		return nil, typeError("Missing \"hash\" in AlgorithmIdentifier. (ECDSA requires that the hash algorithm be specified at call time rather than on the key. This differs from other WebCrypto algorithms for historical reasons.)")
	}
	d, err := lookupDigest(*p.hash)
	if err != nil {
		return nil, err
	}
	if _, ok := d.sha(); !ok { // the platform's library does not sign MD5
		return nil, jsruntime.Errorf(jsruntime.PlainError, "internal error")
	}
	return d, nil
}

// ecdsaSign gives r and s side by side, each as long as the curve has it.
func ecdsaSign(k *Key, p *params, data []byte) (*job[[]byte], error) {
	if err := k.needPrivate(); err != nil {
		return nil, err
	}
	d, err := callHash(p)
	if err != nil {
		return nil, err
	}
	return heavy(func(context.Context) ([]byte, error) {
		r, s, err := ecdsa.Sign(rand.Reader, k.ecPrivate, d.sum(data))
		if err != nil {
			return nil, failure(operationError, "Signing failed.")
		}
		n := k.curve.size()
		out := make([]byte, 2*n)
		r.FillBytes(out[:n])
		s.FillBytes(out[n:])
		return out, nil
	}), nil
}

func ecdsaVerify(k *Key, p *params, signature, data []byte) (*job[bool], error) {
	if err := k.needPublic(); err != nil {
		return nil, err
	}
	d, err := callHash(p)
	if err != nil {
		return nil, err
	}
	return heavy(func(context.Context) (bool, error) {
		n := k.curve.size()
		if len(signature) != 2*n {
			return false, nil
		}
		r, s := new(big.Int).SetBytes(signature[:n]), new(big.Int).SetBytes(signature[n:])
		return ecdsa.Verify(k.ecPublic, d.sum(data), r, s), nil
	}), nil
}
