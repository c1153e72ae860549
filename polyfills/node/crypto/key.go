package crypto

import (
	"bytes"
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"math/big"

	"paddock/jsruntime"
	webcrypto "paddock/polyfills/crypto"
)

// key is the handle of a KeyObject. It does not change.
type key struct {
	kind     string // "secret", "public", "private"
	secret   []byte
	material any // of a pair: the types of Go's crypto packages; *dhKey
}

var keyClass = jsruntime.NewClass[key]("Key").
	Getter("type", func(vm *jsruntime.VM, k *key) jsruntime.Value { return vm.ToValue(k.kind) }).
	Getter("size", func(vm *jsruntime.VM, k *key) jsruntime.Value { return vm.ToValue(len(k.secret)) }).
	Getter("secret", func(vm *jsruntime.VM, k *key) jsruntime.Value { return vm.NewBuffer(bytes.Clone(k.secret)) }).
	Getter("asymmetricType", func(vm *jsruntime.VM, k *key) jsruntime.Value { return vm.ToValue(k.family()) }).
	Getter("details", func(vm *jsruntime.VM, k *key) jsruntime.Value { return k.details(vm) })

var keyOps = map[string]op{
	"secretKey": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		return keyClass.New(vm, &key{kind: "secret", secret: bytes.Clone(bytesOf(args.At(0)))})
	},
	"publicOf": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		return keyClass.New(vm, keyClass.This(vm, args.At(0)).public())
	},
	"sameKey": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		a, b := keyClass.This(vm, args.At(0)), keyClass.This(vm, args.At(1))
		return vm.ToValue(a.equals(b))
	},
	"fromCryptoKey": fromCryptoKey,
	"parseKey":      parseKey,
	"importJWK":     importJWK,
	"exportKey":     exportKey,
	"exportJWK":     exportJWK,
	"generatePair":  generatePair,
}

// fromCryptoKey(value) gives a handle for a CryptoKey, undefined for anything else.
func fromCryptoKey(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	k, ok := webcrypto.KeyOf(args.At(0))
	if !ok {
		return nil
	}
	secret, pair := k.Material()
	return keyClass.New(vm, &key{kind: k.Kind(), secret: secret, material: pair})
}

// public is the public half of a private key.
func (k *key) public() *key {
	material := k.material
	switch m := k.material.(type) {
	case *dhKey:
		material = &dhKey{p: m.p, g: m.g, public: m.public}
	case interface{ Public() crypto.PublicKey }:
		material = m.Public()
	}
	return &key{kind: "public", material: material}
}

func (k *key) equals(other *key) bool {
	if k.kind != other.kind {
		return false
	}
	if k.kind == "secret" {
		return bytes.Equal(k.secret, other.secret)
	}
	m, ok := k.material.(interface{ Equal(crypto.PublicKey) bool })
	if k.kind == "private" {
		p, isPrivate := k.material.(interface{ Equal(crypto.PrivateKey) bool })
		return isPrivate && p.Equal(other.material)
	}
	return ok && m.Equal(other.material)
}

// family is the asymmetricKeyType.
func (k *key) family() string {
	switch k.material.(type) {
	case *rsa.PublicKey, *rsa.PrivateKey:
		return "rsa"
	case *ecdsa.PublicKey, *ecdsa.PrivateKey:
		return "ec"
	case ed25519.PublicKey, ed25519.PrivateKey:
		return "ed25519"
	case *ecdh.PublicKey, *ecdh.PrivateKey:
		return "x25519"
	case *dhKey:
		return "dh"
	}
	return ""
}

// rsaPublic is the public half of an RSA key; nil for other keys.
func (k *key) rsaPublic() *rsa.PublicKey {
	switch m := k.material.(type) {
	case *rsa.PublicKey:
		return m
	case *rsa.PrivateKey:
		return &m.PublicKey
	}
	return nil
}

// ecPublic is the public half of a key on a curve of NIST; nil for other keys.
func (k *key) ecPublic() *ecdsa.PublicKey {
	switch m := k.material.(type) {
	case *ecdsa.PublicKey:
		return m
	case *ecdsa.PrivateKey:
		return &m.PublicKey
	}
	return nil
}

// details are the asymmetricKeyDetails. The platform has all members of RSA's, whatever they are.
func (k *key) details(vm *jsruntime.VM) jsruntime.Value {
	o := vm.NewObject()
	set := func(name string, v any) {
		if err := o.Set(name, v); err != nil {
			vm.Throw(err)
		}
	}
	if pub := k.rsaPublic(); pub != nil {
		set("modulusLength", pub.N.BitLen())
		set("publicExponent", vm.ToValue(big.NewInt(int64(pub.E))))
	}
	if pub := k.ecPublic(); pub != nil {
		set("namedCurve", curveOf(pub.Curve).name)
	}
	return o
}
