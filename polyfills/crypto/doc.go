// Package crypto emulates the Web Crypto API (https://w3c.github.io/webcrypto/) and the
// platform's additions to it: MD5, RSA-RAW, NODE-ED25519, timingSafeEqual and DigestStream.
//
// The ideas to hold:
//
//   - An [algorithm] is a row of functions in one table (algorithms.go). What it cannot do is
//     nil there, and asking for it gives a NotSupportedError.
//   - A method of SubtleCrypto (subtle.go) reads its arguments on the loop, into Go values of
//     its own ([params], [Key], copied bytes), lets the algorithm check them and make a [job],
//     and runs that: cheap ones at once, the others off the loop.
//   - A [Key] holds the material in the types of Go's crypto packages. Formats are read and
//     written in der.go and jwk.go.
//
// Where the platform is laxer or stricter than the standard, the platform is followed, in its
// own words: keys cannot be cloned, an Ed25519 signature of a wrong length is an error, a JWK
// of an OKP key may tell a public key that is not the private one's. PBKDF2 has the limit of
// iterations of the deployed platform, which its local runtime does not enforce. Keys for
// another algorithm inside of SPKI or PKCS #8 are refused, which the platform forgets for the
// OKP algorithms.
package crypto

import "paddock/jsruntime"

// API gives the globals.
func API() jsruntime.API {
	return jsruntime.API{Name: "crypto", Own: []string{"crypto"}, Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"Crypto":       func(vm *jsruntime.VM) jsruntime.Value { return cryptoClass.Object(vm) },
		"SubtleCrypto": func(vm *jsruntime.VM) jsruntime.Value { return subtleClass.Object(vm) },
		"CryptoKey":    func(vm *jsruntime.VM) jsruntime.Value { return keyClass.Object(vm) },
		"crypto": func(vm *jsruntime.VM) jsruntime.Value {
			return cryptoClass.New(vm, &webCrypto{subtle: subtleClass.New(vm, &subtleCrypto{})})
		},
	}}
}
