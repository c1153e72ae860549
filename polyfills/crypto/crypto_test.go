package crypto_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/crypto"
	"paddock/polyfills/encoding"
	"paddock/polyfills/es"
	"paddock/polyfills/streams"
	"paddock/polyfills/structuredclone"
)

func TestCrypto(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), crypto.API(), streams.API(), es.API(), encoding.API(), structuredclone.API())
}
