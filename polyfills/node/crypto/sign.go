package crypto

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"math/big"

	"paddock/jsruntime"
)

// Numbers of OpenSSL that scripts give.
const (
	paddingPKCS1 = 1
	paddingNone  = 3
	paddingOAEP  = 4
	paddingPSS   = 6

	saltDigest = -1 // as long as the digest
	saltAuto   = -2 // as long as can be; found out when verifying
)

var signOps = map[string]op{
	"hasDigest": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		d, ok := lookupDigest(args.At(0).String())
		return vm.ToValue(ok && d.id != 0)
	},
	"sign":   sign,
	"verify": verify,
}

// signing are the arguments of sign and verify behind the key and the data: digest name or
// undefined, padding, salt length, whether signatures of ECDSA are r and s side by side.
type signing struct {
	digest digest
	named  bool
	pss    bool
	salt   int
	p1363  bool
}

// readSigning reads them; wrongDigest is what is said of a padding that leaves no room for a digest.
func readSigning(vm *jsruntime.VM, k *key, args jsruntime.Args, wrongDigest string) signing {
	s := signing{}
	if name := args.At(0); !jsruntime.IsNullish(name) {
		var ok bool
		if s.digest, ok = lookupDigest(name.String()); !ok || s.digest.id == 0 {
			fail(vm, "Unknown digest: %s", name)
		}
		s.named = true
	}
	s.p1363 = args.At(3).ToBoolean()
	if k.rsaPublic() == nil {
		return s
	}
	switch args.At(1).ToInteger() {
	case paddingPSS:
		s.pss, s.salt = true, saltOf(vm, args.At(2))
	case paddingPKCS1:
	case paddingNone:
		fail(vm, "%s", wrongDigest)
	default:
		fail(vm, "Failed to set RSA parameters for signature")
	}
	return s
}

// saltOf reads the length of a salt, in Go's numbers.
func saltOf(vm *jsruntime.VM, v jsruntime.Value) int {
	if jsruntime.IsUndefined(v) {
		return rsa.PSSSaltLengthAuto
	}
	switch n := v.ToInteger(); {
	case n == saltDigest:
		return rsa.PSSSaltLengthEqualsHash
	case n == saltAuto:
		return rsa.PSSSaltLengthAuto
	case n < saltAuto:
		fail(vm, "Failed to set RSA parameters for signature")
		return 0
	default:
		return int(n)
	}
}

// fits tells whether a salt of the length has room in a signature (RFC 8017, section 9.1.1); a longer one
// would be made before it is refused.
func (s signing) fits(pub *rsa.PublicKey) bool {
	return s.salt <= pub.Size()-s.digest.new().Size()-2
}

func (s signing) sum(data []byte) []byte {
	h := s.digest.new()
	h.Write(data)
	return h.Sum(nil)
}

// sign(key, data, digest, padding, saltLength, p1363) gives the signature.
func sign(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	k, data := keyClass.This(vm, args.At(0)), bytesOf(args.At(1))
	if k.kind == "secret" {
		fail(vm, "Invalid key for sign operation")
	}
	s := readSigning(vm, k, args[min(2, len(args)):], "Failed to set signature digest")
	if k.family() == "dsa" {
		fail(vm, "Signing with DSA keys is not currently supported")
	}
	if private, ok := k.material.(ed25519.PrivateKey); ok {
		if s.named {
			fail(vm, "Failed to initialize signing context")
		}
		return vm.NewBuffer(ed25519.Sign(private, data))
	}
	if !s.named {
		fail(vm, "Failed to initialize signing context")
	}
	var out []byte
	var err error
	switch private := k.material.(type) {
	case *rsa.PrivateKey:
		if s.pss && !s.fits(&private.PublicKey) {
			fail(vm, "Failed to generate signature")
		}
		if s.pss {
			out, err = rsa.SignPSS(rand.Reader, private, s.digest.id, s.sum(data), &rsa.PSSOptions{SaltLength: s.salt})
		} else {
			out, err = rsa.SignPKCS1v15(rand.Reader, private, s.digest.id, s.sum(data))
		}
	case *ecdsa.PrivateKey:
		out, err = s.ecdsa(private, data)
	case *rsa.PublicKey, *ecdsa.PublicKey:
		fail(vm, "Failed to generate signature")
	default:
		fail(vm, "Invalid key for sign operation")
	}
	if err != nil {
		fail(vm, "Failed to generate signature")
	}
	return vm.NewBuffer(out)
}

func (s signing) ecdsa(private *ecdsa.PrivateKey, data []byte) ([]byte, error) {
	if !s.p1363 {
		return ecdsa.SignASN1(rand.Reader, private, s.sum(data))
	}
	r, t, err := ecdsa.Sign(rand.Reader, private, s.sum(data))
	if err != nil {
		return nil, err
	}
	n := curveOf(private.Curve).size()
	out := make([]byte, 2*n)
	r.FillBytes(out[:n])
	t.FillBytes(out[n:])
	return out, nil
}

// verify(key, data, digest, padding, saltLength, p1363, signature) tells whether it holds.
func verify(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	k, data := keyClass.This(vm, args.At(0)), bytesOf(args.At(1))
	s := readSigning(vm, k, args[min(2, len(args)):], "Failed to set digest context for signature verification")
	signature := bytesOf(args.At(6))
	if k.family() == "dsa" {
		fail(vm, "Verifying with DSA keys is not currently supported")
	}
	public := k.material
	if k.kind == "private" {
		public = k.public().material
	}
	if pub, ok := public.(ed25519.PublicKey); ok && !s.named {
		return vm.ToValue(ed25519.Verify(pub, data, signature))
	}
	if !s.named {
		fail(vm, "Failed to initialize verification context")
	}
	switch pub := public.(type) {
	case *rsa.PublicKey:
		return vm.ToValue(s.rsa(pub, data, signature))
	case *ecdsa.PublicKey:
		if s.p1363 {
			signature = fromP1363(signature, curveOf(pub.Curve).size())
		}
		return vm.ToValue(ecdsa.VerifyASN1(pub, s.sum(data), signature))
	case ed25519.PublicKey:
		fail(vm, "Failed to initialize verification context")
	}
	fail(vm, "Invalid key for verify operation")
	return nil
}

func (s signing) rsa(pub *rsa.PublicKey, data, signature []byte) bool {
	if s.pss {
		return rsa.VerifyPSS(pub, s.digest.id, s.sum(data), signature, &rsa.PSSOptions{SaltLength: s.salt}) == nil
	}
	return rsa.VerifyPKCS1v15(pub, crypto.Hash(s.digest.id), s.sum(data), signature) == nil
}

// fromP1363 makes a signature in DER of r and s side by side; nil when it has another length.
func fromP1363(signature []byte, n int) []byte {
	if len(signature) != 2*n {
		return nil
	}
	der, err := asn1.Marshal(struct{ R, S *big.Int }{
		new(big.Int).SetBytes(signature[:n]), new(big.Int).SetBytes(signature[n:]),
	})
	if err != nil {
		return nil
	}
	return der
}
