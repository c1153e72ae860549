package crypto

import (
	"bytes"
	"crypto/rand"
	"math/big"
	"slices"

	"paddock/jsruntime"
	webcrypto "paddock/polyfills/crypto"
)

// dhKey is the handle of a DiffieHellman, and the material of a key of the type "dh".
type dhKey struct {
	p, g            *big.Int
	public, private *big.Int // nil: not there
}

// groups are the groups of RFC 3526 that the platform has, modp5 for pairs of keys only: bits, and the offset of its prime
// 2^bits - 2^(bits-64) - 1 + 2^64 * (floor(2^(bits-130) * pi) + offset).
var groups = map[string]struct {
	bits   uint
	offset int64
}{
	"modp5":  {1536, 741804},
	"modp14": {2048, 124476},
	"modp15": {3072, 1690314},
	"modp16": {4096, 240904},
	"modp17": {6144, 929484},
	"modp18": {8192, 4743158},
}

// newGroup gives the group of a DiffieHellmanGroup.
func newGroup(vm *jsruntime.VM, name string) *dhKey {
	if _, ok := groups[name]; !ok || name == "modp5" {
		fail(vm, "Failed to init DiffieHellmanGroup: invalid group. Only groups {modp14, modp15, modp16, modp17, modp18} are supported.")
	}
	return groupOf(name)
}

// groupOf gives a group that there is.
func groupOf(name string) *dhKey {
	group := groups[name]
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

func (k *dhKey) equals(other *dhKey) bool {
	return k.p.Cmp(other.p) == 0 && k.g.Cmp(other.g) == 0 && k.public.Cmp(other.public) == 0
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
		b := bytesOf(args.At(0))
		if len(b) == 0 {
			fail(vm, "DiffieHellman computeSecret() failed: invalid key")
		}
		other := new(big.Int).SetBytes(b)
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

// Bounds of BoringSSL on the modulus: beyond them it computes nothing.
const (
	maxDHBits  = 8192
	maxDHBytes = maxDHBits / 8
)

// newDH(size or prime, generator) gives a handle.
func newDH(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	size, sized := args.At(0), jsruntime.IsNumber(args.At(0))
	k := &dhKey{}
	if sized {
		k.g = smallGenerator(vm, args.At(1))
		k.p = newDHPrime(vm, size.ToInteger(), k.g)
	} else {
		prime := bytesOf(size)
		if len(prime) > maxDHBytes {
			vm.Throwf(jsruntime.RangeError, "DiffieHellman init failed: key is too large")
		}
		if len(prime) == 0 {
			fail(vm, "DiffieHellman init failed: invalid key")
		}
		k.g = generatorOf(vm, args.At(1))
		k.p = new(big.Int).SetBytes(prime)
	}
	if !k.sound() {
		fail(vm, "DiffieHellman init failed: Invalid DH prime generated")
	}
	return dhClass.New(vm, k)
}

// sound tells whether the generator may be an element of the prime's group.
func (k *dhKey) sound() bool { return k.p.Bit(0) == 1 && k.g.Cmp(k.p) < 0 }

// smallGenerator reads the generator for a prime that is still to be found.
func smallGenerator(vm *jsruntime.VM, v jsruntime.Value) *big.Int {
	if !jsruntime.IsNumber(v) {
		fail(vm, "DiffieHellman init failed: invalid parameters")
	}
	return generatorOf(vm, v)
}

// generatorOf reads a generator: a number, or bytes.
func generatorOf(vm *jsruntime.VM, v jsruntime.Value) *big.Int {
	if jsruntime.IsNumber(v) {
		if v.ToInteger() < 2 {
			vm.Throwf(jsruntime.RangeError, "DiffieHellman init failed: generator too small")
		}
		return big.NewInt(v.ToInteger())
	}
	b := bytesOf(v)
	if len(b) > maxDHBytes {
		vm.Throwf(jsruntime.RangeError, "DiffieHellman init failed: generator is too large")
	}
	g := new(big.Int).SetBytes(b)
	if g.Cmp(big.NewInt(2)) < 0 {
		fail(vm, "DiffieHellman init failed: invalid generator")
	}
	return g
}

// smallestDH is the fewest bits for which there is a safe prime with the residues of dhResidues.
const smallestDH = 6

// newDHPrime finds a safe prime for which the generator suits.
func newDHPrime(vm *jsruntime.VM, bits int64, g *big.Int) *big.Int {
	if bits > maxDHBits {
		vm.Throwf(jsruntime.RangeError, "DiffieHellman init failed: requested prime size too large")
	}
	if bits < smallestDH {
		fail(vm, "DiffieHellman init failed: could not generate parameters")
	}
	ctx, done := working(vm)
	defer done()
	p, err := webcrypto.NewPrime(ctx, int(bits), func(p *big.Int) bool { return suits(g, p) && likelySafe(p) })
	for err == nil && !safePrime(p) {
		p, err = webcrypto.NewPrime(ctx, int(bits), func(p *big.Int) bool { return suits(g, p) && likelySafe(p) })
	}
	if err != nil {
		stopped(vm, err)
	}
	return p
}

// dhResidues are, for the generators whose order can be told by them, the primes that they suit: p mod
// modulus is one of residues.
var dhResidues = map[int64]struct {
	modulus  int64
	residues []int64
}{
	2: {24, []int64{11}},
	5: {10, []int64{3, 7}},
}

// suits tells whether a generator is known to suit a prime, or nothing is known of it.
func suits(g, p *big.Int) bool {
	known, ok := dhResidues[g.Int64()]
	if !ok || !g.IsInt64() {
		return true
	}
	return slices.Contains(known.residues, new(big.Int).Mod(p, big.NewInt(known.modulus)).Int64())
}

// verifyDH(handle) gives the flags of DH_check: 0 for a safe prime with a generator that suits.
func verifyDH(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	const notPrime, notSafePrime, unknownGenerator, unsuitableGenerator = 1, 2, 4, 8
	k := dhClass.This(vm, args.At(0))
	flags := 0
	switch _, known := dhResidues[k.g.Int64()]; {
	case !known || !k.g.IsInt64():
		flags |= unknownGenerator
	case !suits(k.g, k.p):
		flags |= unsuitableGenerator
	}
	switch {
	case !k.p.ProbablyPrime(primeChecks):
		flags |= notPrime
	case !safePrime(k.p):
		flags |= notSafePrime
	}
	return vm.ToValue(flags)
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
