package crypto

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/subtle"
	"math/big"
)

func pkcs1Sign(k *Key, _ *params, data []byte) (*job[[]byte], error) {
	if err := k.needPrivate(); err != nil {
		return nil, err
	}
	return heavy(func(context.Context) ([]byte, error) {
		return rsa.SignPKCS1v15(nil, k.rsaPrivate, k.hash.id, k.hash.sum(data))
	}), nil
}

func pkcs1Verify(k *Key, _ *params, signature, data []byte) (*job[bool], error) {
	if err := k.needPublic(); err != nil {
		return nil, err
	}
	return heavy(func(context.Context) (bool, error) {
		return rsa.VerifyPKCS1v15(k.rsaPublic, k.hash.id, k.hash.sum(data), signature) == nil, nil
	}), nil
}

func pssSign(k *Key, p *params, data []byte) (*job[[]byte], error) {
	if err := k.needPrivate(); err != nil {
		return nil, err
	}
	if p.saltLength == nil {
		return nil, failure(dataError, "Failed to provide salt for RSA-PSS key operation which requires a salt")
	}
	salt := *p.saltLength
	if err := checkSalt(salt); err != nil {
		return nil, err
	}
	if salt > k.rsaPublic.Size()-k.hash.new().Size()-2 {
		return nil, failure(operationError, "key too small for signing with given digest and salt length")
	}
	return heavy(func(context.Context) ([]byte, error) {
		digest := k.hash.sum(data)
		if salt == 0 {
			return rsaPrivateOperation(k.rsaPrivate, encodeUnsalted(k, digest)), nil
		}
		return rsa.SignPSS(rand.Reader, k.rsaPrivate, k.hash.id, digest, &rsa.PSSOptions{SaltLength: salt})
	}), nil
}

func checkSalt(salt int) error {
	if salt < 0 {
		return failure(dataError, "SaltLength for RSA-PSS must be non-negative (provided %d).", salt)
	}
	return nil
}

func pssVerify(k *Key, p *params, signature, data []byte) (*job[bool], error) {
	if err := k.needPublic(); err != nil {
		return nil, err
	}
	if p.saltLength == nil {
		return nil, typeError("Failed to provide salt for RSA-PSS key operation which requires a salt")
	}
	salt := *p.saltLength
	if err := checkSalt(salt); err != nil {
		return nil, err
	}
	return heavy(func(context.Context) (bool, error) {
		digest := k.hash.sum(data)
		if salt == 0 {
			return verifyUnsalted(k, digest, signature), nil
		}
		return rsa.VerifyPSS(k.rsaPublic, k.hash.id, digest, signature, &rsa.PSSOptions{SaltLength: salt}) == nil, nil
	}), nil
}

// encodeUnsalted is EMSA-PSS-ENCODE (RFC 8017, section 9.1.1) with a salt of no bytes, for
// which the library has no option: its 0 stands for any length.
func encodeUnsalted(k *Key, digest []byte) []byte {
	h := k.hash.new()
	h.Write(make([]byte, 8))
	h.Write(digest)
	sum := h.Sum(nil)
	bits := k.rsaPublic.N.BitLen() - 1
	n := (bits + 7) / 8
	db := make([]byte, n-len(sum)-1)
	db[len(db)-1] = 1
	subtle.XORBytes(db, db, mgf1(k.hash, sum, len(db)))
	db[0] &= 0xff >> (8*n - bits)
	encoded := append(append(db, sum...), 0xbc)
	return append(make([]byte, k.rsaPublic.Size()-n), encoded...)
}

// verifyUnsalted is RSASSA-PSS-VERIFY with a salt of no bytes: without one there is one
// signature to a digest, so that encoding again and comparing will do.
func verifyUnsalted(k *Key, digest, signature []byte) bool {
	public := k.rsaPublic
	s := new(big.Int).SetBytes(signature)
	if len(signature) != public.Size() || s.Cmp(public.N) >= 0 {
		return false
	}
	s.Exp(s, big.NewInt(int64(public.E)), public.N)
	return bytes.Equal(s.FillBytes(make([]byte, public.Size())), encodeUnsalted(k, digest))
}

// mgf1 is RFC 8017, appendix B.2.1.
func mgf1(d *digestAlgorithm, seed []byte, n int) []byte {
	out := make([]byte, 0, n+d.new().Size())
	for i := byte(0); len(out) < n; i++ { // 256 digests are more than any key has room for
		h := d.new()
		h.Write(seed)
		h.Write([]byte{0, 0, 0, i})
		out = h.Sum(out)
	}
	return out[:n]
}

// rsaPrivateOperation is RSADP (RFC 8017, section 5.1.2), blinded.
func rsaPrivateOperation(key *rsa.PrivateKey, message []byte) []byte {
	e, n := big.NewInt(int64(key.E)), key.N
	var r, inverse *big.Int
	for inverse == nil {
		r = new(big.Int).SetBytes(random(key.Size()))
		r.Mod(r, n)
		inverse = new(big.Int).ModInverse(r, n)
	}
	m := new(big.Int).SetBytes(message)
	m.Mul(m, new(big.Int).Exp(r, e, n)).Mod(m, n)
	p, q := key.Primes[0], key.Primes[1]
	x := new(big.Int).Exp(m, key.Precomputed.Dp, p)
	y := new(big.Int).Exp(m, key.Precomputed.Dq, q)
	x.Sub(x, y).Mul(x, key.Precomputed.Qinv).Mod(x, p)
	x.Mul(x, q).Add(x, y)
	x.Mul(x, inverse).Mod(x, n)
	return x.FillBytes(make([]byte, key.Size()))
}

// rawSign signs what the script has padded itself, as blind signatures need (RFC 9474).
func rawSign(k *Key, _ *params, data []byte) (*job[[]byte], error) {
	size := k.rsaPublic.Size()
	if len(data) > size {
		return nil, failure(dataError, "Blind Signing requires presigned data (%d bytes) to be smaller than the key (%d bytes).", len(data), size)
	}
	if new(big.Int).SetBytes(data).Cmp(k.rsaPublic.N) >= 0 {
		return nil, failure(dataError, "Blind Signing requires presigned data value to be strictly smaller than RSA keymodulus, consider using a larger key size.")
	}
	if len(data) < size {
		return nil, failure(operationError, "Invalid RSA signature.")
	}
	return heavy(func(context.Context) ([]byte, error) { return rsaPrivateOperation(k.rsaPrivate, data), nil }), nil
}
