package crypto

import (
	"bytes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"hash"
)

// Private keys under a passphrase: PBES2 with PBKDF2 and a CBC cipher (RFC 8018, section 6.2).

type encryptedKey struct {
	Algorithm struct {
		ID     asn1.ObjectIdentifier
		Params struct {
			Derivation struct {
				ID     asn1.ObjectIdentifier
				Params pbkdf2Params
			}
			Cipher struct {
				ID asn1.ObjectIdentifier
				IV []byte
			}
		}
	}
	Data []byte
}

type pbkdf2Params struct {
	Salt       []byte
	Iterations int
	Length     int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

var (
	oidPBES2      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidHMACSHA1   = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 7}
	oidHMACSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}
	oidHMACSHA384 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 10}
	oidHMACSHA512 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 11}
)

// keyCiphers are the ciphers that protect keys, by name and by identifier.
var keyCiphers = []struct {
	name string
	id   asn1.ObjectIdentifier
}{
	{"aes-128-cbc", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 2}},
	{"aes-192-cbc", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 22}},
	{"aes-256-cbc", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}},
	{"des-ede3-cbc", asn1.ObjectIdentifier{1, 2, 840, 113549, 3, 7}},
}

var errPassphrase = errors.New("the key cannot be decrypted")

// maxKeyIterations bounds the work that a key from outside may ask for.
const maxKeyIterations = 1_000_000

func prf(id asn1.ObjectIdentifier) func() hash.Hash {
	switch {
	case len(id) == 0 || id.Equal(oidHMACSHA1):
		return sha1.New
	case id.Equal(oidHMACSHA256):
		return sha256.New
	case id.Equal(oidHMACSHA384):
		return sha512.New384
	case id.Equal(oidHMACSHA512):
		return sha512.New
	}
	return nil
}

// decryptPKCS8 gives the PrivateKeyInfo inside of an EncryptedPrivateKeyInfo (RFC 5958).
func decryptPKCS8(der, passphrase []byte) ([]byte, error) {
	var e encryptedKey
	if rest, err := asn1.Unmarshal(der, &e); err != nil || len(rest) > 0 {
		return nil, errPassphrase
	}
	p := e.Algorithm.Params.Derivation.Params
	h := prf(p.PRF.Algorithm)
	if !e.Algorithm.ID.Equal(oidPBES2) || !e.Algorithm.Params.Derivation.ID.Equal(oidPBKDF2) || h == nil ||
		p.Iterations < 1 || p.Iterations > maxKeyIterations {
		return nil, errPassphrase
	}
	for _, c := range keyCiphers {
		if !c.id.Equal(e.Algorithm.Params.Cipher.ID) {
			continue
		}
		s := suites[c.name]
		secret, err := pbkdf2.Key(h, string(passphrase), p.Salt, p.Iterations, s.key)
		if err != nil {
			return nil, err
		}
		return decryptCBC(s, secret, e.Algorithm.Params.Cipher.IV, e.Data)
	}
	return nil, errPassphrase
}

func decryptCBC(s *suite, secret, iv, data []byte) ([]byte, error) {
	b, err := s.blockOf(secret)
	if err != nil {
		return nil, err
	}
	if len(iv) != s.block || len(data) == 0 || len(data)%s.block != 0 {
		return nil, errPassphrase
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(b, iv).CryptBlocks(out, data)
	n := int(out[len(out)-1])
	if n == 0 || n > s.block || !bytes.Equal(out[len(out)-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, errPassphrase
	}
	return out[:len(out)-n], nil
}

// encryptPKCS8 puts a PrivateKeyInfo under a passphrase.
func encryptPKCS8(der []byte, name string, passphrase []byte) ([]byte, error) {
	for _, c := range keyCiphers {
		if c.name != name {
			continue
		}
		s := suites[name]
		salt, iv := make([]byte, 16), make([]byte, s.iv)
		_, _ = rand.Read(salt) // never fails: crypto/rand
		_, _ = rand.Read(iv)
		var e encryptedKey
		e.Algorithm.ID = oidPBES2
		e.Algorithm.Params.Derivation.ID = oidPBKDF2
		e.Algorithm.Params.Derivation.Params = pbkdf2Params{Salt: salt, Iterations: 2048,
			PRF: pkix.AlgorithmIdentifier{Algorithm: oidHMACSHA256, Parameters: asn1.NullRawValue}}
		e.Algorithm.Params.Cipher.ID, e.Algorithm.Params.Cipher.IV = c.id, iv
		secret, err := pbkdf2.Key(sha256.New, string(passphrase), salt, 2048, s.key)
		if err != nil {
			return nil, err
		}
		b, err := s.blockOf(secret)
		if err != nil {
			return nil, err
		}
		n := s.block - len(der)%s.block
		e.Data = append(der[:len(der):len(der)], bytes.Repeat([]byte{byte(n)}, n)...)
		cipher.NewCBCEncrypter(b, iv).CryptBlocks(e.Data, e.Data)
		return asn1.Marshal(e)
	}
	return nil, errors.New("unknown cipher")
}
