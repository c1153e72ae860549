package r2

import (
	"strings"
	"testing"
)

func FuzzParseRange(f *testing.F) {
	for _, seed := range []string{"bytes=0-1", "bytes=-2", "bytes=1-", "bytes=9-1", "bytes=0-1,2-3", "bytes = 0 - 1", "bytes=-0", "", "=", "bytes=99999999999999999999-"} {
		f.Add(seed, int64(5))
	}
	f.Fuzz(func(t *testing.T, text string, size int64) {
		if size < 0 {
			return
		}
		offset, length, err := parseRange(text).resolve(size)
		if err != nil {
			t.Fatalf("a header is refused: %v", err)
		}
		if offset < 0 || length < 0 || offset > size || length > size-offset {
			t.Fatalf("%q of %d bytes gives %d bytes from %d", text, size, length, offset)
		}
	})
}

func FuzzParseTags(f *testing.F) {
	for _, seed := range []string{`"a"`, `W/"a"`, "*", `"a", W/"b"`, `"a" *`, `"a`, "W/a", "", ",", `"a"b`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tags, err := parseTags("if-match", text)
		if (len(tags) == 0) == (err == nil) {
			t.Fatalf("%q gives %v and %v", text, tags, err)
		}
		for _, tag := range tags {
			if strings.Contains(tag.value, `"`) {
				t.Fatalf("%q gives the tag %q", text, tag.value)
			}
		}
	})
}
