package crypto

import (
	"crypto/cipher"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"
)

func generateChaCha(alg *algorithm, r generating) (*generation, error) {
	usages, err := parseUsages(alg.name, toGenerate, r.usages, useSecrets)
	if err != nil {
		return nil, err
	}
	k := &Key{alg: alg, kind: secretKey, extractable: r.extractable, usages: usages}
	return r.secret(k, chacha20poly1305.KeySize), k.mustBeUsable()
}

func chachaDeriveLength(*params) (*int, error) {
	bits := chacha20poly1305.KeySize * 8
	return &bits, nil
}

func importChaCha(alg *algorithm, r importing) (*Key, error) {
	usages, err := parseUsages(alg.name, toImportSecret, r.usages, useSecrets)
	if err != nil {
		return nil, err
	}
	secret, from := r.raw, ""
	switch r.format {
	case "raw-secret":
	case "jwk":
		from = "JWK "
		if secret, err = chachaFromJWK(r.jwk, r.usages); err != nil {
			return nil, err
		}
	default:
		return nil, unknownFormat(r.format)
	}
	if len(secret) != chacha20poly1305.KeySize {
		return nil, failure(dataError, "ChaCha20-Poly1305 %skey must be 256 bits.", from)
	}
	return &Key{alg: alg, kind: secretKey, extractable: r.extractable, usages: usages, secret: secret}, nil
}

func chachaFromJWK(j *jwk, usages []string) ([]byte, error) {
	if j.Kty != "oct" {
		return nil, failure(dataError, "ChaCha20-Poly1305 JWK kty must be oct.")
	}
	if j.Alg != nil && *j.Alg != "C20P" {
		return nil, failure(dataError, "ChaCha20-Poly1305 JWK alg must be C20P.")
	}
	if len(usages) > 0 && j.use != nil && *j.use != "enc" {
		return nil, failure(dataError, "ChaCha20-Poly1305 JWK must have a use of \"enc\".")
	}
	if j.KeyOps != nil {
		if _, ok := duplicate(j.KeyOps); ok {
			return nil, failure(dataError, "ChaCha20-Poly1305 JWK key_ops contains duplicates.")
		}
		for _, u := range usages {
			if !slices.Contains(j.KeyOps, u) {
				return nil, failure(dataError, "ChaCha20-Poly1305 JWK key_ops does not contain %s.", u)
			}
		}
	}
	return decode(j.K, "ChaCha20-Poly1305 JWK requires a base64url key.")
}

func exportChaCha(k *Key, format string) (exported, error) {
	switch format {
	case "raw-secret":
		return exported{raw: slices.Clone(k.secret)}, nil
	case "jwk":
		j := newJWK(k, "oct", "C20P")
		j.K = toBase64URL(k.secret)
		return exported{jwk: j}, nil
	}
	return exported{}, failure(notSupportedError, "ChaCha20-Poly1305 key only supports exporting \"raw-secret\" and \"jwk\", not \"%s\".", format)
}

// newChaCha gives the cipher of a key, if the parameters of a call suit it.
func newChaCha(k *Key, p *params) (cipher.AEAD, error) {
	switch {
	case p.iv == nil:
		return nil, missing("iv", "algorithm")
	case len(p.iv) != chacha20poly1305.NonceSize:
		return nil, failure(operationError, "ChaCha20-Poly1305 IV must be 12 bytes long.")
	case p.tagLength != nil && *p.tagLength != chacha20poly1305.Overhead*8:
		return nil, failure(operationError, "ChaCha20-Poly1305 tag length must be 128 bits.")
	}
	return chacha20poly1305.New(k.secret)
}

func chachaEncrypt(k *Key, p *params, data []byte) (*job[[]byte], error) {
	c, err := newChaCha(k, p)
	if err != nil {
		return nil, err
	}
	return light(len(data), func() ([]byte, error) { return c.Seal(nil, p.iv, data, p.additionalData), nil }), nil
}

func chachaDecrypt(k *Key, p *params, data []byte) (*job[[]byte], error) {
	c, err := newChaCha(k, p)
	if err != nil {
		return nil, err
	}
	if len(data) < chacha20poly1305.Overhead {
		return nil, failure(operationError, "ChaCha20-Poly1305 ciphertext is shorter than its authentication tag.")
	}
	return light(len(data), func() ([]byte, error) {
		plain, err := c.Open(nil, p.iv, data, p.additionalData)
		if err != nil {
			return nil, failure(operationError, "ChaCha20-Poly1305 authentication failed.")
		}
		return plain, nil
	}), nil
}
