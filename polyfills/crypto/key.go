package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// Kinds of keys, as scripts see them.
const (
	secretKey  = "secret"
	publicKey  = "public"
	privateKey = "private"
)

// Key is the host side of a CryptoKey. It does not change.
type Key struct {
	alg         *algorithm
	kind        string
	extractable bool
	usages      usageSet

	hash   *digestAlgorithm // of HMAC and RSA
	curve  *curve           // of ECDSA and ECDH
	length int              // bits of AES and HMAC

	// The material; which it is follows from alg and kind.
	secret         []byte
	rsaPublic      *rsa.PublicKey
	rsaPrivate     *rsa.PrivateKey
	ecPublic       *ecdsa.PublicKey
	ecPrivate      *ecdsa.PrivateKey
	ed25519Public  ed25519.PublicKey
	ed25519Private ed25519.PrivateKey
	x25519Public   *ecdh.PublicKey
	x25519Private  *ecdh.PrivateKey
	scheme         *schemeKey
}

var keyClass = jsruntime.NewClass[Key]("CryptoKey")

// object makes the CryptoKey. Its attributes are own properties, as the platform has them.
func (k *Key) object(vm *jsruntime.VM) *jsruntime.Object {
	o := keyClass.New(vm, k)
	for _, p := range []struct {
		name  string
		value any
	}{
		{"usages", stringArray(vm, k.usages.names())},
		{"algorithm", k.describe(vm)},
		{"extractable", k.extractable},
		{"type", k.kind},
	} {
		if err := o.DefineDataProperty(p.name, vm.ToValue(p.value), jsruntime.No, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

// describe makes the algorithm object.
func (k *Key) describe(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	define(vm, o, "name", k.alg.name)
	if k.rsaPublic != nil {
		define(vm, o, "modulusLength", modulusBits(k.rsaPublic))
		exponent := vm.NewBytes(exponentBytes(k.rsaPublic))
		if !compat.Of(vm).Has("crypto_preserve_public_exponent") {
			exponent = jsruntime.AsObject(exponent.Get("buffer"))
		}
		define(vm, o, "publicExponent", exponent)
	}
	if k.hash != nil {
		hash := vm.NewObject()
		define(vm, hash, "name", k.hash.name)
		define(vm, o, "hash", hash)
	}
	if k.length != 0 {
		define(vm, o, "length", k.length)
	}
	switch {
	case k.curve != nil:
		define(vm, o, "namedCurve", k.curve.name)
	case k.alg.name == nodeEd25519:
		define(vm, o, "namedCurve", nodeEd25519)
	}
	return o
}

func stringArray(vm *jsruntime.VM, list []string) *jsruntime.Object {
	items := make([]jsruntime.Value, len(list))
	for i, s := range list {
		items[i] = vm.ToValue(s)
	}
	return vm.NewArrayOf(items...)
}

// allows checks that a key may be used so, with the algorithm that the caller names.
func (k *Key) allows(usage usageSet, algorithm string) error {
	if !strings.EqualFold(k.alg.name, algorithm) {
		return failure(invalidAccessError, "Requested algorithm \"%s\" does not match this CryptoKey's algorithm \"%s\".", algorithm, k.alg.name)
	}
	if k.usages&usage == 0 {
		return failure(invalidAccessError, "Requested key usage \"%s\" does not match any usage listed in this CryptoKey.", usage.names()[0])
	}
	return nil
}

// mustBeUsable checks that a secret or private key may be used for anything.
func (k *Key) mustBeUsable() error {
	if k.kind != publicKey && k.usages == useNothing {
		return failure(syntaxError, "Secret/private CryptoKeys must have at least one usage.")
	}
	return nil
}

// pair makes the public key of a private one.
func (k *Key) pair(usages usageSet) *Key {
	public := *k
	public.kind, public.extractable, public.usages = publicKey, true, usages
	public.rsaPrivate, public.ecPrivate, public.ed25519Private, public.x25519Private = nil, nil, nil, nil
	if k.scheme != nil {
		_ = public.setPublic(k.scheme.public, nil) // the text was made of the private key
	}
	return &public
}
