package crypto

import (
	"crypto/aes"
	"crypto/subtle"
	"encoding/binary"
	"math"
)

// kwInitial is the initial value of RFC 3394, section 2.2.3.1.
const kwInitial = 0xA6A6A6A6A6A6A6A6

// kwHalf is half a block, the unit of the algorithm.
const kwHalf = aes.BlockSize / 2

// aesWrap is RFC 3394, section 2.2.1.
func aesWrap(k *Key, data []byte) (*job[[]byte], error) {
	if len(data)%kwHalf != 0 {
		return nil, failure(operationError, "Unwrapped key bit length must be a multiple of 64 bits but unwrapped key has a length of %d bits.", len(data)*8)
	}
	if len(data) < 2*kwHalf {
		return nil, failure(operationError, "Unwrapped key has length %d bytes but it should be greater than or equal to 16 and less than or equal to %d", len(data), uint64(math.MaxUint64-kwHalf))
	}
	return light(len(data), func() ([]byte, error) {
		out := make([]byte, kwHalf+len(data))
		copy(out[kwHalf:], data)
		block, buf := k.block(), make([]byte, aes.BlockSize)
		a := uint64(kwInitial)
		for t, n := uint64(1), uint64(len(data)/kwHalf); t <= 6*n; t++ {
			r := out[kwHalf*((t-1)%n+1):][:kwHalf]
			binary.BigEndian.PutUint64(buf, a)
			copy(buf[kwHalf:], r)
			block.Encrypt(buf, buf)
			a = binary.BigEndian.Uint64(buf) ^ t
			copy(r, buf[kwHalf:])
		}
		binary.BigEndian.PutUint64(out, a)
		return out, nil
	}), nil
}

// aesUnwrap is RFC 3394, section 2.2.2.
func aesUnwrap(k *Key, data []byte) (*job[[]byte], error) {
	if len(data)%kwHalf != 0 {
		return nil, failure(operationError, "Provided a wrapped key to unwrap that is %d bits which isn't a multiple of 64 bits.", len(data)*8)
	}
	if len(data) < 3*kwHalf {
		return nil, failure(operationError, "Provided a wrapped key to unwrap this is %d bits that is less than the minimal length of 192 bits.", len(data)*8)
	}
	return light(len(data), func() ([]byte, error) {
		block, buf := k.block(), make([]byte, aes.BlockSize)
		a, n := binary.BigEndian.Uint64(data), uint64(len(data)/kwHalf-1)
		for t := 6 * n; t > 0; t-- {
			r := data[kwHalf*((t-1)%n+1):][:kwHalf]
			binary.BigEndian.PutUint64(buf, a^t)
			copy(buf[kwHalf:], r)
			block.Decrypt(buf, buf)
			a = binary.BigEndian.Uint64(buf)
			copy(r, buf[kwHalf:])
		}
		var got, want [kwHalf]byte
		binary.BigEndian.PutUint64(got[:], a)
		binary.BigEndian.PutUint64(want[:], kwInitial)
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			return nil, failure(operationError, "%s key unwrapping failed.", k.alg.name)
		}
		return data[kwHalf:], nil
	}), nil
}
