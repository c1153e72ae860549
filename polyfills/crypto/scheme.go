package crypto

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
)

// scheme is a parameter set of ML-KEM (FIPS 203) or ML-DSA (FIPS 204), whose keys are a public text and a seed.
type scheme struct {
	name, family, use    string // the last is what JWKs say
	oid                  asn1.ObjectIdentifier
	publicSize, seedSize int
	private, public      usageSet // what the keys of a pair may do
	// fromPublic reads a public key, fromSeed makes a private one and tells its public text. The keys are what the
	// algorithm's functions work with.
	fromPublic func(text []byte) (any, error)
	fromSeed   func(seed []byte) (key any, public []byte, err error)
}

// schemeKey is the material of a key of a scheme.
type schemeKey struct {
	material     any // as fromPublic or fromSeed gives it
	public, seed []byte
}

// nistAlgorithms is the arc of the algorithms of the NIST.
func nistAlgorithm(kind, n int) asn1.ObjectIdentifier {
	return asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, kind, n}
}

func generateScheme(alg *algorithm, r generating) (*generation, error) {
	s := alg.scheme
	usages, err := parseUsages(alg.name, toGenerate, r.usages, s.private|s.public)
	if err != nil {
		return nil, err
	}
	private, public, err := splitUsages(usages)
	if err != nil {
		return nil, err
	}
	k := &Key{alg: alg, kind: privateKey, extractable: r.extractable, usages: private}
	return &generation{pair: true, public: public, job: light(0, func() (*Key, error) {
		return k, k.setSeed(random(s.seedSize))
	})}, nil
}

func (k *Key) setSeed(seed []byte) error {
	material, public, err := k.alg.scheme.fromSeed(seed)
	k.scheme = &schemeKey{material, public, seed}
	return err
}

// setPublic reads a public key; failed is the error of one that is none.
func (k *Key) setPublic(text []byte, failed error) error {
	material, err := k.alg.scheme.fromPublic(text)
	if err != nil {
		return failed
	}
	k.scheme = &schemeKey{material: material, public: text}
	return nil
}

func importScheme(alg *algorithm, r importing) (*Key, error) {
	s := alg.scheme
	k := &Key{alg: alg, kind: publicKey, extractable: r.extractable}
	purpose, allowed := toImportPublic, s.public
	switch {
	case r.format == "raw-public", r.format == "spki", r.format == "jwk" && r.jwk.Priv == nil:
	case r.format == "raw-seed", r.format == "pkcs8", r.format == "jwk":
		k.kind, purpose, allowed = privateKey, toImportPrivate, s.private
	default:
		return nil, failure(notSupportedError, "Unsupported import format \"%s\" for %s.", r.format, s.family)
	}
	var err error
	if k.usages, err = parseUsages(alg.name, purpose, r.usages, allowed); err != nil {
		return nil, err
	}
	switch r.format {
	case "raw-public":
		if len(r.raw) != s.publicSize {
			return nil, failure(dataError, "Invalid %s public key length: expected %d bytes, got %d", s.name, s.publicSize, len(r.raw))
		}
		return k, k.setPublic(r.raw, failure(dataError, "Failed to parse %s public key", s.name))
	case "raw-seed":
		if len(r.raw) != s.seedSize {
			return nil, failure(dataError, "Invalid %s seed length: expected %d bytes, got %d", s.name, s.seedSize, len(r.raw))
		}
		return k, k.setSeed(r.raw)
	case "spki":
		text, err := s.fromSPKI(r.raw)
		if err != nil {
			return nil, err
		}
		return k, k.setPublic(text, failure(dataError, "Failed to parse %s public key from SPKI.", s.name))
	case "pkcs8":
		seed, err := s.fromPKCS8(r.raw)
		if err != nil {
			return nil, err
		}
		return k, k.setSeed(seed)
	}
	return k, k.setJWK(r.jwk, r.usages)
}

// fromSPKI gives the text inside of SubjectPublicKeyInfo.
func (s *scheme) fromSPKI(der []byte) ([]byte, error) {
	malformed := failure(dataError, "Invalid SPKI structure.")
	var outer struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.RawValue
	}
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 {
		return nil, malformed
	}
	text := outer.Key.Bytes
	switch {
	case !outer.Algorithm.Algorithm.Equal(s.oid):
		return nil, failure(dataError, "SPKI algorithm OID does not match %s.", s.name)
	case len(outer.Algorithm.Parameters.FullBytes) > 0:
		return nil, failure(dataError, "SPKI AlgorithmIdentifier for %s must not have parameters.", s.name)
	case outer.Key.Tag != asn1.TagBitString || len(text) != s.publicSize+1:
		return nil, malformed
	case text[0] != 0:
		return nil, failure(dataError, "Invalid SPKI subjectPublicKey BIT STRING padding.")
	}
	return text[1:], nil
}

// seedTag is the context-specific tag of a seed inside of PKCS #8.
const seedTag = 0

// pkcs8 is RFC 5958, section 2, as far as these algorithms use it.
type pkcs8 struct {
	Version    int
	Algorithm  pkix.AlgorithmIdentifier
	Key        []byte
	Attributes asn1.RawValue `asn1:"optional"`
}

// fromPKCS8 gives the seed inside of PKCS #8.
func (s *scheme) fromPKCS8(der []byte) ([]byte, error) {
	var outer pkcs8
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 {
		return nil, failure(dataError, "Invalid PKCS8 structure.")
	}
	switch {
	case outer.Version != 0:
		return nil, failure(dataError, "Invalid PKCS8 version.")
	case !outer.Algorithm.Algorithm.Equal(s.oid):
		return nil, failure(dataError, "PKCS8 algorithm OID does not match %s.", s.name)
	case len(outer.Algorithm.Parameters.FullBytes) > 0:
		return nil, failure(dataError, "PKCS8 AlgorithmIdentifier for %s must not have parameters.", s.name)
	}
	var seed asn1.RawValue
	rest, err := asn1.Unmarshal(outer.Key, &seed)
	if err != nil || len(rest) > 0 || seed.Class != asn1.ClassContextSpecific || seed.Tag != seedTag || seed.IsCompound {
		return nil, failure(notSupportedError, "Only the seed PKCS8 private key format is supported for %s.", s.name)
	}
	if len(seed.Bytes) != s.seedSize {
		return nil, failure(dataError, "Invalid %s seed length in PKCS8.", s.name)
	}
	return seed.Bytes, nil
}

// setJWK reads the form "Algorithm Key Pair" of JSON Web Keys.
func (k *Key) setJWK(j *jwk, usages []string) error {
	s := k.alg.scheme
	if err := s.checkJWK(j, usages); err != nil {
		return err
	}
	if j.Priv == nil {
		if j.Pub == nil {
			return failure(dataError, "JWK for %s must have \"pub\" field.", s.name)
		}
		text, err := decode(j.Pub, "Invalid base64url in JWK \"pub\" for %s.", s.name)
		if err != nil {
			return err
		}
		if len(text) != s.publicSize {
			return failure(dataError, "Invalid JWK \"pub\" length for %s.", s.name)
		}
		return k.setPublic(text, failure(dataError, "Failed to parse %s public key from JWK.", s.name))
	}
	seed, err := decode(j.Priv, "Invalid base64url in JWK \"priv\" for %s.", s.name)
	if err != nil {
		return err
	}
	if len(seed) != s.seedSize {
		return failure(dataError, "Invalid JWK \"priv\" length for %s.", s.name)
	}
	if j.Pub == nil {
		if s.family == mlkemFamily {
			return failure(dataError, "JWK for %s private keys must have \"pub\".", s.name)
		}
		return k.setSeed(seed)
	}
	told, err := decode(j.Pub, "Invalid base64url in JWK \"pub\" for %s.", s.name)
	if err != nil {
		return err
	}
	if err := k.setSeed(seed); err != nil {
		return err
	}
	if !bytes.Equal(told, k.scheme.public) {
		return failure(dataError, "JWK \"pub\" does not match the public key derived from \"priv\".")
	}
	return nil
}

// checkJWK checks what a JSON Web Key says of its use.
func (s *scheme) checkJWK(j *jwk, usages []string) error {
	switch {
	case j.Kty != "AKP":
		return failure(dataError, "JWK \"kty\" field must be \"AKP\" for %s.", s.name)
	case j.Alg == nil:
		return failure(dataError, "JWK \"alg\" field is required for %s.", s.name)
	case *j.Alg != s.name:
		return failure(dataError, "JWK \"alg\" field \"%s\" does not match \"%s\".", *j.Alg, s.name)
	case len(usages) > 0 && j.use != nil && *j.use != s.use:
		return failure(dataError, "JWK \"use\" field must be \"%s\" for %s.", s.use, s.name)
	case j.KeyOps == nil:
		return nil
	}
	if op, ok := duplicate(j.KeyOps); ok {
		return failure(dataError, "JWK contains duplicate value \"%s\", in \"key_ops\".", op)
	}
	for _, u := range usages {
		if !slices.Contains(j.KeyOps, u) {
			return failure(dataError, "\"jwk\" key missing usage \"%s\", in \"key_ops\".", u)
		}
	}
	return nil
}

func exportScheme(k *Key, format string) (exported, error) {
	s := k.alg.scheme
	of := map[string]string{"raw-public": publicKey, "spki": publicKey, "raw-seed": privateKey, "pkcs8": privateKey}
	if kind, ok := of[format]; ok && kind != k.kind {
		names := map[string]string{"spki": "SPKI", "pkcs8": "PKCS8"}
		name := format
		if n, ok := names[format]; ok {
			name = n
		}
		return exported{}, failure(invalidAccessError, "%s export requires a %s key.", name, kind)
	}
	switch format {
	case "raw-public":
		return exported{raw: slices.Clone(k.scheme.public)}, nil
	case "raw-seed":
		return exported{raw: slices.Clone(k.scheme.seed)}, nil
	case "spki":
		der, err := asn1.Marshal(subjectPublicKeyInfo{pkix.AlgorithmIdentifier{Algorithm: s.oid}, asn1.BitString{Bytes: k.scheme.public, BitLength: len(k.scheme.public) * 8}})
		return exported{raw: der}, err
	case "pkcs8":
		seed, err := asn1.Marshal(asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: seedTag, Bytes: k.scheme.seed})
		if err != nil {
			return exported{}, err
		}
		der, err := asn1.Marshal(pkcs8{Algorithm: pkix.AlgorithmIdentifier{Algorithm: s.oid}, Key: seed})
		return exported{raw: der}, err
	case "jwk":
		j := newJWK(k, "AKP", s.name)
		j.Pub = toBase64URL(k.scheme.public)
		if k.kind == privateKey {
			j.Priv = toBase64URL(k.scheme.seed)
		}
		return exported{jwk: j}, nil
	}
	return exported{}, failure(notSupportedError, "Unrecognized export format \"%s\" for %s.", format, s.family)
}
