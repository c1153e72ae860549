package crypto

import (
	"context"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/rand"
	"slices"
)

// okpSize is the number of bytes of a key of Curve25519, public or private.
const okpSize = 32

// okpCurve is the name of the curve of an algorithm of octet key pairs (RFC 8037).
func okpCurve(alg *algorithm) string {
	if alg.derive != nil {
		return "X25519"
	}
	return "Ed25519"
}

// checkNode checks the curve that the platform's old name of Ed25519 wants to be told.
func checkNode(alg *algorithm, p *params) error {
	if alg.name != nodeEd25519 {
		return nil
	}
	if p.namedCurve == nil {
		return missing("namedCurve", "algorithm")
	}
	if *p.namedCurve != nodeEd25519 {
		return failure(notSupportedError, "EDDSA curve \"%s\" isn't supported.", *p.namedCurve)
	}
	return nil
}

func generateOKP(alg *algorithm, r generating) (*generation, error) {
	usages, err := parseUsages(alg.name, toGenerate, r.usages, ecUsages(alg))
	if err != nil {
		return nil, err
	}
	if err := checkNode(alg, r.params); err != nil {
		return nil, err
	}
	private, public, err := splitUsages(usages)
	if err != nil {
		return nil, err
	}
	k := &Key{alg: alg, kind: privateKey, extractable: r.extractable, usages: private}
	return &generation{pair: true, public: public, job: light(0, func() (*Key, error) {
		if alg.derive == nil {
			_, key, err := ed25519.GenerateKey(rand.Reader)
			k.setEd25519(key)
			return k, err
		}
		key, err := ecdh.X25519().GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		k.setX25519(key)
		return k, nil
	})}, nil
}

func (k *Key) setEd25519(key ed25519.PrivateKey) {
	k.ed25519Private = key
	k.ed25519Public = ed25519.PublicKey(key[ed25519.SeedSize:])
}

func (k *Key) setX25519(key *ecdh.PrivateKey) { k.x25519Private, k.x25519Public = key, key.PublicKey() }

func importOKP(alg *algorithm, r importing) (*Key, error) {
	if err := checkNode(alg, r.params); err != nil {
		return nil, err
	}
	k, material, err := importPair(alg, r, pairRules{
		usages: ecUsages(alg),
		public: ecUsages(alg) & publicUsages,
		raw: func(b []byte) (any, error) {
			if len(b) != okpSize {
				return nil, failure(dataError, "%s raw keys must be exactly 32-bytes (provided %d).", okpCurve(alg), len(b))
			}
			return okpPublic(alg, b)
		},
		jwk: func(j *jwk) (any, error) { return okpFromJWK(alg, j) },
	})
	if err != nil {
		return nil, err
	}
	switch key := material.(type) {
	case ed25519.PublicKey:
		k.ed25519Public = key
	case ed25519.PrivateKey:
		k.setEd25519(key)
	case *ecdh.PublicKey:
		k.x25519Public = key
	case *ecdh.PrivateKey:
		k.setX25519(key)
	}
	if (alg.derive != nil) != (k.x25519Public != nil) || (alg.derive == nil) != (k.ed25519Public != nil) {
		return nil, failure(dataError, "Input was not an %s key.", okpCurve(alg))
	}
	return k, nil
}

// okpPublic makes a public key of its 32 bytes, all of which are one.
func okpPublic(alg *algorithm, b []byte) (any, error) {
	if alg.derive != nil {
		return ecdh.X25519().NewPublicKey(b)
	}
	return ed25519.PublicKey(b), nil
}

func okpPrivate(alg *algorithm, b []byte) (any, error) {
	if alg.derive != nil {
		return ecdh.X25519().NewPrivateKey(b)
	}
	return ed25519.NewKeyFromSeed(b), nil
}

func okpFromJWK(alg *algorithm, j *jwk) (any, error) {
	name := okpCurve(alg)
	if j.Kty != "OKP" {
		return nil, failure(dataError, "%s \"jwk\" key imports requires a JSON Web Key with Key Type parameter \"kty\" (\"%s\") equal to \"OKP\".", name, j.Kty)
	}
	if j.Crv == nil {
		return nil, failure(dataError, "Missing field \"crv\" for %s key.", name)
	}
	if *j.Crv != name {
		return nil, failure(notSupportedError, "Only %s is supported but \"%s\" was requested.", name, *j.Crv)
	}
	if alg.derive == nil && j.Alg != nil && *j.Alg != "EdDSA" {
		return nil, failure(dataError, "JSON Web Key Algorithm parameter \"alg\" (\"%s\") does not match requested Ed25519 curve.", *j.Alg)
	}
	x, err := decode(j.X, "Invalid %s key in JSON WebKey; missing or invalid public key component (\"x\").", name)
	if err != nil {
		return nil, err
	}
	if len(x) != okpSize {
		return nil, failure(dataError, "Invalid length %d for public key", len(x))
	}
	if j.D == nil {
		return okpPublic(alg, x)
	}
	d, err := decode(j.D, "Invalid %s key in JSON Web Key; missing or invalid private key component (\"d\").", name)
	if err != nil {
		return nil, err
	}
	if len(d) != okpSize {
		return nil, failure(dataError, "Invalid length %d for private key", len(d))
	}
	return okpPrivate(alg, d)
}

// okpBytes gives a key's public and private bytes; private is nil for a public key.
func (k *Key) okpBytes() (public, private []byte) {
	switch {
	case k.ed25519Private != nil:
		return k.ed25519Public, k.ed25519Private.Seed()
	case k.x25519Private != nil:
		return k.x25519Public.Bytes(), k.x25519Private.Bytes()
	case k.x25519Public != nil:
		return k.x25519Public.Bytes(), nil
	}
	return k.ed25519Public, nil
}

// okpKey gives a key in Go's type.
func (k *Key) okpKey() any {
	switch {
	case k.ed25519Private != nil:
		return k.ed25519Private
	case k.x25519Private != nil:
		return k.x25519Private
	case k.x25519Public != nil:
		return k.x25519Public
	}
	return k.ed25519Public
}

func exportOKP(k *Key, format string) (exported, error) {
	if e, ok, err := exportDER(k, format, k.okpKey()); ok {
		return e, err
	}
	public, private := k.okpBytes()
	switch format {
	case "raw":
		if k.kind != publicKey {
			return exported{}, failure(invalidAccessError, "Raw export of %s keys is only allowed for public keys.", k.alg.name)
		}
		return exported{raw: slices.Clone(public)}, nil
	case "jwk":
		jose := ""
		if k.alg.name == "Ed25519" {
			jose = "EdDSA"
		}
		j, crv := newJWK(k, "OKP", jose), okpCurve(k.alg)
		j.Crv, j.X = &crv, toBase64URL(public)
		if private != nil {
			j.D = toBase64URL(private)
		}
		return exported{jwk: j}, nil
	}
	return exported{}, unknownExport(k, format)
}

func ed25519Sign(k *Key, _ *params, data []byte) (*job[[]byte], error) {
	if err := k.needPrivate(); err != nil {
		return nil, err
	}
	return light(len(data), func() ([]byte, error) { return ed25519.Sign(k.ed25519Private, data), nil }), nil
}

func ed25519Verify(k *Key, _ *params, signature, data []byte) (*job[bool], error) {
	if err := k.needPublic(); err != nil {
		return nil, err
	}
	if len(signature) != ed25519.SignatureSize {
		return nil, failure(operationError, "Invalid %s signature length %d", k.alg.name, len(signature))
	}
	return heavy(func(context.Context) (bool, error) { return ed25519.Verify(k.ed25519Public, data, signature), nil }), nil
}
