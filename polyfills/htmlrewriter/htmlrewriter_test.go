package htmlrewriter_test

import (
	"os"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
	"paddock/polyfills/blob"
	"paddock/polyfills/compat"
	"paddock/polyfills/encoding"
	"paddock/polyfills/es"
	"paddock/polyfills/events"
	"paddock/polyfills/fetch"
	"paddock/polyfills/formdata"
	"paddock/polyfills/headers"
	"paddock/polyfills/htmlrewriter"
	"paddock/polyfills/streams"
	"paddock/polyfills/timers"
	"paddock/polyfills/url"
)

func apis(flags ...string) []jsruntime.API {
	return []jsruntime.API{
		compat.API(compat.New("2026-04-01", flags)), es.API(), events.API(), abort.API(), timers.API(), url.API(), encoding.API(),
		streams.API(), blob.API(), headers.API(), formdata.API(), fetch.API(fetch.Options{}), htmlrewriter.API(),
	}
}

func TestHTMLRewriter(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), apis()...)
}
