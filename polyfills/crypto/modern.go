package crypto

import (
	"crypto"
	"crypto/sha3"
	"hash"
	"strings"

	"paddock/polyfills/compat"
)

// modernFlag brings the algorithms, formats and methods of "Modern Algorithms in the Web Cryptography API".
const modernFlag = "webcrypto_modern_algorithms"

// modern reports whether the Worker has them.
func (a arguments) modern() bool { return compat.Of(a.vm).Has(modernFlag) }

// modernDigests are hash functions that digest alone knows.
var modernDigests = []*digestAlgorithm{
	{"SHA3-256", func() hash.Hash { return sha3.New256() }, crypto.SHA3_256},
	{"SHA3-384", func() hash.Hash { return sha3.New384() }, crypto.SHA3_384},
	{"SHA3-512", func() hash.Hash { return sha3.New512() }, crypto.SHA3_512},
}

// modernAlgorithms are those that keys may have with the flag alone.
var modernAlgorithms = []*algorithm{
	kem(mlkem768), kem(mlkem1024),
	signing(mldsa44), signing(mldsa65), signing(mldsa87),
	{name: "ChaCha20-Poly1305", importer: importChaCha, generate: generateChaCha, export: exportChaCha, deriveLength: chachaDeriveLength, encrypt: chachaEncrypt, decrypt: chachaDecrypt},
}

// kem is the row of a parameter set of ML-KEM.
func kem(s *scheme) *algorithm {
	return &algorithm{name: s.name, scheme: s, importer: importScheme, generate: generateScheme, export: exportScheme, encapsulate: encapsulateMLKEM, decapsulate: decapsulateMLKEM}
}

// signing is the row of a parameter set of ML-DSA.
func signing(s *scheme) *algorithm {
	return &algorithm{name: s.name, scheme: s, importer: importScheme, generate: generateScheme, export: exportScheme, sign: mldsaSign, verify: mldsaVerify}
}

// lookup finds an algorithm by its name, in any case; nil: there is none.
func lookup(name string, modern bool) *algorithm {
	a := find(algorithms, name)
	if a == nil && modern {
		a = find(modernAlgorithms, name)
	}
	return a
}

func find(all []*algorithm, name string) *algorithm {
	for _, a := range all {
		if strings.EqualFold(a.name, name) {
			return a
		}
	}
	return nil
}

// isModernFormat reports whether a format of keys is there with the flag alone.
func isModernFormat(format string) bool {
	switch format {
	case "raw-secret", "raw-public", "raw-private", "raw-seed":
		return true
	}
	return false
}

// plain gives the old name of a format of keys of an algorithm: "raw" was secret for some and public for others.
func (a *algorithm) plain(format string) string {
	old := format == "raw-secret" && a.symmetric() || format == "raw-public" && (a.curved() || a.octet())
	if old {
		return "raw"
	}
	return format
}

// symmetric, curved and octet report what kind of key an old algorithm has.
func (a *algorithm) symmetric() bool {
	return a.deriveLength != nil && a.importer != nil && !a.isModern()
}

func (a *algorithm) curved() bool { return a.name == "ECDSA" || a.name == "ECDH" }

func (a *algorithm) octet() bool {
	return a.name == "Ed25519" || a.name == "X25519" || a.name == nodeEd25519
}

func (a *algorithm) isModern() bool { return find(modernAlgorithms, a.name) != nil }
