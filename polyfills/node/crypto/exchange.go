package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/rand"
	"math/big"

	"paddock/jsruntime"
)

var exchangeOps = map[string]op{
	"newDH":    newDH,
	"verifyDH": verifyDH,
	"newDHGroup": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		return dhClass.New(vm, newGroup(vm, args.At(0).String()))
	},
	"newECDH":    newECDH,
	"convertKey": convertKey,
	"agree":      agree,
}

// sharedSecret is what two keys share; nil when they have nothing in common.
func sharedSecret(private, public any) []byte {
	switch k := private.(type) {
	case *dhKey:
		if other, ok := public.(*dhKey); ok && k.p.Cmp(other.p) == 0 {
			return k.secret(other.public)
		}
	case *ecdh.PrivateKey:
		if other, ok := public.(*ecdh.PublicKey); ok {
			secret, err := k.ECDH(other)
			if err == nil {
				return secret
			}
		}
	case *ecdsa.PrivateKey:
		if other, ok := public.(*ecdsa.PublicKey); ok && other.Curve == k.Curve {
			x, _ := k.ScalarMult(other.X, other.Y, k.D.Bytes())
			return x.FillBytes(make([]byte, curveOf(k.Curve).size()))
		}
	}
	return nil
}

// ecdhState is the handle of an ECDH.
type ecdhState struct {
	*curve
	d    *big.Int // nil: none
	x, y *big.Int
}

var ecdhClass = jsruntime.NewClass[ecdhState]("ECDH").
	Method("generateKeys", 0, func(vm *jsruntime.VM, s *ecdhState, _ jsruntime.Args) jsruntime.Value {
		k, err := ecdsa.GenerateKey(s.Curve, rand.Reader)
		if err != nil {
			fail(vm, "Failed to generate keys")
		}
		s.d, s.x, s.y = k.D, k.X, k.Y
		return nil
	}).
	Method("computeSecret", 1, func(vm *jsruntime.VM, s *ecdhState, args jsruntime.Args) jsruntime.Value {
		if s.d == nil {
			fail(vm, "Invalid keypair")
		}
		x, y := s.point(bytesOf(args.At(0)))
		if x == nil {
			fail(vm, "Failed to set point")
		}
		secret, _ := s.ScalarMult(x, y, s.d.Bytes())
		return vm.NewBuffer(secret.FillBytes(make([]byte, s.size())))
	}).
	Method("getPublicKey", 1, func(vm *jsruntime.VM, s *ecdhState, args jsruntime.Args) jsruntime.Value {
		if s.x == nil {
			fail(vm, "Failed to get ECDH public key")
		}
		return vm.NewBuffer(s.write(vm, s.x, s.y, args.At(0)))
	}).
	Method("getPrivateKey", 0, func(vm *jsruntime.VM, s *ecdhState, _ jsruntime.Args) jsruntime.Value {
		if s.d == nil {
			fail(vm, "Failed to get ECDH private key")
		}
		return vm.NewBuffer(s.d.FillBytes(make([]byte, s.size())))
	}).
	Method("setPrivateKey", 1, func(vm *jsruntime.VM, s *ecdhState, args jsruntime.Args) jsruntime.Value {
		d := new(big.Int).SetBytes(bytesOf(args.At(0)))
		if d.Sign() == 0 || d.Cmp(s.Params().N) >= 0 {
			fail(vm, "Private key is not valid for specified curve.")
		}
		s.d = d
		s.x, s.y = s.ScalarBaseMult(d.Bytes())
		return nil
	})

// write gives a point as "compressed" or "uncompressed".
func (c *curve) write(vm *jsruntime.VM, x, y *big.Int, format jsruntime.Value) []byte {
	if format.String() == "hybrid" {
		fail(vm, "Failed to get public key length") // the platform's library cannot write it
	}
	return c.encode(x, y, format.String() == "compressed")
}

func mustCurve(vm *jsruntime.VM, name string) *curve {
	if name == "secp256k1" {
		fail(vm, "Failed to create key using named curve")
	}
	c := lookupCurve(name)
	if c == nil || name != c.name {
		fail(vm, "Invalid curve")
	}
	return c
}

// newECDH(curve) gives a handle.
func newECDH(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	return ecdhClass.New(vm, &ecdhState{curve: mustCurve(vm, args.At(0).String())})
}

// convertKey(bytes, curve, format) gives a public key in another format.
func convertKey(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	c := mustCurve(vm, args.At(1).String())
	x, y := c.point(bytesOf(args.At(0)))
	if x == nil {
		fail(vm, "Failed to convert buffer to EC_POINT")
	}
	return vm.NewBuffer(c.write(vm, x, y, args.At(2)))
}
