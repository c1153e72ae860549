package crypto

import (
	"context"
	"crypto/rand"
	"math/big"
	"slices"

	"paddock/jsruntime"
	webcrypto "paddock/polyfills/crypto"
)

var randomOps = map[string]op{
	"generatePrime": generatePrime,
	"isPrime": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		n := new(big.Int).SetBytes(bytesOf(args.At(0)))
		if n.BitLen() > maxPrimeBits {
			vm.Throwf(jsruntime.RangeError, "checkPrime candidate exceeds maximum size")
		}
		return vm.ToValue(n.ProbablyPrime(primeChecks))
	},
}

const (
	primeChecks  = 24
	maxPrimeBits = 8192
	maxTries     = 1 << 16
)

// progressions are the values of add and rem that the platform takes.
var progressions = [][2]int64{{12, 11}, {24, 23}, {60, 59}}

// generatePrime(bits, safe, add, rem) gives the bytes of a prime p, with p % add == rem if add
// is there, and (p-1)/2 a prime too if it is to be safe.
func generatePrime(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	bits, safe := int(args.At(0).ToInteger()), args.At(1).ToBoolean()
	if bits > maxPrimeBits {
		vm.Throwf(jsruntime.RangeError, "generatePrime size exceeds maximum (%d bits)", maxPrimeBits)
	}
	add, rem := optionalNumber(args.At(2)), optionalNumber(args.At(3))
	if add != nil {
		if !add.IsInt64() || rem == nil || !rem.IsInt64() || !slices.Contains(progressions, [2]int64{add.Int64(), rem.Int64()}) {
			vm.Throwf(jsruntime.RangeError, "Invalid values for add and rem")
		}
		if add.BitLen() > bits {
			vm.Throwf(jsruntime.RangeError, "options.add must not be bigger than size of the requested prime")
		}
	}
	ctx, done := working(vm)
	defer done()
	for range maxTries {
		p, err := candidate(ctx, bits, safe, add, rem)
		if err != nil {
			stopped(vm, err)
		}
		if p != nil && (!safe || safePrime(p)) {
			return vm.NewBuffer(p.FillBytes(make([]byte, (bits+7)/8)))
		}
	}
	fail(vm, "Error while generating prime")
	return nil
}

func optionalNumber(v jsruntime.Value) *big.Int {
	if jsruntime.IsUndefined(v) {
		return nil
	}
	return new(big.Int).SetBytes(bytesOf(v))
}

// candidate is a prime of so many bits; nil: try again.
func candidate(ctx context.Context, bits int, safe bool, add, rem *big.Int) (*big.Int, error) {
	if bits < 2 {
		return nil, nil
	}
	if add == nil {
		return webcrypto.NewPrime(ctx, bits, func(p *big.Int) bool { return !safe || likelySafe(p) })
	}
	p, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), uint(bits)))
	if err != nil {
		return nil, err
	}
	p.SetBit(p, bits-1, 1)
	p.Sub(p, new(big.Int).Mod(p, add)).Add(p, rem)
	if p.BitLen() != bits || !p.ProbablyPrime(1) || ctx.Err() == nil && !p.ProbablyPrime(primeChecks) {
		return nil, ctx.Err()
	}
	return p, ctx.Err()
}

// likelySafe reports whether (p-1)/2 may be a prime. Of few bits there may be no number of which it is one.
func likelySafe(p *big.Int) bool {
	const few = 16
	half := new(big.Int).Rsh(p, 1)
	return half.BitLen() < few || half.ProbablyPrime(0)
}

// safePrime reports whether (p-1)/2 is a prime too.
func safePrime(p *big.Int) bool {
	return new(big.Int).Rsh(p, 1).ProbablyPrime(primeChecks)
}
