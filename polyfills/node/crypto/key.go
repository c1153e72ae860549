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
	"paddock/polyfills/compat"
	webcrypto "paddock/polyfills/crypto"
)

// key is the handle of a KeyObject. It does not change.
type key struct {
	kind     string // "secret", "public", "private"
	secret   []byte
	material any  // of a pair: the types of Go's crypto packages; *dhKey; *dsaKey
	sealed   bool // made of a CryptoKey that cannot be extracted
	foreign  bool // made of a CryptoKey
}

var keyClass = jsruntime.NewClass[key]("Key").
	Getter("type", func(vm *jsruntime.VM, k *key) jsruntime.Value { return vm.ToValue(k.kind) }).
	Getter("size", func(vm *jsruntime.VM, k *key) jsruntime.Value { return vm.ToValue(len(k.secret)) }).
	Getter("secret", func(vm *jsruntime.VM, k *key) jsruntime.Value { return vm.NewBuffer(bytes.Clone(k.secret)) }).
	Getter("imported", func(vm *jsruntime.VM, k *key) jsruntime.Value { return vm.ToValue(!k.foreign) }).
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
	"exportSecret": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		k := keyClass.This(vm, args.At(0))
		k.mustBeOpen(vm)
		return vm.NewBuffer(bytes.Clone(k.secret))
	},
	"fromCryptoKey": fromCryptoKey,
	"toCryptoKey":   toCryptoKey,
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
	return keyClass.New(vm, &key{kind: k.Kind(), secret: secret, material: pair, sealed: !k.Extractable(), foreign: true})
}

// toCryptoKey(handle, algorithm, extractable, usages) gives the CryptoKey that importKey would make.
func toCryptoKey(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	k := keyClass.This(vm, args.At(0))
	k.mustBeOpen(vm)
	format, data := "raw", k.secret
	if k.kind != "secret" {
		format = map[string]string{"public": "spki", "private": "pkcs8"}[k.kind]
		block, err := k.marshal(format)
		if err != nil || block == nil {
			fail(vm, "Failed to export key")
		}
		data = block.Bytes
	}
	return webcrypto.Import(vm, format, bytes.Clone(data), args[1:])
}

// public is the public half of a private key.
func (k *key) public() *key {
	material := k.material
	switch m := k.material.(type) {
	case *dhKey:
		material = &dhKey{p: m.p, g: m.g, public: m.public}
	case *dsaKey:
		material = &dsaKey{dsaParameters: m.dsaParameters, y: m.y}
	case interface{ Public() crypto.PublicKey }:
		material = m.Public()
	}
	return &key{kind: "public", material: material, sealed: k.sealed}
}

// equals compares keys. Of what cannot be extracted nothing is told.
func (k *key) equals(other *key) bool {
	if k.kind != other.kind || k.sealed || other.sealed {
		return false
	}
	if dh, ok := k.material.(*dhKey); ok {
		same, ok := other.material.(*dhKey)
		return ok && dh.equals(same)
	}
	if dsa, ok := k.material.(*dsaKey); ok {
		same, ok := other.material.(*dsaKey)
		return ok && dsa.equals(same)
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
	case *dsaKey:
		return "dsa"
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

// hasAllMembers tells whether objects have the members that have no value, too.
func hasAllMembers(vm *jsruntime.VM) bool { return compat.Of(vm).Has("enable_fast_jsg_struct") }

// details are the asymmetricKeyDetails.
func (k *key) details(vm *jsruntime.VM) jsruntime.Value {
	o := vm.NewObject()
	set := func(name string, v any) {
		if err := o.Set(name, v); err != nil {
			vm.Throw(err)
		}
	}
	if hasAllMembers(vm) {
		for _, name := range []string{"modulusLength", "publicExponent", "divisorLength", "namedCurve"} {
			set(name, jsruntime.Undefined())
		}
	}
	if pub := k.rsaPublic(); pub != nil {
		set("modulusLength", pub.N.BitLen())
		set("publicExponent", vm.ToValue(big.NewInt(int64(pub.E))))
	}
	if dsa, ok := k.material.(*dsaKey); ok {
		set("modulusLength", dsa.P.BitLen())
		set("divisorLength", dsa.Q.BitLen())
	}
	if pub := k.ecPublic(); pub != nil {
		set("namedCurve", curveOf(pub.Curve).name)
	}
	return o
}
