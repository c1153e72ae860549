package crypto

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
)

// errDER is the error of bytes that are no key; callers say it in the platform's words.
var errDER = errors.New("not a key in DER")

// oidECPublicKey names keys of elliptic curves (RFC 5480, section 2.1.1).
var oidECPublicKey = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}

// subjectPublicKeyInfo is RFC 5280, section 4.1.
type subjectPublicKeyInfo struct {
	Algorithm pkix.AlgorithmIdentifier
	Key       asn1.BitString
}

// parseSPKI reads a public key: *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey or
// *ecdh.PublicKey of X25519.
func parseSPKI(der []byte) (any, error) {
	return oneKey(der, "SPKI", parseSPKIValue)
}

func parseSPKIValue(der []byte) (any, error) {
	var info subjectPublicKeyInfo
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, errDER
	}
	if !info.Algorithm.Algorithm.Equal(oidECPublicKey) {
		return x509.ParsePKIXPublicKey(der)
	}
	// The library does not read compressed points.
	c, err := curveOfParameters(info.Algorithm.Parameters)
	if err != nil {
		return nil, err
	}
	if info.Key.BitLength%8 != 0 {
		return nil, errDER
	}
	return c.parsePoint(info.Key.Bytes)
}

// curveOfParameters finds the curve that the parameters of an algorithm identifier name.
func curveOfParameters(parameters asn1.RawValue) (*curve, error) {
	var oid asn1.ObjectIdentifier
	if rest, err := asn1.Unmarshal(parameters.FullBytes, &oid); err != nil || len(rest) > 0 {
		return nil, errDER
	}
	for _, c := range curves {
		if c.oid.Equal(oid) {
			return c, nil
		}
	}
	return nil, errDER
}

// oneKey reads a key, and refuses bytes behind it.
func oneKey(der []byte, format string, parse func([]byte) (any, error)) (any, error) {
	var value asn1.RawValue
	rest, err := asn1.Unmarshal(der, &value)
	var key any
	if err == nil {
		key, err = parse(value.FullBytes)
	}
	if err != nil {
		return nil, failure(dataError, "Invalid %s input.", format)
	}
	if len(rest) > 0 {
		return nil, failure(dataError, "Invalid %d trailing bytes after %s input.", len(rest), format)
	}
	return key, nil
}

// parsePKCS8 reads a private key: *rsa.PrivateKey, *ecdsa.PrivateKey, ed25519.PrivateKey or
// *ecdh.PrivateKey of X25519. Like the platform it takes the older forms of PKCS #1 and
// SEC 1 as well.
func parsePKCS8(der []byte) (any, error) {
	return oneKey(der, "PKCS8", parsePKCS8Value)
}

func parsePKCS8Value(der []byte) (any, error) {
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		var info struct {
			Version   int
			Algorithm pkix.AlgorithmIdentifier
			Key       []byte
		}
		if ec, ok := key.(*ecdsa.PrivateKey); ok {
			if _, err := asn1.Unmarshal(der, &info); err != nil {
				return nil, errDER
			}
			return ec, checkPublicPart(ec, info.Key)
		}
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	key, err := x509.ParseECPrivateKey(der)
	if err != nil {
		return nil, errDER
	}
	return key, checkPublicPart(key, der)
}

// checkPublicPart checks the public key inside of an ECPrivateKey (RFC 5915), which the
// library does not look at.
func checkPublicPart(key *ecdsa.PrivateKey, der []byte) error {
	var sec1 struct {
		Version int
		Key     []byte
		Curve   asn1.ObjectIdentifier `asn1:"optional,explicit,tag:0"`
		Public  asn1.BitString        `asn1:"optional,explicit,tag:1"`
	}
	if _, err := asn1.Unmarshal(der, &sec1); err != nil {
		return errDER
	}
	if len(sec1.Public.Bytes) == 0 {
		return nil
	}
	c := curveOf(key.Curve)
	if c == nil {
		return errDER
	}
	told, err := c.parsePoint(sec1.Public.Bytes)
	if err != nil {
		return errDER
	}
	point, err := told.Bytes()
	if err != nil {
		return errDER
	}
	own, err := key.PublicKey.Bytes()
	if err != nil || !bytes.Equal(own, point) {
		return errDER
	}
	return nil
}

// exportDER writes a key as SPKI or PKCS #8; ok is false for other formats.
func exportDER(k *Key, format string, key any) (e exported, ok bool, err error) {
	switch format {
	case "pkcs8":
		if k.kind != privateKey {
			return e, true, failure(invalidAccessError, "Asymmetric pkcs8 export requires private key (not \"%s\").", k.kind)
		}
		if e.raw, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
			return e, true, failure(operationError, "Private key export failed.")
		}
		return e, true, nil
	case "spki":
		if k.kind != publicKey {
			return e, true, failure(invalidAccessError, "Asymmetric spki export requires public key (not \"%s\").", k.kind)
		}
		if e.raw, err = x509.MarshalPKIXPublicKey(key); err != nil {
			return e, true, failure(operationError, "Public key export failed.")
		}
		return e, true, nil
	}
	return e, false, nil
}

// unknownExport is the error of a format that a key of a pair is not written in.
func unknownExport(k *Key, format string) error {
	return failure(invalidAccessError, "Cannot export \"%s\" in \"%s\" format.", k.alg.name, format)
}
