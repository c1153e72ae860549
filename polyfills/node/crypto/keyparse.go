package crypto

import (
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"

	"paddock/jsruntime"
	webcrypto "paddock/polyfills/crypto"
)

// parseKey(private, bytes, format, type, passphrase) gives a handle; format is "pem" or "der".
func parseKey(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	private := args.At(0).ToBoolean()
	input, passphrase := bytesOf(args.At(1)), bytesOf(args.At(4))
	label := labels[args.At(3).String()]
	if label == "" || !private && label == labels["pkcs1"] {
		label = "PUBLIC KEY"
		if private {
			label = "PRIVATE KEY"
		}
	}
	block := &pem.Block{Type: label, Bytes: input}
	if args.At(2).String() == "pem" {
		block, _ = pem.Decode(input)
	} else if label == "PRIVATE KEY" && passphrase != nil {
		block.Type = "ENCRYPTED PRIVATE KEY"
	}
	if k := keyOfBlock(block, passphrase); k != nil {
		if private && k.kind == "private" {
			return keyClass.New(vm, k)
		}
		if !private {
			return keyClass.New(vm, k.public())
		}
	}
	if private {
		fail(vm, "Failed to parse private key")
	}
	fail(vm, "Failed to parse public key")
	return nil
}

// labels are what PEM calls the types of DER.
var labels = map[string]string{
	"spki":  "PUBLIC KEY",
	"pkcs8": "PRIVATE KEY",
	"sec1":  "EC PRIVATE KEY",
	"pkcs1": "RSA PRIVATE KEY",
}

// keyOfBlock reads whatever kind of key a block of PEM holds; nil: none.
func keyOfBlock(block *pem.Block, passphrase []byte) *key {
	if block == nil {
		return nil
	}
	der := block.Bytes
	if x509.IsEncryptedPEMBlock(block) { //nolint:staticcheck // old keys are like that
		var err error
		if der, err = x509.DecryptPEMBlock(block, passphrase); err != nil || passphrase == nil {
			return nil
		}
	}
	if k := parseDSA(block.Type, der); k != nil {
		return k
	}
	private := func(m any, err error) *key { return keyOrNil("private", m, err) }
	public := func(m any, err error) *key { return keyOrNil("public", m, err) }
	switch block.Type {
	case "PUBLIC KEY":
		if k := public(webcrypto.ParsePublicKey(der)); k != nil {
			return k
		}
		if pub, err := x509.ParsePKCS1PublicKey(der); err == nil {
			return public(pub, nil)
		}
		return private(webcrypto.ParsePrivateKey(der))
	case "RSA PUBLIC KEY":
		pub, err := x509.ParsePKCS1PublicKey(der)
		return public(pub, err)
	case "ENCRYPTED PRIVATE KEY":
		plain, err := decryptPKCS8(der, passphrase)
		if err != nil || passphrase == nil {
			return nil
		}
		if k := parseDSA(block.Type, plain); k != nil {
			return k
		}
		return private(webcrypto.ParsePrivateKey(plain))
	case "PRIVATE KEY":
		if !isPKCS8(der) {
			return nil
		}
		return private(webcrypto.ParsePrivateKey(der))
	case "RSA PRIVATE KEY", "EC PRIVATE KEY":
		return private(webcrypto.ParsePrivateKey(der))
	case "CERTIFICATE":
		if cert, err := x509.ParseCertificate(der); err == nil {
			return public(cert.PublicKey, nil)
		}
	}
	return nil
}

// isPKCS8 tells PKCS #8, which names the algorithm behind the version, from older forms.
func isPKCS8(der []byte) bool {
	var info struct {
		Version   int
		Algorithm asn1.RawValue
		Rest      asn1.RawValue
	}
	_, err := asn1.Unmarshal(der, &info)
	return err == nil && info.Algorithm.Tag == asn1.TagSequence
}

func keyOrNil(kind string, material any, err error) *key {
	k := &key{kind: kind, material: material}
	if err != nil || k.family() == "" {
		return nil
	}
	return k
}
