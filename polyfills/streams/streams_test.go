package streams_test

import (
	"embed"
	"io/fs"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
	"paddock/polyfills/compat"
	"paddock/polyfills/encoding"
	"paddock/polyfills/es"
	"paddock/polyfills/events"
	"paddock/polyfills/streams"
)

//go:embed testdata/*.js testdata/platform/*.js
var testdata embed.FS

// apis are the globals of a test's isolate.
func apis() []jsruntime.API {
	return []jsruntime.API{es.API(), events.API(), abort.API(), encoding.API(), streams.API()}
}

func TestStreams(t *testing.T) {
	t.Parallel()
	for dir, flags := range map[string][]string{"testdata": {"pedantic_wpt"}, "testdata/platform": nil} {
		files, err := fs.Sub(testdata, dir)
		if err != nil {
			t.Fatal(err)
		}
		jstest.Run(t, files, append(apis(), compat.API(compat.New(compat.Latest, flags)))...)
	}
}
