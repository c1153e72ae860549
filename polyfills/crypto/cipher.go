package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/pbkdf2"
	"math/big"

	"paddock/jsruntime"
)

// work is a job prepared on the loop and done off it.
type work func() ([]byte, error)

// maxIterations is the platform's limit for PBKDF2.
const maxIterations = 100000

// crypt prepares encryption or decryption by one of the AES modes.
func crypt(p params, key *Key, data []byte, seal bool) (work, error) {
	block, err := aes.NewCipher(key.secret)
	if err != nil {
		return nil, failure("OperationError", "invalid key")
	}
	switch p.name {
	case "AES-GCM":
		return gcm(p, block, data, seal)
	case "AES-CBC":
		return cbc(p, block, data, seal)
	case "AES-CTR":
		return ctr(p, block, data)
	}
	return nil, unsupported(p.name, "encrypt")
}

func gcm(p params, block cipher.Block, data []byte, seal bool) (work, error) {
	iv, err := p.bytes("iv")
	if err != nil {
		return nil, err
	}
	if len(iv) == 0 {
		return nil, failure("OperationError", "AES-GCM IV must not be empty.")
	}
	additional, err := p.bytes("additionalData")
	if err != nil {
		return nil, err
	}
	tag := 128
	if v := p.get("tagLength"); !jsruntime.IsUndefined(v) {
		tag = int(v.ToInteger())
	}
	var mode cipher.AEAD
	switch tag {
	case 96, 104, 112, 120, 128:
	default:
		return nil, failure("OperationError", "Invalid AES-GCM tag length %d.", tag)
	}
	if len(iv) == 12 {
		mode, err = cipher.NewGCMWithTagSize(block, tag/8)
	} else if tag == 128 {
		mode, err = cipher.NewGCMWithNonceSize(block, len(iv))
	} else {
		return nil, failure("NotSupportedError", "AES-GCM with both an unusual IV length and tag length is not emulated.")
	}
	if err != nil {
		return nil, err
	}
	return func() ([]byte, error) {
		if seal {
			return mode.Seal(nil, iv, data, additional), nil
		}
		out, err := mode.Open(nil, iv, data, additional)
		if err != nil {
			return nil, failure("OperationError", "Decryption failed. This could be due to a ciphertext authentication failure, bad padding, incorrect CryptoKey, or another algorithm-specific reason.")
		}
		return out, nil
	}, nil
}

func cbc(p params, block cipher.Block, data []byte, seal bool) (work, error) {
	iv, err := p.bytes("iv")
	if err != nil {
		return nil, err
	}
	if len(iv) != aes.BlockSize {
		return nil, failure("OperationError", "AES-CBC IV must be 16 bytes long (provided %d).", len(iv))
	}
	return func() ([]byte, error) {
		if seal {
			pad := aes.BlockSize - len(data)%aes.BlockSize
			for range pad {
				data = append(data, byte(pad))
			}
			cipher.NewCBCEncrypter(block, iv).CryptBlocks(data, data)
			return data, nil
		}
		bad := failure("OperationError", "Decryption failed. This could be due to a ciphertext authentication failure, bad padding, incorrect CryptoKey, or another algorithm-specific reason.")
		if len(data) == 0 || len(data)%aes.BlockSize != 0 {
			return nil, bad
		}
		cipher.NewCBCDecrypter(block, iv).CryptBlocks(data, data)
		pad := int(data[len(data)-1])
		if pad == 0 || pad > aes.BlockSize {
			return nil, bad
		}
		for _, b := range data[len(data)-pad:] {
			if int(b) != pad {
				return nil, bad
			}
		}
		return data[:len(data)-pad], nil
	}, nil
}

// ctr counts in the low bits of the block only, as many as length says.
func ctr(p params, block cipher.Block, data []byte) (work, error) {
	counter, err := p.bytes("counter")
	if err != nil {
		return nil, err
	}
	if len(counter) != aes.BlockSize {
		return nil, failure("OperationError", "Counter must have length of 16 bytes (provided %d).", len(counter))
	}
	length := p.get("length").ToInteger()
	if length < 1 || length > 128 {
		return nil, failure("OperationError", "Invalid counter of %d bits length provided.", length)
	}
	blocks := int64((len(data) + aes.BlockSize - 1) / aes.BlockSize)
	space := new(big.Int).Lsh(big.NewInt(1), uint(length))
	if space.Cmp(big.NewInt(blocks)) < 0 {
		return nil, failure("OperationError", "Counter block values will repeat.")
	}
	return func() ([]byte, error) {
		value := new(big.Int).SetBytes(counter)
		left := new(big.Int).Sub(space, new(big.Int).Mod(value, space)) // blocks until the counter wraps
		first := len(data)
		if left.Cmp(big.NewInt(blocks)) < 0 {
			first = int(left.Int64()) * aes.BlockSize
		}
		cipher.NewCTR(block, counter).XORKeyStream(data[:first], data[:first])
		if first < len(data) {
			value.Sub(value, new(big.Int).Mod(value, space))
			cipher.NewCTR(block, value.FillBytes(make([]byte, aes.BlockSize))).XORKeyStream(data[first:], data[first:])
		}
		return data, nil
	}, nil
}

// derive prepares deriveBits.
func derive(p params, key *Key, bits int64) (work, error) {
	if bits < 0 || bits%8 != 0 {
		return nil, failure("OperationError", "deriveBits length must be a multiple of 8 bits.")
	}
	name, err := p.hash()
	if err != nil {
		return nil, err
	}
	salt, err := p.bytes("salt")
	if err != nil {
		return nil, err
	}
	h, size := newHash(name), int(bits/8)
	switch p.name {
	case "HKDF":
		info, err := p.bytes("info")
		if err != nil {
			return nil, err
		}
		if size > 255*h().Size() {
			return nil, failure("OperationError", "HKDF derivation failed.")
		}
		return func() ([]byte, error) { return hkdf.Key(h, key.secret, salt, string(info), size) }, nil
	case "PBKDF2":
		iterations := p.get("iterations").ToInteger()
		if iterations <= 0 {
			return nil, failure("OperationError", "PBKDF2 iteration counts must be greater than zero.")
		}
		if iterations > maxIterations {
			return nil, failure("NotSupportedError", "Pbkdf2 failed: iteration counts above %d are not supported (requested %d).", maxIterations, iterations)
		}
		if size == 0 {
			return nil, failure("OperationError", "PBKDF2 requires a length greater than zero.")
		}
		return func() ([]byte, error) { return pbkdf2.Key(h, string(key.secret), salt, int(iterations), size) }, nil
	}
	return nil, unsupported(p.name, "deriveBits")
}

func unsupported(name, operation string) error {
	return failure("NotSupportedError", "Unrecognized or unimplemented algorithm \"%s\" requested for \"%s\".", name, operation)
}
