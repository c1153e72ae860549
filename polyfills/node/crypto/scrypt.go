package crypto

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"

	"golang.org/x/crypto/salsa20/salsa"

	webcrypto "paddock/polyfills/crypto"
)

// scrypt derives length bytes from a password (RFC 7914, section 6). It ends with ctx, which the library's does not.
func scrypt(ctx context.Context, password, salt []byte, n, r, p, length int) ([]byte, error) {
	blocks, err := webcrypto.PBKDF2(ctx, sha256.New, password, salt, 1, p*128*r)
	if err != nil {
		return nil, err
	}
	m := mixer{table: make([]byte, n*128*r), other: make([]byte, 128*r)}
	for i := range p {
		if err := m.mix(ctx, blocks[i*128*r:][:128*r], n); err != nil {
			return nil, err
		}
	}
	return webcrypto.PBKDF2(ctx, sha256.New, password, blocks, 1, length)
}

// mixer is scryptROMix (section 5).
type mixer struct {
	table []byte // V
	other []byte // of a block's size
}

const mixedBytes = 1 << 20 // between looks at the context

func (m *mixer) mix(ctx context.Context, block []byte, n int) error {
	size, mixed := len(block), 0
	rounds := func(round func(i int)) error {
		for i := range n {
			if mixed += size; mixed >= mixedBytes {
				if mixed = 0; ctx.Err() != nil {
					return ctx.Err()
				}
			}
			round(i)
			m.mixBlock(block)
		}
		return nil
	}
	if err := rounds(func(i int) { copy(m.table[i*size:], block) }); err != nil {
		return err
	}
	return rounds(func(int) {
		j := int(binary.LittleEndian.Uint64(block[size-64:]) & uint64(n-1))
		subtle.XORBytes(block, block, m.table[j*size:][:size])
	})
}

// mixBlock is scryptBlockMix (section 4).
func (m *mixer) mixBlock(block []byte) {
	var x [64]byte
	copy(x[:], block[len(block)-64:])
	half := len(block) / 2
	for i := 0; i < len(block); i += 64 {
		subtle.XORBytes(x[:], x[:], block[i:i+64])
		salsa.Core208(&x, &x)
		copy(m.other[i/128*64+i/64%2*half:], x[:])
	}
	copy(block, m.other)
}
