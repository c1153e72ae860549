package formdata_test

import (
	"os"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/blob"
	"paddock/polyfills/es"
	"paddock/polyfills/formdata"
	"paddock/polyfills/streams"
)

func TestFormData(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), es.API(), streams.API(), blob.API(), formdata.API())
}
