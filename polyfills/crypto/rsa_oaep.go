package crypto

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
)

func oaepEncrypt(k *Key, p *params, data []byte) (*job[[]byte], error) {
	if k.kind != publicKey {
		return nil, failure(invalidAccessError, "Encryption/key wrapping only works with public keys, not \"%s\".", k.kind)
	}
	return heavy(func(context.Context) ([]byte, error) {
		out, err := rsa.EncryptOAEP(k.hash.new(), rand.Reader, k.rsaPublic, data, p.label)
		if err != nil {
			return nil, failure(operationError, "RSA-OAEP failed encrypt/decrypt.")
		}
		return out, nil
	}), nil
}

func oaepDecrypt(k *Key, p *params, data []byte) (*job[[]byte], error) {
	if k.kind != privateKey {
		return nil, failure(invalidAccessError, "Decryption/key unwrapping only works with private keys, not \"%s\".", k.kind)
	}
	if len(data) != k.rsaPublic.Size() {
		return nil, failure(operationError, "RSA-OAEP failed encrypt/decrypt: Invalid RSA signature..")
	}
	return heavy(func(context.Context) ([]byte, error) {
		out, err := rsa.DecryptOAEP(k.hash.new(), nil, k.rsaPrivate, data, p.label)
		if err != nil {
			return nil, failure(operationError, "RSA-OAEP failed encrypt/decrypt.")
		}
		return out, nil
	}), nil
}
