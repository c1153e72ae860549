package crypto

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/subtle"
	"encoding/binary"
	"hash"
)

// maxIterations is the deployed platform's limit for PBKDF2.
const maxIterations = 100000

// importPassword makes a key of PBKDF2 or HKDF.
func importPassword(alg *algorithm, r importing) (*Key, error) {
	usages, err := parseUsages(alg.name, toImportSecret, r.usages, useDeriving)
	if err != nil {
		return nil, err
	}
	if r.extractable {
		return nil, failure(syntaxError, "%s key cannot be extractable.", alg.name)
	}
	if r.format != "raw" {
		message := alg.name + " key must be imported in \"raw\" format (requested \"" + r.format + "\")"
		if alg.name == "PBKDF2" {
			message += "."
		}
		return nil, failure(notSupportedError, "%s", message)
	}
	return &Key{alg: alg, kind: secretKey, usages: usages, secret: r.raw}, nil
}

// noDeriveLength says that a password has no length of its own.
func noDeriveLength(*params) (*int, error) { return nil, nil }

// wholeBytes gives the bytes of a length in bits that an algorithm must know.
func wholeBytes(alg *algorithm, bits *int) (int, error) {
	if bits == nil {
		return 0, failure(operationError, "%s cannot derive a key with null length.", alg.name)
	}
	if *bits%8 != 0 {
		return 0, failure(operationError, "%s requires a derived key length that is a multiple of eight (requested %d).", alg.name, *bits)
	}
	return *bits / 8, nil
}

func deriveHKDF(k *Key, p *params, bits *int) (*job[[]byte], error) {
	d, err := p.hashOf()
	if err != nil {
		return nil, err
	}
	if p.salt == nil {
		return nil, missing("salt", "algorithm")
	}
	if p.info == nil {
		return nil, missing("info", "algorithm")
	}
	n, err := wholeBytes(k.alg, bits)
	if err != nil {
		return nil, err
	}
	if n > 255*d.new().Size() {
		return nil, failure(operationError, "HKDF deriveBits failed.")
	}
	return light(n, func() ([]byte, error) { return hkdf.Key(d.new, k.secret, p.salt, string(p.info), n) }), nil
}

func derivePBKDF2(k *Key, p *params, bits *int) (*job[[]byte], error) {
	d, err := p.hashOf()
	if err != nil {
		return nil, err
	}
	if p.salt == nil {
		return nil, missing("salt", "algorithm")
	}
	if p.iterations == nil {
		return nil, missing("iterations", "algorithm")
	}
	n, err := wholeBytes(k.alg, bits)
	if err != nil {
		return nil, err
	}
	if *p.iterations <= 0 {
		return nil, failure(operationError, "PBKDF2 requires a positive iteration count (requested %d).", *p.iterations)
	}
	if *p.iterations > maxIterations {
		return nil, failure(notSupportedError, "Pbkdf2 failed: iteration counts above %d are not supported (requested %d).", maxIterations, *p.iterations)
	}
	return heavy(func(ctx context.Context) ([]byte, error) {
		return PBKDF2(ctx, d.new, k.secret, p.salt, *p.iterations, n)
	}), nil
}

// PBKDF2 derives n bytes from a password (RFC 8018, section 5.2). It ends with ctx, which the library's does not.
func PBKDF2(ctx context.Context, hash func() hash.Hash, password, salt []byte, iterations, n int) ([]byte, error) {
	const check = 1024 // iterations between looks at the context
	prf := hmac.New(hash, password)
	size := prf.Size()
	out := make([]byte, 0, n+size)
	u := make([]byte, size)
	for block := uint32(1); len(out) < n; block++ {
		prf.Reset()
		prf.Write(salt)
		prf.Write(binary.BigEndian.AppendUint32(nil, block))
		u = prf.Sum(u[:0])
		out = append(out, u...)
		t := out[len(out)-size:]
		for i := 1; i < iterations; i++ {
			if i%check == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			prf.Reset()
			prf.Write(u)
			u = prf.Sum(u[:0])
			subtle.XORBytes(t, t, u)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return out[:n], nil
}

// peer gives the public key to derive with, if it suits the private one.
func (k *Key) peer(p *params) (*Key, error) {
	if k.kind != privateKey {
		return nil, failure(invalidAccessError, "The deriveBits operation is only valid for a private key, not \"%s\".", k.kind)
	}
	public := p.public
	switch {
	case public == nil:
		return nil, missing("public", "derivedKeyParams")
	case public.kind != publicKey:
		return nil, failure(invalidAccessError, "The provided key has type \"%s\", not \"public\"", public.kind)
	case (k.curve != nil) != (public.curve != nil) || public.rsaPublic != nil || public.alg.name == nodeEd25519:
		return nil, failure(invalidAccessError, "Base %s private key cannot be used to derive a key from a peer %s public key", k.alg.name, public.alg.name)
	case k.alg != public.alg:
		return nil, failure(invalidAccessError, "Private key for derivation is using \"%s\" while public key is using \"%s\".", k.alg.name, public.alg.name)
	case k.curve != public.curve:
		return nil, failure(invalidAccessError, "Private key for derivation is using curve \"%s\" while public key is using \"%s\".", k.curve.name, public.curve.name)
	}
	return public, nil
}

// firstBits cuts a shared secret; nil: all of it.
func firstBits(secret []byte, bits *int) ([]byte, error) {
	if bits == nil {
		return secret, nil
	}
	if most := len(secret) * 8; *bits > most {
		return nil, failure(operationError, "Derived key length (%d bits) is too long (should be at most %d bits).", *bits, most)
	}
	secret = secret[:(*bits+7)/8]
	clearTail(secret, *bits)
	return secret, nil
}

func deriveECDH(k *Key, p *params, bits *int) (*job[[]byte], error) {
	public, err := k.peer(p)
	if err != nil {
		return nil, err
	}
	return heavy(func(context.Context) ([]byte, error) {
		ours, err := k.ecPrivate.ECDH()
		if err != nil {
			return nil, failure(operationError, "Failed to generate shared ECDH secret.")
		}
		theirs, err := public.ecPublic.ECDH()
		if err != nil {
			return nil, failure(operationError, "Failed to generate shared ECDH secret.")
		}
		secret, err := ours.ECDH(theirs)
		if err != nil {
			return nil, failure(operationError, "Failed to generate shared ECDH secret.")
		}
		return firstBits(secret, bits)
	}), nil
}

func deriveX25519(k *Key, p *params, bits *int) (*job[[]byte], error) {
	public, err := k.peer(p)
	if err != nil {
		return nil, err
	}
	return light(0, func() ([]byte, error) {
		secret, err := k.x25519Private.ECDH(public.x25519Public)
		if err != nil { // the point is of small order (RFC 7748, section 6.1)
			return nil, failure(operationError, "Failed to derive EDDH key: public key routines INVALID_PEER_KEY.")
		}
		return firstBits(secret, bits)
	}), nil
}
