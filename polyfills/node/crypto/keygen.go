package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"

	"paddock/jsruntime"
)

// Sizes of RSA keys that are made.
const (
	minRSABits = 1024
	maxRSABits = 16384
)

// generatePair(type, parameter) gives the handle of a private key; the parameter is the number of
// bits for "rsa", the name of the curve for "ec", the name of the group for "dh".
func generatePair(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	var material any
	var err error
	switch args.At(0).String() {
	case "rsa":
		bits := int(args.At(1).ToInteger())
		if bits < minRSABits || bits > maxRSABits {
			fail(vm, "Failed to set modulus length")
		}
		material, err = rsa.GenerateKey(rand.Reader, bits)
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
		dh := newGroup(vm, args.At(1).String())
		dh.generate()
		material = dh
	}
	if err != nil {
		fail(vm, "Failed to generate key")
	}
	return keyClass.New(vm, &key{kind: "private", material: material})
}
