package crypto

import "paddock/jsruntime"

// What node:crypto shares with the Web Crypto API.

// KeyOf gives the key behind a CryptoKey.
func KeyOf(v jsruntime.Value) (*Key, bool) { return keyClass.From(v) }

// Kind is "secret", "public" or "private".
func (k *Key) Kind() string { return k.kind }

// Extractable tells whether the key may be exported.
func (k *Key) Extractable() bool { return k.extractable }

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

// Import makes a CryptoKey of bytes in a format, as importKey does, of the arguments that follow there:
// algorithm, extractable and usages. It throws what importKey rejects with.
func Import(vm *jsruntime.VM, format string, data []byte, args jsruntime.Args) jsruntime.Value {
	a := arguments{vm: vm, args: args, method: "importKey"}
	r := importing{format: format, raw: data, params: a.params(0, importParams), extractable: a.flag(1), usages: a.usages(2), lax: a.lax()}
	k, err := r.key()
	if err != nil {
		vm.Throw(err)
	}
	return k.object(vm)
}
