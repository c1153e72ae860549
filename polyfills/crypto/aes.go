package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"slices"
	"strconv"
	"strings"
)

// isAESLength reports whether AES has keys of so many bits.
func isAESLength(bits int) bool { return bits == 128 || bits == 192 || bits == 256 }

// aesUsages gives what keys of an AES algorithm may be used for.
func aesUsages(alg *algorithm) usageSet {
	if alg.wrap != nil {
		return useWrapKey | useUnwrapKey
	}
	return useSecrets
}

func generateAES(alg *algorithm, r generating) (*generation, error) {
	usages, err := parseUsages(alg.name, toGenerate, r.usages, aesUsages(alg))
	if err != nil {
		return nil, err
	}
	if r.params.length == nil {
		return nil, missing("length", "algorithm")
	}
	bits := *r.params.length
	if !isAESLength(bits) {
		return nil, failure(operationError, "Generated AES key length must be 128, 192, or 256 bits but requested %d.", bits)
	}
	k := &Key{alg: alg, kind: secretKey, extractable: r.extractable, usages: usages, length: bits}
	return r.secret(k, bits/8), k.mustBeUsable()
}

func aesDeriveLength(p *params) (*int, error) {
	if p.length == nil {
		return nil, missing("length", "derivedKeyParams")
	}
	if !isAESLength(*p.length) {
		return nil, failure(operationError, "Derived AES key must be 128, 192, or 256 bits in length but provided %d.", *p.length)
	}
	return p.length, nil
}

func importAES(alg *algorithm, r importing) (*Key, error) {
	usages, err := parseUsages(alg.name, toImportSecret, r.usages, aesUsages(alg))
	if err != nil {
		return nil, err
	}
	secret := r.raw
	switch r.format {
	case "raw":
	case "jwk":
		if secret, err = aesFromJWK(alg, r.jwk, r.usages); err != nil {
			return nil, err
		}
	default:
		return nil, unknownFormat(r.format)
	}
	if bits := len(secret) * 8; !isAESLength(bits) {
		return nil, failure(dataError, "Imported AES key length must be 128, 192, or 256 bits but provided %d.", bits)
	}
	return &Key{alg: alg, kind: secretKey, extractable: r.extractable, usages: usages, length: len(secret) * 8, secret: secret}, nil
}

func aesFromJWK(alg *algorithm, j *jwk, usages []string) ([]byte, error) {
	if j.Kty != "oct" {
		return nil, failure(dataError, "Symmetric \"jwk\" key import requires a JSON Web Key with Key Type parameter \"kty\" equal to \"oct\" (encountered \"%s\").", j.Kty)
	}
	secret, err := decode(j.K, "Symmetric \"jwk\" key import requires a base64Url encoding of the key.")
	if err != nil || !isAESLength(len(secret)*8) {
		return secret, err
	}
	if want := aesJOSE(alg, len(secret)); j.Alg != nil && *j.Alg != want {
		return nil, failure(dataError, "Symmetric \"jwk\" key contains invalid \"alg\" value \"%s\", expected \"%s\".", *j.Alg, want)
	}
	if len(usages) > 0 && j.use != nil && *j.use != "enc" {
		return nil, failure(dataError, "Symmetric \"jwk\" key must have a \"use\" of \"enc\", not \"%s\".", *j.use)
	}
	if j.KeyOps == nil {
		return secret, nil
	}
	if op, ok := duplicate(j.KeyOps); ok {
		return nil, failure(dataError, "Symmetric \"jwk\" key contains duplicate value \"%s\", in \"key_op\".", op)
	}
	for _, u := range usages {
		if !slices.Contains(j.KeyOps, u) {
			return nil, failure(dataError, "\"jwk\" key missing usage \"%s\", in \"key_ops\".", u)
		}
	}
	return secret, nil
}

// aesJOSE is the name that JOSE has for a mode with keys of n bytes: "A128GCM".
func aesJOSE(alg *algorithm, n int) string {
	return "A" + strconv.Itoa(n*8) + strings.TrimPrefix(alg.name, "AES-")
}

func exportAES(k *Key, format string) (exported, error) {
	switch format {
	case "raw":
		return exported{raw: slices.Clone(k.secret)}, nil
	case "jwk":
		j := newJWK(k, "oct", aesJOSE(k.alg, len(k.secret)))
		j.K = toBase64URL(k.secret)
		return exported{jwk: j}, nil
	}
	return exported{}, failure(notSupportedError, "%s key only supports exporting \"raw\", \"raw-secret\" & \"jwk\", not \"%s\".", k.alg.name, format)
}

// block gives the cipher of a key of AES.
func (k *Key) block() cipher.Block {
	b, err := aes.NewCipher(k.secret)
	if err != nil {
		panic(err) // the length was checked when the key was made
	}
	return b
}

// undecipherable is the error of bytes that were not encrypted so.
func undecipherable(k *Key, in, out int) error {
	return failure(operationError, "Decryption failed. This could be due to a ciphertext authentication failure, bad padding, incorrect CryptoKey, or another algorithm-specific reason. Input length was %d, output length expected to be %d for %s", in, out, k.alg.name)
}
