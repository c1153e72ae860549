package encoding_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/encoding"
)

func TestEncoding(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), encoding.API())
}
