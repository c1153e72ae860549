package crypto

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"hash"
	"math/big"
	"slices"

	"paddock/jsruntime"
)

var encryptOps = map[string]op{
	"publicEncrypt":  rsaOp(encryptPublic, paddingOAEP),
	"privateDecrypt": rsaOp(decryptPrivate, paddingOAEP),
	"privateEncrypt": rsaOp(encryptPrivate, paddingPSS),
	"publicDecrypt":  rsaOp(decryptPublic, paddingPKCS1),
}

// rsaCall are the arguments of one of these operations; data is nil on failure.
type rsaCall struct {
	key     *key
	data    []byte
	padding int
	digest  func() hash.Hash
	label   []byte
}

// rsaOp is an op (key, data, padding, oaepHash, oaepLabel); other is what it takes for a padding besides PKCS #1 and
// none.
func rsaOp(do func(rsaCall) ([]byte, error), other int) op {
	return func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		c := rsaCall{key: keyClass.This(vm, args.At(0)), data: bytesOf(args.At(1)), padding: int(args.At(2).ToInteger()), label: bytesOf(args.At(4))}
		if c.key.rsaPublic() == nil {
			fail(vm, "publicEncrypt() currently only supports RSA keys") // whatever the operation is
		}
		if !slices.Contains([]int{paddingPKCS1, paddingNone, other}, c.padding) {
			fail(vm, "Failed to set the padding")
		}
		if c.padding == paddingOAEP {
			d, ok := lookupDigest(args.At(3).String())
			if !ok {
				fail(vm, "Unsupported hash digest")
			}
			c.digest = d.new
		} else if c.label != nil && c.padding == paddingPKCS1 {
			fail(vm, "Failed to set the OAEP label")
		}
		out, err := do(c)
		if err != nil {
			fail(vm, "Failed to cipher/decipher")
		}
		return vm.NewBuffer(out)
	}
}

func encryptPublic(c rsaCall) ([]byte, error) {
	pub := c.key.rsaPublic()
	switch c.padding {
	case paddingOAEP:
		return rsa.EncryptOAEP(c.digest(), rand.Reader, pub, c.data, c.label)
	case paddingPKCS1:
		return rsa.EncryptPKCS1v15(rand.Reader, pub, c.data)
	}
	return public(pub, c.data)
}

func decryptPrivate(c rsaCall) ([]byte, error) {
	private, ok := c.key.material.(*rsa.PrivateKey)
	if !ok {
		return nil, rsa.ErrDecryption
	}
	switch c.padding {
	case paddingOAEP:
		return rsa.DecryptOAEP(c.digest(), nil, private, c.data, c.label)
	case paddingPKCS1:
		return rsa.DecryptPKCS1v15(nil, private, c.data)
	}
	return raw(private, c.data)
}

// encryptPrivate is a signature without a hash function (RFC 8017, section 9.2, without DigestInfo).
func encryptPrivate(c rsaCall) ([]byte, error) {
	private, ok := c.key.material.(*rsa.PrivateKey)
	if !ok || c.padding == paddingPSS {
		return nil, rsa.ErrDecryption
	}
	if c.padding == paddingNone {
		return raw(private, c.data)
	}
	return rsa.SignPKCS1v15(nil, private, 0, c.data)
}

func decryptPublic(c rsaCall) ([]byte, error) {
	pub := c.key.rsaPublic()
	block, err := public(pub, c.data)
	if err != nil || c.padding == paddingNone {
		return block, err
	}
	if len(block) < 11 || block[0] != 0 || block[1] != 1 {
		return nil, rsa.ErrVerification
	}
	end := bytes.IndexByte(block[2:], 0)
	if end < 8 || len(bytes.Trim(block[2:2+end], "\xff")) > 0 {
		return nil, rsa.ErrVerification
	}
	return block[2+end+1:], nil
}

// public is the operation of the public key, without padding.
func public(pub *rsa.PublicKey, data []byte) ([]byte, error) {
	m := new(big.Int).SetBytes(data)
	if len(data) != pub.Size() || m.Cmp(pub.N) >= 0 {
		return nil, rsa.ErrMessageTooLong
	}
	return m.Exp(m, big.NewInt(int64(pub.E)), pub.N).FillBytes(make([]byte, pub.Size())), nil
}

// raw is the operation of the private key, without padding.
func raw(private *rsa.PrivateKey, data []byte) ([]byte, error) {
	m := new(big.Int).SetBytes(data)
	if len(data) != private.Size() || m.Cmp(private.N) >= 0 {
		return nil, rsa.ErrDecryption
	}
	return m.Exp(m, private.D, private.N).FillBytes(make([]byte, private.Size())), nil
}
