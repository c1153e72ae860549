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

// TestRecorded compares with what workerd answered; prelude.js goes before each file.
func TestRecorded(t *testing.T) {
	t.Parallel()
	prelude, err := os.ReadFile("testdata/recorded/prelude.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"api", "edits", "parsing", "streams"} {
		src, err := os.ReadFile("testdata/recorded/" + name + ".js")
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			jstest.Script(t, name+".js", string(prelude)+string(src), apis()...)
		})
	}
}
