package crypto

import "filippo.io/mldsa"

var (
	mldsa44 = mldsaScheme(mldsa.MLDSA44(), 17)
	mldsa65 = mldsaScheme(mldsa.MLDSA65(), 18)
	mldsa87 = mldsaScheme(mldsa.MLDSA87(), 19)
)

func mldsaScheme(set mldsa.Parameters, oid int) *scheme {
	return &scheme{
		name: set.String(), family: "ML-DSA", use: "sig", oid: nistAlgorithm(3, oid),
		publicSize: set.PublicKeySize(), seedSize: mldsa.PrivateKeySize,
		private: useSign, public: useVerify,
		fromPublic: func(text []byte) (any, error) { return mldsa.NewPublicKey(set, text) },
		fromSeed: func(seed []byte) (any, []byte, error) {
			k, err := mldsa.NewPrivateKey(set, seed)
			if err != nil {
				return nil, nil, err
			}
			return k, k.PublicKey().Bytes(), nil
		},
	}
}

// maxContext is the most bytes of a context of ML-DSA (FIPS 204, section 5.2).
const maxContext = 255

// mldsaOptions are what a call says of the context.
func mldsaOptions(p *params) (*mldsa.Options, error) {
	if p.contextIsNoBytes {
		return nil, typeError("ML-DSA context must be a buffer source.")
	}
	if len(p.context) > maxContext {
		return nil, failure(operationError, "ML-DSA context must be at most 255 bytes.")
	}
	return &mldsa.Options{Context: string(p.context)}, nil
}

func mldsaSign(k *Key, p *params, data []byte) (*job[[]byte], error) {
	options, err := mldsaOptions(p)
	if err != nil {
		return nil, err
	}
	key, ok := k.scheme.material.(*mldsa.PrivateKey)
	if !ok {
		return nil, k.needPrivate()
	}
	return light(len(data), func() ([]byte, error) { return key.Sign(nil, data, options) }), nil
}

func mldsaVerify(k *Key, p *params, signature, data []byte) (*job[bool], error) {
	options, err := mldsaOptions(p)
	if err != nil {
		return nil, err
	}
	key, ok := k.scheme.material.(*mldsa.PublicKey)
	if !ok {
		return nil, k.needPublic()
	}
	return light(len(data), func() (bool, error) { return mldsa.Verify(key, data, signature, options) == nil, nil }), nil
}
