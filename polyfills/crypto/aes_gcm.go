package crypto

import (
	"crypto/cipher"
	"crypto/subtle"
)

// gcmMode is AES-GCM with what one call asks for.
type gcmMode struct {
	cipher.AEAD // with the full tag
	iv, data    []byte
	tag         int // bytes that are kept of it
}

const gcmTagSize = 16

func newGCM(k *Key, p *params) (*gcmMode, error) {
	if p.iv == nil {
		return nil, missing("iv", "algorithm")
	}
	if len(p.iv) == 0 {
		return nil, failure(operationError, "AES-GCM IV must not be empty.")
	}
	bits := 128
	if p.tagLength != nil {
		bits = *p.tagLength
	}
	switch bits {
	case 32, 64, 96, 104, 112, 120, 128:
	default:
		return nil, failure(operationError, "Invalid AES-GCM tag length %d.", bits)
	}
	aead, err := cipher.NewGCMWithNonceSize(k.block(), len(p.iv))
	if err != nil {
		return nil, err
	}
	return &gcmMode{aead, p.iv, p.additionalData, bits / 8}, nil
}

func gcmEncrypt(k *Key, p *params, data []byte) (*job[[]byte], error) {
	m, err := newGCM(k, p)
	if err != nil {
		return nil, err
	}
	return light(len(data), func() ([]byte, error) {
		sealed := m.Seal(nil, m.iv, data, m.data)
		return sealed[:len(data)+m.tag], nil
	}), nil
}

func gcmDecrypt(k *Key, p *params, data []byte) (*job[[]byte], error) {
	m, err := newGCM(k, p)
	if err != nil {
		return nil, err
	}
	if len(data) < m.tag {
		return nil, failure(operationError, "Ciphertext length of %d bits must be greater than or equal to the size of the AES-GCM tag length of %d bits.", len(data)*8, m.tag*8)
	}
	return light(len(data), func() ([]byte, error) {
		plain, ok := m.open(data)
		if !ok {
			n := len(data) - m.tag
			return nil, undecipherable(k, n, n)
		}
		return plain, nil
	}), nil
}

// open decrypts. The library wants the whole tag: where there is less, the text is decrypted
// by encrypting it again (the mode is a stream cipher), and what that gives is sealed to
// compare as much of the tag as there is.
func (m *gcmMode) open(data []byte) (plain []byte, ok bool) {
	if m.tag == gcmTagSize {
		plain, err := m.Open(nil, m.iv, data, m.data)
		return plain, err == nil
	}
	n := len(data) - m.tag
	plain = m.Seal(nil, m.iv, data[:n], nil)[:n]
	sealed := m.Seal(nil, m.iv, plain, m.data)
	return plain, subtle.ConstantTimeCompare(sealed[n:n+m.tag], data[n:]) == 1
}
