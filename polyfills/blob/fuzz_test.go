package blob_test

import (
	"testing"

	"paddock/polyfills/blob"
)

func FuzzParseMIME(f *testing.F) {
	f.Add(`text/plain; charset="a\"b"; x=y`)
	f.Add("a/b;c=\"")
	f.Fuzz(func(t *testing.T, s string) {
		kind, ok := blob.ParseMIME(s)
		if !ok {
			return
		}
		again, ok := blob.ParseMIME(kind.String())
		if !ok || again.String() != kind.String() {
			t.Errorf("%q is %q, and that is %q", s, kind, again)
		}
	})
}
