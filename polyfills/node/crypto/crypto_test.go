package crypto_test

import (
	"os"
	"testing"

	"paddock/polyfills/node/nodetest"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	nodetest.Run(t, os.DirFS("testdata"))
}

func TestInterrupt(t *testing.T) {
	nodetest.Interrupt(t, map[string]string{
		"iterations":           `require("crypto").pbkdf2Sync("a", "b", 2 ** 31 - 1, 64, "sha512")`,
		"scrypt":               `require("crypto").scryptSync("a", "b", 2 ** 29)`,
		"RSA keys":             `require("crypto").generateKeyPairSync("rsa", { modulusLength: 16384 })`,
		"RSA keys, exponent 3": `require("crypto").generateKeyPairSync("rsa", { modulusLength: 16384, publicExponent: 3 })`,
		"primes":               `require("crypto").generatePrimeSync(8192)`,
		"safe primes":          `require("crypto").generatePrimeSync(4096, { safe: true })`,
		"primes by residue":    `require("crypto").generatePrimeSync(8192, { add: 12n, rem: 11n })`,
		"groups":               `require("crypto").createDiffieHellman(4096)`,
	})
}
