package crypto

import (
	"crypto/hkdf"

	"paddock/jsruntime"
	webcrypto "paddock/polyfills/crypto"
)

var deriveOps = map[string]op{"pbkdf2": derivePBKDF2, "scrypt": deriveScrypt, "hkdf": deriveHKDF}

// derivePBKDF2(password, salt, iterations, length, digest) gives bytes (RFC 8018).
func derivePBKDF2(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	d, ok := lookupDigest(args.At(4).String())
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Invalid Pbkdf2 digest: %s.", args.At(4))
	}
	length := int(args.At(3).ToInteger())
	if length == 0 {
		return vm.NewBuffer(nil)
	}
	if length > 255*d.new().Size() {
		vm.Throwf(jsruntime.RangeError, "Pbkdf2 failed: derived key length exceeds maximum for this hash")
	}
	ctx, done := working(vm)
	defer done()
	out, err := webcrypto.PBKDF2(ctx, d.new, bytesOf(args.At(0)), bytesOf(args.At(1)), int(args.At(2).ToInteger()), length)
	if err != nil {
		stopped(vm, err)
	}
	return vm.NewBuffer(out)
}

// maxScryptCost is the most that the cost N, the block size and the parallelization of scrypt may be
// together.
const maxScryptCost = 1 << 20

// maxScrypt is the most memory that scrypt may take, whatever maxmem says.
const maxScrypt = 1 << 30

// deriveScrypt(password, salt, N, r, p, maxmem, length) gives bytes (RFC 7914).
func deriveScrypt(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	n, r, p := args.At(2).ToInteger(), args.At(3).ToInteger(), args.At(4).ToInteger()
	if n > 0 && r > 0 && p > 0 && (n > maxScryptCost/r || p > maxScryptCost/(n*r)) {
		vm.Throwf(jsruntime.RangeError, "Scrypt failed: cost exceeds maximum (%d).", maxScryptCost)
	}
	if r > 0 && r < 4 && n >= 1<<(16*r) {
		fail(vm, "Scrypt failed") // RFC 7914, section 2
	}
	if r > 0 && n > maxScrypt/128/r || r > 0 && p > 0 && (n+p+1 > args.At(5).ToInteger()/128/r || p > 1<<30/r) {
		fail(vm, "Scrypt failed")
	}
	length := int(args.At(6).ToInteger())
	if length == 0 {
		return vm.NewBuffer(nil)
	}
	if n <= 1 || n&(n-1) != 0 || r <= 0 || p <= 0 {
		fail(vm, "Scrypt failed")
	}
	ctx, done := working(vm)
	defer done()
	out, err := scrypt(ctx, bytesOf(args.At(0)), bytesOf(args.At(1)), int(n), int(r), int(p), length)
	if err != nil {
		stopped(vm, err)
	}
	return vm.NewBuffer(out)
}

// deriveHKDF(digest, key, salt, info, length) gives bytes (RFC 5869).
func deriveHKDF(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	d, ok := lookupDigest(args.At(0).String())
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Invalid Hkdf digest: %s", args.At(0))
	}
	length := int(args.At(4).ToInteger())
	if length > 255*d.new().Size() {
		vm.Throwf(jsruntime.RangeError, "Invalid Hkdf key length")
	}
	out, err := hkdf.Key(d.new, bytesOf(args.At(1)), bytesOf(args.At(2)), string(bytesOf(args.At(3))), length)
	if err != nil {
		fail(vm, "Hkdf failed")
	}
	return vm.NewBuffer(out)
}
