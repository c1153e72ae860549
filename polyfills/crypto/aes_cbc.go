package crypto

import (
	"crypto/aes"
	"crypto/cipher"
)

func cbcEncrypt(k *Key, p *params, data []byte) (*job[[]byte], error) {
	if p.iv == nil {
		return nil, missing("iv", "algorithm")
	}
	if len(p.iv) != aes.BlockSize {
		return nil, failure(operationError, "AES-CBC IV must be 16 bytes long (provided %d bytes).", len(p.iv))
	}
	return light(len(data), func() ([]byte, error) {
		pad := aes.BlockSize - len(data)%aes.BlockSize
		for range pad {
			data = append(data, byte(pad))
		}
		cipher.NewCBCEncrypter(k.block(), p.iv).CryptBlocks(data, data)
		return data, nil
	}), nil
}

func cbcDecrypt(k *Key, p *params, data []byte) (*job[[]byte], error) {
	if p.iv == nil {
		return nil, missing("iv", "algorithm")
	}
	if len(p.iv) != aes.BlockSize {
		return nil, failure(operationError, "AES-CBC IV must be 16 bytes long (provided %d).", len(p.iv))
	}
	return light(len(data), func() ([]byte, error) {
		n := len(data)
		// What the platform has decrypted when it comes to the last block.
		before := max(0, (n-1)/aes.BlockSize*aes.BlockSize)
		if n == 0 || n%aes.BlockSize != 0 {
			return nil, undecipherable(k, n, before)
		}
		cipher.NewCBCDecrypter(k.block(), p.iv).CryptBlocks(data, data)
		plain, ok := unpad(data)
		if !ok {
			return nil, undecipherable(k, n, before)
		}
		return plain, nil
	}), nil
}

// unpad takes the padding of PKCS #7 away (RFC 5652, section 6.3).
func unpad(data []byte) ([]byte, bool) {
	pad := int(data[len(data)-1])
	if pad == 0 || pad > aes.BlockSize {
		return nil, false
	}
	for _, b := range data[len(data)-pad:] {
		if int(b) != pad {
			return nil, false
		}
	}
	return data[:len(data)-pad], true
}
