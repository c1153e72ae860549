package assets

import (
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
)

func FuzzRules(f *testing.F) {
	for _, seed := range []string{"/a /b 301", "/:x/* /:splat?:x", "/*\n  a: b\n  ! c", "https://:h.x/*\n a: :h", "/ /index.html", "/a#b /c", "/:a:a/(x /y"} {
		f.Add(seed, "/a/b")
	}
	f.Fuzz(func(t *testing.T, text, path string) {
		u, err := url.Parse("http://x/" + strings.TrimPrefix(path, "/"))
		if err != nil {
			return
		}
		redirects, _ := (&config{html: htmlHandling[0]}).parseRedirects(text)
		for _, r := range redirects {
			if values, ok := r.match.match(u); ok {
				r.to = fill(r.to, values)
				r.location(u)
			}
		}
		headers, _ := parseHeaders(text)
		for _, h := range headers {
			h.match.match(u)
		}
	})
}

func FuzzPaths(f *testing.F) {
	root, err := os.OpenRoot(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = root.Close() })
	if err := root.WriteFile("index.html", []byte("x"), 0o600); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"/", "/index.html", "//..//x", "/%2e%2e/%00", "/a/index", "/%ff%", "/\xff", "/a\\b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		u, err := url.Parse("http://x/" + strings.TrimPrefix(path, "/"))
		if err != nil {
			return
		}
		for _, html := range htmlHandling {
			s := &site{config: &config{html: html, notFound: "404-page"}, root: root, log: slog.New(slog.DiscardHandler)}
			req := httptest.NewRequest("GET", "http://x/", nil)
			req.URL = u
			resp := s.serve(req)
			if location := resp.Header.Get("Location"); strings.HasPrefix(location, "//") || strings.HasPrefix(location, "/\\") {
				t.Errorf("%q leads to another host: %q", path, location)
			}
			_ = resp.Body.Close()
		}
	})
}
