package blob_test

import (
	"testing"

	"paddock/polyfills/blob"
)

func TestParseMIME(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"text/plain":                       "text/plain",
		" TEXT/Html ; A=B ;":               "text/html;a=B",
		`text/plain; charset="a b"; X=y;q`: `text/plain;charset="a b";x=y`,
		`a/b;c="d\"e\\";c=f`:               `a/b;c="d\"e\\"`,
		`a/b;c="d`:                         "a/b;c=d",
		`a/b;c="d\`:                        `a/b;c="d\\"`,
		`a/b;c="x" junk;d=1`:               "a/b;c=x;d=1",
		`a/b;c="";d=`:                      `a/b;c=""`,
		"a/b;;c d=1;e=2":                   "a/b;e=2",
		"a/b;c=\x01":                       "a/b",
		"text/":                            "",
		"/x":                               "",
		"nonsense":                         "",
		"":                                 "",
		"a/b c":                            "",
	} {
		got, ok := blob.ParseMIME(in)
		if got.String() != want || ok != (want != "") {
			t.Errorf("%q gives %q (%v), want %q", in, got, ok, want)
		}
	}
}
