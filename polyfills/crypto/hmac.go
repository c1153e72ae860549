package crypto

import (
	"crypto/hmac"
	"hash"
	"slices"
)

func generateHMAC(alg *algorithm, r generating) (*generation, error) {
	d, err := r.params.hashOf()
	if err != nil {
		return nil, err
	}
	usages, err := parseUsages(alg.name, toGenerate, r.usages, useSigning)
	if err != nil {
		return nil, err
	}
	bits := d.new().BlockSize() * 8
	if r.params.length != nil {
		bits = *r.params.length
	}
	if bits <= 0 {
		return nil, failure(operationError, "HMAC key length must be a non-zero unsigned long integer (requested %d).", bits)
	}
	k := &Key{alg: alg, kind: secretKey, extractable: r.extractable, usages: usages, hash: d, length: bits}
	return r.secret(k, (bits-1)/8+1), k.mustBeUsable()
}

func hmacDeriveLength(p *params) (*int, error) {
	if p.length != nil {
		if *p.length <= 0 {
			return nil, typeError("HMAC key length must be a non-zero unsigned long integer.")
		}
		return p.length, nil
	}
	if p.hash == nil {
		return nil, missing("hash", "derivedKeyParams")
	}
	d, err := lookupDigest(*p.hash)
	if err != nil {
		return nil, err
	}
	bits := d.new().BlockSize() * 8
	return &bits, nil
}

func importHMAC(alg *algorithm, r importing) (*Key, error) {
	usages, err := parseUsages(alg.name, toImportSecret, r.usages, useSigning)
	if err != nil {
		return nil, err
	}
	d, err := r.params.hashOf()
	if err != nil {
		return nil, err
	}
	secret := r.raw
	switch r.format {
	case "raw":
	case "jwk":
		if secret, err = hmacFromJWK(r.jwk, d); err != nil {
			return nil, err
		}
	default:
		return nil, unknownFormat(r.format)
	}
	size := len(secret) * 8
	bits := size
	if r.params.length != nil {
		bits = *r.params.length
	}
	if bits <= 0 || bits > size || bits <= size-8 {
		return nil, failure(dataError, "Imported HMAC key length (%d) must be a non-zero value up to 7 bits less than, and no greater than, the bit length of the raw key data (%d).", bits, size)
	}
	clearTail(secret, bits)
	return &Key{alg: alg, kind: secretKey, extractable: r.extractable, usages: usages, hash: d, length: bits, secret: secret}, nil
}

func hmacFromJWK(j *jwk, d *digestAlgorithm) ([]byte, error) {
	if j.Kty != "oct" {
		return nil, failure(dataError, "HMAC \"jwk\" key import requires a JSON Web Key with Key Type parameter (\"kty\") equal to \"oct\" (encountered \"%s\").", j.Kty)
	}
	secret, err := decode(j.K, "HMAC \"jwk\" key import requires a base64Url encoding of the key")
	if err != nil || j.Alg == nil {
		return secret, err
	}
	digits, ok := d.sha()
	if !ok {
		return nil, failure(notSupportedError, "Unrecognized or unimplemented hash algorithm requested%s", *j.Alg)
	}
	if want := "HS" + digits; *j.Alg != want {
		return nil, failure(dataError, "HMAC \"jwk\" key import specifies \"alg\" that is incompatible with the hash name (encountered \"%s\", expected \"%s\").", *j.Alg, want)
	}
	return secret, nil
}

func exportHMAC(k *Key, format string) (exported, error) {
	switch format {
	case "raw":
		return exported{raw: slices.Clone(k.secret)}, nil
	case "jwk":
		digits, ok := k.hash.sha()
		if !ok {
			return exported{}, failure(notSupportedError, "Unimplemented JWK key export format for key algorithm \"%s\".", k.hash.name)
		}
		j := newJWK(k, "oct", "HS"+digits)
		j.K = toBase64URL(k.secret)
		return exported{jwk: j}, nil
	}
	return exported{}, failure(notSupportedError, "Unimplemented key export format \"%s\".", format)
}

func (k *Key) mac() hash.Hash { return hmac.New(k.hash.new, k.secret) }

func hmacSign(k *Key, _ *params, data []byte) (*job[[]byte], error) {
	return hashing(k.mac, data, itself), nil
}

func hmacVerify(k *Key, _ *params, signature, data []byte) (*job[bool], error) {
	return hashing(k.mac, data, func(sum []byte) bool { return hmac.Equal(sum, signature) }), nil
}
