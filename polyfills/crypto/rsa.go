package crypto

import (
	"context"
	"crypto/rsa"
	"math/big"
	"slices"
	"strings"
)

// rsaUsages are what keys of an algorithm may be used for.
func rsaUsages(alg *algorithm) usageSet {
	if alg.encrypt != nil {
		return useSecrets
	}
	return useSigning
}

// modulusBits is the length of a modulus as the platform tells it, in whole bytes.
func modulusBits(key *rsa.PublicKey) int { return key.Size() * 8 }

func exponentBytes(key *rsa.PublicKey) []byte { return big.NewInt(int64(key.E)).Bytes() }

// minRSABits is the length below which there are no keys.
const minRSABits = 512

func checkModulus(bits int) error {
	if bits%8 != 0 || bits < 256 || bits > 16384 {
		return failure(operationError, "The modulus length must be a multiple of 8 and between 256 and 16k, but %d was requested.", bits)
	}
	return nil
}

func checkSize(bits int) error {
	if bits < minRSABits {
		return failure(operationError, "RSA key size is too small.")
	}
	return nil
}

// exponent gives a public exponent as a number.
func exponent(b []byte) (int, error) {
	n := new(big.Int).SetBytes(b)
	if n.BitLen() > 32 {
		return 0, failure(operationError, "The \"publicExponent\" must be either 3 or 65537, but got a number larger than 2^32.")
	}
	return int(n.Int64()), nil
}

func generateRSA(alg *algorithm, r generating) (*generation, error) {
	p := r.params
	if p.publicExponent == nil {
		return nil, missing("publicExponent", "algorithm")
	}
	if p.hash == nil {
		return nil, missing("hash", "algorithm")
	}
	if p.modulusLength == nil {
		return nil, missing("modulusLength", "algorithm")
	}
	bits := *p.modulusLength
	if bits <= 0 {
		return nil, failure(operationError, "modulusLength must be greater than zero (requested %d).", bits)
	}
	d, err := lookupDigest(*p.hash)
	if err != nil {
		return nil, err
	}
	usages, err := parseUsages(alg.name, toGenerate, r.usages, rsaUsages(alg))
	if err != nil {
		return nil, err
	}
	e, err := checkGenerated(bits, p.publicExponent, r.lax)
	if err != nil {
		return nil, err
	}
	bits &^= 127 // which only lax checks leave any of
	private, public, err := splitUsages(usages)
	if err != nil {
		return nil, err
	}
	k := &Key{alg: alg, kind: privateKey, extractable: r.extractable, usages: private, hash: d}
	return &generation{pair: true, public: public, job: heavy(func(ctx context.Context) (*Key, error) {
		key, err := NewRSAKey(ctx, bits, e)
		if err != nil {
			return nil, err
		}
		k.rsaPrivate, k.rsaPublic = key, &key.PublicKey
		return k, nil
	})}, nil
}

// checkGenerated checks the parameters of a pair to be made, and gives the exponent.
func checkGenerated(bits int, publicExponent []byte, lax bool) (int, error) {
	if err := checkModulus(bits); err != nil {
		return 0, err
	}
	e, err := exponent(publicExponent)
	if err != nil {
		return 0, err
	}
	if e != 3 && e != 65537 {
		return 0, failure(operationError, "The \"publicExponent\" must be either 3 or 65537, but got %d.", e)
	}
	if bits%128 != 0 && !lax {
		return 0, failure(operationError, "Can't generate key: RSA key size is required to be a multiple of 128")
	}
	return e, checkSize(bits)
}

func importRSA(alg *algorithm, r importing) (*Key, error) {
	var d *digestAlgorithm
	var err error
	if alg.name != rsaRaw {
		if d, err = r.params.hashOf(); err != nil {
			return nil, err
		}
	}
	k, material, err := importPair(alg, r, pairRules{
		usages: rsaUsages(alg),
		public: rsaUsages(alg) & publicUsages,
		jwk:    func(j *jwk) (any, error) { return rsaFromJWK(alg, d, j, r.lax) },
	})
	if err != nil {
		return nil, err
	}
	if alg.name == rsaRaw && k.kind != privateKey {
		return nil, failure(dataError, "RSA-RAW only supports private keys but requested \"%s\".", k.kind)
	}
	k.hash = d
	switch key := material.(type) {
	case *rsa.PublicKey:
		k.rsaPublic = key
	case *rsa.PrivateKey:
		if len(key.Primes) != 2 {
			return nil, failure(notSupportedError, "Multi-prime private keys not supported.")
		}
		k.rsaPrivate, k.rsaPublic = key, &key.PublicKey
	default:
		return nil, failure(dataError, "Input was not an RSA key.")
	}
	return k, checkImported(k.rsaPublic, r.lax)
}

func checkImported(key *rsa.PublicKey, lax bool) error {
	if lax {
		return checkSize(key.N.BitLen())
	}
	if err := checkModulus(modulusBits(key)); err != nil {
		return err
	}
	if !slices.Contains([]int{3, 17, 37, 65537}, key.E) {
		return failure(operationError, "Imported RSA key has invalid publicExponent %d.", key.E)
	}
	return checkSize(key.N.BitLen())
}

// joseHash gives the hash function of one of JOSE's algorithms with RSA, "" for others.
func joseHash(alg *algorithm, name string) string {
	if name == "RSA-OAEP" && alg.name != rsaRaw {
		return "SHA-1"
	}
	prefixes := []string{"RS", "PS", "RSA-OAEP-"}
	if alg.name == rsaRaw {
		prefixes = prefixes[:1]
	}
	for _, prefix := range prefixes {
		digits, ok := strings.CutPrefix(name, prefix)
		if ok && slices.Contains([]string{"1", "256", "384", "512"}, digits) && (digits != "1" || len(prefix) == 2) {
			return "SHA-" + digits
		}
	}
	return ""
}

func rsaFromJWK(alg *algorithm, d *digestAlgorithm, j *jwk, lax bool) (any, error) {
	if j.Kty != "RSA" {
		name := "RSASSA-PKCS1-v1_5"
		if alg.name == rsaRaw {
			name = rsaRaw
		}
		return nil, failure(dataError, "%s \"jwk\" key import requires a JSON Web Key with Key Type parameter \"kty\" (\"%s\") equal to \"RSA\".", name, j.Kty)
	}
	if j.Alg != nil {
		hash := joseHash(alg, *j.Alg)
		if hash == "" {
			return nil, failure(notSupportedError, "Unrecognized or unimplemented algorithm \"%s\" listed in JSON Web Key Algorithm parameter.", *j.Alg)
		}
		if d != nil && hash != d.name {
			return nil, failure(dataError, "JSON Web Key Algorithm parameter \"alg\" (\"%s\") does not match requested hash algorithm \"%s\".", *j.Alg, *j.Alg)
		}
	}
	public, err := rsaPublicFromJWK(j, lax)
	if err != nil || j.D == nil {
		return public, err
	}
	return rsaPrivateFromJWK(j, public, lax)
}

func rsaPublicFromJWK(j *jwk, lax bool) (*rsa.PublicKey, error) {
	n, err := decode(j.N, "Invalid RSA key in JSON Web Key; missing or invalid Modulus parameter (\"n\").")
	if err != nil {
		return nil, err
	}
	e, err := decode(j.E, "Invalid RSA key in JSON Web Key; missing or invalid Exponent parameter (\"e\").")
	if err != nil {
		return nil, err
	}
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n)}
	if err := checkModulus(modulusBits(key)); err != nil && !lax {
		return nil, err
	}
	key.E, err = exponent(e)
	return key, err
}

// rsaPrivateFromJWK makes a private key with its primes or, as RFC 7518 allows, without.
func rsaPrivateFromJWK(j *jwk, public *rsa.PublicKey, lax bool) (*rsa.PrivateKey, error) {
	d, err := decode(j.D, "Invalid RSA key in JSON Web Key; missing or invalid Private Exponent parameter (\"d\").")
	if err != nil {
		return nil, err
	}
	factors := []struct {
		member *string
		says   string
	}{
		{j.P, "First Prime Factor parameter (\"p\")"},
		{j.Q, "Second Prime Factor parameter (\"q\")"},
		{j.DP, "First Factor CRT Exponent parameter (\"dp\")"},
		{j.DQ, "Second Factor CRT Exponent parameter (\"dq\")"},
		{j.QI, "First CRT Coefficient parameter (\"qi\")"},
	}
	var values []*big.Int
	present := 0
	for _, f := range factors {
		if f.member != nil {
			present++
		}
	}
	if present != 0 && present != len(factors) {
		return nil, failure(dataError, "Invalid RSA private key in JSON Web Key; if one Prime Factor or CRT Exponent/Coefficient parameter is present, then they must all be present (\"p\", \"q\", \"dp\", \"dq\", \"qi\").")
	}
	for _, f := range factors[:present] {
		b, err := decode(f.member, "Invalid RSA key in JSON Web Key; invalid %s.", f.says)
		if err != nil {
			return nil, err
		}
		values = append(values, new(big.Int).SetBytes(b))
	}
	if err := checkImported(public, lax); err != nil {
		return nil, err
	}
	key := &rsa.PrivateKey{PublicKey: *public, D: new(big.Int).SetBytes(d)}
	if present > 0 {
		key.Primes = values[:2]
	}
	return key, completeRSA(key)
}

// completeRSA checks a private key and computes what makes it fast.
func completeRSA(key *rsa.PrivateKey) error {
	invalid := failure(dataError, "Invalid RSA key in JSON Web Key.")
	if len(key.Primes) == 0 {
		p, q := factor(key)
		if p == nil {
			return invalid
		}
		key.Primes = []*big.Int{p, q}
	}
	key.Precompute()
	if key.Validate() != nil {
		return invalid
	}
	return nil
}

func exportRSA(k *Key, format string) (exported, error) {
	var key any = k.rsaPublic
	if k.kind == privateKey {
		key = k.rsaPrivate
	}
	if e, ok, err := exportDER(k, format, key); ok {
		return e, err
	}
	if format != "jwk" {
		return exported{}, unknownExport(k, format)
	}
	jose, err := rsaJOSE(k)
	if err != nil {
		return exported{}, err
	}
	j := newJWK(k, "RSA", jose)
	j.N, j.E = bigToBase64URL(k.rsaPublic.N), toBase64URL(exponentBytes(k.rsaPublic))
	if private := k.rsaPrivate; private != nil {
		j.D, j.P, j.Q = bigToBase64URL(private.D), bigToBase64URL(private.Primes[0]), bigToBase64URL(private.Primes[1])
		j.DP, j.DQ, j.QI = bigToBase64URL(private.Precomputed.Dp), bigToBase64URL(private.Precomputed.Dq), bigToBase64URL(private.Precomputed.Qinv)
	}
	return exported{jwk: j}, nil
}

// rsaJOSE is the name that JOSE has for a key's algorithm.
func rsaJOSE(k *Key) (string, error) {
	if k.hash == nil {
		return "", nil
	}
	digits, ok := k.hash.sha()
	if !ok {
		return "", failure(notSupportedError, "JWK export not supported for hash algorithm \"%s\".", k.hash.name)
	}
	switch k.alg.name {
	case "RSA-PSS":
		return "PS" + digits, nil
	case "RSA-OAEP":
		return strings.TrimSuffix("RSA-OAEP-"+digits, "-1"), nil
	}
	return "RS" + digits, nil
}
