package fetch_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/compat"
)

// Before the flag brotli_content_encoding the content coding br is a header like any other.
func TestBrotli(t *testing.T) {
	t.Parallel()
	var compressed bytes.Buffer
	w := brotli.NewWriter(&compressed)
	_, _ = io.WriteString(w, "hello")
	_ = w.Close()
	answer := func() *http.Response {
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Encoding": {"br"}},
			Body: io.NopCloser(bytes.NewReader(compressed.Bytes())), ContentLength: int64(compressed.Len()),
		}
	}
	for flag, want := range map[string]string{"brotli_content_encoding": "hello", "no_brotli_content_encoding": compressed.String()} {
		set := compat.New("2024-01-01", []string{flag})
		iso := jstest.New(t, append([]jsruntime.API{compat.API(set)}, apis(answers(answer))...)...)
		resp := outgoing(t, iso, `new Response("x", { headers: { "content-encoding": "br" } })`)
		if sent := readAll(t, resp.Body); (sent == "x") != strings.HasPrefix(flag, "no_") {
			t.Errorf("%s: sent %q", flag, sent)
		}
		got := outgoing(t, iso, `fetch("http://x.example/").then((r) => r.arrayBuffer()).then((b) => new Response(b))`)
		if text := readAll(t, got.Body); text != want {
			t.Errorf("%s: got %q", flag, text)
		}
	}
}
