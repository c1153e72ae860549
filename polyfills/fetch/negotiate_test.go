package fetch

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// TestNegotiator holds the door to what wrangler's door answers.
func TestNegotiator(t *testing.T) {
	t.Parallel()
	const text = "some text"
	var n Negotiator
	for _, c := range []struct {
		name, accept, kind, has string
		status                  int
		want                    string // status and coding
	}{
		{"a client that says nothing gets what the Worker gives", "", "text/html", "", 200, "200 "},
		{"a client that says nothing gets what the Worker compresses", "", "text/html", "gzip", 200, "200 gzip"},
		{"gzip is given to who takes it", "gzip", "text/html", "", 200, "200 gzip"},
		{"so is br", "br", "text/html", "", 200, "200 br"},
		{"of equals the first is taken", "deflate, gzip, br, zstd", "application/json", "", 200, "200 gzip"},
		{"the heavier comes first", "gzip;q=0.3, br;q=0.4", "text/html; charset=utf-8", "", 200, "200 br"},
		{"another coding is changed", "gzip", "text/html", "br", 200, "200 gzip"},
		{"the same coding stays", "br, gzip", "text/html", "br", 200, "200 br"},
		{"it is undone for who takes neither", "zstd", "text/html", "br", 200, "200 "},
		{"identity that comes first is taken", "identity, gzip", "text/html", "", 200, "200 "},
		{"what weighs nothing is not taken", "gzip;q=0", "text/html", "", 200, "200 "},
		{"nothing is refused", "*;q=0", "text/html", "", 200, "415 "},
		{"no identity is refused", "identity;q=0", "text/html", "", 200, "415 "},
		{"names are in small letters", "GZIP", "text/html", "", 200, "200 "},
		{"a weight that is none is passed over", "gzip;q=x", "text/html", "", 200, "200 "},
		{"events are not compressed", "gzip", "text/event-stream", "", 200, "200 "},
		{"bytes are not compressed", "gzip", "application/octet-stream", "", 200, "200 "},
		{"what has no type is compressed", "gzip", "", "", 200, "200 gzip"},
		{"types are in any letters", "gzip", " TEXT/HTML ; x", "", 200, "200 gzip"},
		{"other codings are left alone", "gzip", "text/html", "zstd", 200, "200 zstd"},
		{"several codings are left alone", "gzip", "text/html", "gzip, br", 200, "200 gzip, br"},
		{"a status without a body has the header alone", "gzip", "", "", 304, "304 gzip"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			resp := &http.Response{StatusCode: c.status, Header: http.Header{}, Body: &buffered{strings.NewReader(text)}, ContentLength: int64(len(text))}
			if nullBodyStatus(c.status) {
				resp.Body, resp.ContentLength = http.NoBody, 0
			}
			if c.kind != "" {
				resp.Header.Set("Content-Type", c.kind)
			}
			if c.has != "" {
				resp.Header.Set("Content-Encoding", c.has)
				encode(resp, true)
			}
			resp = n.Suit(resp, http.MethodGet, c.accept)
			coding := resp.Header.Get("Content-Encoding")
			if got := fmt.Sprint(resp.StatusCode, " ", coding); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if resp.StatusCode != http.StatusOK {
				return
			}
			var body io.Reader = resp.Body
			switch coding {
			case "gzip":
				z, err := gzip.NewReader(body)
				if err != nil {
					t.Fatal(err)
				}
				body = z
			case "br":
				body = brotli.NewReader(body)
			}
			if got, err := io.ReadAll(body); string(got) != text || err != nil {
				t.Errorf("the body is %q, %v", got, err)
			}
		})
	}
}

// TestNegotiator_head leaves the length that a Worker tells HEAD.
func TestNegotiator_head(t *testing.T) {
	t.Parallel()
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Length": {"7"}}, Body: http.NoBody}
	resp = new(Negotiator).Suit(resp, http.MethodHead, "gzip")
	if got := resp.Header; got.Get("Content-Length") != "7" || got.Get("Content-Encoding") != "gzip" {
		t.Errorf("got %v", got)
	}
}
