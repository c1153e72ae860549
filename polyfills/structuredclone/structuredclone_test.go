package structuredclone_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/es"
	"paddock/polyfills/structuredclone"
)

func TestStructuredclone(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), es.API(), structuredclone.API())
}
