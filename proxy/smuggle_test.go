package proxy_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// Where two readers of HTTP could disagree about where a request ends, the gateway refuses it or ends the connection behind
// it: what follows is no request that nobody has decided about.
func TestGateway_smuggling(t *testing.T) {
	t.Parallel()
	const second = "GET /second HTTP/1.1\r\nHost: a.test\r\n\r\n"
	for what, request := range map[string]string{
		"two lengths":                         "POST /first HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n",
		"a length with a sign":                "POST /first HTTP/1.1\r\nHost: a.test\r\nContent-Length: +0\r\n\r\n",
		"a length in a list":                  "POST /first HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0, 5\r\n\r\n",
		"an unknown encoding":                 "POST /first HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: xchunked\r\n\r\n",
		"two encodings":                       "POST /first HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
		"a space before the colon":            "POST /first HTTP/1.1\r\nHost: a.test\r\nContent-Length : 5\r\n\r\n",
		"a size with a sign":                  "POST /first HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
		"a chunk that is longer than it says": "POST /first HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
		"a size that overflows":               "POST /first HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\n0\r\n\r\n",
		"a return in a header":                "GET /first HTTP/1.1\r\nHost: a.test\r\nX: a\rContent-Length: 5\r\n\r\n",
		"a zero in a header":                  "GET /first HTTP/1.1\r\nHost: a.test\r\nX: a\x00b\r\n\r\n",
		"two hosts":                           "GET /first HTTP/1.1\r\nHost: a.test\r\nHost: b.test\r\n\r\n",
		"a head without an end":               "GET /first HTTP/1.1\r\nHost: a.test\r\nX: " + strings.Repeat("x", 4<<20) + "\r\n\r\n",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := begin(t, hello)
			var mu sync.Mutex
			var asked []string
			w.rules.InterceptAllHTTP(tripper(func(r *http.Request) (*http.Response, error) {
				mu.Lock()
				asked = append(asked, r.URL.Path)
				mu.Unlock()
				_, err := io.ReadAll(r.Body)
				return text("x"), err
			}))
			c := w.dial(t, "192.0.2.1:80")
			go func() { // who refuses a request reads no more of it
				io.WriteString(c, request+second)
				c.CloseWrite()
			}()
			answer, _ := io.ReadAll(c)
			mu.Lock()
			defer mu.Unlock()
			t.Logf("%q %.60q", asked, answer)
			if len(asked) > 1 || len(asked) == 1 && asked[0] != "/first" {
				t.Errorf("asked for %q, answered %q", asked, answer)
			}
		})
	}
}
