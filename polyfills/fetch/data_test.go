package fetch

import (
	"strings"
	"testing"
)

func FuzzParseData(f *testing.F) {
	f.Add("data:text/plain;charset=\"a\\\"b\";base64,WA==")
	f.Add("data:;base64 ,%")
	f.Add("data:,%4")
	f.Fuzz(func(t *testing.T, raw string) {
		mime, body, ok := parseData(raw)
		if !ok {
			return
		}
		if !strings.Contains(mime, "/") || len(body) > len(raw) {
			t.Errorf("%q gives %q with %d bytes", raw, mime, len(body))
		}
	})
}
