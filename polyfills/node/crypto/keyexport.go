package crypto

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"

	"paddock/jsruntime"
)

// exportKey(handle, format, type, cipher, passphrase) gives DER, or PEM as bytes too.
func exportKey(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	k := keyClass.This(vm, args.At(0))
	k.mustBeOpen(vm)
	format, kind := args.At(1).String(), args.At(2).String()
	if format != "pem" && format != "der" {
		fail(vm, "Invalid key format")
	}
	var block *pem.Block
	switch kind {
	case "pkcs1":
		if k.family() != "rsa" {
			fail(vm, "PKCS1 can only be used for RSA keys")
		}
	case "sec1":
		if k.family() != "ec" {
			fail(vm, "SEC1 can only be used for EC keys")
		}
	case "spki", "pkcs8":
	default:
		fail(vm, "Invalid key encoding")
	}
	block, err := k.marshal(kind)
	if name := args.At(3); err == nil && !jsruntime.IsUndefined(name) && k.kind == "private" {
		if lookupSuite(name.String(), 0) == nil {
			fail(vm, "Unknown cipher: %s", name)
		}
		block, err = protect(block, args.At(3).String(), bytesOf(args.At(4)))
	}
	if err != nil || block == nil {
		fail(vm, "Failed to export key")
	}
	if format == "der" {
		return vm.NewBuffer(block.Bytes)
	}
	return vm.NewBuffer(pem.EncodeToMemory(block))
}

// mustBeOpen refuses to export what cannot be extracted.
func (k *key) mustBeOpen(vm *jsruntime.VM) {
	if k.sealed {
		vm.Throwf(jsruntime.TypeError, "Unable to export non-extractable key")
	}
}

// marshal writes a key. What a public key cannot be written as gives SPKI, as on the platform.
func (k *key) marshal(kind string) (*pem.Block, error) {
	if _, ok := k.material.(*dhKey); ok {
		return nil, errNoForm
	}
	if dsa, ok := k.material.(*dsaKey); ok {
		return dsa.marshal()
	}
	if k.kind == "public" {
		if kind == "pkcs1" {
			return &pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(k.rsaPublic())}, nil
		}
		der, err := x509.MarshalPKIXPublicKey(k.material)
		return &pem.Block{Type: "PUBLIC KEY", Bytes: der}, err
	}
	switch kind {
	case "pkcs1":
		return &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(k.material.(*rsa.PrivateKey))}, nil
	case "sec1":
		der, err := x509.MarshalECPrivateKey(k.material.(*ecdsa.PrivateKey))
		return &pem.Block{Type: "EC PRIVATE KEY", Bytes: der}, err
	case "pkcs8":
		der, err := x509.MarshalPKCS8PrivateKey(k.material)
		return &pem.Block{Type: "PRIVATE KEY", Bytes: der}, err
	}
	return nil, nil
}

// errNoForm is of keys that the platform cannot write.
var errNoForm = errors.New("keys of Diffie-Hellman have no form")

// protect puts a private key under a passphrase.
func protect(block *pem.Block, name string, passphrase []byte) (*pem.Block, error) {
	if block == nil {
		return nil, nil
	}
	if block.Type == "PRIVATE KEY" {
		der, err := encryptPKCS8(block.Bytes, name, passphrase)
		return &pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: der}, err
	}
	algorithms := map[string]x509.PEMCipher{
		"aes-128-cbc": x509.PEMCipherAES128, "aes-192-cbc": x509.PEMCipherAES192,
		"aes-256-cbc": x509.PEMCipherAES256, "des-ede3-cbc": x509.PEMCipher3DES,
	}
	return x509.EncryptPEMBlock(rand.Reader, block.Type, block.Bytes, passphrase, algorithms[name]) //nolint:staticcheck // PKCS #1 and SEC 1 have no other way
}
