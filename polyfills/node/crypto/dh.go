package crypto

import (
	"bytes"
	"crypto/rand"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"

	"paddock/jsruntime"
)

// dhKey is the handle of a DiffieHellman, and the material of a key of the type "dh".
type dhKey struct {
	p, g            *big.Int
	public, private *big.Int // nil: not there
}

// groups are the groups of RFC 3526 that the platform has: bits, and the offset of its prime
// 2^bits - 2^(bits-64) - 1 + 2^64 * (floor(2^(bits-130) * pi) + offset).
var groups = map[string]struct {
	bits   uint
	offset int64
}{
	"modp14": {2048, 124476},
	"modp15": {3072, 1690314},
	"modp16": {4096, 240904},
	"modp17": {6144, 929484},
	"modp18": {8192, 4743158},
}

func newGroup(vm *jsruntime.VM, name string) *dhKey {
	group, ok := groups[name]
	if !ok {
		fail(vm, "Failed to init DiffieHellmanGroup: invalid group. Only groups {modp14, modp15, modp16, modp17, modp18} are supported.")
	}
	power := func(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }
	middle := scaledPi(group.bits - 130)
	middle.Add(middle, big.NewInt(group.offset)).Lsh(middle, 64)
	p := power(group.bits)
	p.Sub(p, power(group.bits-64)).Sub(p, big.NewInt(1)).Add(p, middle)
	return &dhKey{p: p, g: big.NewInt(2)}
}

// scaledPi is floor(2^n * pi), by Machin's formula.
func scaledPi(n uint) *big.Int {
	const guard = 64
	arctan := func(x int64) *big.Int { // of 1/x
		term := new(big.Int).Div(new(big.Int).Lsh(big.NewInt(1), n+guard), big.NewInt(x))
		sum, square := new(big.Int).Set(term), big.NewInt(x*x)
		for k := int64(3); term.Sign() != 0; k += 2 {
			term.Neg(term.Quo(term, square))
			sum.Add(sum, new(big.Int).Quo(term, big.NewInt(k)))
		}
		return sum
	}
	pi := new(big.Int).Mul(arctan(5), big.NewInt(16))
	pi.Sub(pi, new(big.Int).Mul(arctan(239), big.NewInt(4)))
	return pi.Rsh(pi, guard)
}

func (k *dhKey) size() int { return (k.p.BitLen() + 7) / 8 }

// generate makes what is missing of the pair.
func (k *dhKey) generate() {
	if k.private == nil {
		limit := new(big.Int).Sub(k.p, big.NewInt(2))
		k.private = big.NewInt(1)
		if limit.Sign() > 0 {
			n, err := rand.Int(rand.Reader, limit)
			if err == nil {
				k.private.Add(k.private, n)
			}
		}
	}
	k.public = new(big.Int).Exp(k.g, k.private, k.p)
}

// secret is what both sides share; checked is the other side's public key.
func (k *dhKey) secret(other *big.Int) []byte {
	return new(big.Int).Exp(other, k.private, k.p).FillBytes(make([]byte, k.size()))
}

// check refuses public keys that are no element of the group; what names the operation, and
// subject the key, in the platform's words.
func (k *dhKey) check(vm *jsruntime.VM, n *big.Int, what, subject string) {
	if n.Cmp(big.NewInt(1)) <= 0 {
		vm.Throwf(jsruntime.RangeError, "DiffieHellman %s failed: %s is too small", what, subject)
	}
	if n.Cmp(new(big.Int).Sub(k.p, big.NewInt(1))) >= 0 {
		vm.Throwf(jsruntime.RangeError, "DiffieHellman %s failed: %s is too large", what, subject)
	}
}

var dhClass = jsruntime.NewClass[dhKey]("DiffieHellman").
	Method("generateKeys", 0, func(vm *jsruntime.VM, k *dhKey, _ jsruntime.Args) jsruntime.Value {
		k.generate()
		return vm.NewBuffer(k.public.Bytes())
	}).
	Method("computeSecret", 1, func(vm *jsruntime.VM, k *dhKey, args jsruntime.Args) jsruntime.Value {
		other := new(big.Int).SetBytes(bytesOf(args.At(0)))
		k.check(vm, other, "computeSecret()", "Supplied key")
		if k.private == nil {
			fail(vm, "DiffieHellman computeSecret() failed: error computing shared secret")
		}
		return vm.NewBuffer(k.secret(other))
	}).
	Method("getPrime", 0, number("No DiffieHellman prime", func(k *dhKey) *big.Int { return k.p })).
	Method("getGenerator", 0, number("No DiffieHellman generator", func(k *dhKey) *big.Int { return k.g })).
	Method("getPublicKey", 0, number("No public key", func(k *dhKey) *big.Int { return k.public })).
	Method("getPrivateKey", 0, number("No private key", func(k *dhKey) *big.Int { return k.private })).
	Method("setPublicKey", 1, func(vm *jsruntime.VM, k *dhKey, args jsruntime.Args) jsruntime.Value {
		n := new(big.Int).SetBytes(bytesOf(args.At(0)))
		k.check(vm, n, "setPublicKey()", "key")
		k.public = n
		return nil
	}).
	Method("setPrivateKey", 1, func(_ *jsruntime.VM, k *dhKey, args jsruntime.Args) jsruntime.Value {
		k.private = new(big.Int).SetBytes(bytesOf(args.At(0)))
		return nil
	})

// number is a method that gives a number as bytes.
func number(missing string, of func(*dhKey) *big.Int) func(*jsruntime.VM, *dhKey, jsruntime.Args) jsruntime.Value {
	return func(vm *jsruntime.VM, k *dhKey, _ jsruntime.Args) jsruntime.Value {
		n := of(k)
		if n == nil {
			fail(vm, "%s", missing)
		}
		return vm.NewBuffer(n.Bytes())
	}
}

// newDH(size or prime, generator) gives a handle.
func newDH(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	k := &dhKey{}
	if jsruntime.IsNumber(args.At(1)) {
		g := args.At(1).ToInteger()
		if g < 2 {
			vm.Throwf(jsruntime.RangeError, "DiffieHellman init failed: generator too small")
		}
		k.g = big.NewInt(g)
	} else {
		k.g = new(big.Int).SetBytes(bytesOf(args.At(1)))
		if k.g.Sign() == 0 {
			fail(vm, "DiffieHellman init failed: invalid generator")
		}
	}
	if !jsruntime.IsNumber(args.At(0)) {
		k.p = new(big.Int).SetBytes(bytesOf(args.At(0)))
		if k.p.Sign() == 0 {
			fail(vm, "DiffieHellman init failed: invalid key")
		}
		return dhClass.New(vm, k)
	}
	bits := int(args.At(0).ToInteger())
	if bits > maxDHBits {
		fail(vm, "DiffieHellman init failed: requested prime size too large")
	}
	if bits < 2 {
		fail(vm, "DiffieHellman init failed: could not generate parameters")
	}
	for {
		p, err := rand.Prime(rand.Reader, bits)
		if err != nil {
			fail(vm, "DiffieHellman init failed: could not generate parameters")
		}
		if bits < 8 || safePrime(p) {
			k.p = p
			return dhClass.New(vm, k)
		}
		if err := vm.Context().Err(); err != nil {
			vm.Throw(err)
		}
	}
}

// maxDHBits is the largest prime that is searched for.
const maxDHBits = 10000

// verifyDH(handle) gives the flags of DH_check: 0 for a safe prime.
func verifyDH(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	const notPrime, notSafePrime = 1, 2
	k := dhClass.This(vm, args.At(0))
	switch {
	case !k.p.ProbablyPrime(primeChecks):
		return vm.ToValue(notPrime)
	case !safePrime(k.p):
		return vm.ToValue(notSafePrime)
	}
	return vm.ToValue(0)
}

// oidDH is dhKeyAgreement of PKCS #3.
var oidDH = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 3, 1}

// marshal writes SPKI or PKCS #8.
func (k *dhKey) marshal(kind string) (*pem.Block, error) {
	params, err := asn1.Marshal(struct{ P, G *big.Int }{k.p, k.g})
	if err != nil {
		return nil, err
	}
	algorithm := pkix.AlgorithmIdentifier{Algorithm: oidDH, Parameters: asn1.RawValue{FullBytes: params}}
	if kind == "public" {
		n, err := asn1.Marshal(k.public)
		if err != nil {
			return nil, err
		}
		der, err := asn1.Marshal(struct {
			Algorithm pkix.AlgorithmIdentifier
			Key       asn1.BitString
		}{algorithm, asn1.BitString{Bytes: n, BitLength: 8 * len(n)}})
		return &pem.Block{Type: "PUBLIC KEY", Bytes: der}, err
	}
	n, err := asn1.Marshal(k.private)
	if err != nil {
		return nil, err
	}
	der, err := asn1.Marshal(struct {
		Version   int
		Algorithm pkix.AlgorithmIdentifier
		Key       []byte
	}{0, algorithm, n})
	return &pem.Block{Type: "PRIVATE KEY", Bytes: der}, err
}

// agree(private, public) gives what two key objects share.
func agree(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	private, public := keyClass.This(vm, args.At(0)), keyClass.This(vm, args.At(1))
	secret := sharedSecret(private.material, public.material)
	if secret == nil {
		fail(vm, "Unsupported operation for this key")
	}
	return vm.NewBuffer(bytes.Clone(secret))
}
