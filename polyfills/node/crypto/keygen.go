package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"math"
	"math/big"

	"paddock/jsruntime"
	webcrypto "paddock/polyfills/crypto"
)

// Sizes of keys that are made.
const (
	settableRSABits = 256 // below it there is another error than below minRSABits
	minRSABits      = 512
	stepRSABits     = 128 // what the platform's are multiples of
	maxRSABits      = 16384
	maxDHPrime      = 1024 // bytes
)

// generatePair(type, parameters) gives the handle of a private key. The parameters are the number of bits
// and the exponent for "rsa", the name of the curve for "ec", the name of the group or prime and generator
// for "dh".
func generatePair(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	var material any
	var err error
	switch args.At(0).String() {
	case "rsa":
		bits := int(args.At(1).ToInteger())
		if bits > maxRSABits {
			vm.Throwf(jsruntime.RangeError, "RSA modulusLength exceeds maximum (%d)", maxRSABits)
		}
		if bits < settableRSABits {
			fail(vm, "Failed to set modulus length")
		}
		if bits < minRSABits {
			fail(vm, "Failed to generate key")
		}
		material, err = generateRSA(vm, bits/stepRSABits*stepRSABits, args.At(2).ToInteger())
	case "ec":
		name := args.At(1).String()
		c := lookupCurve(name)
		if name == "secp256k1" {
			fail(vm, "Failed to initialize key")
		}
		if c == nil {
			fail(vm, "Invalid or unsupported curve")
		}
		material, err = ecdsa.GenerateKey(c.Curve, rand.Reader)
	case "ed25519":
		_, material, err = ed25519.GenerateKey(rand.Reader)
	case "x25519":
		material, err = ecdh.X25519().GenerateKey(rand.Reader)
	case "dh":
		dh := newGroupOf(vm, args)
		dh.generate()
		material = dh
	}
	if err != nil {
		fail(vm, "Failed to generate key")
	}
	return keyClass.New(vm, &key{kind: "private", material: material})
}

// generateRSA makes a key with an exponent, which has to be odd.
func generateRSA(vm *jsruntime.VM, bits int, exponent int64) (*rsa.PrivateKey, error) {
	// What the library makes faster, and so fast that nobody has to interrupt it.
	const usual, fast = 65537, 4096
	if exponent == usual && bits <= fast {
		return rsa.GenerateKey(rand.Reader, bits)
	}
	if exponent < 3 || exponent%2 == 0 || exponent > math.MaxInt32 {
		return nil, errors.New("no exponent of RSA")
	}
	ctx, done := working(vm)
	defer done()
	k, err := webcrypto.NewRSAKey(ctx, bits, int(exponent))
	if err != nil {
		stopped(vm, err)
	}
	return k, nil
}

// newGroupOf gives the group that a pair for Diffie-Hellman is to be of.
func newGroupOf(vm *jsruntime.VM, args jsruntime.Args) *dhKey {
	if jsruntime.IsString(args.At(1)) {
		name := args.At(1).String()
		if _, ok := groups[name]; !ok {
			fail(vm, "Invalid or unsupported group")
		}
		return groupOf(name)
	}
	prime := bytesOf(args.At(1))
	if len(prime) > maxDHPrime {
		vm.Throwf(jsruntime.RangeError, "DH prime exceeds maximum size")
	}
	k := &dhKey{p: new(big.Int).SetBytes(prime), g: big.NewInt(args.At(2).ToInteger())}
	if !k.sound() {
		fail(vm, "Failed to generate key")
	}
	return k
}
