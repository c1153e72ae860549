package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"math/big"
)

// ctr encrypts and decrypts. It counts in the low bits of the block only, as many as length says.
func ctr(k *Key, p *params, data []byte) (*job[[]byte], error) {
	if p.counter == nil {
		return nil, typeError("Missing \"counter\" member in \"algorithm\".")
	}
	if len(p.counter) != aes.BlockSize {
		return nil, failure(operationError, "Counter must have length of 16 bytes (provided %d).", len(p.counter))
	}
	if p.length == nil {
		return nil, typeError("Missing \"length\" member in \"algorithm\".")
	}
	bits := *p.length
	if bits < 1 || bits > 128 {
		return nil, failure(operationError, "Invalid counter of %d bits length provided.", bits)
	}
	blocks := big.NewInt(int64((len(data) + aes.BlockSize - 1) / aes.BlockSize))
	space := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	if space.Cmp(blocks) < 0 {
		return nil, failure(operationError, "Counter block values will repeat.")
	}
	return light(len(data), func() ([]byte, error) {
		start := new(big.Int).SetBytes(p.counter)
		count := new(big.Int).Mod(start, space)
		left := new(big.Int).Sub(space, count) // blocks until the counter wraps
		first := len(data)
		if left.Cmp(blocks) < 0 {
			first = int(left.Int64()) * aes.BlockSize
		}
		block := k.block()
		cipher.NewCTR(block, p.counter).XORKeyStream(data[:first], data[:first])
		if first < len(data) {
			wrapped := start.Sub(start, count).FillBytes(make([]byte, aes.BlockSize))
			cipher.NewCTR(block, wrapped).XORKeyStream(data[first:], data[first:])
		}
		return data, nil
	}), nil
}
