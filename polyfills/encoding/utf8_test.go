package encoding_test

import (
	"testing"

	"paddock/polyfills/encoding"
)

func TestText_PutsOneReplacementForEachMaximalPart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, utf8, text string }{
		"valid text stays":                       {"aä€😀", "aä€😀", "aä€😀"},
		"one byte order mark goes":               {"\ufeff\ufeffa", "\ufeff\ufeffa", "\ufeffa"},
		"three bytes of four are one part":       {"\xf0\x9f\x98a", "\ufffda", "\ufffda"},
		"a lead byte without more is one":        {"\xe2\x82", "\ufffd", "\ufffd"},
		"bytes that never occur are one each":    {"\xff\xc0\x80", "\ufffd\ufffd\ufffd", "\ufffd\ufffd\ufffd"},
		"an encoded surrogate is one each":       {"\xed\xa0\x80", "\ufffd\ufffd\ufffd", "\ufffd\ufffd\ufffd"},
		"an overlong form is one each":           {"\xe0\x80\x80", "\ufffd\ufffd\ufffd", "\ufffd\ufffd\ufffd"},
		"a character behind a broken one stands": {"\xf1\x80\xe2\x82\xac", "\ufffd€", "\ufffd€"},
	} {
		if got := encoding.UTF8([]byte(c.data)); got != c.utf8 {
			t.Errorf("%s: UTF8 gives %q, want %q", name, got, c.utf8)
		}
		if got := encoding.Text([]byte(c.data)); got != c.text {
			t.Errorf("%s: Text gives %q, want %q", name, got, c.text)
		}
	}
}
