package crypto

import "paddock/jsruntime"

// What node:crypto shares with the Web Crypto API.

// KeyOf gives the key behind a CryptoKey.
func KeyOf(v jsruntime.Value) (*Key, bool) { return keyClass.From(v) }

// Kind is "secret", "public" or "private".
func (k *Key) Kind() string { return k.kind }

// Material gives the bytes of a secret key, or the key of a pair in the type of Go's crypto
// packages: rsa, ecdsa and ecdh by pointer, ed25519 by value.
func (k *Key) Material() (secret []byte, pair any) {
	switch {
	case k.rsaPrivate != nil:
		return nil, k.rsaPrivate
	case k.rsaPublic != nil:
		return nil, k.rsaPublic
	case k.ecPrivate != nil:
		return nil, k.ecPrivate
	case k.ecPublic != nil:
		return nil, k.ecPublic
	case k.ed25519Public != nil, k.x25519Public != nil:
		return nil, k.okpKey()
	}
	return k.secret, nil
}

// ParsePublicKey reads SubjectPublicKeyInfo (RFC 5280) of the kinds that [Key.Material] names.
func ParsePublicKey(der []byte) (any, error) { return parseSPKIValue(der) }

// ParsePrivateKey reads PKCS #8, PKCS #1 or SEC 1.
func ParsePrivateKey(der []byte) (any, error) { return parsePKCS8Value(der) }
