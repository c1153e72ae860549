package crypto_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/crypto"
)

func TestCrypto(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), crypto.API())
}
